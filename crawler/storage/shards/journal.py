"""Follows a shard as it changes: a journal of the rows that were touched, and a copy that is kept up with it."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from typing import Any, NamedTuple

from crawler.storage.shards.cutting import HANGING_ON, PARTS, columns

_JOURNAL = "CREATE TABLE journal (number INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL, key TEXT NOT NULL)"
_TOUCHED = "SELECT DISTINCT name, key FROM journal WHERE number > ? AND number <= ?"


class Changes(NamedTuple):
    """Rows as they are after change ``last``, all that changed since change ``first`` among them.

    ``keys`` are the touched rows' keys by table, JSON lists; ``rows`` the rows themselves, without those that are gone.
    """

    first: int
    last: int
    keys: dict[str, list[str]]
    rows: dict[str, list[list[Any]]]


def keep_journal(connection: sqlite3.Connection, first: int) -> None:
    """Let every change to a table that travels leave the row's key in ``journal``, in the same transaction.

    Changes are numbered from the one after ``first`` on.
    """
    connection.execute(_JOURNAL)
    connection.execute("INSERT INTO sqlite_sequence(name, seq) VALUES ('journal', ?)", (first,))
    for table in (*PARTS, *HANGING_ON):
        for event, rows in (("INSERT", ("new",)), ("UPDATE", ("old", "new")), ("DELETE", ("old",))):
            entries = " UNION ".join(f"SELECT '{table}', {_key_in(connection, table, row)}" for row in rows)
            connection.execute(
                f"CREATE TRIGGER journal_{table}_{event} AFTER {event} ON {table} "
                f"BEGIN INSERT INTO journal(name, key) {entries}; END"
            )


def changes_since(connection: sqlite3.Connection, first: int) -> Changes | None:
    """What changed after the change with that number; None where nothing did."""
    connection.execute("BEGIN")
    try:
        (last,) = connection.execute("SELECT max(number) FROM journal").fetchone()
        if last is None or last <= first:
            return None
        keys: dict[str, list[str]] = defaultdict(list)
        for table, key in connection.execute(_TOUCHED, (first, last)):
            keys[table].append(key)
        rows = {
            table: [list(row) for key in some for row in connection.execute(_one(connection, table), json.loads(key))]
            for table, some in keys.items()
        }
        return Changes(first, last, dict(keys), rows)
    finally:
        connection.execute("COMMIT")


def enter_changes(connection: sqlite3.Connection, changes: Changes) -> None:
    """Bring a copy of the shard up to date; changes that do not follow on what it has are passed over."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if connection.execute("SELECT 1 FROM shard WHERE number = ?", (changes.first,)).fetchone():
            for table, keys in changes.keys.items():
                sql = f"DELETE FROM {table} WHERE {_where(connection, table)}"
                connection.executemany(sql, [json.loads(key) for key in keys])
                connection.executemany("INSERT OR IGNORE INTO touched VALUES (?, ?)", [(table, key) for key in keys])
            for table, rows in changes.rows.items():
                places = ", ".join("?" * len(columns(connection, table)))
                # A row that another took the place of, by INSERT OR REPLACE, has left no entry in the journal.
                connection.executemany(f"INSERT OR REPLACE INTO {table} VALUES ({places})", rows)
            connection.execute("UPDATE shard SET number = ?", (changes.last,))
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def primary_key(connection: sqlite3.Connection, table: str) -> list[str]:
    """The names of the columns that are a table's primary key, in the key's order."""
    keyed = [(row[5], row[1]) for row in connection.execute(f"PRAGMA main.table_info({table})") if row[5]]
    return [name for _, name in sorted(keyed)]


def _key_in(connection: sqlite3.Connection, table: str, row: str) -> str:
    return f"json_array({', '.join(f'{row}.{name}' for name in primary_key(connection, table))})"


def _where(connection: sqlite3.Connection, table: str) -> str:
    return " AND ".join(f"{name} = ?" for name in primary_key(connection, table))


def _one(connection: sqlite3.Connection, table: str) -> str:
    return f"SELECT * FROM {table} WHERE {_where(connection, table)}"
