"""Takes in what discovery finds: addresses go into the ledger, copies of stories are kept at hand until their turn."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any

from crawler.addresses import known_as
from crawler.books.bookkeeping import Bookkeeper
from crawler.discovery.chain import Discovery
from crawler.discovery.library import unheard_anywhere
from crawler.fetch.trouble import Trouble
from crawler.records.finds import Candidate, Copy, Document
from crawler.records.pages import LedgerEntry
from crawler.visits.copies import meta_with

BATCH = 500
"""Candidates entered in the ledger at a time."""
BATCH_WEIGHT = 1024 * 1024
"""Bytes of copies that such a batch holds, or little more: many sites may be looked at side by side."""
BATCH_COPIES = 100
"""Copies that it holds: what a cut-off walk has in hand when it ends is asked for again."""
AT_HAND = 100
"""Copies that wait for their turn; then discovery waits too, so that a large site does not fill the memory."""
MAX_SPARES = 32 * 1024 * 1024
"""Bytes of copies that are kept in case their pages cannot be had."""

SAMPLE = 25
"""One copy in so many is compared with its page, the first among them."""
MOST_COMPARED = 10
"""Pages that a visit fetches to compare them, at most."""


class Intake:
    """One site's intake during a crawl. ``announce`` is called whenever there is something to lease."""

    def __init__(self, books: Bookkeeper, site: str, announce: Callable[[], None]) -> None:
        self.books = books
        self.site = site
        self.announce = announce
        self.found: set[int] = set()
        self.source: str | None = None  # the way by which the first of them was found
        self._ready: asyncio.Queue[LedgerEntry] = asyncio.Queue(AT_HAND)
        self._copies: dict[str, Copy] = {}
        self._spares: dict[str, Copy] = {}
        self._spare_bytes = 0
        self._finished: list[Document] = []
        self._handed_out = 0

    async def enter_all(self, discovery: Discovery) -> None:
        """Take in everything that ``discovery`` finds."""
        batch: list[Candidate] = []
        weight = 0
        async for candidate in discovery.candidates():
            self._count(candidate)
            batch.append(candidate)
            weight += max(len(candidate.copy.html), BATCH_WEIGHT // BATCH_COPIES) if candidate.copy else 0
            if len(batch) >= BATCH or weight >= BATCH_WEIGHT:
                await self._enter(batch, discovery)
                batch, weight = [], 0
        await self._enter(batch, discovery)
        await self._enter([], discovery)

    async def enter_links(self, page: str, urls: Sequence[str], at_home: Callable[[str], str]) -> None:
        """Take in the stories that a page leads to, of those that nobody has heard of, nor as they are ``at_home``."""
        fresh = await unheard_anywhere(self.books.unheard, urls, at_home)
        candidates = [Candidate(url, "links", page) for url in dict.fromkeys(urls) if url in fresh]
        for candidate in candidates:
            self._count(candidate)
        if candidates:
            await self.books.take_in(self.site, candidates, [], [])
            self.announce()

    def ready(self, limit: int) -> list[LedgerEntry]:
        """At most ``limit`` leased addresses whose copies are at hand."""
        return [self._ready.get_nowait() for _ in range(min(limit, self._ready.qsize()))]

    def meta_of(self, entry: LedgerEntry) -> dict[str, Any]:
        """The ``meta`` of the request for an entry: the copy to file instead of its page, handed out once.

        For a sample of them the page is fetched as well, to be compared.
        """
        copy = self._copies.pop(entry.url, None)
        if copy is None:
            return {}
        compare = self._handed_out % SAMPLE == 0 and self._handed_out < SAMPLE * MOST_COMPARED
        self._handed_out += 1
        return meta_with(copy, compare=compare)

    def spare_of(self, entry: LedgerEntry) -> Copy | None:
        """The copy to file when the page cannot be had."""
        return self._spares.get(entry.url)

    def _count(self, candidate: Candidate) -> None:
        key = hash(known_as(candidate.url))
        self.source = self.source or candidate.source
        if key not in self.found:
            self.found.add(key)
            self.books.crawler.stats.inc_value("discovery/found")

    async def _enter(self, batch: Sequence[Candidate], discovery: Discovery) -> None:
        # A document counts as read once the batch with its last stories was handed on, all but a hundred of them: where
        # a budget cuts a walk off, the next one goes on from there.
        finished, self._finished = self._finished, discovery.library.newly_finished()
        handed = {known_as(each.url): each for each in batch if each.refusal or _replaces_page(each)}
        for candidate in batch:
            if candidate.copy and not _replaces_page(candidate):
                self._keep(known_as(candidate.url), candidate.copy)
        entries = await self.books.take_in(self.site, batch, list(handed), finished)
        self.announce()
        for entry in entries:
            await self._hand_on(entry, handed[entry.url])

    async def _hand_on(self, entry: LedgerEntry, candidate: Candidate) -> None:
        if candidate.copy:
            self._copies[entry.url] = candidate.copy
            await self._ready.put(entry)
            self.announce()
        else:
            await self.books.settle(entry, Trouble("skip", candidate.refusal or ""))

    def _keep(self, url: str, copy: Copy) -> None:
        self._spare_bytes += len(copy.html)
        if self._spare_bytes <= MAX_SPARES:
            self._spares.setdefault(url, copy)


def _replaces_page(candidate: Candidate) -> bool:
    return candidate.copy is not None and candidate.copy.origin == "wordpress" and not candidate.copy.cut
