"""A hash that is in the table of fingerprints is always asked for, one that is not hardly ever."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import numpy as np
import pytest

from crawler.records.filings import Filing
from crawler.records.pages import FetchedPage
from crawler.storage import Store
from crawler.storage.reprints import marks, noted
from crawler.storage.reprints.marks import Marks
from extractors import Article, Outcome
from tests.filings import rows
from tests.test_syndication import BLOG, NOON

MANY = 6_000


@pytest.fixture
def table() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None)
    db.execute("CREATE TABLE fingerprints(hash INTEGER, article_id INTEGER, PRIMARY KEY (hash, article_id))")
    db.execute(marks.FINGERPRINT_MARKS[0])
    return db


def _hashes(seed: int, many: int) -> list[int]:
    return random.Random(seed).choices(range(2**44), k=many)


@pytest.mark.parametrize(("most", "mistaken"), [(marks.MOST, 0.2), (4096, 1.0)])
def test_marks_follow_a_table_that_grows(
    table: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch, most: int, mistaken: float
) -> None:
    monkeypatch.setattr(marks, "MOST", most)
    known, others, writer = _hashes(1, MANY), _hashes(2, MANY), Marks(table)
    for at in range(0, MANY, 500):
        batch = known[at : at + 500]
        table.executemany("INSERT INTO fingerprints VALUES (?, 1)", ((each,) for each in batch))
        writer.set(np.array(batch, np.int64))
        writer.write(len(batch))
        reader = Marks(table)
        assert reader.are_outdated
        reader.read()
        assert not reader.are_outdated
        assert reader.among(known[: at + 500]) == writer.among(known[: at + 500]) == known[: at + 500]
        assert len(reader.among(others)) <= mistaken * MANY
    bits = table.execute("SELECT 8 * length(bits) FROM fingerprint_marks").fetchone()[0]
    assert bits <= min(most, 16 * MANY)


def test_what_anybody_entered_can_be_marked_anew(table: sqlite3.Connection) -> None:
    known = _hashes(1, MANY)
    table.executemany("INSERT INTO fingerprints VALUES (?, 1)", ((each,) for each in known))
    Marks(table).write_all()
    reader = Marks(table)
    reader.read()
    assert reader.among(known) == known
    assert len(reader.among(_hashes(2, MANY))) < 0.2 * MANY


def test_an_archive_of_before_finds_reprints_of_what_it_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "news.db"
    monkeypatch.setattr(noted, "AT_HAND", 0)
    monkeypatch.setattr(noted, "LATELY", 0)
    _file(path, "one")
    with Store.open(path) as store:
        store.db.conn.execute("DROP TABLE fingerprint_marks")
        store.db.conn.execute("DELETE FROM fingerprints_noted")
        store.db.conn.execute("DELETE FROM _sqlite_migrations WHERE name = '034_fingerprint_marks'")
        assert store.db["fingerprints"].count > 20
    _file(path, "two")
    with Store.open(path) as store:
        assert len(rows(store, "SELECT url FROM syndication")) == 2


def _file(path: Path, site: str) -> None:
    url = f"https://{site}.example/story/"
    article = Article(headline=f"In {site}", text=BLOG.text, outcome=Outcome.ARTICLE)
    with Store.open(path) as store:
        crawl = store.begin_crawl("site", {})
        store.file(crawl, [Filing(FetchedPage(url, url, f"{site}.example", 200, (), b"", "utf-8", NOON), article)])
        store.end_crawl(crawl, "finished", {})
