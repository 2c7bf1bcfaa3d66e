"""A newspaper on a loopback address of its own that grows without end, prints corrections, and is full of faults."""

from __future__ import annotations

import asyncio
import gzip
import random
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from typing import Literal

from benchmarks import pages
from benchmarks.rawhttp import response, without_end
from demo.theme import Blog, Story, render
from tests.soaking.faults import kind_of

Mood = Literal["well", "down", "busy", "robots"]
"""Down: every connection is reset; busy: HTTP 429 for its first two answers; robots: HTTP 500 for robots.txt."""

PER_SITEMAP = 1000
FIRST = datetime(2019, 3, 4, 6, 30, tzinfo=UTC)
_DOOR = b"<html><title>Log in</title><form method=post><input name=user><input type=password name=word></form></html>"


class Paper:
    """The paper at ``url`` with ``stories`` stories; ``printed`` has the edition of each that was last handed out.

    ``asked`` counts how often each was asked for; ``listed`` is how many were when a sitemap was handed out last.
    """

    def __init__(self, url: str, stories: int) -> None:
        self.url = url
        self.stories = stories
        self.mood: Mood = "well"
        self.editions: dict[int, tuple[int, datetime]] = {}
        self.printed: dict[int, int] = {}
        self.asked: Counter[int] = Counter()
        self.listed = 0
        self.refused = 0

    def kind(self, number: int) -> str:
        """Which fault the page of this number has, or that it is good; of the paper's host, its port apart."""
        return kind_of(self.url.rpartition(":")[0], number)

    def good_before(self, number: int) -> int:
        """The number of the last good page before this one."""
        return next(each for each in range(number - 1, -1, -1) if self.kind(each) == "good")

    def correct(self, number: int) -> None:
        """Print the story anew."""
        self.editions[number] = (self.edition(number) + 1, datetime.now(UTC))

    def edition(self, number: int) -> int:
        """The edition that the story is in now."""
        return self.editions[number][0] if number in self.editions else 1

    def path(self, number: int) -> str:
        """Where the story of this number is."""
        folder = "private" if self.kind(number) == "forbidden" else "2024"
        return f"/{folder}/story-{number}/"

    def page(self, number: int) -> bytes:
        """The story's page, as it is now."""
        self.printed[number] = self.edition(number)
        story = self._story(number)
        return render(
            self._blog, replace(story, body=f"{story.body}\n<p>{self.imprint(number)}</p>"), self._recent
        ).encode()

    def imprint(self, number: int) -> str:
        """The sentence by which the edition last handed out can be told."""
        return f"The mayor read number {number} aloud, in print {self.printed[number]}, before the council went home."

    def sitemap(self, part: int | None) -> bytes:
        """The index of all sitemaps, or one of them."""
        if part is None:
            count = -(-self.stories // PER_SITEMAP)
            named = (f"<sitemap><loc>{self.url}/map-{each}.xml</loc></sitemap>" for each in range(count))
            return _xml("sitemapindex", named)
        numbers = range(part * PER_SITEMAP, min((part + 1) * PER_SITEMAP, self.stories))
        return _xml("urlset", (self._entry(number) for number in numbers))

    def _entry(self, number: int) -> str:
        changed = self.editions[number][1] if number in self.editions else _published(number)
        return f"<url><loc>{self.url}{self.path(number)}</loc><lastmod>{changed.isoformat()}</lastmod></url>"

    @cached_property
    def _blog(self) -> Blog:
        return pages.blog(self.url)

    @cached_property
    def _recent(self) -> Sequence[Story]:
        return [self._story(number) for number in range(12)]

    def _story(self, number: int) -> Story:
        made = pages.story(number, random.Random(f"{self.url}/{number}"))
        return replace(made, path=self.path(number), published_at=_published(number))


def _published(number: int) -> datetime:
    return FIRST + timedelta(minutes=10 * number)


def _xml(root: str, entries: Iterator[str]) -> bytes:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f'<?xml version="1.0"?><{root} xmlns="{space}">{"".join(entries)}</{root}>'.encode()


@cache
def _bomb() -> bytes:
    return gzip.compress(b"<p>And so on, and so on, without end.</p>" * 1_700_000)


@cache
def _hog() -> bytes:
    words = "<p>" + "palabra, é " * (15 * 1024 * 1024 // 12)
    return f"<html><body><article><h1>Storm closes the harbour</h1><p>Nobody was hurt.</p>{words}".encode()


@contextmanager
def printing(papers: Sequence[Paper]) -> Iterator[None]:
    """Hand out the papers at their addresses until the block ends; one thread does."""
    _bomb(), _hog()  # which take too long to make while somebody waits
    loop = asyncio.new_event_loop()
    for paper in papers:
        host, port = paper.url.removeprefix("http://").split(":")
        loop.run_until_complete(asyncio.start_server(_visitor(paper), host, int(port)))
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(lambda: [task.cancel() for task in asyncio.all_tasks(loop)])
        loop.call_soon_threadsafe(lambda: loop.call_later(0.2, loop.stop))
        thread.join()


def _visitor(paper: Paper):  # type: ignore[no-untyped-def]
    async def visit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while head := await reader.readuntil(b"\r\n\r\n"):
                await _answer(paper, head.split(b" ", 2)[1].decode("latin-1"), writer)
                await writer.drain()
        writer.close()

    return visit


async def _answer(paper: Paper, path: str, writer: asyncio.StreamWriter) -> None:
    """Answer a request; raises ``ConnectionResetError`` where the connection ends with it."""
    name = path.strip("/").rpartition("/")[2]
    if paper.mood == "down":
        writer.transport.abort()
        raise ConnectionResetError
    if paper.mood == "busy" and paper.refused < 2:
        paper.refused += 1
        writer.write(response(b"", "429 Busy", "Retry-After: 1\r\n"))
    elif path == "/robots.txt":
        rules = f"User-agent: *\nDisallow: /private/\nSitemap: {paper.url}/sitemap.xml\n"
        writer.write(response(rules.encode(), "500 Broken" if paper.mood == "robots" else "200 OK"))
    elif path == "/sitemap.xml":
        writer.write(response(paper.sitemap(None)))
    elif name.startswith("map-"):
        paper.listed = paper.asked.total()
        writer.write(response(paper.sitemap(int(name[4:-4]))))
    elif name.startswith("story-"):
        await _story(paper, int(name[6:]), path, writer)
    else:
        writer.write(response(b"<h1>Nothing here</h1>", "200 OK" if path == "/" else "404 Not Found"))


async def _story(paper: Paper, number: int, path: str, writer: asyncio.StreamWriter) -> None:
    paper.asked[number] += 1
    first = paper.asked[number] == 1
    match paper.kind(number):
        case "slow":
            await asyncio.sleep(2)
            writer.write(response(paper.page(number)))
        case "silent":
            await asyncio.sleep(3600)
        case "reset":
            writer.transport.abort()
            raise ConnectionResetError
        case "cut":
            writer.write(response(paper.page(number))[:-5000])
            raise ConnectionAbortedError
        case "endless":
            await without_end(writer, b"<p>And so on, and so on.</p>" * 4000)
        case "bomb":
            writer.write(response(_bomb(), more="Content-Encoding: gzip\r\n"))
        case "hog":
            writer.write(response(_hog()))
        case "missing" | "removed":
            writer.write(response(b"", "404 Not Found" if paper.kind(number) == "missing" else "410 Gone"))
        case "error":
            writer.write(response(b"", "500 Broken"))
        case "shaky" if first:
            writer.write(response(b"", "500 Broken"))
        case "busy" if first:
            writer.write(response(b"", "429 Busy", "Retry-After: 1\r\n"))
        case "moved":
            writer.write(response(b"", "301 Moved", f"Location: {paper.path(paper.good_before(number))}\r\n"))
        case "twin":
            writer.write(response(paper.page(paper.good_before(number))))
        case "loop":
            writer.write(response(b"", "302 Found", f"Location: {path}\r\n"))
        case "empty":
            writer.write(response(b""))
        case "picture":
            writer.write(response(b"\x89PNG\r\n\x1a\n" + bytes(1000)))
        case "door":
            writer.write(response(_DOOR))
        case _:
            writer.write(response(paper.page(number)))
