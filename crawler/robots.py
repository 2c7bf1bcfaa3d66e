"""robots.txt by RFC 9309: an answer in the 400s allows all, an error or no answer means wait."""

from __future__ import annotations

import asyncio
import logging

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK
from scrapy.robotstxt import RobotParser
from scrapy.utils.httpobj import urlparse_cached
from scrapy.utils.misc import build_from_crawler

logger = logging.getLogger(__name__)

MAX_BYTES = 500 * 1024
"""Bytes of a robots.txt that are read, the least that RFC 9309 asks for."""

MAX_CRAWL_DELAY = 60.0
"""Seconds; a site that asks for more than this between two pages gets this."""


class RobotsUnavailable(IgnoreRequest):
    """A site's robots.txt could not be had, so nothing on it may be fetched now."""


class RobotsMiddleware(RobotsTxtMiddleware):
    """Scrapy's middleware with RFC 9309's meaning of errors, and with Crawl-delay."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._readings: dict[tuple[str, str], asyncio.Future[RobotParser | None]] = {}

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules of the request's site, read once a crawl, or None where all is allowed.

        Raises ``RobotsUnavailable`` where the site has no answer, or one in the 500s.
        """
        parts = urlparse_cached(request)
        site = (parts.scheme, parts.netloc)
        if site not in self._readings:
            reading = asyncio.ensure_future(self._read(f"{parts.scheme}://{parts.netloc}/robots.txt"))
            reading.add_done_callback(lambda done: done.cancelled() or done.exception())  # all may have stopped waiting
            self._readings[site] = reading
        rules = await asyncio.shield(self._readings[site])
        if rules is not None:
            self._slow_down(request, rules)
        return rules

    async def _read(self, url: str) -> RobotParser | None:
        request = Request(url, priority=1000, meta={"dont_obey_robotstxt": True}, callback=NO_CALLBACK)
        try:
            response = await self.crawler.engine.download_async(request)
        except IgnoreRequest:
            return None  # redirects without end: RFC 9309 lets us take it for a robots.txt that is not there
        except Exception as error:
            logger.info("No robots.txt from %s: %s", url, error)
            self._stats.inc_value("robotstxt/unavailable")
            raise RobotsUnavailable(type(error).__name__) from error
        return await self._rules(response)

    async def _rules(self, response: Response) -> RobotParser | None:
        self._stats.inc_value(f"robotstxt/response_status_count/{response.status}")
        if response.status >= 500 or response.status == 429:
            self._stats.inc_value("robotstxt/unavailable")
            raise RobotsUnavailable(f"HTTP {response.status}")
        if response.status >= 400:
            return None
        body = response.body[:MAX_BYTES]
        parser: RobotParser = await asyncio.to_thread(build_from_crawler, self._parserimpl, self.crawler, body)
        return parser

    def _slow_down(self, request: Request, rules: RobotParser) -> None:
        """Hold the host's download slot to its Crawl-delay, which AutoThrottle must not shorten."""
        agent = self._robotstxt_useragent or self._default_useragent
        delay = min(rules.crawl_delay(agent) or 0.0, MAX_CRAWL_DELAY)
        downloader = self.crawler.engine.downloader
        if delay <= downloader.settings.getfloat("DOWNLOAD_DELAY"):
            return
        request.meta["autothrottle_dont_adjust_delay"] = True
        key = downloader.get_slot_key(request)
        downloader.per_slot_settings[key] = {"delay": delay, "concurrency": 1, "jitter": 0}
        if slot := downloader.slots.get(key):
            slot.delay, slot.concurrency, slot.jitter = max(slot.delay, delay), 1, 0.0
