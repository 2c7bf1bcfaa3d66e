"""A crawl in a process of its own, which a worker keeps going for as long as the scheduler wants it."""

from __future__ import annotations

import errno
import json
import os
import pickle
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import dask
from dask.utils import parse_timedelta
from distributed import Event, get_client, get_worker

from crawler.cluster.engine import SOURCES
from crawler.cluster.orders import ORDER

VOUCH_EVERY = 1.0
"""Seconds between two looks at whether the crawl is still wanted."""

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)
"""Errors of a disk on which this worker can do no more."""


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

    @contextmanager
    def crawling(self, order: object, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
        """The process that carries out the order in the folder, told to go on for as long as it is wanted."""
        (folder / ORDER).write_bytes(pickle.dumps(order))
        command = [sys.executable, "-m", "crawler.cluster.visitor", str(folder), str(patience())]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(SOURCES), os.environ.get("PYTHONPATH", "")))}
        pipe = subprocess.PIPE
        with (
            (folder / "errors").open("wb") as errors,
            subprocess.Popen(command, cwd=folder, env=environment, stdin=pipe, stdout=pipe, stderr=errors) as process,
        ):
            threading.Thread(target=self._vouch, args=(process,), daemon=True).start()
            try:
                yield process
            finally:
                process.kill()

    def _vouch(self, process: subprocess.Popen[bytes]) -> None:
        """Tell the crawl to go on while it is wanted; without that it dies by itself."""
        assert process.stdin is not None
        with suppress(Exception), process.stdin as told:  # whatever goes wrong, it is not vouched for any more
            while process.poll() is None and self.wanted():
                told.write(b".")
                told.flush()
                time.sleep(VOUCH_EVERY)


def last_words(process: subprocess.Popen[bytes], folder: Path) -> str | None:
    """Why a crawl that has ended could not go on, None where it came to its own end; raises ``CutOff``."""
    assert process.stdout is not None
    if process.wait():
        lines = [line for line in (folder / "errors").read_text("utf-8", "replace").splitlines() if line.strip()]
        raise CutOff(f"the crawl died ({process.returncode}): {lines[-1] if lines else 'without a word'}")
    complaint: str | None = json.loads(process.stdout.read().splitlines()[-1])["complaint"]
    return complaint
