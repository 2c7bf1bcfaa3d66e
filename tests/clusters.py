"""A Dask cluster as separate processes, each of which works and asks from a loopback address of its own."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.servers import ROOT, environment
from tests.wanted import wanted

HOSTS = wanted("CLUSTER_HOSTS", 0)
"""Hosts that the long tests crawl."""
takes_minutes = pytest.mark.skipif(not HOSTS, reason="minutes of work: make test-cluster")
IMPATIENT = {
    "DASK_DISTRIBUTED__SCHEDULER__LOCKS__LEASE_TIMEOUT": "18s",
    "DASK_DISTRIBUTED__SCHEDULER__LOCKS__LEASE_VALIDATION_INTERVAL": "1s",
    "DASK_DISTRIBUTED__SCHEDULER__WORKER_TTL": "10s",
}
"""Dask's own settings under which a dead worker's site is free after seconds rather than half a minute."""

# Python runs this first: what the process asks of a loopback address, it asks from its own.
SENDER = """\
import socket

def connect_ex(self, address, plain=socket.socket.connect_ex):
    if self.family == socket.AF_INET and address[0].startswith("127.") and not self.getsockname()[1]:
        self.bind(("{address}", 0))
    return plain(self, address)

socket.socket.connect_ex = connect_ex
"""


@dataclass
class Cluster:
    """The processes; each is started and may be killed by a test."""

    folder: Path
    scheduler: subprocess.Popen[bytes]
    address: str
    workers: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start_worker(
        self, *, threads: int = 2, code: Path = ROOT, scheduler: str | None = None, disk: Path | None = None
    ) -> str:
        """Start the next worker, the first at 127.0.2.1; returns its host.

        It reaches the scheduler at ``scheduler``, and writes to ``disk``, or else to a folder of its own.
        """
        own = f"127.0.2.{len(self.workers) + 1}"
        (folder := self.folder / own).mkdir()
        (site := self.folder / f"python-{own}").mkdir()
        (site / "sitecustomize.py").write_text(SENDER.format(address=own))
        place = ["--host", own, "--local-directory", str(disk or folder), "--nthreads", str(threads)]
        kind = ["--no-nanny", "--no-dashboard", "--memory-limit", "0"]
        self.workers.append(dask(self.folder, f"{code}:{site}", "worker", scheduler or self.address, *place, *kind))
        return own

    def work_of(self, worker: str) -> set[Path]:
        """The folders of what the worker at that host is doing now."""
        return set((self.folder / worker).glob("**/copydesk-*"))

    def end_workers(self) -> None:
        """Kill all workers."""
        for worker in self.workers:
            _end(worker)

    def log(self) -> str:
        """What the processes said."""
        return "\n".join(path.read_text() for path in sorted(self.folder.glob("*.log")))


def dask(folder: Path, code: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A process of Dask's own command line, whose words go into a file."""
    with (folder / f"{arguments[0]}-{time.monotonic_ns()}.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "dask", *arguments],
            cwd=folder,
            env={**environment(), **IMPATIENT, "PYTHONPATH": code},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )


@contextmanager
def cluster(folder: Path, workers: int, *, threads: int = 2) -> Iterator[Cluster]:
    """A scheduler and workers, ended with the test."""
    folder.mkdir(parents=True)
    told = folder / "scheduler.json"
    place = ["--host", "127.0.2.250", "--port", "0", "--no-dashboard", "--scheduler-file", str(told)]
    with ExitStack() as stack:
        scheduler = dask(folder, str(ROOT), "scheduler", *place)
        stack.callback(_end, scheduler)
        deadline = time.monotonic() + 60
        while not told.exists() or not told.read_text().strip():
            assert time.monotonic() < deadline, "no scheduler"
            time.sleep(0.05)
        running = Cluster(folder, scheduler, json.loads(told.read_text())["address"])
        stack.callback(running.end_workers)
        for _ in range(workers):
            running.start_worker(threads=threads)
        yield running


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()


def wait_until(done: Callable[[], object], seconds: float = 600) -> None:
    """Wait until it is done; fails the test where that takes too long."""
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.05)


class Wire:
    """A way to the scheduler that can be cut: then nothing passes any more, and neither end is told."""

    def __init__(self, host: str, target: str) -> None:
        there = urlsplit(target)
        self._target = (there.hostname, there.port)
        self._listening = socket.create_server((host, 0))
        self._passes = threading.Event()
        self._passes.set()
        self.address = f"tcp://{host}:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Let nothing pass from now on."""
        self._passes.clear()

    def _accept(self) -> None:
        while True:
            near, _ = self._listening.accept()
            if self._passes.is_set():
                far = socket.create_connection(self._target)
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while sent := one.recv(65536):
                self._passes.wait()
                other.sendall(sent)
            other.shutdown(socket.SHUT_WR)
