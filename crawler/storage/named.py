"""The rows of a query by the names of its columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any, TypeAlias

Values: TypeAlias = dict[str, Any]
"""A row by the names of its columns."""


def dicts(cursor: sqlite3.Cursor) -> Iterator[Values]:
    """The rows of a query, read one by one."""
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


def as_text(value: Any) -> Any:
    """The value, or the text in its bytes: another program may have written those, which no column keeps it from."""
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value
