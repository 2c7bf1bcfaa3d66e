"""Answers any question in SQL, and does nothing else: no write, no other file, no end of rows or time."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from crawler.console.counting import counted
from crawler.storage.errors import explained
from crawler.storage.reader import Reader

LONGEST_VALUE = 64 * 2**20
"""Bytes of one value beyond which a query is refused: zeroblob(1e9) is no answer."""

_STEPS = 10_000  # virtual machine instructions between two looks at the clock

# What a read-only connection would let pass. Writing to the database itself is refused by SQLite.
_REFUSED = frozenset(
    {sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH, sqlite3.SQLITE_TRANSACTION, sqlite3.SQLITE_CREATE_TEMP_TABLE}
)
_READING_PRAGMAS = frozenset(
    """table_info table_xinfo table_list index_list index_info index_xinfo foreign_key_list database_list
    compile_options function_list collation_list data_version encoding page_count page_size schema_version
    user_version""".split()
)


_ONLY_READING = "only reading is possible here; nothing was changed"
_EXAMPLE = "as in: SELECT site, count(*) FROM articles GROUP BY site"
_TABLES = """SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')
  AND name NOT GLOB '_*' AND name NOT GLOB 'sqlite_*' AND name NOT GLOB 'articles_fts_*' ORDER BY name"""
_COLUMNS = f"SELECT DISTINCT of_it.name FROM ({_TABLES}) AS found, pragma_table_info(found.name) AS of_it"


class InquiryError(Exception):
    """A question that cannot be answered: one line that says why; ``too_slow`` where only time was short."""

    def __init__(self, message: str, *, too_slow: bool = False) -> None:
        super().__init__(message)
        self.too_slow = too_slow


class Inquiry:
    """One query over a reader's database: ``columns``, and the rows by iteration.

    Raises ``InquiryError``, also in the midst of the rows, and ``StorageError`` where the database is at fault.
    """

    def __init__(self, reader: Reader, sql: str, seconds: int) -> None:
        self._reader = reader
        self._seconds = seconds
        self._deadline = time.monotonic() + seconds
        connection = reader.db.conn
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
        connection.set_authorizer(authorize)
        connection.set_progress_handler(lambda: time.monotonic() > self._deadline, _STEPS)
        self._cursor = self._told(lambda: connection.execute(sql))
        if self._cursor.description is None:
            raise InquiryError(f"there is no query in it; {_EXAMPLE}")
        self.columns = [column[0] for column in self._cursor.description]

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        while (row := self._told(self._cursor.fetchone)) is not None:
            yield row

    def _told(self, step: Any) -> Any:
        """What ``step`` returns; SQLite's complaints about the query as ``InquiryError``."""
        with explained(self._reader.path):
            try:
                return step()
            except (sqlite3.ProgrammingError, sqlite3.Warning) as error:
                raise InquiryError(_one_statement(error)) from error
            except (sqlite3.DataError, sqlite3.OperationalError, sqlite3.DatabaseError) as error:
                if (fault := self._fault(error)) is None:
                    raise
                raise fault from error

    def _fault(self, error: sqlite3.Error) -> InquiryError | None:
        """What is wrong with the query; None where the database is at fault. Raises ``KeyboardInterrupt`` on Ctrl-C."""
        match getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF:
            case sqlite3.SQLITE_AUTH | sqlite3.SQLITE_READONLY:
                return InquiryError(_ONLY_READING)
            case sqlite3.SQLITE_INTERRUPT:
                if time.monotonic() <= self._deadline:  # Ctrl-C came at a look at the clock, and SQLite hides it
                    raise KeyboardInterrupt from error
                waited = counted(self._seconds, "second")
                return InquiryError(f"no answer within {waited}; give it more time", too_slow=True)
            case sqlite3.SQLITE_TOOBIG:
                return InquiryError(f"a value is longer than {LONGEST_VALUE // 2**20} MiB")
            case sqlite3.SQLITE_ERROR | sqlite3.SQLITE_MISMATCH:
                complaint = _lower(error)
                return InquiryError(_ONLY_READING if complaint == "not authorized" else self._hint(complaint))
        return None

    def _hint(self, complaint: str) -> str:
        """The complaint with the way out."""
        what, _, name = complaint.partition(": ")
        if what == "no such table":
            names = self._names(_TABLES)
            return f"{complaint}; {_meant(name, names) or 'there are ' + ', '.join(names)}"
        if what == "no such column":
            meant = _meant(name.rpartition(".")[2], self._names(_COLUMNS))
            return f"{complaint}; {meant or 'docs/schema.md lists them; text stands in single quotes'}"
        if complaint == "incomplete input":
            return f"the query ends too early; {_EXAMPLE}"
        if what == "unrecognized token":
            return f"{complaint}; text stands in single quotes, {_EXAMPLE}"
        if what == "no such function":
            return f"{complaint}; SQLite has those of https://sqlite.org/lang_corefunc.html"
        if what == "fts5" or complaint == "unterminated string":
            return f"{complaint}; docs/queries.md tells how to write what is searched for"
        return f"{complaint}; {_EXAMPLE}" if complaint.endswith("syntax error") else complaint

    def _names(self, sql: str) -> list[str]:
        connection = self._reader.db.conn
        connection.set_authorizer(None)
        return [name for (name,) in connection.execute(sql)]


def authorize(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    """SQLite's answer to what a statement wants to do: an authorizer that lets nothing through but reading."""
    if action == sqlite3.SQLITE_PRAGMA:
        return sqlite3.SQLITE_OK if (first or "").lower() in _READING_PRAGMAS else sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_DENY if action in _REFUSED else sqlite3.SQLITE_OK


def _one_statement(error: Exception) -> str:
    """What Python finds wrong with a statement before SQLite sees it, with the way out."""
    if "bindings" in str(error):
        return "? and :name stand for values that nobody gives here; write the values themselves"
    return f"{_lower(error)}; ask one thing at a time"


def _meant(name: str, known: list[str]) -> str:
    close = get_close_matches(name, known, 1)
    return f"is {close[0]} meant?" if close else ""


def _lower(error: Exception) -> str:
    words = " ".join(str(error).split()).rstrip(".")
    return words if words[:2].isupper() else words[:1].lower() + words[1:]
