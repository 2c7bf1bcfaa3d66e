"""The closing summary's figures add up: what was found or is due again was filed, skipped, failed or put off."""

from __future__ import annotations

import re
from typing import Any

import pytest

from crawler.books.summary import print_summary, summarize

ENDS = {"file/new": 5, "file/unchanged": 2, "skipped/page is listing": 1, "gone/HTTP 404": 1, "later/HTTP 500": 3}
ROW = re.compile(r"^(\w+(?: \w+)*) {2,}(\d+)", re.MULTILINE)
COUNTED_TWICE = {"fetched", "copied"}
"""Rows that say how pages were had, not how they ended."""


@pytest.mark.parametrize(
    ("stats", "is_well"),
    [
        ({"discovery/found": 7, "skipped/robots.txt forbids it": 1}, True),
        ({"discovery/unchanged": 1, "gone/HTTP 404": 1}, True),
        ({"discovery/found": 2, "gone/HTTP 404": 2}, False),
        ({"discovery/found": 70, "failed/HTTP 403": 20}, False),
    ],
)
def test_a_page_that_is_not_to_be_had_is_no_failure_where_the_others_are_not_due(
    stats: dict[str, Any], is_well: bool
) -> None:
    done = summarize({"discovery/source": "sitemap", "finish_reason": "finished", **stats})
    assert (done.complaint is None) == is_well


@pytest.mark.parametrize("found", [0, 4, 12, 40])
def test_the_rows_add_up(found: int, capsys: pytest.CaptureFixture[str]) -> None:
    stats: dict[str, Any] = {**ENDS, "discovery/found": found, "ledger/leased": 12, "fetch/pages": 7}
    print_summary(summarize({**stats, "finish_reason": "finished"}))
    counts = [(name, int(count)) for name, count in ROW.findall(capsys.readouterr().out)]
    taken = sum(count for name, count in counts if name in ("found", "again"))
    ended = sum(count for name, count in counts if name not in {"found", "again"} | COUNTED_TWICE)
    assert taken == ended == max(found, 12)
