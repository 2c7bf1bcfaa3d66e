"""A write transaction: whole or not at all, and into the file that was opened."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import WeakKeyDictionary

from sqlite_utils import Database

from crawler.storage.errors import StorageError, explained

_opened: WeakKeyDictionary[Database, tuple[int, int] | None] = WeakKeyDictionary()
"""Device and number of the file that each database was when it was first written to; None for one in memory."""


@contextmanager
def transaction(path: Path, db: Database) -> Iterator[sqlite3.Connection]:
    """A write transaction on the database at ``path``, rolled back whole on any error.

    Raises ``StorageError`` where the database cannot be used, or the file is not there any more: SQLite would go on
    writing into one that nobody will find.
    """
    with explained(path):
        if _file(path) != _opened.setdefault(db, _file(path)):
            raise StorageError(
                f"{path}: moved, replaced or deleted while it was written to; put the file back beside its -wal file,"
                " or run again into what is there now"
            )
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield db.conn
            db.conn.execute("COMMIT")
        except BaseException:
            db.rollback()
            raise


def _file(path: Path) -> tuple[int, int] | None:
    """The device and number of the file at a path; None where there is none."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    return found.st_dev, found.st_ino
