"""Keeps a crawl's books: its row, its visits to sites, and its part of the ledger."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Self, TypeVar

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import CloseSpider, NotConfigured

from crawler.books.counting import Counting
from crawler.books.settling import settled
from crawler.books.visitnotes import VisitNotes
from crawler.console.counting import counted
from crawler.console.secrecy import redacted
from crawler.fetch.backoff import BackoffMiddleware
from crawler.fetch.leaving import INTERRUPTED, drop_waiting
from crawler.fetch.trouble import Trouble
from crawler.memory.holding import Holding
from crawler.memory.recollection import Recollection
from crawler.project import path_setting
from crawler.records.endings import ArchivePlace, HostRest, NotModified, Record
from crawler.records.filings import Agreement, Change, Filing
from crawler.records.finds import Candidate, Document
from crawler.records.pages import LedgerEntry
from crawler.records.sources import LISTINGS
from crawler.records.visits import LastVisit, VisitReport
from crawler.refusal import refusal
from crawler.storage import Recrawl, StorageError, Store
from crawler.storage.frontier.places import Places
from crawler.writer import Writer

T = TypeVar("T")

logger = logging.getLogger(__name__)

STORAGE_FAILED = "storage failed"
WORKERS_UNFIT = "workers unfit"
BROKEN_OFF = "broken off"
COMPLAINT = "crawl/complaint"
"""The stats key of the one line that says why a crawl is no success."""


class Bookkeeper:
    """The extension through which spiders and pipelines reach the ledger and the archive.

    ``rests`` are the hosts that asked to be left alone, by address.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.writer = Writer(path_setting(crawler.settings, "DATABASE"))
        self.recollection = Recollection(self.writer)
        self.holding = Holding(lambda site: self._run(lambda store: store.judge(site)), self.file)
        self.visits: dict[str, VisitNotes] = {}
        self.counting = Counting(crawler.stats, self.visits)
        self.rests: dict[str, HostRest] = {}
        self._resting: dict[str, datetime] = {}
        self._halted: str | None = None
        crawler.signals.connect(self.spider_opened, signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, for spiders that keep a ledger; the shell and other commands write to no database."""
        if not getattr(crawler.spidercls, "keeps_ledger", False):
            raise NotConfigured
        return cls(crawler)

    @classmethod
    def of(cls, crawler: Crawler) -> Bookkeeper:
        """The bookkeeper of a running crawl."""
        keeper = crawler.get_extension(cls)
        assert keeper is not None, "the Bookkeeper extension is switched off"
        return keeper

    async def spider_opened(self) -> None:
        """Open the database and the crawl's row in it; without them there is no crawl."""
        spider = self.crawler.spider
        assert spider is not None
        try:
            arguments = {name: redacted(value) for name, value in getattr(spider, "arguments", {}).items()}
            await self.writer.open(spider.name, arguments)
            self.rests = {rest.host: rest for rest in await self.writer.run(lambda store: store.resting_hosts())}
            if backoff := self.crawler.get_downloader_middleware(BackoffMiddleware):
                backoff.go_on_from(self.rests, self.rest)
        except Exception as error:
            self.broke_off(error)
            raise CloseSpider(STORAGE_FAILED) from error

    async def spider_closed(self, reason: str) -> None:
        """Close the crawl's row with what was counted; what is still leased becomes pending again."""
        crawl_id = self.writer.crawl_id
        try:
            if crawl_id and self.writer.error is None:
                if reason != INTERRUPTED and not self.halted:  # a visit that was cut off is not done
                    for site in list(self.visits):
                        await self.end_visit(site, reason)
                    for site in self.holding.sites:
                        await self.holding.settle(site)
                stats = self.crawler.stats.get_stats()  # only now: what was held back is counted as it is filed
                counters = {key: value for key, value in stats.items() if isinstance(value, int | float | str)}
                await self.writer.run(lambda store: store.end_crawl(crawl_id, reason, counters))
        except (StorageError, CloseSpider) as error:
            self.complain(str(error))
        finally:
            await self.writer.close()

    def complain(self, line: str) -> None:
        """Note why this crawl is no success; the first complaint is the one that is shown."""
        if self.crawler.stats.get_value(COMPLAINT) is None:
            self.crawler.stats.set_value(COMPLAINT, line)

    def broke_off(self, error: Exception) -> None:
        """Note that the crawl itself, and no page, met what it should not have, for its visits as well.

        A traceback tells what is our fault.
        """
        known = str(error) if isinstance(error, StorageError) else refusal(error)
        if known is None:
            logger.error("the crawl broke off", exc_info=error)
        line = known or f"the crawl broke off ({error!r}); the next run goes on where it was"
        self.complain(line)
        for notes in self.visits.values():
            notes.complaint = notes.complaint or line

    async def add(self, site: str, candidates: Sequence[Candidate], recrawl: Recrawl) -> int:
        """Enter candidates in the ledger; returns how many are new, raises ``CloseSpider`` where that fails."""
        return await self._run(lambda store: store.add_candidates(site, candidates, recrawl=recrawl))

    async def add_site(self, name: str, url: str) -> None:
        """Enter a site with its address; raises ``CloseSpider`` where that fails."""
        await self._run(lambda store: store.add_site(name, url))

    async def look_up(self, question: Callable[[Places], T]) -> T:
        """What is known of where sites are; raises ``CloseSpider`` where that fails."""
        return await self._run(lambda store: question(store.places))

    async def begin_visit(self, site: str, unverified: str | None = None) -> None:
        """Open the crawl's visit to a site, whose notes are ``visits[site]``; raises ``CloseSpider`` on failure.

        ``unverified`` is the host whose TLS certificate is not checked, if there is one.
        """
        self.visits[site] = VisitNotes()
        await self._run(lambda store: store.begin_visit(self.writer.crawl_id, site, unverified))

    async def last_visits(self) -> dict[str, LastVisit]:
        """The last visit to each site that was not cut off; raises ``CloseSpider`` where that fails."""
        return await self._run(lambda store: store.last_visits())

    async def end_visit(self, site: str, reason: str) -> VisitReport:
        """Close a visit with what was noted of it, which is returned; raises ``CloseSpider`` where that fails."""
        await self.holding.settle(site)
        report = self.visits.pop(site).report(reason)
        self.recollection.forget(site)
        await self._run(lambda store: store.end_visit(self.writer.crawl_id, site, report))
        return report

    async def look_for_vanished(self, site: str, unread: Sequence[str]) -> None:
        """Have the stories looked at that the site no longer lists, but for those that ``unread`` documents listed."""
        count = await self._run(lambda store: store.look_for_vanished(self.writer.crawl_id, site, unread))
        if count:
            logger.info("%s: listed no longer: %s", site, counted(count, "story", "stories"))
            self.crawler.stats.inc_value("discovery/vanished", count)

    async def look_again(self, site: str, limit: int) -> None:
        """Have at most ``limit`` stories looked at whose time has come; raises ``CloseSpider`` on failure."""
        await self._run(lambda store: store.look_again(self.writer.crawl_id, site, limit))

    async def unheard(self, urls: Sequence[str]) -> set[str]:
        """Those of the addresses that the ledger does not know; raises ``CloseSpider`` where that fails."""
        return await self._run(lambda store: store.unheard(urls))

    async def documents(self, site: str) -> list[Document]:
        """The site's sitemaps, feeds and interfaces as last asked for; raises ``CloseSpider`` where that fails."""
        return await self._run(lambda store: store.documents(site))

    async def take_in(
        self, site: str, candidates: Sequence[Candidate], at_hand: Sequence[str], documents: Sequence[Document]
    ) -> list[LedgerEntry]:
        """Enter candidates and the documents that named them; lease those of ``at_hand`` that are due, at once.

        One whose last change is not told, or not to be believed, is looked at again when its time has come, or changes
        would go unseen (a feed's date is that of publication more often than not). Raises ``CloseSpider``.
        """

        def work(store: Store) -> list[LedgerEntry]:
            believed = store.as_believed(site, candidates)
            told = [each for each in believed if each.lastmod and each.source in LISTINGS]
            store.add_candidates(site, told, recrawl=Recrawl.CHANGED)
            rest = [each for each in believed if not (each.lastmod and each.source in LISTINGS)]
            store.add_candidates(site, rest, recrawl=Recrawl.STALE)
            leased = store.lease_these(self.writer.crawl_id, at_hand)
            store.remember(site, documents)
            return leased

        return await self._run(work)

    async def compared(self, agreement: Agreement) -> None:
        """Enter how far a page agrees with its site's own copy; raises ``CloseSpider`` where that fails."""
        await self._run(lambda store: store.compared(self.writer.crawl_id, agreement))

    async def lease(self, site: str, limit: int) -> list[LedgerEntry]:
        """At most ``limit`` addresses of the site that are due, none where the whole site is to be left alone for now.

        Raises ``CloseSpider`` where that fails.
        """
        moment = datetime.now(UTC)
        if self._resting.get(site, moment) > moment:
            return []
        return await self._run(lambda store: store.lease(self.writer.crawl_id, site, limit))

    async def lease_these(self, urls: Sequence[str]) -> list[LedgerEntry]:
        """Those of the addresses that are pending, also those told to wait; raises ``CloseSpider`` on failure."""
        return await self._run(lambda store: store.lease_these(self.writer.crawl_id, urls))

    async def archive_place(self, path: str, size: int) -> ArchivePlace:
        """Where to go on in a WARC file; raises ``CloseSpider`` where that fails."""
        return await self._run(lambda store: store.archive_place(path, size))

    @property
    def halted(self) -> str | None:
        """Why what is read from now on would not be filed, None where it would: storage or the workers have failed."""
        return STORAGE_FAILED if self.writer.error else self._halted

    def check(self) -> None:
        """Raise ``CloseSpider`` where the crawl is halted."""
        if self.halted:
            raise CloseSpider(self.halted) from self.writer.error

    def halt(self, complaint: str, reason: str) -> None:
        """End the crawl, which can do nothing more; what is under way goes back to the ledger."""
        self.complain(complaint)
        self._halted = reason
        drop_waiting(self.crawler)
        asyncio.ensure_future(self.crawler.engine.close_spider_async(reason=reason))  # noqa: RUF006

    async def file(self, filing: Filing) -> Change | None:
        """What filing the page did, once it is on disk; None where storage failed and the crawl is ending."""
        change = await self.write(filing)
        self.holding.read(filing.page.site)
        if change == "held":
            await self.holding.hold(filing)
        elif change:
            self.counting.filed(filing.page.site, change, filing.article.outcome)
        return change

    async def settle(self, entry: LedgerEntry, trouble: Trouble) -> None:
        """Enter and count that an attempt ended in trouble, and when to try again where that may help."""
        settlement, again = settled(entry, trouble)
        self.counting.troubled(entry.site, "later" if settlement.state == "pending" else settlement.state, trouble)
        logger.info("%s: %s", entry.url, trouble)
        if trouble.everywhere and trouble.remedy == "wait":
            self._resting[entry.site] = again
        await self.write(settlement)

    async def rest(self, rest: HostRest) -> None:
        """Enter until when a host is to be left alone, by this crawl and those that follow."""
        self.rests[rest.host] = rest
        await self.write(rest)

    async def unchanged(self, entry: LedgerEntry, requested_at: datetime) -> None:
        """Enter and count that the server answered 304."""
        self.counting.unchanged(entry.site)
        await self.write(NotModified(entry.url, requested_at))

    async def repeated(self, url: str, requested_at: datetime, as_of: datetime) -> None:
        """Enter and count that an archive found a page as it had been at ``as_of``."""
        self.counting.unchanged(None)
        await self.write(NotModified(url, requested_at, as_of))

    async def _run(self, work: Callable[[Store], T]) -> T:
        try:
            return await self.writer.run(work)
        except StorageError as error:
            self.complain(str(error))
            raise CloseSpider(STORAGE_FAILED) from error

    async def write(self, record: Record) -> Change | None:
        """Enter a record, and wait until it is on disk; where storage has failed, the crawl ends."""
        try:
            return await self.writer.write(record)
        except StorageError as error:
            self.halt(str(error), STORAGE_FAILED)
            return None
