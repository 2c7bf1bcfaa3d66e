"""Matches of saved queries: which stories answered which query, found after a crawl, told to a hook."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from sqlite_utils import Database

from crawler.storage.errors import explained
from crawler.storage.reader import Reader
from crawler.storage.rows import now
from crawler.storage.schema import MIGRATIONS
from crawler.storage.store import Store
from crawler.storage.transaction import transaction
from crawler.storage.views import VIEWS

SECONDS = 30.0
"""How long one query may take."""

# A query that was never asked is asked of this crawl, and of those before it that were killed.
_SINCE = """SELECT coalesce(
  (SELECT asked_at FROM saved_queries WHERE name = :query),
  (SELECT min(started_at) FROM crawls WHERE id <= :crawl AND id >
    coalesce((SELECT max(id) FROM crawls WHERE ended_at IS NOT NULL AND id < :crawl), 0)))"""
_FRESH = """WITH fresh AS MATERIALIZED (SELECT id FROM articles WHERE last_filed_at >= :since AND id NOT IN (
    SELECT article_id FROM matches WHERE query = :query))
  SELECT id FROM fresh WHERE {conditions} ORDER BY id"""
_SEARCHED = "id IN (SELECT rowid FROM articles_fts WHERE articles_fts MATCH :fts)"
_CHOSEN = "id IN (SELECT id FROM articles_readable WHERE id IN (SELECT id FROM fresh) AND ({where}\n))"
_STANDING = """SELECT name, asked_at, (SELECT count(*) FROM matches WHERE query = name) AS found,
  (SELECT count(*) FROM matches WHERE query = name AND told_at IS NULL) AS untold, complaint FROM saved_queries"""
_NOTE = "INSERT OR IGNORE INTO matches(query, article_id, found_at, crawl_id) VALUES (?, ?, ?, ?)"
_ASKED = """INSERT INTO saved_queries(name, asked_at) VALUES (?, ?)
  ON CONFLICT(name) DO UPDATE SET asked_at = excluded.asked_at, complaint = NULL"""
_COMPLAIN = """INSERT INTO saved_queries(name, asked_at, complaint) VALUES (?, ?, ?)
  ON CONFLICT(name) DO UPDATE SET complaint = excluded.complaint"""
_TOLD = "UPDATE matches SET told_at = ? WHERE query = ? AND article_id = ?"
_UNTOLD = "SELECT * FROM matches_readable WHERE query = ? AND told_at IS NULL ORDER BY article_id"


@contextmanager
def empty_archive() -> Iterator[sqlite3.Connection]:
    """An archive without stories, in memory, to try queries on."""
    db = Database(memory=True)
    try:
        MIGRATIONS.apply(db)
        for name, sql in VIEWS.items():
            db.create_view(name, sql, replace=True)
        yield db.conn
    finally:
        db.close()


class Unanswered(Exception):
    """A query that could not be answered: one line that says why."""


def fault_of_search(connection: sqlite3.Connection, fts: str) -> str | None:
    """What SQLite finds wrong with an FTS5 expression; None where nothing is."""
    return _fault(connection, "SELECT 1 FROM articles_fts WHERE articles_fts MATCH ? LIMIT 1", fts)


def fault_of_condition(connection: sqlite3.Connection, where: str) -> str | None:
    """What SQLite finds wrong with a condition on ``articles_readable``; None where nothing is."""
    return _fault(connection, f"SELECT 1 FROM articles_readable WHERE ({where}\n) LIMIT 1")


class Standing(NamedTuple):
    """How a saved query is doing: when it was last asked, how much it found, how much of it no hook has taken yet."""

    asked_at: str
    found: int
    untold: int
    complaint: str | None


def standing_of(reader: Reader) -> dict[str, Standing]:
    """How each query is doing that was ever asked, by its name."""
    return {row.pop("name"): Standing(**row) for row in reader.rows(_STANDING)}


def _fault(connection: sqlite3.Connection, sql: str, *values: str) -> str | None:
    try:
        connection.execute(sql, values).fetchone()
    except (sqlite3.Error, sqlite3.Warning) as error:
        return " ".join(str(error).split())
    return None


def fresh_matches(reader: Reader, query: str, crawl_id: int, fts: str | None, where: str | None) -> list[int]:
    """The numbers of the stories that answer a query and were filed or changed since it was last asked.

    ``fts`` is an FTS5 expression, ``where`` a condition on ``articles_readable``; None leaves it out. Raises
    ``Unanswered``, and ``StorageError`` where the database cannot be used.
    """
    connection = reader.db.conn
    with explained(reader.path), _limited(connection):
        (since,) = connection.execute(_SINCE, {"query": query, "crawl": crawl_id}).fetchone()
        values = {"since": since, "query": query, "fts": fts}
        try:
            return [number for (number,) in connection.execute(_question(fts, where), values)]
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
                raise Unanswered(f"no answer within {SECONDS:g} seconds") from error
            if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                raise
            raise Unanswered(" ".join(str(error).split())) from error


def note_matches(store: Store, query: str, crawl_id: int, asked_at: str, numbers: Sequence[int]) -> None:
    """Enter that a query was asked at ``asked_at``, and the stories that answered it."""
    with transaction(store.path, store.db) as connection:
        connection.execute(_ASKED, (query, asked_at))
        connection.executemany(_NOTE, ((query, number, asked_at, crawl_id) for number in numbers))


def untold_matches(store: Store, query: str) -> list[dict[str, Any]]:
    """The matches that were not told yet, as rows of ``matches_readable``."""
    with explained(store.path):
        return list(store.db.query(_UNTOLD, (query,)))


def note_told(store: Store, query: str, numbers: Sequence[int]) -> None:
    """Enter that these matches were told."""
    with transaction(store.path, store.db) as connection:
        connection.executemany(_TOLD, ((now(), query, number) for number in numbers))


def note_complaint(store: Store, query: str, complaint: str) -> None:
    """Enter what went wrong with a query or its hook."""
    with transaction(store.path, store.db) as connection:
        connection.execute(_COMPLAIN, (query, now(), complaint))


def _question(fts: str | None, where: str | None) -> str:
    conditions = [_SEARCHED] * (fts is not None) + [_CHOSEN.format(where=where)] * (where is not None)
    return _FRESH.format(conditions=" AND ".join(conditions))


@contextmanager
def _limited(connection: sqlite3.Connection) -> Iterator[None]:
    deadline = time.monotonic() + SECONDS
    connection.set_progress_handler(lambda: time.monotonic() > deadline, 10_000)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)
