"""Reads what a crawl left in its database."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any


def rows(database: Path, statement: str, *values: Any) -> list[sqlite3.Row]:
    """The rows of a query."""
    connection = sqlite3.connect(database)
    connection.row_factory = sqlite3.Row
    try:
        return connection.execute(statement, values).fetchall()
    finally:
        connection.close()


def headlines(database: Path) -> set[str]:
    """The headlines of all articles."""
    return {row["headline"] for row in rows(database, "SELECT headline FROM articles")}


def ledger(database: Path) -> dict[str, tuple[str, str | None]]:
    """Path of each known address: its state and reason."""
    found = rows(database, "SELECT url, state, reason FROM urls")
    return {"/" + row["url"].split("/", 3)[3]: (row["state"], row["reason"]) for row in found}


def counters(database: Path) -> dict[str, Any]:
    """The counters of the last crawl."""
    (row,) = rows(database, "SELECT counters FROM crawls ORDER BY id DESC LIMIT 1")
    counted: dict[str, Any] = json.loads(row["counters"])
    return counted
