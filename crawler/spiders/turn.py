"""One site's turn in a news crawl: it is looked at and fetched at its own pace, until nothing is due or time is up."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import replace

from crawler.addresses import site_of
from crawler.books.visitnotes import FINISHED, PAGES_USED_UP, TIME_USED_UP, gives_nothing
from crawler.fetch.leaving import forget_cancelled
from crawler.records.pages import LedgerEntry
from crawler.records.visits import VisitReport
from crawler.sites import SiteEntry
from crawler.spiders.base import LedgerSpider
from crawler.visits.sidebyside import side_by_side
from crawler.visits.visiting import Visit

FETCHING = 4
"""Pages of one site that are on their way at a time, from the request until they are filed: its delay sets the pace."""
AHEAD = 16
"""Addresses leased at a time; a crawl that is killed has no more of a site than this and those on their way. Until the
look at the site has ended only as many as are fetched at a time, and half of the budget: what it finds comes first."""


class Turn:
    """A visit to a site within the budget of its entry. Nothing that happens in it holds up another."""

    def __init__(self, spider: LedgerSpider, entry: SiteEntry) -> None:
        self.spider = spider
        self.entry = entry
        self._news = asyncio.Event()
        self.visit = Visit(spider.crawler, spider.fetch, entry.name, entry.addresses, self._news.set)
        self.reading = asyncio.Lock()  # one page at a time: a site of heavy pages keeps one worker busy, not all
        self._leasing = asyncio.Lock()
        self._leased: deque[LedgerEntry] = deque()
        self._taken = 0
        self._looked = False
        self._reason = FINISHED

    async def run(self) -> VisitReport:
        """Visit the site; returns what that brought. Raises ``CloseSpider`` where the crawl cannot go on."""
        books = self.spider.books
        await books.begin_visit(self.entry.name, None if self.entry.verify_tls else site_of(self.entry.url))
        await books.add_site(self.entry.name, self.entry.url)
        try:
            async with asyncio.timeout(self.entry.max_time.total_seconds()) as limit:
                await self._work()
        except TimeoutError:
            if not limit.expired():
                raise
            self._reason = TIME_USED_UP
        finally:
            forget_cancelled(self.spider.crawler)
        self._judge()
        return await books.end_visit(self.entry.name, self._reason)

    async def _work(self) -> None:
        looking = asyncio.ensure_future(self._look())
        looking.add_done_callback(lambda done: done.cancelled() or done.exception())  # it is raised below
        try:
            await side_by_side(self._fetch_all() for _ in range(FETCHING))
            if self._looked:
                await looking  # raises what it raised
        finally:
            looking.cancel()  # what it has not found by now is beyond the budget

    async def _look(self) -> None:
        try:
            await self.visit.gather()
        finally:
            self._looked = True
            self._news.set()

    async def _fetch_all(self) -> None:
        while entry := await self._next():
            await self.spider.fetch_and_file(replace(entry, site=self.entry.name))

    async def _next(self) -> LedgerEntry | None:
        """The next address to fetch; None where nothing more is due, or more than the budget allows.

        Raises ``CloseSpider`` where storage has failed.
        """
        while not self._leased:
            async with self._leasing:
                if not self._leased and not await self._lease():
                    return None
            if not self._leased:
                await self._news.wait()
        self.spider.books.check()
        return self._leased.popleft()

    async def _lease(self) -> bool:
        """Lease what is due; False where there is no more to come."""
        self._news.clear()  # before the look into the ledger, so that what comes in during it is not missed
        complete = self._looked
        limit = AHEAD if complete else FETCHING
        if (most := self.entry.max_pages) is not None:
            limit = min(limit, (most if complete else most // 2) - self._taken)
        if limit <= 0:
            self._reason = PAGES_USED_UP if complete else self._reason
            return not complete
        entries = await self.visit.lease(limit)
        self.spider.crawler.stats.inc_value("ledger/leased", len(entries))
        self._taken += len(entries)
        self._leased.extend(entries)
        return bool(entries) or not complete

    def _judge(self) -> None:
        """Note how addresses were found, and a complaint where the site answered, but gave not one of its pages."""
        notes = self.spider.books.visits[self.entry.name]
        notes.source = notes.source or self.visit.intake.source  # where the budget ended the look at the site
        had = sum(notes.counts[kind] for kind in ("fetched", "new", "revised", "unchanged"))
        refused = gives_nothing(notes.troubles.total(), len(self.visit.intake.found))
        if notes.complaint is None and not had and refused:
            notes.complaint = f"not one page could be had: {', '.join(notes.troubles)}"
