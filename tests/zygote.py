"""A process that has Scrapy and the project loaded, and forks: what is started from it is itself, a second earlier.

It takes a third of a test run's time otherwise. Tests about starting (the documentation's, the demonstration's, the
deployment's) start what they try out as people do.
"""

from __future__ import annotations

import gc
import json
import os
import pkgutil
import runpy
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MOST = 1 << 20
"""Bytes that an order may have."""


class Zygote:
    """Runs commands of ``python -m scrapy`` in children of a process that is loaded once."""

    def __init__(self) -> None:
        self._orders, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._lock = threading.Lock()
        command = [sys.executable, "-m", "tests.zygote", str(theirs.fileno())]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()])
        theirs.close()

    def run(
        self, arguments: Sequence[str], environment: Mapping[str, str], given: bytes | None, timeout: float
    ) -> tuple[int, bytes, bytes]:
        """The exit code, output and errors of ``scrapy ARGUMENTS``; raises ``TimeoutError`` after ``timeout`` s."""
        files = [os.memfd_create(name) for name in ("in", "out", "err")]
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            os.pwrite(files[0], given or b"", 0)
            order = json.dumps([list(arguments), dict(environment)]).encode()
            with self._lock:
                socket.send_fds(self._orders, [order], [*files, theirs.fileno()])
            theirs.close()
            code = _outcome(ours, timeout)
            out, errors = [os.pread(file, os.fstat(file).st_size, 0) for file in files[1:]]
            return code, out, errors
        finally:
            ours.close()
            for file in files:
                os.close(file)


def _outcome(told: socket.socket, timeout: float) -> int:
    """The exit code that the wire tells, as ``subprocess`` has it; the process is killed where it takes too long."""
    told.settimeout(timeout)
    pid = int(told.recv(64))
    try:
        return int(told.recv(64))
    except TimeoutError:
        os.kill(pid, signal.SIGKILL)
        raise


@cache
def zygote() -> Zygote:
    """The one of this process, which ends with it."""
    return Zygote()


def load() -> None:
    """Load all that a command may need, but no reactor: a process has one, and each has its own."""
    import_module("scrapy.cmdline")
    import_module("scrapy.core.downloader.handlers.http11")
    for package in ("crawler", "extractors"):
        for module in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
            if not module.name.startswith(("crawler.readingroom", "crawler.reporting", "crawler.cluster.visitor")):
                import_module(module.name)
    assert "twisted.internet.reactor" not in sys.modules
    gc.collect()
    gc.freeze()


def serve(orders: socket.socket) -> list[str] | None:
    """Fork for each order, until there are no more; in the child that is to carry one out, return its arguments."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever waits for the child is its sibling's child
    while True:
        order, files, _, _ = socket.recv_fds(orders, MOST, 4)
        if not order:
            return None
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            arguments, environment = json.loads(order)
            wire = socket.socket(fileno=files.pop())
            if child := os.fork():
                _watch(child, wire)
            wire.close()
            orders.close()
            _become(files, environment)
            return list(arguments)
        for file in files:
            os.close(file)


def _watch(child: int, wire: socket.socket) -> None:
    """Tell who the child is and how it ended, and end."""
    wire.send(str(child).encode())
    _, status = os.waitpid(child, 0)
    with suppress(OSError):  # whoever asked may have lost patience
        wire.send(str(os.waitstatus_to_exitcode(status)).encode())
    os._exit(0)


def _become(files: Sequence[int], environment: Mapping[str, str]) -> None:
    """Take the environment, and the files for input, output and errors."""
    for place, file in enumerate(files):
        os.dup2(file, place)
        os.close(file)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()


def main() -> None:
    """Serve the orders that come by the socket that the first argument names."""
    orders = socket.socket(fileno=int(sys.argv[1]))
    load()
    arguments = serve(orders)
    if arguments is not None:
        sys.argv[1:] = arguments
        runpy.run_module("scrapy", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
