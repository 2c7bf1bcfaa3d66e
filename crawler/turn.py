"""One site's turn in a news crawl: it is looked at and fetched at its own pace, until nothing is due or time is up."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from dataclasses import replace

from scrapy.exceptions import CloseSpider
from twisted.python.failure import Failure

from crawler.bookkeeping import FINISHED, PAGES_USED_UP, TIME_USED_UP
from crawler.leaving import forget_cancelled
from crawler.records import LedgerEntry, VisitReport
from crawler.sites import SiteEntry
from crawler.spiders.base import LedgerSpider
from crawler.trouble import Trouble
from crawler.visiting import Visit

logger = logging.getLogger(__name__)

FETCHING = 4
"""Pages of one site that are on their way at a time, from the request until they are filed: its delay sets the pace."""
AHEAD = 16
"""Addresses leased at a time; a crawl that is killed has no more of a site than this and those on their way."""
MANY = 10
"""Pages after which it says something of a site that not one of them could be had."""


class Turn:
    """A visit to a site within the budget of its entry. Nothing that happens in it holds up another."""

    def __init__(self, spider: LedgerSpider, entry: SiteEntry) -> None:
        self.spider = spider
        self.entry = entry
        self._news = asyncio.Event()
        self.visit = Visit(spider.crawler, spider.fetch, entry.name, entry.addresses, self._news.set)
        self._reading = asyncio.Lock()  # one page at a time: a site of heavy pages keeps one worker busy, not all
        self._leasing = asyncio.Lock()
        self._leased: deque[LedgerEntry] = deque()
        self._taken = 0
        self._looked = False
        self._reason = FINISHED

    async def run(self) -> VisitReport:
        """Visit the site; returns what that brought. Raises an ``ExceptionGroup`` where the crawl cannot go on."""
        books = self.spider.books
        await books.begin_visit(self.entry.name)
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
        async with asyncio.TaskGroup() as group:
            looking = group.create_task(self._look())
            await asyncio.wait([group.create_task(self._fetch_all()) for _ in range(FETCHING)])
            looking.cancel()  # what it has not found by now is beyond the budget

    async def _look(self) -> None:
        await self.visit.gather()
        self._looked = True
        self._news.set()

    async def _fetch_all(self) -> None:
        while entry := await self._next():
            await self._fetch(replace(entry, site=self.entry.name))

    async def _next(self) -> LedgerEntry | None:
        """The next address to fetch; None where nothing more is due, or more than the budget allows."""
        while not self._leased:
            async with self._leasing:
                if not self._leased and not await self._lease():
                    return None
            if not self._leased:
                await self._news.wait()
        return self._leased.popleft()

    async def _lease(self) -> bool:
        """Lease what is due; False where there is no more to come."""
        self._news.clear()  # before the look into the ledger, so that what comes in during it is not missed
        complete = self._looked
        limit = AHEAD if self.entry.max_pages is None else min(AHEAD, self.entry.max_pages - self._taken)
        if limit <= 0:
            self._reason = PAGES_USED_UP
            return False
        entries = await self.visit.lease(limit)
        self.spider.crawler.stats.inc_value("ledger/leased", len(entries))
        self._taken += len(entries)
        self._leased.extend(entries)
        return bool(entries) or not complete

    async def _fetch(self, entry: LedgerEntry) -> None:
        """Fetch a page and have it filed, or its address settled; a page that trips us up costs only itself."""
        try:
            await self._fetch_and_file(entry)
        except CloseSpider:
            raise
        except Exception as error:
            logger.exception("%s could not be handled", entry.url)
            await self.spider.books.settle(entry, Trouble("fail", "could not be handled", type(error).__name__))

    async def _fetch_and_file(self, entry: LedgerEntry) -> None:
        engine = self.spider.crawler.engine
        request = self.spider.request(entry)
        try:
            pages = self.spider.page(await engine.download_async(request), entry)
        except Exception:
            failure = Failure()  # type: ignore[no-untyped-call]
            failure.request = request  # type: ignore[attr-defined]
            pages = self.spider.no_page(failure)
        async for page in pages:
            async with self._reading:
                await engine.scraper.start_itemproc_async(replace(page, rules=self.entry.rules), response=None)

    def _judge(self) -> None:
        """Note a complaint where the site answered, but gave not one of its pages."""
        notes = self.spider.books.visits[self.entry.name]
        had = sum(notes.counts[kind] for kind in ("fetched", "new", "revised", "unchanged"))
        tried, found = notes.troubles.total(), len(self.visit.intake.found)
        if notes.complaint is None and not had and (tried >= MANY or 0 < found <= tried):
            notes.complaint = f"not one page could be had: {', '.join(notes.troubles)}"
