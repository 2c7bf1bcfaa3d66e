"""Shards: one site's part of the database as a file of its own, cut out to be crawled elsewhere."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, NamedTuple

from crawler.storage.connection import connect_for_reading
from crawler.storage.errors import explained
from crawler.storage.store import Store
from crawler.storage.stories.links import CREDITS


class Part(NamedTuple):
    """How a table's rows travel.

    Those go out for which ``goes`` holds. What was touched comes home to the row with the same ``key``, unless that
    row's ``moment`` is the later one; rows of a table without a key come home with their story, or stay. Where it
    counts which rows there are, and in what order, they come home ``anew``: at the end, and what was forgotten is.
    Of the columns ``left`` the values stay where they are.
    """

    goes: str = "0"
    key: tuple[str, ...] = ()
    moment: str | None = None
    anew: bool = False
    left: tuple[str, ...] = ()


PARTS: Mapping[str, Part] = MappingProxyType(
    {
        "sites": Part("name = :site", ("name",)),
        "crawls": Part("id < :crawl"),
        "host_rests": Part("1", ("host",), "asked_at"),
        "articles": Part(
            "site = :site OR id IN (SELECT article_id FROM whole.urls WHERE site = :site)", left=("text",)
        ),
        "comments": Part("article_id IN (SELECT id FROM main.articles)", ("article_id", "digest"), "last_seen_at"),
        "rulings": Part("site = :site"),
        "site_conditions": Part("site = :site", ("site",), "judged_at"),
        "lastmod_trust": Part("site = :site", ("site",), "counted_at"),
        "validator_trust": Part("site = :site", ("site",), "doubted_since"),
        "withheld_texts": Part("article_id IN (SELECT id FROM main.articles)", ("article_id",), anew=True),
        "urls": Part("site = :site", ("url",), "fetched_at"),
        "announcements": Part("url IN (SELECT url FROM whole.urls WHERE site = :site)", ("url",)),
        "documents": Part("site = :site", ("site", "url"), "read_at"),
        "visits": Part("site = :site", ("crawl_id", "site"), "ended_at"),
        "unverified_visits": Part(key=("crawl_id", "site")),
        "readings": Part("site = :site", ("site", "url", "trust"), "read_at", anew=True),
        "agreements": Part(key=("site", "crawl_id", "url")),
        "pages": Part("id IN (SELECT page_id FROM whole.site_patterns WHERE site = :site)", ("hash",)),
        "site_patterns": Part("site = :site", ("site",)),
        "fetches": Part(key=("url", "answered_url", "fetched_at", "page_id")),
    }
)
"""The tables that have to do with a visit, each behind those that it refers to."""

HANGING_ON = (*dict(CREDITS), *(f"article_{name}" for name, _ in CREDITS), "removed_blocks", "revisions")
"""What hangs on stories does not go out: a story that is filed anew brings all of its own."""
COUNTED = ("story_counts", "url_counts", "rule_counts", "author_counts", "category_counts", "tag_counts")
NOTED = (
    "uncompared",
    "counted_together",
    "searched_together",
    "struck_together",
    "fingerprints_noted",
    "fingerprint_marks",
)
DERIVED = ("archives", "syndicated", "reprints", "fingerprints", "saved_queries", "matches", *NOTED, *COUNTED)
"""What the database makes by itself of the stories that come home, or has nothing to do with visits."""

_INDEXING = "SELECT name, sql FROM main.sqlite_master WHERE type = 'trigger' AND name GLOB 'articles_fts_*'"
_NO_TEXT = sha256(b"").hexdigest()
TEXT_AWAY = f"text = '' AND text_hash <> '{_NO_TEXT}'"
"""The condition on rows of ``articles`` in a shard whose text did not go out with them, nor was fetched since."""
_TEXT = """SELECT text, id, text_hash FROM articles WHERE id = ? AND text_hash = ?
  UNION SELECT text, article_id, text_hash FROM revisions WHERE article_id = ? AND text_hash = ?"""
_LABEL = (
    "CREATE TABLE shard (site TEXT NOT NULL, crawl INTEGER NOT NULL, number INTEGER NOT NULL)",
    "CREATE TABLE touched (name TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (name, key)) WITHOUT ROWID",
)


class Label(NamedTuple):
    """What a shard is: of which site, cut out for which crawl, and up to which change it was brought up to date."""

    site: str
    crawl: int
    number: int = 0


def cut(whole: Path, label: Label, shard: Path) -> None:
    """Write the part of the database ``whole`` that its label names into the new file ``shard``.

    Rows keep their numbers, and the next crawl in it gets that of the crawl it is cut out for. Raises ``StorageError``.
    """
    with cutting(whole, shard) as connection:
        for table, part in PARTS.items():
            copy_rows(connection, table, part.goes, label._asdict(), part.left)
        for statement in _LABEL:
            connection.execute(statement)
        connection.execute("INSERT INTO shard VALUES (?, ?, ?)", label)


@contextmanager
def cutting(whole: Path, part: Path) -> Iterator[sqlite3.Connection]:
    """The new database ``part``, in one transaction, with ``whole`` beside it to copy from; one file in the end.

    It has no search index, which is larger than the stories, packed; ``index_again`` makes one. Raises
    ``StorageError``.
    """
    with explained(part), closing(sqlite3.connect(part, uri=True, isolation_level=None)) as connection:
        with closing(sqlite3.connect(":memory:")) as empty:
            empty.deserialize(_empty())
            empty.backup(connection)
        connection.execute("ATTACH ? AS whole", (f"{whole.resolve().as_uri()}?mode=ro",))
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TABLE unindexed(trigger TEXT NOT NULL)")
        for name, sql in connection.execute(_INDEXING).fetchall():
            connection.execute("INSERT INTO unindexed VALUES (?)", (sql,))
            connection.execute(f"DROP TRIGGER main.{name}")
        yield connection
        connection.execute("DELETE FROM uncompared")  # they were compared, with all stories, where they come from
        connection.execute("COMMIT")
        connection.execute("DETACH whole")
        connection.execute("PRAGMA journal_mode = DELETE")  # one file, whole by itself


@cache
def _empty() -> bytes:
    """A database with nothing in it: to make one takes longer than to cut a small site out."""
    with TemporaryDirectory(prefix="copydesk-") as folder:
        path = Path(folder) / "empty.db"
        Store.open(path).close()
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")  # in memory there is no other
            return connection.serialize()


def index_again(part: Path) -> None:
    """Make the search index of a database that was cut out of another; raises ``StorageError``."""
    with explained(part), closing(sqlite3.connect(part, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        for (sql,) in connection.execute("SELECT trigger FROM unindexed").fetchall():
            connection.execute(sql)
        connection.execute("DROP TABLE unindexed")
        connection.execute("INSERT INTO articles_fts(articles_fts) VALUES ('rebuild')")
        connection.execute("COMMIT")


def copy_rows(
    connection: sqlite3.Connection, table: str, condition: str, values: Mapping[str, Any], left: tuple[str, ...] = ()
) -> None:
    """Copy the rows of the whole database's table for which the condition holds, with their numbers.

    Of the columns ``left`` the values are empty.
    """
    names = columns(connection, table)
    taken = ", ".join("''" if name in left else name for name in names)
    sql = f"INSERT INTO main.{table}({', '.join(names)}) SELECT {taken} FROM whole.{table} WHERE {condition}"
    connection.execute(sql, {name: value for name, value in values.items() if f":{name}" in sql})


def texts_of(whole: Path, wanted: Iterable[tuple[int, str]]) -> list[tuple[str, int, str]]:
    """The texts of these numbers and hashes, each with both: as stories say them now, or have said them.

    Raises ``StorageError``.
    """
    with explained(whole), closing(connect_for_reading(whole)) as connection:
        return [row for number, digest in wanted for row in connection.execute(_TEXT, (number, digest) * 2)]


def enter_texts(shard: sqlite3.Connection, texts: Iterable[tuple[str, int, str]]) -> None:
    """Enter in a shard the texts of stories, as ``texts_of`` tells them, that went out without."""
    shard.executemany(f"UPDATE articles SET text = ? WHERE id = ? AND text_hash = ? AND {TEXT_AWAY}", texts)


def is_away(story: Mapping[str, Any]) -> bool:
    """Whether the text of a row of ``articles`` did not go out with it, nor was fetched since."""
    return not story["text"] and story["text_hash"] != _NO_TEXT


def label_of(shard: Path) -> Label | None:
    """What the file is; None for one that is no shard, as where the cutting was cut short. Raises ``StorageError``."""
    with explained(shard), closing(sqlite3.connect(f"{shard.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        if not columns(connection, "shard"):
            return None
        return Label(*connection.execute("SELECT site, crawl, number FROM shard").fetchone())


def columns(connection: sqlite3.Connection, table: str) -> list[str]:
    """The names of a table's columns, in their order; none where there is no such table."""
    return [row[1] for row in connection.execute(f"PRAGMA main.table_info({table})")]
