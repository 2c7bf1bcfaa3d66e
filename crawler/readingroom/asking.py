"""Questions of pages to the database, which they cannot write to."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

from datasette.app import Datasette
from datasette.database import Database, QueryInterrupted, Results
from datasette.utils import sqlite_timelimit
from sqlite_utils import Database as Tables

from crawler.storage import Reader
from crawler.storage.connection import connect_for_reading

ARCHIVE = "archive"
"""The database's name in addresses, whatever the file is called."""

COUNTED_WITHIN = 150
"""Milliseconds in which rows are counted for the head of a table; where that is too short, the page goes without."""

MOST_COUNTED = 10_000
"""Rows up to which the list of tables says how many there are; of more, that they are many."""

_COUNTS = "select count(*) from"

Answer = TypeVar("Answer")


class ReadOnlyDatabase(Database):  # type: ignore[misc]
    """A database file that is opened for reading, or not at all."""

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """A connection that cannot write; raises ``sqlite3.OperationalError`` where one is asked for that can."""
        if write:
            raise sqlite3.OperationalError("the database is opened for reading only")
        connection = connect_for_reading(Path(self.path), check_same_thread=False)
        self._all_file_connections.append(connection)
        return connection

    async def table_counts(self, limit: int = COUNTED_WITHIN) -> dict[str, int | None]:
        """How many rows each table has; None for more than ``MOST_COUNTED``: nothing could cut short counting those."""
        counts = dict[str, int | None]()
        for table in await self.table_names():
            # To go through the search index by itself would have it read every text; it notes their lengths in a table.
            counted = f"{table}_docsize" if table == "articles_fts" else table
            sql = f"SELECT count(*) FROM (SELECT 1 FROM [{counted}] LIMIT {MOST_COUNTED + 1})"
            try:
                count = (await super().execute(sql, custom_time_limit=limit)).rows[0][0]
            except QueryInterrupted:
                count = MOST_COUNTED + 1
            counts[table] = count if count <= MOST_COUNTED else None
        return counts

    async def execute(self, sql: str, *values: Any, **limits: Any) -> Results:
        """What a statement gives; raises ``QueryInterrupted`` where it takes too long.

        That is sooner where Datasette counts rows by itself; what is asked in SQL has its answer truncated, and the
        whole time.
        """
        if sql.startswith(_COUNTS) and not limits.get("truncate"):
            limits.setdefault("custom_time_limit", COUNTED_WITHIN)
        return await super().execute(sql, *values, **limits)


async def ask(room: Datasette, question: Callable[[Reader], Answer]) -> Answer:
    """What ``question`` finds in the database, in a thread of Datasette's and within its limit of time."""
    database = room.get_database(ARCHIVE)

    def answer(connection: sqlite3.Connection) -> Answer:
        reader = Reader(Path(database.path), Tables(connection, recursive_triggers=False))
        with sqlite_timelimit(connection, room.setting("sql_time_limit_ms")):
            return question(reader)

    return cast(Answer, await database.execute_fn(answer))
