"""A process that has Scrapy and the project loaded, and forks: what is started from it is itself, a second earlier.

It takes a third of a test run's time otherwise. Tests about starting (the README's, the demonstration's, the
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
from select import select

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

    def begin(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        given: bytes | None = None,
        folder: Path = ROOT,
        apart: bool = False,
    ) -> Running:
        """``scrapy ARGUMENTS``, typed in the folder; ``apart`` in a session and a process group of its own."""
        files = [os.memfd_create(name) for name in ("in", "out", "err")]
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        os.pwrite(files[0], given or b"", 0)
        order = json.dumps([list(arguments), dict(environment), str(folder), apart]).encode()
        with self._lock:
            socket.send_fds(self._orders, [order], [*files, theirs.fileno()])
        theirs.close()
        return Running(ours, files)

    def run(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        given: bytes | None,
        timeout: float,
        folder: Path = ROOT,
    ) -> tuple[int, str, str]:
        """The exit code, output and errors of ``scrapy ARGUMENTS``; raises ``TimeoutError`` after ``timeout`` s."""
        with self.begin(arguments, environment, given, folder) as running:
            output, errors = running.communicate(timeout)
            return running.wait(), output, errors


class Running:
    """A command under way, told of as ``subprocess`` does; it is killed where it is left before its end."""

    def __init__(self, told: socket.socket, files: Sequence[int]) -> None:
        self._told, self._files = told, files
        self.pid = int(told.recv(64))
        self.returncode: int | None = None

    def __enter__(self) -> Running:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self.wait()
        self._told.close()
        for file in self._files:
            os.close(file)

    def poll(self) -> int | None:
        """The exit code, or None before it has ended."""
        with suppress(TimeoutError):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, once it has ended; raises ``TimeoutError`` after ``timeout`` seconds."""
        if self.returncode is None:
            if not select([self._told], [], [], timeout)[0]:
                raise TimeoutError(f"still under way after {timeout} s")
            self.returncode = int(self._told.recv(64))
        return self.returncode

    def communicate(self, timeout: float | None = None) -> tuple[str, str]:
        """Its output and errors, once it has ended."""
        self.wait(timeout)
        output, errors = [os.pread(file, os.fstat(file).st_size, 0).decode() for file in self._files[1:]]
        return output, errors

    def send_signal(self, how: signal.Signals) -> None:
        """Send it a signal, unless it has ended, be it only just now."""
        if self.poll() is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, how)

    def kill(self) -> None:
        """End it as ``kill -9`` does."""
        self.send_signal(signal.SIGKILL)


@cache
def zygote() -> Zygote:
    """The one of this process, which ends with it."""
    return Zygote()


def load() -> None:
    """Load all that a command may need, but no reactor: a process has one, and each has its own."""
    import_module("scrapy.cmdline")
    import_module("scrapy.core.downloader.handlers.http11")
    import_module("rich._emoji_codes")
    for group in ("commands", "downloadermiddlewares", "extensions", "spidermiddlewares"):
        _load_all(f"scrapy.{group}", but=("scrapy.extensions.statsmailer",))
    for part in ("dupefilters", "pqueues", "shell", "squeues"):
        import_module(f"scrapy.{part}")
    for package in ("crawler", "extractors"):
        _load_all(package, but=("crawler.readingroom", "crawler.reporting", "crawler.cluster.visitor"))
    assert "twisted.internet.reactor" not in sys.modules
    gc.collect()
    gc.freeze()


def _load_all(package: str, but: tuple[str, ...] = ()) -> None:
    """Load the package's modules, except those whose names begin so."""
    for module in pkgutil.walk_packages(import_module(package).__path__, f"{package}."):
        if not module.name.startswith(but):
            import_module(module.name)


def serve(orders: socket.socket) -> list[str] | None:
    """Fork for each order, until there are no more; in the child that is to carry one out, return its arguments."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # whoever waits for the child is its sibling's child
    while True:
        order, files, _, _ = socket.recv_fds(orders, MOST, 4)
        if not order:
            return None
        if os.fork() == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGHUP, signal.SIG_DFL)  # a suite that runs under nohup ignores it
            arguments, environment, folder, apart = json.loads(order)
            wire = socket.socket(fileno=files.pop())
            if child := os.fork():
                _watch(child, wire)
            wire.close()
            orders.close()
            if apart:
                os.setsid()
            _become(files, environment, folder)
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


def _become(files: Sequence[int], environment: Mapping[str, str], folder: str) -> None:
    """Take the environment, and the files for input, output and errors, and go to the folder."""
    for place, file in enumerate(files):
        os.dup2(file, place)
        os.close(file)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
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
