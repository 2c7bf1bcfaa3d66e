"""Tries the sources of discovery in turn, the cheapest for the site first, and says which one was used."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Mapping
from types import MappingProxyType

from crawler.discovery.feeds import discover_feeds
from crawler.discovery.links import discover_links
from crawler.discovery.sitemaps import discover_sitemaps
from crawler.discovery.source import Site, Source
from crawler.fetching import Fetch
from crawler.records import Candidate
from crawler.trouble import FORBIDDEN, Trouble, Unfetched

logger = logging.getLogger(__name__)

SOURCES: Mapping[str, Source] = MappingProxyType(
    {"sitemap": discover_sitemaps, "feed": discover_feeds, "links": discover_links}
)
"""Source by name, in the order in which they are tried; the first that finds anything is used."""


class Discovery:
    """One look at a site. After ``candidates`` has ended, ``used`` and ``trouble`` say how it went."""

    def __init__(self, url: str, fetch: Fetch, sources: Mapping[str, Source] = SOURCES) -> None:
        self.url = url
        self.fetch = fetch
        self.sources = sources
        self.used: str | None = None
        self.foreign = 0  # addresses on other hosts, which are not ours to crawl
        self.trouble: Trouble | None = None  # why the front page could not be had

    @property
    def unreachable(self) -> bool:
        """Whether nobody answered, so that there is nothing that a source could ask."""
        return self.trouble is not None and not self.trouble.status and self.trouble.reason != FORBIDDEN

    async def candidates(self) -> AsyncIterator[Candidate]:
        """Yield what the first source that finds anything finds, without front page and other hosts."""
        site = await self._site()
        if self.unreachable:
            return
        for name, source in self.sources.items():
            async for candidate in source(site, self.fetch):
                if site.is_home(candidate.url):
                    continue
                if not site.owns(candidate.url):
                    self.foreign += 1
                    continue
                self.used = name
                yield candidate
            if self.used:
                logger.info("%s: articles found by %s", self.url, name)
                return

    async def _site(self) -> Site:
        try:
            return Site(self.url, await self.fetch(self.url))
        except Unfetched as error:
            self.trouble = error.trouble
            return Site(self.url)
