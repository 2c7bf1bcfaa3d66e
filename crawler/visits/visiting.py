"""One crawl's visit to one site: what discovery finds goes into the ledger, what is due comes out of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from scrapy.crawler import Crawler

from crawler.addresses import is_below, site_of
from crawler.books.bookkeeping import Bookkeeper
from crawler.discovery.chain import Discovery, usual_sources
from crawler.discovery.library import Library
from crawler.discovery.looks import is_story
from crawler.discovery.noise import noise_in
from crawler.discovery.pagereading import read_links, read_translations
from crawler.discovery.twins import are_twins, at_home
from crawler.fetch.fetching import Fetch
from crawler.records.finds import Candidate, Copy, Document
from crawler.records.pages import FetchedPage, LedgerEntry
from crawler.storage import Recrawl
from crawler.visits.byworkers import ByWorkers
from crawler.visits.intake import Intake

logger = logging.getLogger(__name__)

UNLISTED = frozenset({"feed", "links"})
"""Ways of finding stories that bring a part of them, unless one leads to the other."""
MOST_LISTS = 200
"""Lists that were taken for stories from which a visit goes on, at most."""
LOOKED_AT_AGAIN = 100
"""Stories that a visit fetches again, at most, although nothing says that they changed."""


class Visit:
    """A visit to the site called ``name``, at the first of ``addresses`` that answers.

    ``announce`` is called whenever there may be something to lease.
    """

    def __init__(
        self, crawler: Crawler, fetch: Fetch, name: str, addresses: Sequence[str], announce: Callable[[], None]
    ) -> None:
        self.crawler = crawler
        self.fetch = fetch
        self.name = name
        self.addresses = addresses
        self.books = Bookkeeper.of(crawler)
        self.intake = Intake(self.books, name, announce)
        self.apart = ByWorkers(crawler)
        self.discovery: Discovery | None = None
        self.noise = frozenset[str]()
        self.newest_only = False
        self._lists = 0

    async def gather(self) -> None:
        """Enter what discovery finds, or say why there is nothing."""
        known = await self.books.documents(self.name)
        self.noise, trials = noise_in(await self.books.look_up(lambda places: places.addresses(self.name)))
        await self.books.add(self.name, [Candidate(url, "links") for url in trials], Recrawl.NEVER)
        self.newest_only = await self.books.look_up(lambda places: places.lists_newest_only(self.name))
        for address in self.addresses:
            discovery = await self._look_at(address, known)
            if not discovery.unreachable:
                break
        await self.books.add_site(self.name, discovery.url)
        if discovery.is_deserted and (there := await self._moved_to(discovery)):
            discovery = await self._look_at(there, known)
        if self.crawler.crawling:  # else it was told to stop, and what was not found may well be there
            await self._conclude(discovery)

    async def _look_at(self, address: str, known: Sequence[Document]) -> Discovery:
        """Enter what discovery finds at an address of the site."""
        library = Library(
            self.fetch,
            known,
            self.books.unheard,
            apart=self.apart,
            wants_remarks=self.crawler.settings.getbool("COMMENTS"),
            noise=self.noise,
            newest_only=self.newest_only,
            met=lambda: self.books.look_up(lambda places: places.standing(self.name)),
        )
        sources = usual_sources(self.crawler.settings["WORDPRESS_COM_API"])
        self.discovery = discovery = Discovery(address, library, sources)
        await self.intake.enter_all(discovery)
        return discovery

    async def _moved_to(self, discovery: Discovery) -> str | None:
        """Where the site went before nobody was left at its own address, as its stories tell.

        It is held to the delay of the site's entry there too.
        """
        there = await self.books.look_up(lambda places: places.home_of(self.name)) if self.crawler.crawling else None
        if there is None or site_of(there) in map(site_of, self.addresses):
            return None
        logger.warning(
            "%s: %s: %s; visited at %s, to which it moved", self.name, discovery.url, discovery.trouble, there
        )
        delays = getattr(self.crawler.spider, "delays", {})
        if (delay := delays.get(site_of(self.addresses[0]))) is not None:
            delays.setdefault(site_of(there), delay)
        return there

    async def lease(self, limit: int) -> list[LedgerEntry]:
        """At most ``limit`` of the site's addresses that are due, those first whose story is at hand."""
        return self.intake.ready(limit) or await self.books.lease(self.name, limit)

    def meta_of(self, entry: LedgerEntry) -> Mapping[str, Any]:
        """What a request for the entry carries: the copy of the story that answers it, where one is at hand."""
        return self.intake.meta_of(entry)

    def spare_of(self, entry: LedgerEntry) -> Copy | None:
        """The copy to be filed when the entry's page cannot be had."""
        return self.intake.spare_of(entry)

    async def lead_on(self, page: FetchedPage, *, is_list: bool) -> None:
        """Enter the stories that a story's page leads to, where the site has no list of all of them.

        They may be known from nowhere else: many a site leads to its older stories from the newer ones only. So may
        those on a list whose address looks like a story's; to others of its kind such a list leads only where it has
        something new besides, or a calendar would never end. Where it has such a list, that may leave out what a story
        says of itself: where it is to be had in other languages.
        """
        kind = next((value for name, value in page.headers if name.lower() == "content-type"), "")
        if self.intake.source in UNLISTED or (self.discovery and self.discovery.in_part):
            links = await self.apart(read_links, page.body, page.final_url, kind)
            if self.discovery:
                links = await self.discovery.library.spelled_on(page.final_url, links)
            stories = await asyncio.to_thread(_others, links, page.final_url, self.addresses[0])
            if is_list and not await self._is_news(page, stories):
                return
            await self._enter(page, stories)
        elif b"hreflang" in page.body and not is_list:
            links = await self.apart(read_translations, page.body, page.final_url, kind)
            await self._enter(page, [url for url in links if _is_at_home(url, page.final_url, self.addresses[0])])

    async def _enter(self, page: FetchedPage, links: Sequence[str]) -> None:
        await self.intake.enter_links(page.final_url, links, lambda url: at_home(url, self.addresses[0]))

    async def _is_news(self, page: FetchedPage, stories: Sequence[str]) -> bool:
        """Whether a list that was taken for a story leads to any that nobody has heard of, and is not one too many."""
        self._lists += 1
        others = [url for url in stories if not _alike(url, page.final_url)]
        return self._lists <= MOST_LISTS and bool(await self.books.unheard(others))

    async def _conclude(self, discovery: Discovery) -> None:
        stats = self.crawler.stats
        if discovery.lists_all:
            await self.books.look_for_vanished(self.name, discovery.library.unread)
        if discovery.used:
            await self.books.look_again(self.name, LOOKED_AT_AGAIN)
        for bound in discovery.library.bounds:
            logger.warning("not all was read: %s", bound)
        if discovery.library.unchanged:
            stats.inc_value("discovery/unchanged", len(discovery.library.unchanged))
        if discovery.foreign:
            stats.inc_value("discovery/foreign", discovery.foreign)
        if discovery.used:
            stats.set_value("discovery/source", discovery.used)
            self.books.visits[self.name].source = discovery.used
        elif discovery.trouble:
            self._complain(f"{discovery.url}: {discovery.trouble}")
        else:
            tried = ", ".join(discovery.sources)
            self._complain(f"{discovery.url}: no stories found (tried {tried}); {discovery.way_out}")

    def _complain(self, line: str) -> None:
        self.books.visits[self.name].complaint = line


def _others(links: Sequence[str], page: str, site: str) -> list[str]:
    """Those of the links of a story's page that look like other stories of its host, or of the site's others."""
    stories = (url for url in links if is_story(url) and not is_below(url, page))
    return [url for url in stories if _is_at_home(url, page, site)]


def _is_at_home(url: str, page: str, site: str) -> bool:
    """Whether an address is at the host of a page, or at another one of the site's."""
    return site_of(url) == site_of(page) or are_twins(url, site)


def _alike(one: str, other: str) -> bool:
    """Whether two addresses differ but in the last part of their path, or in the values of their parameters."""
    first, second = (urlsplit(url) for url in (one, other))
    if first.query or second.query:
        names = [sorted(name for name, _ in parse_qsl(each.query)) for each in (first, second)]
        return first.path == second.path and names[0] == names[1]
    return first.path.rstrip("/").rpartition("/")[0] == second.path.rstrip("/").rpartition("/")[0]
