"""``scrapy crawl pages -a urls=…``: files the given pages."""

from __future__ import annotations

import asyncio
import re
import sys
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import ClassVar

from crawler.addresses import ledger_key, site_of
from crawler.records.finds import Candidate
from crawler.records.pages import LedgerEntry
from crawler.spiders.base import ArgumentError, LedgerSpider
from crawler.storage import Recrawl
from crawler.visits.sidebyside import side_by_side
from crawler.wholefile import LIST, whole_file, whole_stream

HOSTS = 200
"""Hosts that are asked side by side."""
AT_A_TIME = 2
"""Pages of one host that are on their way at a time; its delay sets the pace."""
AHEAD = 8
"""Addresses leased at a time."""
SHOWN = 5
"""Bad lines that are shown; the rest is counted."""


class PagesSpider(LedgerSpider):
    """Fetches the pages of a list, whether they were filed before or not."""

    name = "pages"
    parameters: ClassVar[Mapping[str, str]] = {
        "urls": "a file with an address a line, one address, several with commas, or - for standard input"
    }

    def __init__(self, urls: str, **arguments: str) -> None:
        super().__init__(urls=urls, **arguments)
        self.urls = listed_urls(urls)
        self._room = asyncio.Semaphore(HOSTS)

    async def gather(self) -> None:
        """Enter the list, and work through it: every host at its own pace, so that no slow one holds up others."""
        by_site: dict[str, deque[str]] = defaultdict(deque)
        for url in self.urls:
            by_site[site_of(url)].append(url)
        self.crawler.stats.set_value("discovery/found", len(self.urls))
        for site, urls in by_site.items():
            await self.books.add(site, [Candidate(url, "given") for url in urls], Recrawl.ALWAYS)
        await side_by_side(self._work_through(urls) for urls in by_site.values())

    async def lease(self) -> list[LedgerEntry]:
        """Nothing: each host's pages are leased and fetched by themselves."""
        return []

    async def _work_through(self, urls: deque[str]) -> None:
        """Fetch the pages of one host."""
        async with self._room:
            await side_by_side(self._fetch_next(urls) for _ in range(AT_A_TIME))

    async def _fetch_next(self, urls: deque[str]) -> None:
        while urls:
            chunk = [urls.popleft() for _ in range(min(AHEAD, len(urls)))]
            entries = await self.books.lease_these(chunk)
            self.crawler.stats.inc_value("ledger/leased", len(entries))
            for entry in entries:
                await self.fetch_and_file(entry)


def listed_urls(urls: str) -> list[str]:
    """The addresses that the argument names, each once, in order; raises ``ArgumentError``."""
    value = urls.strip()
    if value == "-":
        return _checked("standard input", _whole(value))
    if re.match(r"https?://", value, re.I):
        return _checked("urls", "\n".join(re.split(r",\s*(?=https?://)", value)).encode())
    if re.match(r"[a-z][a-z0-9+.-]*:", value, re.I) and not Path(value).exists():
        raise ArgumentError(f"urls={value!r}: only http and https addresses are fetched")
    return _checked(value, _whole(value))


def _whole(value: str) -> bytes:
    try:
        return whole_stream(sys.stdin.buffer, LIST) if value == "-" else whole_file(Path(value), LIST)
    except OSError as error:
        raise ArgumentError(
            f"urls={value!r}: {error.strerror}; give a file with an address a line, an address, or - for standard input"
        ) from error


def _checked(name: str, content: bytes) -> list[str]:
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise ArgumentError(f"{name}: not a text file; one address a line is expected") from error
    found, faults = _read(lines)
    if faults:
        shown = "; ".join(f"line {number}: {fault}" for number, fault in faults[:SHOWN])
        more = f" (and {len(faults) - SHOWN} more)" if len(faults) > SHOWN else ""
        raise ArgumentError(f"{name}, {shown}{more}; one http(s) address a line, # begins a comment")
    if not found:
        raise ArgumentError(f"{name}: no address in it; one http(s) address a line is expected")
    return found


def _read(lines: Iterable[str]) -> tuple[list[str], list[tuple[int, str]]]:
    found: dict[str, None] = {}
    faults: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        text = re.sub(r"(?:^|\s)#.*", "", line).strip()
        if not text:
            continue
        try:
            if re.search(r"\s", text):
                raise ValueError("more than an address")
            found[ledger_key(text)] = None
        except ValueError as error:
            faults.append((number, f"{text[:100]!r} is {error}"))
    return list(found), faults
