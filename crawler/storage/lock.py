"""One crawl a database: a lock that the kernel lets go of when its process dies."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from crawler.storage.errors import ELSEWHERE, StorageError, explained


class CrawlLock:
    """The right to crawl into the database at ``path``, held by at most one crawl of this machine.

    It is SQLite's own exclusive lock on an empty file beside the database: it reaches as far as the database's locks
    do, holds between two crawls of one process as well, and is not inherited by worker processes that outlive a kill.
    """

    def __init__(self, path: Path) -> None:
        self._database = path
        real = path.resolve()  # a database that is reached through a link is still the one database
        self._path = real.with_name(real.name + ".lock")
        self._connection: sqlite3.Connection | None = None

    def acquire(self) -> None:
        """Take the lock; raises ``StorageError`` at once where another crawl has it."""
        with explained(self._path):
            connection = sqlite3.connect(self._path, timeout=0, isolation_level=None, check_same_thread=False)
            try:
                connection.execute("BEGIN EXCLUSIVE")
            except sqlite3.OperationalError as error:
                connection.close()
                if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                    message = f"{self._database}: another crawl is filing into it; wait until it has ended, {ELSEWHERE}"
                    raise StorageError(message) from error
                raise
        self._connection = connection

    def release(self) -> None:
        """Let go of the lock, if it is held."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
