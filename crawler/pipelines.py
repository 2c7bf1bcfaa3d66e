"""From a fetched page to a filed article, in two steps."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import Protocol, Self, runtime_checkable

from scrapy.crawler import Crawler
from scrapy.exceptions import DropItem, NotConfigured

from crawler.books.bookkeeping import WORKERS_UNFIT, Bookkeeper
from crawler.fetch.buffers import give_back_large_buffers
from crawler.fetch.trouble import OUT_OF_ORDER, Trouble
from crawler.packing import pack
from crawler.project import path_setting
from crawler.records.filings import FILED, Filing, Keeping
from crawler.records.finds import Copy
from crawler.records.pages import FetchedPage, LedgerEntry
from crawler.storage.pages.rawpages import parts
from crawler.workers.agreement import agreement, is_part_of
from crawler.workers.copied import goes_on_after, page_of
from crawler.workers.extraction import ExtractionPool
from crawler.workers.failures import ExtractionFailed
from crawler.workers.fitness import WorkersUnfit
from crawler.workers.preparing import spare_collector
from crawler.workers.reading import Read
from extractors import Article, Outcome

logger = logging.getLogger(__name__)

_KEPT_FROM_US = frozenset({Outcome.EMPTY, Outcome.PAYWALLED, Outcome.CHALLENGE})
"""What a page turns out to be that leaves its story, or most of it, to scripts, subscribers or people who prove it."""


@runtime_checkable
class LeadOn(Protocol):
    """A spider that goes on from the stories that it finds."""

    async def lead_on(self, page: FetchedPage, *, is_list: bool) -> None:
        """Enter what the page of a new story leads to, or a list that was taken for one."""


class _Step:
    """A step of the way into the archive."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The pipeline, for spiders that file what they find."""
        if not getattr(crawler.spidercls, "keeps_ledger", False):
            raise NotConfigured
        return cls(crawler)


class ExtractionPipeline(_Step):
    """Turns a fetched page into a filing, in a worker process; the ledger is told of a page that cannot be read."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        settings = crawler.settings
        self.pool = ExtractionPool.of(settings)
        self.database = path_setting(settings, "DATABASE")
        self.keeps = settings.getbool("KEEP_PAGES")
        self.with_comments = settings.getbool("COMMENTS")

    def open_spider(self) -> None:
        """Spare the reactor: all that the crawl needs is loaded; and keep no memory of large pages."""
        spare_collector()
        give_back_large_buffers()

    async def process_item(self, item: object) -> object:
        """The page with its article; raises ``DropItem`` for a page that cannot be read.

        Where none can be, the crawl ends, and the page goes back to the ledger.
        """
        if not isinstance(item, FetchedPage):
            return item
        try:
            return await self._filing(item)
        except WorkersUnfit as error:
            await self._keep_unread(item)
            Bookkeeper.of(self.crawler).halt(str(error), WORKERS_UNFIT)
            raise DropItem(f"{item.url}: {error}") from error

    async def _filing(self, item: FetchedPage) -> Filing:
        try:
            read = await self._read(item)
        except ExtractionFailed as error:
            self.crawler.stats.inc_value("extract/failed")
            await self._give_up(item, Trouble(error.remedy, "extraction failed", str(error), item.status))
            raise DropItem(f"{item.url}: {error}") from error
        if read.article.outcome == Outcome.UNAVAILABLE and item.origin == "page":
            await self._give_up(item, Trouble("wait", OUT_OF_ORDER, read.article.evidence, item.status))
            raise DropItem(f"{item.url}: {read.article.evidence}")
        if item.spare is not None and _may_tell_less(read.article, item.spare):
            copied = await self._from_feed(item, item.spare, read.article)
            if copied is not None:
                await Bookkeeper.of(self.crawler).write(Keeping(item, read.packed, read.stamp))
                return copied
        if item.counterpart is not None:
            await self._compare(item, read.article, item.counterpart)
        return _filing_of(item, read)

    async def _read(self, item: FetchedPage) -> Read:
        """What a worker reads in the page, learnt from and counted; raises ``ExtractionFailed``."""
        recollection = Bookkeeper.of(self.crawler).recollection
        read = await self.pool.read(
            replace(item, spare=None),
            self.database,
            recollection.taught,
            keeps=self.keeps,
            with_comments=self.with_comments,
        )
        if read.article.outcome in FILED:  # what hides its story hides the site's chrome as well
            recollection.learn(item, read.sketch)
        self.crawler.stats.inc_value(f"extract/outcome/{read.article.outcome}")
        return read

    async def _from_feed(self, page: FetchedPage, spare: Copy, article: Article) -> Filing | None:
        """The story as the site's feed has it; None where the page tells as much, or something else."""
        copy = page_of(spare, LedgerEntry(page.url, page.site, page.attempts))
        try:
            read = await self._read(copy)
        except ExtractionFailed:  # the page was read, and is filed
            return None
        if read.article.outcome not in FILED or not is_part_of(article.text, read.article.text):
            return None
        logger.info(
            "%s: the copy in the site's feed is filed, which has more than the page (%s)", page.url, article.outcome
        )
        self.crawler.stats.inc_value(f"fetch/copied/{spare.origin}")
        return _filing_of(copy, read)

    async def _compare(self, copy: FetchedPage, article: Article, page: FetchedPage) -> None:
        """Enter how far the page's own text agrees with that of the copy; a page that cannot be read says nothing."""
        try:
            read = await self.pool.read(page, self.database, keeps=self.keeps)
        except ExtractionFailed as error:
            logger.info("%s: not compared: %s", page.url, error)
            await self._keep_unread(page)
            return
        books = Bookkeeper.of(self.crawler)
        await books.write(Keeping(page, read.packed, read.stamp))
        await books.compared(agreement(copy, article.text, read.article.text))
        self.crawler.stats.inc_value("extract/compared")

    async def _give_up(self, page: FetchedPage, trouble: Trouble) -> None:
        """Keep the page, and enter why nothing of it is filed."""
        await self._keep_unread(page)
        await Bookkeeper.of(self.crawler).settle(LedgerEntry(page.url, page.site, page.attempts), trouble)

    async def _keep_unread(self, page: FetchedPage) -> None:
        """Keep a page that could not be read: a later version may. Packing it is no danger to this process."""
        if self.keeps:
            packed = await asyncio.to_thread(lambda: tuple(pack(part.body) for part in parts(page)))
            await Bookkeeper.of(self.crawler).write(Keeping(page, packed))

    async def close_spider(self) -> None:
        """End the worker processes."""
        await self.pool.close()


class FilingPipeline(_Step):
    """Files an article and waits for its commit, so that a slow disk slows the crawl rather than fill the memory."""

    async def process_item(self, item: object) -> object:
        """The filing, once it is on disk; raises ``DropItem`` for a page that holds no story or could not be stored."""
        if not isinstance(item, Filing):
            return item
        change = await Bookkeeper.of(self.crawler).file(item)
        if change is None:
            raise DropItem(f"{item.page.url}: storage failed")
        spider, outcome = self.crawler.spider, item.article.outcome
        leads_on = change == "new" or (change == "skipped" and outcome == Outcome.LISTING)
        if leads_on and item.page.origin == "page" and isinstance(spider, LeadOn):
            await spider.lead_on(item.page, is_list=outcome == Outcome.LISTING)
        if change in ("skipped", "failed"):
            reason = f"page is {outcome}" if change == "skipped" else "could not be stored"
            raise DropItem(f"{item.page.url}: {reason}")
        return item


def _filing_of(page: FetchedPage, read: Read) -> Filing:
    return Filing(page, read.article, read.packed, read.sketch, read.stamp, read.comments, before=read.before)


def _may_tell_less(article: Article, copy: Copy) -> bool:
    """Whether a page may have less of its story than the copy has: none, a teaser, the beginning for an app."""
    return article.outcome in _KEPT_FROM_US or (
        article.outcome == Outcome.ARTICLE and goes_on_after(article.text, copy)
    )
