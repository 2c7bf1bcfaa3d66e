"""The full-text index says what the articles say, whatever was done to them and by whom."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.storage import Reader, Store
from tests.filings import STORY, assert_sound, file_one, filing, rows, story


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "news.db") as opened:
        opened.begin_crawl("site", {})
        yield opened
    assert_sound(tmp_path / "news.db")


def matches(store: Store, query: str) -> list[int]:
    return [row["rowid"] for row in rows(store, "SELECT rowid FROM articles_fts WHERE articles_fts MATCH ?", query)]


@pytest.mark.parametrize("query", ["headline: reopens", "dek: repairs", "byline: gomez", "text: ribbon", '"light the"'])
def test_every_searched_field_is_found_without_accents_or_case(store: Store, query: str) -> None:
    file_one(store, 1, filing("https://news.example/2024/bridge/", STORY))
    assert matches(store, query) == [1]


def test_a_revision_is_found_by_its_new_words_only(store: Store) -> None:
    file_one(store, 1, story(1, text="The sheriff spoke."))
    file_one(store, 1, story(1, text="The mayor spoke."))
    assert (matches(store, "sheriff"), matches(store, "mayor")) == ([], [1])


def test_what_another_program_does_to_articles_is_followed(store: Store) -> None:
    store.file(1, [story(1, text="First story."), story(2, text="Second story.")])
    store.db.table("articles").update(1, {"text": "Corrected by hand."})
    store.db.conn.execute("PRAGMA foreign_keys = ON")
    store.db.table("articles").delete(2)
    assert (matches(store, "first"), matches(store, "corrected"), matches(store, "second")) == ([], [1], [])
    assert rows(store, "SELECT count(*) AS n FROM removed_blocks") == [{"n": 2}]


def test_pairs_of_characters_are_followed_too(store: Store) -> None:
    file_one(store, 1, story(1, text="새로운 서울시장은 말했다."))
    assert (matches(store, "시장"), matches(store, "서*"), matches(store, '"서울 울시 시장"')) == ([1], [1], [1])
    store.db.table("articles").update(1, {"text": "地铁线路"})
    assert (matches(store, "시장"), matches(store, "铁线")) == ([], [1])
    store.db.table("articles").update(1, {"headline": "부산"})
    assert (matches(store, "부산"), matches(store, "铁线")) == ([1], [1])


def test_sqlite_utils_own_search_finds_the_index(store: Store) -> None:
    file_one(store, 1, story(1, text="A comet was seen."))
    (row,) = store.db.table("articles").search("comet")
    assert row["headline"] == "Story 1"


def test_a_reader_searches_while_a_crawl_writes(store: Store, tmp_path: Path) -> None:
    file_one(store, 1, story(1, text="A comet was seen."))
    with Reader.open(tmp_path / "news.db") as reader:
        (hit,) = reader.rows("SELECT text FROM articles_fts WHERE articles_fts MATCH ?", "comet")
        assert hit["text"] == "A comet was seen."
