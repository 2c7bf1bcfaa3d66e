"""Tries the sources of discovery in turn, the cheapest for the site first, and says which one was used."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from crawler.addresses import known_as, site_of
from crawler.discovery.feeds import discover_feeds, discover_unmodified
from crawler.discovery.library import Library
from crawler.discovery.links import KIND as LINKS
from crawler.discovery.links import discover_links, discover_sections
from crawler.discovery.looks import is_story
from crawler.discovery.sitemaps import discover_hidden, discover_passed_over, discover_sitemaps
from crawler.discovery.source import Site, Source, site_at
from crawler.discovery.subsites import sites_within
from crawler.discovery.wordpress import discover_wordpress
from crawler.fetch.trouble import Trouble, Unfetched
from crawler.records.endings import FORBIDDEN
from crawler.records.finds import Candidate
from crawler.records.sources import LISTINGS

logger = logging.getLogger(__name__)

AT_A_TIME = 100
"""Candidates looked at before the crawl's other work has its turn."""


def usual_sources(wordpress_com: str) -> Mapping[str, Source]:
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
        self.in_part = False
        """Whether a way has told a part only of what there is, so that stories may lead to others listed nowhere."""
        self._ways: dict[str, None] = {}
        self._torn = False
        self._told_all = False  # by the last of the sources tried, as far as it knows
        self._seen: set[int] = set()  # hashes: a large site has many
        self.foreign = 0  # addresses on other hosts, which are not ours to crawl
        self._hosts = Counter[str]()  # how many of them by host
        self.trouble: Trouble | None = None  # why the front page could not be had

    @property
    def unreachable(self) -> bool:
        """Whether nobody answered, so that there is nothing that a source could ask."""
        return self.trouble is not None and not self.trouble.status and self.trouble.reason != FORBIDDEN

    @property
    def is_deserted(self) -> bool:
        """Whether the site is not there: nobody answers or knows of it, its server is broken, or there is no story."""
        if self.trouble is None:
            return self.used is None
        status = self.trouble.status or 0
        return self.unreachable or status in (404, 410) or status >= 500

    @property
    def used(self) -> str | None:
        """The ways that found anything, for a reader."""
        return " and ".join(self._ways) or None

    @property
    def lists_all(self) -> bool:
        """Whether what was found, with what ``library.unread`` lists, is all that the site says there is."""
        return bool(self._ways) and self._ways.keys() <= LISTINGS and not self._torn and not self.library.incomplete

    @property
    def way_out(self) -> str:
        """What to do where nothing was found: the site may tell of its stories at another host."""
        if not self._hosts:
            return "give pages with -a urls=FILE"
        ((host, count),) = self._hosts.most_common(1)
        return f"it names {count} at {host}: give that host as the site's address if they are its stories"

    async def candidates(self) -> AsyncIterator[Candidate]:
        """Yield what is found on the site, then what is found on the sites within it."""
        site = await self._site()
        if self.unreachable:
            return
        followed, listed = _parted(self.sources)
        async for candidate in self._by(listed, site):
            yield candidate
        told_all, by_wordpress = self._told_all, "wordpress" in self._ways
        # The sitemaps are those of the whole host.
        sources = {name: source for name, source in self.sources.items() if name != "sitemap"}
        async for within in sites_within(site, self.library, self._is_seen):
            async for candidate in self._by(sources, within):
                yield candidate
        if told_all and by_wordpress:
            self.library.broken_off.clear()
            # After the sites within, whose stories the front page may lead to as well.
            for candidate in await self._on_the_front_page_only(site):
                yield candidate
            self.in_part = self.in_part or bool(self.library.broken_off)
            told_all = not self.library.broken_off
        if not told_all:
            async for candidate in self._by(followed, site):
                yield candidate
        elif "feed" in self._ways and followed:
            async for candidate in self._own(partial(discover_sections, heard=self._is_seen), site):
                self._ways[LINKS] = None
                yield candidate

    async def _by(self, sources: Mapping[str, Source], site: Site) -> AsyncIterator[Candidate]:
        """Yield what the first source that finds anything finds, and where that broke off, what the next one adds."""
        self._told_all = False
        for name, source in sources.items():
            self.library.broken_off.clear()
            unchanged, found = len(self.library.unchanged), False
            async for candidate in self._own(source, site):
                found = True
                self._seen.add(_place(candidate.url))
                yield candidate
            if not found and len(self.library.unchanged) == unchanged:
                continue
            self._ways[name] = None
            if name in ("sitemap", "feed"):
                unlisted = await self._on_the_front_page_only(site)
                if unlisted:
                    again = discover_passed_over if name == "sitemap" else discover_unmodified
                    async for candidate in self._own(again, site):
                        self._seen.add(_place(candidate.url))
                        yield candidate
                for candidate in unlisted:
                    yield candidate
            if not self.library.broken_off:
                if name == "wordpress":
                    async for candidate in self._passed_over(sources, site):
                        yield candidate
                logger.info("%s: stories found by %s", site.address, self.used)
                self._told_all = True
                return
            self.in_part = True
            logger.info(
                "%s: %s gave a part only (%s); trying other ways", site.address, name, self.library.broken_off[0]
            )
        self._torn = self._torn or bool(self.library.broken_off)

    async def _passed_over(self, sources: Mapping[str, Source], site: Site) -> AsyncIterator[Candidate]:
        """Yield what the sitemaps list and WordPress's interface does not: plugins hide types of posts from it.

        Once a week all are read, else those that have listed such stories; what is known already is named again where
        it has changed since.
        """
        source = sources.get("sitemap")
        if source is None:
            return
        if self.library.was_read_lately("sitemap"):
            source = discover_hidden
        async for candidate in self._own(source, site):
            if self._is_seen(candidate.url):
                continue
            if await self.library.unheard([known_as(candidate.url)]):
                self._ways["sitemap"] = None
                if candidate.found_in:
                    self.library.with_hidden.add(candidate.found_in)
                yield candidate
            elif self.library.has_changed(candidate):
                yield candidate

    async def _on_the_front_page_only(self, site: Site) -> list[Candidate]:
        """The stories that the front page leads to and nothing ever listed: what lists them may be of yesterday.

        Where they are most of its stories, those are out of date or list other pages: they gave a part only.
        """
        if site.home is None:
            return []
        links = site.home.links
        stories = await asyncio.to_thread(lambda: [url for url in links if site.owns(url) and is_story(url)])
        unseen = [url for url in stories if not self._is_seen(url)]
        unlisted = await self.library.unheard_anywhere(unseen, site.at_home)
        if unlisted:
            self.library.distrust_unmodified()
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
            if (plain := self.library.spelled(candidate.url)) != candidate.url:
                candidate = replace(candidate, url=plain)
            is_twin = site.is_twin(candidate.url)
            if site.is_home(site.at_home(candidate.url) if is_twin else candidate.url):
                continue
            if is_twin or site.owns(candidate.url):
                if not is_twin or await self._is_unheard(candidate.url, site):
                    yield candidate
            else:
                self.foreign += 1
                with suppress(ValueError):
                    self._hosts[site_of(candidate.url)] += 1

    async def _is_unheard(self, twin: str, site: Site) -> bool:
        """Whether nobody has heard of the page on the site's own host that a page elsewhere is a twin of."""
        home = known_as(site.at_home(twin))
        return not self._is_seen(twin) and bool(await self.library.unheard([home]))

    def _is_seen(self, url: str) -> bool:
        return _place(url) in self._seen

    async def _site(self) -> Site:
        try:
            return await site_at(self.url, self.library)
        except Unfetched as error:
            self.trouble = error.trouble
            return Site(self.url)


def _parted(sources: Mapping[str, Source]) -> tuple[Mapping[str, Source], Mapping[str, Source]]:
    """The sources that follow links, and those that read what a site lists."""
    followed: dict[str, Source] = {name: source for name, source in sources.items() if name == LINKS}
    return followed, {name: source for name, source in sources.items() if name != LINKS}


def _place(url: str) -> int:
    """A hash of what tells the pages of one site apart, however its host and scheme are spelled."""
    parts = urlsplit(known_as(url))
    return hash((parts.path.rstrip("/"), parts.query))
