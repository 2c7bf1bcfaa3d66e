"""A write transaction: whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from crawler.storage.errors import explained


@contextmanager
def transaction(path: Path, db: Database) -> Iterator[sqlite3.Connection]:
    """A write transaction on the database at ``path``, rolled back whole on any error.

    Raises ``StorageError`` where the database cannot be used.
    """
    with explained(path):
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield db.conn
            db.conn.execute("COMMIT")
        except BaseException:
            db.rollback()
            raise
