"""Reading the database without ever writing to it."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlite_utils import Database

from crawler.storage.connection import open_for_reading
from crawler.storage.errors import explained
from crawler.storage.schema import MIGRATIONS
from crawler.storage.search.selection import Selection
from crawler.storage.views import VIEWS


class Reader:
    """The database, opened read-only; commands ask it, and it never waits for a crawl."""

    def __init__(self, path: Path, db: Database) -> None:
        self.path = path
        self.db = db

    @classmethod
    def open(cls, path: str | Path) -> Reader:
        """A reader of the file at ``path``; raises ``StorageError`` where there is no copydesk database."""
        return cls(Path(path), open_for_reading(Path(path)))

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self.db.close()

    def is_outdated(self) -> bool:
        """Whether an older version made the database: opening it with ``Store`` brings it up to date."""
        with explained(self.path):
            return bool(MIGRATIONS.pending(self.db)) or not set(VIEWS) <= set(self.db.view_names())

    def sites(self) -> list[str]:
        """The names of the sites, in alphabetical order."""
        return [row["name"] for row in self.rows("SELECT name FROM sites ORDER BY name")]

    def rows(self, sql: str, *values: str | int | None) -> list[dict[str, Any]]:
        """The rows that a query over tables and views gives, as dicts."""
        with explained(self.path):
            return list(self.db.query(sql, values))

    def matches(self, sql: str, *values: str | int) -> list[dict[str, Any]]:
        """The rows that a query gives which has an FTS5 expression among its values.

        Raises ``sqlite3.OperationalError`` for an expression that is none.
        """
        with explained(self.path):
            try:
                return list(self.db.query(sql, values))
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                    raise
                complaint = error
        raise complaint

    def fault_of(self, chosen: Selection) -> str | None:
        """What SQLite finds wrong with the condition of a selection; None where nothing is."""
        try:
            if chosen.where is not None:  # as one value: other clauses, or brackets closed too early, fit in below
                value = f"CASE WHEN {chosen.where}\n THEN 1 END"
                self.db.execute(f"EXPLAIN SELECT {value} FROM articles_readable").fetchone()
            self.db.execute(f"SELECT 1 FROM articles WHERE {chosen.condition} LIMIT 1", chosen.values).fetchone()
        except (sqlite3.OperationalError, sqlite3.ProgrammingError, sqlite3.Warning) as error:
            return " ".join(str(error).split())
        return None

    def crawl(self, crawl_id: int) -> dict[str, Any]:
        """The row of ``crawl_summary`` of one crawl; raises ``LookupError`` where there is no such crawl."""
        found = self.rows("SELECT * FROM crawl_summary WHERE id = ?", crawl_id)
        if not found:
            raise LookupError(f"no crawl {crawl_id} in {self.path}")
        return found[0]

    def endings(self, crawl_id: int) -> list[dict[str, Any]]:
        """How a crawl's addresses ended: ``state``, ``outcome``, ``reason`` and the number of ``urls``, most first."""
        sql = """SELECT state, outcome, reason, count(*) AS urls FROM urls WHERE leased_by = ?
            GROUP BY state, outcome, reason ORDER BY urls DESC"""
        return self.rows(sql, crawl_id)
