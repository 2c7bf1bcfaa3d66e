"""The full-text index says what the articles say, whatever was done to them and by whom."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crawler.storage import Reader, Store
from crawler.storage.stories.filing import ArticleFile
from tests.filings import STORY, assert_sound, file_one, filing, rows, story
from tests.servers import ROOT

KILLED = """
import os, signal, sys
from crawler.storage import Store
from tests.filings import story
store = Store.open(sys.argv[1])
store.file(1, [story(2, text="A comet was seen."), story(3, text="A meteor fell.")])
with store.filing() as connection:
    connection.execute("UPDATE articles SET text = 'Nothing was seen.' WHERE id = 2")
    connection.execute("DELETE FROM articles WHERE id = 1")
    os.kill(os.getpid(), signal.SIGKILL)
"""


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


def test_stories_filed_or_revised_together_make_one_part_of_the_index(store: Store) -> None:
    for first in (1, 6, 11):
        store.file(1, [story(number, text=f"A comet was seen on day {number}.") for number in range(first, first + 5)])
    store.file(1, [story(number, text=f"A meteor fell on day {number}.") for number in (14, 3, 17, 9, 16)])
    assert rows(store, "SELECT count(DISTINCT segid) AS n FROM articles_fts_idx") == [{"n": 4}]
    assert matches(store, "comet") == [number for number in range(1, 16) if number not in {3, 9, 14}]
    assert matches(store, "meteor") == [3, 9, 14, 16, 17]


def test_a_batch_of_chinese_makes_one_part_of_the_index(store: Store) -> None:
    store.file(1, [story(number, text="".join(map(chr, range(0x4E00, 0x8E00, number)))) for number in range(1, 9)])
    assert rows(store, "SELECT count(DISTINCT segid) AS n FROM articles_fts_idx") == [{"n": 1}]


def test_a_story_revised_in_the_batch_that_filed_it_is_found_by_its_new_words_only(store: Store) -> None:
    file_one(store, 1, story(1, text="The sheriff spoke."))
    told = [story(2, text="The sheriff left."), story(2, text="The mayor left."), story(1, text="The mayor spoke.")]
    assert store.file(1, [*told, story(1, text="Nobody spoke.")]) == ["new", "revised", "revised", "revised"]
    assert (matches(store, "sheriff"), matches(store, "mayor"), matches(store, "nobody")) == ([], [2], [1])


def test_a_story_deleted_in_the_batch_that_filed_or_revised_it_is_not_found(store: Store) -> None:
    file_one(store, 1, story(1, text="The sheriff spoke."))
    with store.filing() as connection:
        files = ArticleFile(connection)
        assert files.file(1, story(1, text="The mayor spoke.")).change == "revised"
        assert files.file(1, story(2, text="The mayor left.")).change == "new"
        connection.execute("DELETE FROM articles")
        assert files.file(1, story(3, text="Nobody left.")).article_id == 1
    assert (matches(store, "sheriff"), matches(store, "mayor"), matches(store, "nobody")) == ([], [], [1])


def test_a_story_that_cannot_be_stored_leaves_no_trace_in_the_index(store: Store) -> None:
    broken = story(2, text="A comet fell.", tags=("\ud800",))
    assert store.file(1, [story(1, text="A comet was seen."), broken]) == ["new", "failed"]
    file_one(store, 1, story(3, text="A meteor fell."))
    assert (matches(store, "comet"), matches(store, "meteor")) == ([1], [2])


def test_what_another_program_writes_between_two_batches_is_found_at_once(store: Store, tmp_path: Path) -> None:
    store.file(1, [story(1, text="A comet was seen."), story(2, text="A meteor fell.")])
    names = ", ".join(column for column in store.db["articles"].columns_dict if column not in {"id", "url", "text"})
    with closing(sqlite3.connect(tmp_path / "news.db")) as other, other:
        other.execute("PRAGMA foreign_keys = ON")
        other.execute(
            f"INSERT INTO articles(url, text, {names}) SELECT 'x', 'An eclipse.', {names} FROM articles LIMIT 1"
        )
        other.execute("UPDATE articles SET text = 'A comet passed.' WHERE id = 1")
        other.execute("DELETE FROM articles WHERE id = 2")
    assert (matches(store, "eclipse"), matches(store, "passed"), matches(store, "meteor")) == ([3], [1], [])
    store.file(1, [story(1, text="Nothing was seen.")])
    assert (matches(store, "comet"), matches(store, "nothing")) == ([], [1])


def test_a_batch_that_is_given_up_leaves_the_index_and_nobody_waiting(store: Store) -> None:
    file_one(store, 1, story(1, text="A comet was seen."))
    with pytest.raises(ZeroDivisionError), store.filing() as connection:
        connection.execute("UPDATE articles SET text = 'Nothing was seen.'")
        ArticleFile(connection).file(1, story(2, text="A meteor fell."))
        raise ZeroDivisionError
    assert (matches(store, "comet"), matches(store, "nothing OR meteor")) == ([1], [])
    assert rows(store, "SELECT * FROM searched_together") == []


def test_a_writer_that_is_killed_leaves_the_index_of_its_last_batch(store: Store, tmp_path: Path) -> None:
    file_one(store, 1, story(1, text="An eclipse came."))
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "news.db")], cwd=ROOT, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert (matches(store, "eclipse"), matches(store, "comet"), matches(store, "meteor")) == ([1], [2], [3])
    assert rows(store, "SELECT * FROM searched_together") == []
