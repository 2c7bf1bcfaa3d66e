"""Leaves a host alone that asks for it, or that does not answer: for a while, then for the rest of the crawl."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.retry import get_retry_request
from scrapy.http import Response
from scrapy.utils.httpobj import urlparse_cached

from crawler.addresses import site_of
from crawler.fetch.leaving import Interrupted
from crawler.fetch.trouble import BUSY, Trouble, Unfetched, answer_trouble, trouble_of
from crawler.records.endings import HostRest

FIRST_PAUSE = 5.0
"""Seconds that a host is left alone that is busy and does not say for how long; doubled each time it is busy again."""
MOST_REFUSALS = 4
"""Pauses after which a host that is still busy is left alone for the rest of the crawl."""
MOST_SILENCES = 6
"""Pages without an answer, one after the other, that say that a host is down."""
MOST_ERRORS = 20
"""Pages answered in the 500s, one after the other, that say that it is not they but the host that is out of order."""
REST = timedelta(minutes=15)
"""For how long nothing is asked of a host that is down and does not say for how long."""
LEFT_ALONE = "backoff/until/"
"""The stats key of the time until which a host wants to be left alone, before its name."""
LOOK_EVERY = 0.25
"""Seconds between two looks at whether a pause is over, or the crawl."""


@dataclass(slots=True)
class Host:
    """How a host has answered lately; ``resume_at`` in the event loop's time, ``closed`` why nothing is asked of it."""

    resume_at: float = 0.0
    refusals: int = 0
    silences: int = 0
    errors: int = 0
    closed: Trouble | None = None


class BackoffMiddleware:
    """Keeps requests back while their host is left alone; raises ``Unfetched`` where that is for the whole crawl.

    What a host asks for holds for the crawls that follow as well, where somebody keeps it for them.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.longest = crawler.settings.getfloat("BACKOFF_MAX")
        self._known: Mapping[str, HostRest] = {}
        self._keep: Callable[[HostRest], Awaitable[None]] | None = None
        self._hosts: dict[str, Host] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware, with the longest pause that the settings allow."""
        return cls(crawler)

    def go_on_from(self, known: Mapping[str, HostRest], keep: Callable[[HostRest], Awaitable[None]]) -> None:
        """Begin with the rests that earlier crawls know of, by host, and have those to come kept by ``keep``."""
        self._known, self._keep = known, keep

    async def process_request(self, request: Request) -> None:
        """Wait until the host may be asked; raises ``Unfetched`` or ``Interrupted`` where it will not be."""
        host = self._host(request)
        while True:
            if host.closed:
                raise Unfetched(host.closed)
            left = host.resume_at - _clock()
            if left <= 0:
                return
            if not self.crawler.crawling:
                raise Interrupted
            await asyncio.sleep(min(left, LOOK_EVERY))

    async def process_response(self, request: Request, response: Response) -> Response | Request:
        """The response; the request again where the host was busy and it is worth waiting for it."""
        host = self._host(request)
        if response.status in BUSY:
            trouble = answer_trouble(response, datetime.now(UTC))
            assert trouble is not None
            return await self._refused(host, request, trouble) or response
        host.refusals = host.silences = 0
        host.errors = host.errors + _counts(request) if response.status >= 500 else 0
        if host.errors >= MOST_ERRORS:
            self._close(host, Trouble("wait", f"HTTP {response.status}"))
        return response

    def process_exception(self, request: Request, exception: Exception) -> None:
        """Count a failure to get an answer."""
        if isinstance(exception, Unfetched | Interrupted):
            return
        trouble = trouble_of(exception)
        host = self._host(request)
        if trouble.remedy == "wait":
            host.silences += _counts(request)
            if host.silences >= MOST_SILENCES:
                self._close(host, trouble)

    async def _refused(self, host: Host, request: Request, trouble: Trouble) -> Request | None:
        """Pause, and return the request to be made after that; or leave the host alone, and return None."""
        now = _clock()
        if now >= host.resume_at:  # else the answer is of the time before the pause
            host.refusals += 1
            self._slow_down(request)
            pause = FIRST_PAUSE * 2.0 ** (host.refusals - 1)
            if trouble.retry_at:
                pause = max((trouble.retry_at - datetime.now(UTC)).total_seconds(), 0.0)
            until = datetime.now(UTC) + timedelta(seconds=pause)
            if pause > self.longest or host.refusals > MOST_REFUSALS:
                until = self._close(host, trouble)
                self._tell(site_of(request.url), until)
            host.resume_at = now + pause
            if self._keep:
                await self._keep(HostRest(site_of(request.url), until, trouble.reason))
        if host.closed:
            return None
        assert self.crawler.spider is not None
        return get_retry_request(request, spider=self.crawler.spider, reason=trouble.reason)

    def _close(self, host: Host, trouble: Trouble) -> datetime:
        """Leave the host alone for the rest of the crawl; returns until when."""
        self.crawler.stats.inc_value("backoff/hosts")
        again = trouble.retry_at or datetime.now(UTC) + REST
        host.closed = replace(trouble, detail="the host is left alone for now", retry_at=again, everywhere=True)
        return again

    def _tell(self, host: str, until: datetime) -> None:
        """Have the summary say until when a host wants to be left alone."""
        self.crawler.stats.set_value(f"{LEFT_ALONE}{host}", f"{until:%Y-%m-%d %H:%M} UTC")

    def _slow_down(self, request: Request) -> None:
        """Double the delay between requests to the host, as far as AutoThrottle would go."""
        downloader = self.crawler.engine.downloader
        if slot := downloader.slots.get(downloader.get_slot_key(request)):
            slot.delay = min(slot.delay * 2, self.crawler.settings.getfloat("AUTOTHROTTLE_MAX_DELAY"))

    def _host(self, request: Request) -> Host:
        parts = urlparse_cached(request)
        address = f"{parts.scheme}://{parts.netloc}"
        if address not in self._hosts:
            rest = self._known.get(site_of(request.url))
            self._hosts[address] = Host() if rest is None else self._as_left(rest)
        return self._hosts[address]

    def _as_left(self, rest: HostRest) -> Host:
        """A host as an earlier crawl left it: to be waited for, or not to be asked at all."""
        left = (rest.until - datetime.now(UTC)).total_seconds()
        if left <= self.longest:
            return Host(resume_at=_clock() + left)
        self._tell(rest.host, rest.until)
        detail = f"the host asked to be left alone until {rest.until:%Y-%m-%d %H:%M} UTC"
        return Host(closed=Trouble("wait", rest.reason, detail, retry_at=rest.until, everywhere=True))


def _counts(request: Request) -> int:
    """1 for the first attempt at a page, 0 for the next ones: one page that always fails says little of its host."""
    return int(not request.meta.get("retry_times"))


def _clock() -> float:
    return asyncio.get_running_loop().time()
