"""Looks at a site without crawling it: at which address it answers, and how its stories can be found."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

import scrapy
from scrapy import Request
from scrapy.settings import BaseSettings

from crawler.discovery import Discovery, Library, usual_sources
from crawler.fetching import Fetcher
from crawler.records import Candidate

ENOUGH = 50
"""Stories after which a look ends: that there are some is what it is about."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What a look found: ``found`` stories at ``url``, ``ENOUGH`` at most; ``trouble`` says why there are none."""

    url: str
    found: int
    source: str | None
    trouble: str | None


class ProbeSpider(scrapy.Spider):
    """Looks at the first of ``addresses`` that answers, and appends what it found to ``delivered``."""

    name = "probe"

    def __init__(self, addresses: Sequence[str], delivered: list[Probe]) -> None:
        super().__init__()
        self.addresses = addresses
        self.delivered = delivered

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Wait half a second between requests: somebody is watching, and there are only a few."""
        settings.set("DOWNLOAD_DELAY", min(settings.getfloat("DOWNLOAD_DELAY"), 0.5), priority="spider")
        settings.set("AUTOTHROTTLE_ENABLED", False, priority="spider")

    async def start(self) -> AsyncIterator[Request]:
        """Look; there is nothing to yield."""
        for address in self.addresses:
            discovery = Discovery(
                address, Library(Fetcher(self.crawler)), usual_sources(self.settings["WORDPRESS_COM_API"])
            )
            found = await _some(discovery)
            if not discovery.unreachable:
                break
        trouble = str(discovery.trouble or f"no articles found (tried {', '.join(discovery.sources)})")
        source = found[0].source if found else None
        self.delivered.append(Probe(discovery.url, len(found), source, None if found else trouble))
        if False:
            yield  # an async generator, as Scrapy wants


async def _some(discovery: Discovery) -> list[Candidate]:
    found: list[Candidate] = []
    async for candidate in discovery.candidates():
        found.append(candidate)
        if len(found) >= ENOUGH:
            break
    return found
