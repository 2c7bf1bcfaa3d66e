"""robots.txt by RFC 9309: an answer in the 400s allows all, an error or no answer means wait."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from weakref import WeakKeyDictionary

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest, StopDownload
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler

from crawler.fetch.athand import AtHand
from crawler.fetch.encodings import in_utf8
from crawler.fetch.redirecting import LeadsNowhere
from crawler.fetch.waiting import stated_wait
from crawler.fetch.wholeness import MOST_UNPACKED

logger = logging.getLogger(__name__)

ROBOTS = "robots"
"""The key in a request's ``meta`` of those for a robots.txt."""

MAX_BYTES = 500 * 1024
"""Bytes of a robots.txt that are read, the least that RFC 9309 asks for."""

MAX_UNPACKED = 64 * 1024 * 1024
"""Bytes that these may unpack to; a server may announce any size, for no more of it is fetched."""

KEPT_BYTES = 64 * 1024
"""Bytes of a robots.txt that is kept for discovery, which reads in it where the sitemaps are; few are longer."""

MAX_AT_HAND = 16 * 1024 * 1024
"""Bytes of robots.txt whose rules are kept at hand, those of 20,000 hosts; in memory they take up to 20 times as much.

Also the bytes of answers that are kept for discovery. Whoever asks for what had to go has it fetched once more.
"""

MAX_CRAWL_DELAY = 60.0
"""Seconds; a site that asks for more than this between two pages gets this."""


class RobotsUnavailable(IgnoreRequest):
    """A site's robots.txt could not be had, so nothing on it may be fetched now.

    ``retry_at`` (aware) is when its server wants to be asked again, where it said so.
    """

    def __init__(self, message: str, retry_at: datetime | None = None) -> None:
        super().__init__(message)
        self.retry_at = retry_at


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware with RFC 9309's meaning of errors, and with Crawl-delay.

    Whoever asks for a robots.txt that was read for its rules is given that answer, once.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._readings: AtHand[str, asyncio.Future[RobotParser | None]] = AtHand(MAX_AT_HAND)
        self._answers: AtHand[str, Response] = AtHand(MAX_AT_HAND)
        self._received: WeakKeyDictionary[Request, int] = WeakKeyDictionary()
        crawler.signals.connect(self._enough, signals.bytes_received)

    async def process_request(self, request: Request) -> Response | None:  # type: ignore[override]
        """The robots.txt asked for, where it is at hand; raises ``IgnoreRequest`` for what the rules forbid."""
        await super().process_request(request)
        return None if request.meta.get(ROBOTS) else self._answers.take(request.url)

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of the request's site, read once while they are at hand, or None where all is allowed.

        Raises ``RobotsUnavailable`` where the site has no answer, or one in the 500s.
        """
        parts = urlparse_cached(request)
        address = f"{parts.scheme}://{parts.netloc}/robots.txt"
        reading = self._readings.get(address)
        if reading is None:
            reading = asyncio.ensure_future(self._read(address))
            reading.add_done_callback(lambda done: done.cancelled() or done.exception())  # all may have stopped waiting
            self._readings.keep(address, reading)
        rules = await asyncio.shield(reading)
        if rules is not None:
            self._slow_down(request, rules)
        return rules

    async def _read(self, url: str) -> RobotParser | None:
        meta = {"dont_obey_robotstxt": True, ROBOTS: True, "download_maxsize": 0, MOST_UNPACKED: MAX_UNPACKED}
        request = Request(url, priority=1000, meta=meta, callback=NO_CALLBACK)
        try:
            response = await self.crawler.engine.download_async(request)
        except Exception as error:
            without_end = isinstance(error, IgnoreRequest) and "max redirections" in str(error)
            if without_end or isinstance(error, LeadsNowhere):
                return None  # it led to no address, or on without end: to RFC 9309 that is as if there were none
            logger.info("%s: no robots.txt: %s", url, error)
            self._stats.inc_value("robotstxt/unavailable")
            raise RobotsUnavailable(type(error).__name__) from error
        if len(response.body) <= KEPT_BYTES:
            self._answers.keep(url, response, len(response.body))
        self._readings.weigh(url, min(len(response.body), MAX_BYTES))
        return await self._rules(response)

    async def _rules(self, response: Response) -> RobotParser | None:
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status >= 500 or response.status == 429:
            self._stats.inc_value("robotstxt/unavailable")
            raise RobotsUnavailable(f"HTTP {response.status}", stated_wait(response, datetime.now(UTC)))
        if response.status >= 300:
            return None  # not there, nor (a redirect that leads nowhere) anywhere else
        return await asyncio.to_thread(self._parsed, response.body[:MAX_BYTES], response.url)

    def _parsed(self, body: bytes, url: str) -> RobotParser:
        """The rules, asked once: what they need to be looked up quickly is made at the first question."""
        parser: RobotParser = build_from_crawler(self._parserimpl, self.crawler, in_utf8(body))
        parser.allowed(f"{url}/", self._robotstxt_useragent or self._default_useragent)
        return parser

    def _enough(self, data: bytes, request: Request) -> None:
        """End the download of a robots.txt once all of it is here that will be read."""
        if request.meta.get(ROBOTS):
            self._received[request] = self._received.get(request, 0) + len(data)
            if self._received[request] >= MAX_BYTES:
                raise StopDownload(fail=False)

    def _slow_down(self, request: Request, rules: RobotParser) -> None:
        """Hold the host's download slot to its Crawl-delay, which AutoThrottle must not shorten."""
        agent = self._robotstxt_useragent or self._default_useragent
        delay = min(float(rules.crawl_delay(agent) or 0.0), MAX_CRAWL_DELAY)
        downloader = self.crawler.engine.downloader
        if delay <= downloader.settings.getfloat("DOWNLOAD_DELAY"):
            return
        request.meta["autothrottle_dont_adjust_delay"] = True
        key = downloader.get_slot_key(request)
        downloader.per_slot_settings[key] = {"delay": delay, "concurrency": 1, "jitter": 0}
        if slot := downloader.slots.get(key):
            slot.delay, slot.concurrency, slot.jitter = max(slot.delay, delay), 1, 0.0
