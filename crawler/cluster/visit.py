"""A visit as a task of a worker: the site's shard is unpacked and crawled, and every change to it is sent home."""

from __future__ import annotations

import errno
import json
import os
import pickle
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import dask
from dask.utils import parse_timedelta
from distributed import Event, Lock, Queue, get_client, get_worker

from crawler.cluster.engine import SOURCES
from crawler.cluster.orders import ORDER, SHARD, Order, unpacked
from crawler.cluster.tasks import Ending
from crawler.storage.journal import changes_since, keep_journal
from crawler.storage.shards import label_of

LOOK_EVERY = 0.2
"""Seconds between two looks at what the crawl has changed: what is not sent yet is what a dead worker takes with it."""
SEND_WITHIN = 5
"""Seconds to wait for room in the queue home, before the next look at whether the crawl is still wanted."""
VOUCH_EVERY = 1.0
"""Seconds between two looks at whether the crawl is still wanted."""


class TakenUp(Exception):
    """The order was begun before: its shard is out of date. Dask starts a task again whose worker has died."""


class CutOff(Exception):
    """The visit was not wanted any more, or its crawl has died."""


def patience() -> float:
    """Seconds without word from the scheduler after which a crawl dies: long before its locks are given to others."""
    return float(parse_timedelta(dask.config.get("distributed.scheduler.locks.lease-timeout"), default="s")) / 3


def visit(packed_order: bytes) -> Ending:
    """Crawl the order's site; raises ``TakenUp`` and ``CutOff``."""
    order: Order = pickle.loads(packed_order)
    begun = Event(order.token, get_client())
    if begun.is_set():
        raise TakenUp
    begun.set()
    task = Task(order)
    with ExitStack() as held:
        for domain in order.sole:
            held.enter_context(task.alone_with(domain))
        try:
            with TemporaryDirectory(prefix="copydesk-", dir=task.worker.local_directory) as folder:
                return task.crawl(Path(folder))
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
                raise
            return Ending(task.worker.address, 0, f"{task.worker.local_directory}: {error.strerror}")


class Task:
    """An order in the hands of a worker."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.worker: Any = get_worker()
        self._key = self.worker.get_current_task()
        self._begun = Event(order.token, get_client())
        self._queue = Queue(order.queue, get_client())

    def wanted(self) -> bool:
        """Whether the scheduler answers, and whoever gave the order still waits for it."""
        state = self.worker.state.tasks.get(self._key)
        return state is not None and state.state == "executing" and bool(self._begun.is_set())

    @contextmanager
    def alone_with(self, domain: str) -> Iterator[None]:
        """Hold the domain's lock, which a dead worker loses after a while; raises ``CutOff``."""
        lock = Lock(f"copydesk-{domain}")
        while not lock.acquire(timeout=VOUCH_EVERY):
            if not self.wanted():
                raise CutOff
        try:
            yield
        finally:
            lock.release()

    def crawl(self, folder: Path) -> Ending:
        """Crawl in the folder until the visit ends, sending home what changes."""
        shard = folder / SHARD
        shard.write_bytes(unpacked(self.order.shard))
        (folder / ORDER).write_bytes(pickle.dumps(self.order))
        label = label_of(shard)
        assert label is not None
        last = label.number
        with closing(sqlite3.connect(shard, isolation_level=None, timeout=30)) as changed:
            keep_journal(changed, last)
            with self._process(folder) as process:
                over = False
                while not over:
                    over = process.poll() is not None  # looked at first: what it wrote before is sent below
                    last = self._send(changed, last)
                    time.sleep(0 if over else LOOK_EVERY)
                if process.returncode:
                    raise CutOff(f"the crawl died ({process.returncode}): {_last_line(folder)}")
                assert process.stdout is not None
                told = json.loads(process.stdout.read().splitlines()[-1])
        return Ending(self.worker.address, last, told["complaint"])

    @contextmanager
    def _process(self, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
        """The crawl's process, told to go on for as long as it is wanted."""
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

    def _send(self, changed: sqlite3.Connection, last: int) -> int:
        """Send what changed since the change ``last``; returns the number of the last change that was sent."""
        changes = changes_since(changed, last)
        if changes is None:
            return last
        while True:
            with suppress(TimeoutError):  # whoever reads is behind; or gone, but then the crawl is soon dead
                self._queue.put((self.order.token, *changes), timeout=SEND_WITHIN)
                return changes.last
            if not self.wanted():
                raise CutOff


def _last_line(folder: Path) -> str:
    lines = (folder / "errors").read_text("utf-8", "replace").split("\n")
    return next((line for line in reversed(lines) if line.strip()), "no last words")
