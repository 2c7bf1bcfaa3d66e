"""Reading the database without ever writing to it."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any

from sqlite_utils import Database

from crawler.storage.connection import open_for_reading
from crawler.storage.errors import explained


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
        self.db.close()

    def rows(self, sql: str, *values: str | int | None) -> list[dict[str, Any]]:
        """The rows that a query over tables and views gives, as dicts."""
        with explained(self.path):
            return list(self.db.query(sql, values))

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
