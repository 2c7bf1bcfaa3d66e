"""Tells a site's owner who is calling, and where to write."""

from __future__ import annotations

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler


class IdentityMiddleware:
    """Sends ``USER_AGENT``, with ``CONTACT`` where it is set, on every request."""

    def __init__(self, user_agent: str) -> None:
        self.user_agent = user_agent

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware for a crawler's settings."""
        contact = " ".join(str(crawler.settings["CONTACT"] or "").split())
        return cls(f"{crawler.settings['USER_AGENT']} (+{contact})" if contact else crawler.settings["USER_AGENT"])

    def process_request(self, request: Request) -> None:
        """Set the header, whatever the request brought."""
        request.headers[b"User-Agent"] = self.user_agent
