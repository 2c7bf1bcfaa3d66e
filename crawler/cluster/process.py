"""A crawl in a process of its own, which a worker keeps going for as long as the scheduler wants it."""

from __future__ import annotations

import errno
import json
import pickle
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import dask
from dask.utils import parse_timedelta
from distributed import Event, get_client, get_worker

from crawler.cluster.orders import ERRORS, ORDER
from crawler.cluster.standby import GONE, Crawling, standby
from crawler.cluster.tasks import Ending
from crawler.storage.errors import PRIMARY, StorageError, way_out

VOUCH_EVERY = 1.0
"""Seconds between two looks at whether the crawl is still wanted."""

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO)
_SQLITE_NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)


class CutOff(Exception):
    """The crawl was not wanted any more, or has died."""


def patience() -> float:
    """Seconds without word from the scheduler after which a crawl dies: long before its locks are given to others."""
    return float(parse_timedelta(dask.config.get("distributed.scheduler.locks.lease-timeout"), default="s")) / 3


class Errand:
    """A task of this worker whose order has that token."""

    def __init__(self, token: str) -> None:
        self.worker: Any = get_worker()
        self.begun = Event(token, get_client())
        self._key = self.worker.get_current_task()

    def wanted(self) -> bool:
        """Whether the scheduler answers, and whoever gave the order still waits for it."""
        state = self.worker.state.tasks.get(self._key)
        return state is not None and state.state == "executing" and bool(self.begun.is_set())

    def in_folder(self, work: Callable[[Path], Ending]) -> Ending:
        """How the work ends that is done in a folder of this worker's disk; where it fails, that is an ending too.

        So the desk knows where it was, and gives it to another worker.
        """
        disk = self.worker.local_directory
        try:
            with TemporaryDirectory(prefix="copydesk-", dir=disk) as folder:
                return work(Path(folder))
        except Exception as error:  # whatever it is, the desk has to hear of it
            if complaint := of_the_disk(error):
                return Ending(self.worker.address, -1, f"{disk}: {complaint}")
            return Ending(self.worker.address, -1, failed=f"{type(error).__name__}: {error}")

    @contextmanager
    def crawling(self, order: object, folder: Path) -> Iterator[Crawling]:
        """The process that carries out the order in the folder, told to go on for as long as it is wanted."""
        (folder / ORDER).write_bytes(pickle.dumps(order))
        with (folder / ERRORS).open("wb") as errors:
            crawling = standby().crawl(folder, patience(), errors.fileno())
        threading.Thread(target=self._vouch, args=(crawling,), daemon=True).start()
        try:
            yield crawling
        finally:
            crawling.kill()

    def _vouch(self, crawling: Crawling) -> None:
        """Tell the crawl to go on while it is wanted; without that it dies by itself."""
        with suppress(Exception):  # whatever goes wrong, it is not vouched for any more
            while crawling.code() is None and self.wanted():
                crawling.tell(b".")
                time.sleep(VOUCH_EVERY)
        crawling.fall_silent()


def of_the_disk(error: BaseException | None) -> str | None:
    """What is wrong with the disk, on which a worker can do no more; None where the error is about something else."""
    if isinstance(error, StorageError):
        return of_the_disk(error.__cause__)
    if isinstance(error, OSError) and error.errno in _NO_ROOM:
        return error.strerror
    if isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) & PRIMARY in _SQLITE_NO_ROOM:
        return way_out(error)
    return None


def last_words(crawling: Crawling, folder: Path) -> str | None:
    """Why a crawl that has ended could not go on, None where it came to its own end; raises ``CutOff``."""
    if (code := crawling.code()) == GONE:
        raise CutOff("what crawls are forked from has died; the worker's own log says why")
    if code:
        lines = [line for line in (folder / ERRORS).read_text("utf-8", "replace").splitlines() if line.strip()]
        raise CutOff(f"the crawl died ({code}): {lines[-1] if lines else 'without a word'}")
    complaint: str | None = json.loads(crawling.answer().splitlines()[-1])["complaint"]
    return complaint
