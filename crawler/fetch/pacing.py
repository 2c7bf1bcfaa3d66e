"""Holds the hosts of ``sites.toml`` to the delay that their entries ask for."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.addresses import owner_of, site_of

MAX_DELAY = 600.0
"""Seconds between two requests to a host, at most: of an entry or a setting that asks for more, nobody sees the end."""


class PaceMiddleware:
    """Gives a host its own delay before the first request to it; AutoThrottle then leaves it alone."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.usual = crawler.settings.getfloat("DOWNLOAD_DELAY")

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware, for spiders whose sites may have delays of their own."""
        if not hasattr(crawler.spider, "delays"):
            raise NotConfigured
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Set the delay of the request's host. A longer one that its robots.txt asks for is kept."""
        delay = self._delay(request)
        if delay is None:
            return
        request.meta["autothrottle_dont_adjust_delay"] = True
        downloader = self.crawler.engine.downloader
        own = downloader.per_slot_settings.setdefault(downloader.get_slot_key(request), {})
        own["delay"] = max(delay, own.get("delay", 0.0))

    def _delay(self, request: Request) -> float | None:
        """The delay of the request's host: of its own entry, else of the entry whose host redirected to it."""
        delays: dict[str, float] = self.crawler.spider.delays  # type: ignore[union-attr]
        host, came_from = site_of(request.url), request.meta.get("redirect_urls")
        if host not in delays and came_from and (delay := delays.get(site_of(came_from[0]))) is not None:
            # A stranger's server is not asked more often than others because a site of ours may be.
            stranger = owner_of(request.url) != owner_of(came_from[0])
            delays[host] = max(delay, self.usual) if stranger else delay
        return delays.get(host)
