"""What every spider of the house does: enter addresses in the ledger, lease those that are due, hand pages on."""

from __future__ import annotations

import asyncio
import logging
from abc import abstractmethod
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, ClassVar, Self

import scrapy
from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, DropItem
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.books.bookkeeping import BROKEN_OFF, Bookkeeper
from crawler.fetch.apart import Apart
from crawler.fetch.fetching import Fetcher
from crawler.fetch.leaving import Interrupted, keep_back
from crawler.fetch.receiving import NOT_MODIFIED, receive, requested_at
from crawler.fetch.trouble import Trouble, Unfetched, trouble_of
from crawler.interrupting import ended_by_signals
from crawler.records.finds import Copy
from crawler.records.pages import FetchedPage, LedgerEntry
from crawler.visits.byworkers import ByWorkers
from crawler.visits.copies import COMPARE, COPY
from crawler.workers.copied import page_of

logger = logging.getLogger(__name__)

LOOK_AGAIN = 0.02
"""Seconds between two looks at how many pages are filed: to be told of each would take longer."""


class ArgumentError(ValueError):
    """A spider's argument is wrong: one line that names it and the way out."""


class LedgerSpider(scrapy.Spider):
    """A spider whose frontier is the ledger.

    A subclass names its ``parameters``, checks them in ``__init__`` (raising ``ArgumentError``), enters addresses in
    ``gather`` and leases them in ``lease``.
    """

    keeps_ledger: ClassVar[bool] = True
    parameters: ClassVar[Mapping[str, str]] = {}
    optional: ClassVar[frozenset[str]] = frozenset()  # those of the parameters that may be left out
    batch: ClassVar[int] = 32
    """Addresses leased at a time, when no more than these are left: a crawl that is killed has no more than twice as
    many pages to fetch again."""

    def __init__(self, **arguments: str) -> None:
        super().__init__()
        self.arguments = arguments
        self._news = asyncio.Event()

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The spider, with a way to fetch outside the queue."""
        with ended_by_signals():
            spider = super().from_crawler(crawler, *args, **kwargs)
        spider.fetch = Fetcher(crawler)
        spider.apart = ByWorkers(crawler)
        return spider

    fetch: Fetcher
    apart: Apart

    @property
    def books(self) -> Bookkeeper:
        """The crawl's ledger and archive."""
        return Bookkeeper.of(self.crawler)

    @abstractmethod
    async def gather(self) -> None:
        """Enter addresses in the ledger, calling ``announce`` whenever some are in."""

    @abstractmethod
    async def lease(self) -> list[LedgerEntry]:
        """The next addresses to fetch; an empty list where none is due now."""

    def meta_of(self, entry: LedgerEntry) -> Mapping[str, Any]:
        """What the request for a leased address carries, as ``crawler.visits.copies`` reads it; nothing by itself."""
        return {}

    def spare_of(self, entry: LedgerEntry) -> Copy | None:
        """A copy of the story to be filed when its page cannot be had; None where there is none."""

    def announce(self) -> None:
        """Say that there may be something to lease."""
        self._news.set()

    async def start(self) -> AsyncIterator[Request]:
        """Yield requests for what is due, while addresses are still being gathered; never many ahead of need."""
        gathering = asyncio.ensure_future(self.gather())
        gathering.add_done_callback(lambda _: self.announce())
        try:
            while True:
                complete = gathering.done()
                entries = await self.lease()
                if complete and not entries:
                    await self._all_filed()  # what was on its way may have led on
                    entries = await self.lease()
                self.crawler.stats.inc_value("ledger/leased", len(entries))
                for entry in entries:
                    yield self.request(entry)
                if entries:
                    await self._filed_but_for(self.batch)
                elif complete:
                    await gathering  # raises what it raised
                    return
                else:
                    await self._news.wait()
                    self._news.clear()
        except CloseSpider:
            raise
        except Exception as error:
            self.books.broke_off(error)
            raise CloseSpider(BROKEN_OFF) from error
        finally:
            gathering.cancel()

    async def _filed_but_for(self, count: int) -> None:
        """Wait until no more than so many of the requests handed out are still to be answered, read or filed."""
        slot = self.crawler.engine._slot
        await self.crawler.signals.wait_for(signals.scheduler_empty)
        while slot is not None and len(slot.inprogress) > count:
            await asyncio.sleep(LOOK_AGAIN)

    async def _all_filed(self) -> None:
        """Wait until there is no request left to be answered, read or filed."""
        slot = self.crawler.engine._slot
        while slot is not None and (slot.inprogress or slot.scheduler.has_pending_requests()):
            await asyncio.sleep(LOOK_AGAIN)

    def request(self, entry: LedgerEntry) -> Request:
        """The request for a leased address, asking for changes only where the page was filed before."""
        headers = {"If-None-Match": entry.etag, "If-Modified-Since": entry.last_modified}
        return Request(
            entry.url,
            callback=self.page,
            errback=self.no_page,
            headers={name: value for name, value in headers.items() if value},
            cb_kwargs={"entry": entry},
            meta=dict(self.meta_of(entry)),
            dont_filter=True,
        )

    async def fetch_and_file(self, entry: LedgerEntry) -> None:
        """Fetch a leased address without the crawl's queue, in which others may stand before it, and file its page.

        A page that trips us up costs only itself; raises ``CloseSpider`` where the crawl cannot go on.
        """
        await keep_back(self.crawler)
        engine = self.crawler.engine
        request = self.request(entry)
        try:
            try:
                pages = self.page(await engine.download_async(request), entry)
            except Exception:
                failure = Failure()  # type: ignore[no-untyped-call]
                failure.request = request  # type: ignore[attr-defined]
                pages = self.no_page(failure)
            async for page in pages:
                await self.file(page)
        except CloseSpider:
            raise
        except Exception as error:
            logger.exception("%s could not be handled", entry.url)
            await self.books.settle(entry, Trouble("fail", "could not be handled", type(error).__name__))

    async def file(self, page: FetchedPage) -> None:
        """Send a page through the item pipelines.

        Not by way of Scrapy's scraper, which would never close where a crawl ends while it has such a page.
        """
        with suppress(DropItem):  # counted where it is dropped
            await self.crawler.engine.scraper.itemproc.process_item_async(page)

    async def page(self, response: Response, entry: LedgerEntry) -> AsyncIterator[FetchedPage]:
        """Hand a page on, or settle its address with the reason why there is none."""
        if response.status == NOT_MODIFIED:
            await self.books.unchanged(entry, requested_at(response))
            return
        try:
            page = await self._received(response, entry)
        except Unfetched as error:
            async for page in self._without_page(entry, error.trouble):
                yield page
            return
        if page.origin == "page":
            self.books.counting.fetched(page.site)
        else:
            self.crawler.stats.inc_value(f"fetch/copied/{page.origin}")
        yield page

    async def _received(self, response: Response, entry: LedgerEntry) -> FetchedPage:
        copy: Copy | None = response.meta.get(COPY)
        if copy is None:
            page = await receive(response, entry, self.fetch, self.apart)
            return page if entry.filed and not entry.by_feed else replace(page, spare=self.spare_of(entry))
        page = page_of(copy, entry)
        if not response.meta.get(COMPARE):
            return page
        try:
            counterpart = await receive(await self.fetch(entry.url), entry, self.fetch, self.apart)
        except Unfetched:
            return page
        return replace(page, counterpart=counterpart)

    async def _without_page(self, entry: LedgerEntry, trouble: Trouble) -> AsyncIterator[FetchedPage]:
        """Hand on the story's copy in the site's feed where that is all there is to be had; else settle the address.

        Of a story on file, what comes next is the page's to say: it is waited for, and may be found to be gone.
        """
        copy = self.spare_of(entry)
        for_good, may_wait = trouble.remedy in ("skip", "fail"), entry.filed or trouble.everywhere
        if copy is None or (may_wait and not for_good):
            await self.books.settle(entry, trouble)
            return
        logger.info("%s: %s; the copy in the site's feed is filed", entry.url, trouble)
        self.crawler.stats.inc_value(f"fetch/copied/{copy.origin}")
        yield page_of(copy, entry)

    async def no_page(self, failure: Failure) -> AsyncIterator[FetchedPage]:
        """Settle (or stand in for) an address without a response; one whose turn never came goes back to the ledger."""
        error = failure.value
        assert error is not None
        if isinstance(error, Interrupted):
            return  # it stays leased until the crawl ends, and is pending then
        entry = failure.request.cb_kwargs["entry"]  # type: ignore[attr-defined]
        async for page in self._without_page(entry, trouble_of(error)):
            yield page
