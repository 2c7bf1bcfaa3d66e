"""Has a crawl ask a domain that other visits may ask as well only when its worker holds it: WordPress.com's."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.addresses import owner_of

PRIORITY = 10
"""Of the middleware: before those that wait, for a site's own delay or a host that is left alone."""
LOOK_EVERY = 0.1
"""Seconds between two looks at whether the domain may be asked."""


class SharingMiddleware:
    """Keeps requests to a shared domain back until it is held; the setting ``SHARED_DOMAINS`` names those."""

    def __init__(self, crawler: Crawler) -> None:
        self._sharing = Sharing(Path(crawler.settings["SHARING_FOLDER"]))
        self._shared = set(crawler.settings.getlist("SHARED_DOMAINS"))

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware of a crawl in a worker."""
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Wait until the worker holds the request's domain; where another has it, the worker ends this crawl."""
        domain = owner_of(request.url)
        if domain in self._shared:
            while not self._sharing.is_held(domain):
                self._sharing.ask(domain)
                await asyncio.sleep(LOOK_EVERY)
            self._shared.discard(domain)


class Sharing:
    """What a crawl and its worker tell each other of shared domains, by the names of empty files in their folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def ask(self, domain: str) -> None:
        """Say that the crawl wants to ask the domain."""
        (self._folder / f"wanted-{domain}").touch()

    def wanted(self) -> list[str]:
        """The domains that the crawl wants to ask and that are not held yet."""
        asked = [path.name.removeprefix("wanted-") for path in self._folder.glob("wanted-*")]
        return [domain for domain in asked if not self.is_held(domain)]

    def hold(self, domain: str) -> None:
        """Say that the worker holds the domain."""
        (self._folder / f"held-{domain}").touch()

    def is_held(self, domain: str) -> bool:
        """Whether the worker holds the domain."""
        return (self._folder / f"held-{domain}").exists()
