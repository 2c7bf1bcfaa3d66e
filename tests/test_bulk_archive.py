"""The benchmark's archive of a million stories is the one that filing them would have made."""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from benchmarks.bulk import fill_in_bulk
from benchmarks.invented import Author
from crawler.storage import Store
from crawler.storage.reprints import noted
from crawler.storage.shards.cutting import COUNTED
from tests.filings import assert_sound, rows

STORIES = 300
BY_ITSELF = re.compile(r"sqlite_|_|articles_fts|crawls|sites$|fingerprints_noted|fingerprint_marks")
NUMBERS = {"id", "author_id", "category_id", "tag_id"}
APART = NUMBERS | {"first_filed_at", "last_filed_at", "filed_at", "replaced_at", "found_at"}


def held(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The rows of all tables without what depends on the clock, in an order of their own."""
    with Store.open(path) as store:
        tables = [name for name in store.db.table_names() if not BY_ITSELF.match(name)]
        found = {table: rows(store, f"SELECT * FROM {table}") for table in tables}
        found["syndicated"] = rows(
            store, "SELECT article_id, cluster_id, url FROM syndicated JOIN articles ON id = article_id"
        )
    told = {
        table: [{name: value for name, value in row.items() if name not in APART} for row in each]
        for table, each in found.items()
    }
    return {table: sorted(each, key=repr) for table, each in told.items()}


def test_stories_entered_in_bulk_leave_the_rows_that_filing_leaves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for most in ("AT_HAND", "LATELY"):
        monkeypatch.setattr(noted, most, 0)  # all fingerprints are in their table at once
    filed, entered = tmp_path / "filed.db", tmp_path / "bulk.db"
    with Store.open(filed) as store:
        crawl = store.begin_crawl("bench", {})
        for filing in islice(Author().filings(), STORIES):
            store.file(crawl, [filing])
        store.end_crawl(crawl, "finished", {})
    fill_in_bulk(entered, STORIES, processes=1)
    kept, made = held(filed), held(entered)
    assert {table: made[table] for table in kept} == kept
    assert all(kept[table] for table in (*COUNTED, "reprints", "revisions", "fetches", "fingerprints"))
    assert_sound(entered)
