"""How far the text of a page agrees with the site's own copy: counted in words, in any script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.workers.agreement import agreement
from tests.filings import page

COPY = page("https://news.example/1/")


@pytest.mark.parametrize(
    ("copy", "found", "precision", "recall"),
    [
        ("The ferry is back.", "the FERRY is back", 1.0, 1.0),
        ("one two three four", "one two", 1.0, 0.5),
        ("one two", "one two three four", 0.5, 1.0),
        ("one one", "one", 1.0, 0.5),
        ("渡轮回来了", "渡轮回来", 1.0, 0.8),
        ("", "", 1.0, 1.0),
        ("one", "", 1.0, 0.0),  # nothing in it is wrong
    ],
)
def test_shares_of_words(copy: str, found: str, precision: float, recall: float) -> None:
    told = agreement(COPY, copy, found)
    assert (told.precision, told.recall) == (precision, recall)
    assert (told.url, told.site) == (COPY.url, COPY.site)


@given(st.text(), st.text())
def test_the_score_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    there, back = agreement(COPY, one, other), agreement(COPY, other, one)
    assert 0 <= there.f1 <= 1
    assert there.f1 == pytest.approx(back.f1)
    assert agreement(COPY, one, one).f1 == 1
