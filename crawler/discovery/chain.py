"""Tries the sources of discovery in turn, the cheapest for the site first, and says which one was used."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from functools import partial
from urllib.parse import urlsplit

from crawler.addresses import known_as, site_of
from crawler.discovery.feeds import discover_feeds
from crawler.discovery.library import Library
from crawler.discovery.links import KIND as LINKS
from crawler.discovery.links import discover_links
from crawler.discovery.looks import is_story
from crawler.discovery.sitemaps import discover_sitemaps
from crawler.discovery.source import Site, Source, site_at
from crawler.discovery.wordpress import WORDPRESS_COM, discover_wordpress
from crawler.records import FORBIDDEN, LISTINGS, Candidate
from crawler.trouble import Trouble, Unfetched

logger = logging.getLogger(__name__)

AT_A_TIME = 100
"""Candidates looked at before the crawl's other work has its turn."""


def usual_sources(wordpress_com: str = WORDPRESS_COM) -> Mapping[str, Source]:
    """Source by name, in the order in which they are tried; the first that finds anything is used.

    ``wordpress_com`` is the address of the interface to the sites that WordPress.com hosts.
    """
    return {
        "wordpress": partial(discover_wordpress, wordpress_com=wordpress_com),
        "sitemap": discover_sitemaps,
        "feed": discover_feeds,
        "links": discover_links,
    }


class Discovery:
    """One look at a site. After ``candidates`` has ended, ``used`` and ``trouble`` say how it went."""

    def __init__(
        self,
        url: str,
        library: Library,
        sources: Mapping[str, Source],
    ) -> None:
        self.url = url
        self.library = library
        self.sources = sources
        self.used: str | None = None
        self._seen: set[int] = set()  # hashes: a large site has many
        self.foreign = 0  # addresses on other hosts, which are not ours to crawl
        self._hosts = Counter[str]()  # how many of them by host
        self.trouble: Trouble | None = None  # why the front page could not be had

    @property
    def unreachable(self) -> bool:
        """Whether nobody answered, so that there is nothing that a source could ask."""
        return self.trouble is not None and not self.trouble.status and self.trouble.reason != FORBIDDEN

    @property
    def lists_all(self) -> bool:
        """Whether what was found, with what ``library.unread`` lists, is all that the site says there is."""
        ways = set(self.used.split(" and ")) if self.used else set()
        return bool(ways) and ways <= LISTINGS and not self.library.broken_off and not self.library.incomplete

    @property
    def way_out(self) -> str:
        """What to do where nothing was found: the site may tell of its stories at another host."""
        if not self._hosts:
            return "give pages with -a urls=FILE"
        ((host, count),) = self._hosts.most_common(1)
        return f"it names {count} at {host}: give that host as the site's address if they are its stories"

    async def candidates(self) -> AsyncIterator[Candidate]:
        """Yield what the first source that finds anything finds, and where that broke off, what the next one adds."""
        site = await self._site()
        if self.unreachable:
            return
        for name, source in self.sources.items():
            self.library.broken_off.clear()
            unchanged, found = len(self.library.unchanged), False
            async for candidate in self._own(source, site):
                found = True
                self._seen.add(_place(candidate.url))
                yield candidate
            if not found and len(self.library.unchanged) == unchanged:
                continue
            self.used = f"{self.used} and {name}" if self.used else name
            if name in ("sitemap", "feed"):
                for candidate in await self._on_the_front_page_only(site):
                    yield candidate
            if not self.library.broken_off:
                if name == "wordpress":
                    async for candidate in self._passed_over(site):
                        yield candidate
                logger.info("%s: articles found by %s", self.url, self.used)
                return
            logger.info("%s: %s gave a part only (%s); trying other ways", self.url, name, self.library.broken_off[0])

    async def _passed_over(self, site: Site) -> AsyncIterator[Candidate]:
        """Yield what the sitemaps list and WordPress's interface does not: plugins hide types of posts from it.

        Once a week; what is known already is not named again.
        """
        source = self.sources.get("sitemap")
        if source is None or self.library.was_read_lately("sitemap"):
            return
        async for candidate in self._own(source, site):
            if _place(candidate.url) not in self._seen and await self.library.unheard([known_as(candidate.url)]):
                self.used = "wordpress and sitemap"
                yield candidate

    async def _on_the_front_page_only(self, site: Site) -> list[Candidate]:
        """The stories that the front page leads to and no sitemap or feed ever listed.

        Where they are most of its stories, those are out of date or list other pages: they gave a part only.
        """
        if site.home is None:
            return []
        links = site.home.links
        stories = await asyncio.to_thread(lambda: [url for url in links if site.owns(url) and is_story(url)])
        unlisted = await self.library.unheard([url for url in stories if _place(url) not in self._seen])
        if len(unlisted) > len(stories) / 2:
            self.library.broken_off.append(f"{site.address} leads to stories that are listed nowhere")
        return [Candidate(url, LINKS, site.address) for url in stories if url in unlisted]

    async def _own(self, source: Source, site: Site) -> AsyncIterator[Candidate]:
        """What a source finds, without front page and other hosts."""
        count = 0
        async for candidate in source(site, self.library):
            count += 1
            if count % AT_A_TIME == 0:
                await asyncio.sleep(0)  # a sitemap may list a quarter of a million, of other sites maybe
            if site.is_home(candidate.url):
                continue
            if site.owns(candidate.url):
                yield candidate
            else:
                self.foreign += 1
                with suppress(ValueError):
                    self._hosts[site_of(candidate.url)] += 1

    async def _site(self) -> Site:
        try:
            return await site_at(self.url, self.library)
        except Unfetched as error:
            self.trouble = error.trouble
            return Site(self.url)


def _place(url: str) -> int:
    """A hash of what tells the pages of one site apart, however its host and scheme are spelled."""
    parts = urlsplit(known_as(url))
    return hash((parts.path.rstrip("/"), parts.query))
