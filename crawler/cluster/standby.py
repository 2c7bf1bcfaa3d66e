"""The process of a worker that has all loaded which a crawl needs: a crawl is forked from it, and begins at once."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from functools import cache
from pathlib import Path

from crawler.cluster.engine import SOURCES

GONE = 256
"""The code of a crawl of which nobody knows any more how it ended: the process that it was forked from is gone."""
ANSWER = 65536
"""Bytes that the answer of a crawl may have: what a pipe holds while nobody reads."""


class Crawling:
    """A crawl in a process of its own, which goes on for as long as it is told to."""

    def __init__(self, told: int, answer: int, wire: socket.socket) -> None:
        self._told = open(told, "wb", buffering=0)  # noqa: SIM115 - closed by ``kill``
        self._answer = open(answer, "rb", buffering=0)  # noqa: SIM115
        self._wire = wire
        self._wire.setblocking(False)
        self._code: int | None = None
        self._looking = threading.Lock()

    def tell(self, what: bytes) -> None:
        """Say something by the crawl's input; raises ``OSError`` where nobody hears it."""
        self._told.write(what)

    def fall_silent(self) -> None:
        """Say nothing any more: the crawl dies at once, if it has not ended."""
        self._told.close()

    def code(self) -> int | None:
        """The exit code with which the crawl has ended, as ``subprocess`` has it; None while it goes on."""
        with self._looking:
            if self._code is None:
                try:
                    self._code = int(self._wire.recv(16) or GONE)
                except BlockingIOError:
                    return None
            return self._code

    def answer(self) -> bytes:
        """What a crawl that has ended has said."""
        return self._answer.read(ANSWER) or b""

    def kill(self) -> None:
        """End the crawl at once, if it has not ended."""
        for file in (self._wire, self._told, self._answer):
            file.close()


class Standby:
    """Forks crawls, from a process that is started when the first is wanted, and again where it has died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._orders: socket.socket | None = None

    def crawl(self, folder: Path, patience: float, errors: int) -> Crawling:
        """The crawl whose order lies in the folder; it dies where it is told nothing for ``patience`` seconds.

        What it complains of goes into the file ``errors``.
        """
        told, telling = os.pipe()
        listening, answer = os.pipe()
        near, far = socket.socketpair()
        crawling = Crawling(telling, listening, near)
        try:
            with suppress(OSError):  # then it is gone, as its code says
                socket.send_fds(self._asked(), [b"."], [told, answer, errors, far.fileno()])
                crawling.tell(f"{json.dumps([patience, str(folder)])}\n".encode())
        finally:
            os.close(told)
            os.close(answer)
            far.close()
        return crawling

    def _asked(self) -> socket.socket:
        """The way to the process, which is there."""
        with self._lock:
            if self._orders is None or self._process is None or self._process.poll() is not None:
                self._orders, theirs = socket.socketpair()
                path = os.pathsep.join((str(SOURCES), os.environ.get("PYTHONPATH", "")))
                command = [sys.executable, "-m", "crawler.cluster.forking"]
                environment = {**os.environ, "PYTHONPATH": path}
                self._process = subprocess.Popen(
                    command, env=environment, stdin=theirs.fileno(), stdout=subprocess.DEVNULL
                )
                theirs.close()
            return self._orders


@cache
def standby() -> Standby:
    """The one of this worker, which ends with it."""
    return Standby()
