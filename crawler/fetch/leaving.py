"""Ends a crawl within seconds: what still waits for its turn at a host is given back to the ledger."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Coroutine
from typing import Any, Self

from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.utils.asyncio import create_looping_call
from twisted.python.failure import Failure

INTERRUPTED = "shutdown"
"""Scrapy's word for a crawl that a signal ended."""
INTERVAL = 0.5
"""Seconds between two looks at whether the crawl was told to stop; Scrapy sends no signal when it is."""

LOOK_EVERY = 0.02
"""Seconds between two looks at whether a crawl that closes has closed."""
GRACE = 2.0
"""Seconds that answers have to arrive once the crawl was told to stop."""


class Interrupted(Exception):
    """The crawl ended before the request was sent, or before its answer had arrived."""


async def keep_back(crawler: Crawler) -> None:
    """Return at once, or never where the crawl is ending: nothing is begun then, and whoever waits is cancelled."""
    slot = crawler.engine._slot
    if slot is None or slot.closing is not None or not crawler.crawling:
        await asyncio.get_running_loop().create_future()


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
    """Drops what is waiting as soon as a signal has told the crawl to stop, and then what takes too long to arrive.

    Scrapy would fetch the one first, and wait for the other until it times out.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.under_way: set[asyncio.Future[Response]] = set()
        self._told_at: float | None = None
        self.watching = create_looping_call(self.look)
        crawler.signals.connect(self.start, signals.engine_started)
        crawler.signals.connect(self.stop, signals.spider_closed)
        crawler.signals.connect(self.wait_for_the_books, signals.engine_stopped)

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
        """Drop what is waiting where the crawl was told to stop, and what is under way once its grace is over."""
        if self.crawler.crawling:
            return
        drop_waiting(self.crawler)
        self._told_at = self._told_at or time.monotonic()
        if time.monotonic() - self._told_at >= GRACE:
            for answer in list(self.under_way):
                answer.cancel()

    async def unless_ended(self, answer: Coroutine[Any, Any, Response]) -> Response:
        """What ``answer`` brings; raises ``Interrupted`` where that takes longer than the crawl may go on."""
        arriving = asyncio.ensure_future(answer)
        self.under_way.add(arriving)
        try:
            return await arriving
        except asyncio.CancelledError:
            if self._told_at is None or not arriving.cancelled():
                raise
            raise Interrupted from None
        finally:
            self.under_way.discard(arriving)

    def stop(self) -> None:
        """End watching."""
        if self.watching.running:
            self.watching.stop()

    async def wait_for_the_books(self) -> None:
        """Return when the crawl is closed: a signal that comes while it closes would end the loop before that."""
        while self.crawler.engine.spider is not None:
            await asyncio.sleep(LOOK_EVERY)
