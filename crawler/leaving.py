"""Ends a crawl within seconds: what still waits for its turn at a host is given back to the ledger."""

from __future__ import annotations

from typing import Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call
from twisted.python.failure import Failure

INTERRUPTED = "shutdown"
"""Scrapy's word for a crawl that a signal ended."""
INTERVAL = 0.5
"""Seconds between two looks at whether the crawl was told to stop; Scrapy sends no signal when it is."""


class Interrupted(Exception):
    """The crawl ended before the request was sent."""


def drop_waiting(crawler: Crawler) -> None:
    """Fail the requests that are queued behind their host's delay as ``Interrupted``; those under way are finished."""
    for slot in crawler.engine.downloader.slots.values():
        while slot.queue:
            _, answer = slot.queue.popleft()
            answer.errback(Failure(Interrupted()))  # type: ignore[no-untyped-call]


def forget_cancelled(crawler: Crawler) -> None:
    """Take requests out of their hosts' queues that nobody waits for any more; they would be sent all the same."""
    for slot in crawler.engine.downloader.slots.values():
        for waiting in [each for each in slot.queue if each[1].called]:
            slot.queue.remove(waiting)


class Leaving:
    """Drops what is waiting as soon as a signal has told the crawl to stop; Scrapy would fetch it first."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.watching = create_looping_call(self.look)
        crawler.signals.connect(self.start, signals.engine_started)
        crawler.signals.connect(self.stop, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, for spiders that keep a ledger in which nothing is lost."""
        if not getattr(crawler.spidercls, "keeps_ledger", False):
            raise NotConfigured
        return cls(crawler)

    def start(self) -> None:
        """Begin to watch."""
        self.watching.start(INTERVAL)

    def look(self) -> None:
        """Drop what is waiting where the crawl was told to stop."""
        if not self.crawler.crawling:
            drop_waiting(self.crawler)

    def stop(self) -> None:
        """End watching."""
        if self.watching.running:
            self.watching.stop()
