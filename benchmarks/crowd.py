"""News sites on loopback addresses of their own, every fifth slow, broken or hostile; all served by one thread."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from benchmarks import pages
from benchmarks.rawhttp import response, without_end

ANYWHERE = "http://anywhere.invalid"
"""The address that the pages are written for; each host puts its own in its place."""
GOOD = "good"
BAD = ("silent", "slow", "drip", "endless", "reset", "error", "busy", "loop", "garbage", "refused")
"""Never answers; answers late; a byte a second; no end; hangs up; 500; 429; redirects; no HTTP; nobody listens."""


@dataclass(frozen=True, slots=True)
class Host:
    """One of the sites: ``kind`` is ``GOOD`` or one of ``BAD``."""

    address: str
    kind: str


@dataclass(slots=True)
class Crowd:
    """The hosts, and when (monotonic seconds) each was asked for which path."""

    hosts: list[Host]
    stories: frozenset[str]
    asked: dict[str, list[tuple[float, str]]] = field(default_factory=lambda: defaultdict(list))

    def good(self) -> list[Host]:
        """The hosts with which nothing is wrong."""
        return [host for host in self.hosts if host.kind == GOOD]

    def told_all(self, host: Host) -> bool:
        """Whether all stories of the host were asked for."""
        return self.stories <= {path for _, path in self.asked[host.address]}


@contextmanager
def crowd(hosts: int, stories: int, port: int) -> Iterator[Crowd]:
    """Serve ``hosts`` sites of ``stories`` pages each, at 127.1.x.y:``port``."""
    bad = itertools.cycle(BAD)
    made = [
        Host(f"http://127.1.{number // 250}.{number % 250 + 1}:{port}", GOOD if number % 5 else next(bad))
        for number in range(hosts)
    ]
    site = {f"/{path.removesuffix('index.html')}": text for path, text in pages.site(ANYWHERE, stories)}
    running = Crowd(made, frozenset(path for path in site if path.endswith("/")))
    server = _Server(running, site)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    server.ready.wait()
    try:
        yield running
    finally:
        server.stop()
        thread.join()


class _Server:
    def __init__(self, crowd: Crowd, site: Mapping[str, str]) -> None:
        self.crowd = crowd
        self.site = site
        self.ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._tasks: set[asyncio.Task[None]] = set()

    def run(self) -> None:
        self._loop.run_until_complete(self._listen())
        self.ready.set()
        self._loop.run_forever()
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            self._loop.run_until_complete(asyncio.wait(self._tasks))

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)

    async def _listen(self) -> None:
        for host in self.crowd.hosts:
            if host.kind != "refused":
                where = urlsplit(host.address)
                await asyncio.start_server(self._visitor(host), where.hostname, where.port)

    def _visitor(self, host: Host) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], None]:
        def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = self._loop.create_task(self._serve(host, reader, writer))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        return connected

    async def _serve(self, host: Host, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                path = head.split()[1].decode("latin-1")
                self.crowd.asked[host.address].append((time.monotonic(), path))
                await _answer(host, self.site.get(path), path, writer)
        writer.close()


async def _answer(host: Host, text: str | None, path: str, writer: asyncio.StreamWriter) -> None:
    """Answer a request as the host's kind does; the hostile let robots.txt through, or nothing would come after it."""
    kind = GOOD if path == "/robots.txt" and host.kind in ("drip", "endless", "loop", "slow") else host.kind
    match kind:
        case "silent":
            await asyncio.sleep(3600)
        case "reset":
            writer.transport.abort()
            raise ConnectionResetError
        case "garbage":
            writer.write(b"\x00\x01 no HTTP at all \xff" * 10)
            raise ConnectionAbortedError
        case "drip" | "endless":
            piece, pause = (b"x", 1) if kind == "drip" else (b"<p>And so on, and so on.</p>" * 400, 0.01)
            await without_end(writer, piece, pause)
        case "error" | "busy":
            writer.write(response(b"", "500 Broken" if kind == "error" else "429 Busy"))
        case "loop":
            writer.write(response(b"", "302 Found", f"Location: {host.address}{path}x\r\n"))
        case _:
            if kind == "slow":
                await asyncio.sleep(20)
            found = text is not None
            body = (text or "").replace(ANYWHERE, host.address).encode()
            writer.write(response(body, "200 OK" if found else "404 Not Found"))
    await writer.drain()
