"""Holds the hosts of ``sites.toml`` to the delay that their entries ask for."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured

from crawler.addresses import site_of


class PaceMiddleware:
    """Gives a host its own delay before the first request to it; AutoThrottle then leaves it alone."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware, for spiders whose sites have delays of their own."""
        if not getattr(crawler.spider, "delays", None):
            raise NotConfigured
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        """Set the delay of the request's host. A longer one that its robots.txt asks for is kept."""
        delay: float | None = self.crawler.spider.delays.get(site_of(request.url))  # type: ignore[union-attr]
        if delay is None:
            return
        request.meta["autothrottle_dont_adjust_delay"] = True
        downloader = self.crawler.engine.downloader
        own = downloader.per_slot_settings.setdefault(downloader.get_slot_key(request), {})
        own["delay"] = max(delay, own.get("delay", 0.0))
