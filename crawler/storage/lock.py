"""One crawl a database: a lock that the kernel lets go of when its process dies."""

from __future__ import annotations

import fcntl
import os
import sqlite3
import struct
import tempfile
from contextlib import suppress
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
        """Take the lock; raises ``StorageError`` at once where another crawl has it, or no lock would hold."""
        if not _locks_hold(self._path.parent):
            message = f"{self._database}: locks do not hold on this file system, so that two crawls would damage it"
            raise StorageError(f"{message}; put it on a disk of this machine, {ELSEWHERE}")
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


def _locks_hold(folder: Path) -> bool:
    """Whether a file in the folder that is locked is so for everybody else: some network file systems only say so.

    True as well where that cannot be found out: SQLite tells what is wrong there.
    """
    whole_file = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
    with (
        suppress(OSError),
        tempfile.TemporaryFile(dir=folder) as first,
        Path(f"/proc/self/fd/{first.fileno()}").open("rb+") as second,
    ):
        fcntl.fcntl(first, fcntl.F_OFD_SETLK, whole_file)
        with suppress(BlockingIOError):
            fcntl.fcntl(second, fcntl.F_OFD_SETLK, whole_file)
            return False
    return True
