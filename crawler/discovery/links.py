"""Finds articles by following links on the site's host: archives, sections and their further pages, traps left out."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from scrapy.http import Response

from crawler.addresses import ledger_key
from crawler.discovery.days import latest_day
from crawler.discovery.feeds import Reading
from crawler.discovery.furtherpages import Cursors, unnamed_next
from crawler.discovery.library import Library
from crawler.discovery.looks import is_story
from crawler.discovery.pagereading import FrontPage, Listing, read_listing
from crawler.discovery.source import Site
from crawler.fetch.fetching import content_type, link_headers
from crawler.fetch.trouble import Unfetched
from crawler.records.finds import Candidate, Document
from crawler.records.sources import Way
from extractors.page.listaddresses import is_further_page, is_listing

KIND: Way = "links"
MAX_LISTINGS = 1_000
"""Pages that are fetched only to read their links."""
MAX_LEFT = 5_000
"""Of those that are left, so many are kept for the next visit."""
GOES_ON = "goes on"
"""The mark of a front page from which a walk reached its limit."""
MAX_BARREN = 25
"""Pages of doubtful worth in a row that lead to no story; what follows is a trap, or of no use."""
MAX_FEEDS = 20
"""Feeds of sections read in one visit: those named by pages that show no story, and not by the front page."""
MAX_CANDIDATES = 50_000
"""Addresses proposed: a site without sitemap and feed that has more needs an entry of its own."""
SHORT_REST, FIRST_REST, LONGEST_REST = timedelta(minutes=45), timedelta(hours=20), timedelta(days=30)
"""How long a page is left alone unless something leads to it: till the next visit where it led to something new since
the last or stands in for the front page, else till the next day, by whatever clock; twice as long each time that
it led to nothing new."""

Heard = Callable[[str], bool]
"""Tells whether an address was found in this visit already."""


async def discover_links(site: Site, library: Library) -> AsyncIterator[Candidate]:
    """Yield the pages of the site that its front page leads to, those that look like stories first.

    A later walk goes on from a page only where that leads to something new, or where it was left alone for long.
    """
    if site.home is None:
        return
    async for candidate in Walk(site, library).candidates(site.home):
        yield candidate


async def discover_sections(site: Site, library: Library, heard: Heard) -> AsyncIterator[Candidate]:
    """Yield the stories on pages that the front page leads to, of those whose rest is over, that nobody has heard of.

    A feed may be that of one of several sections or editions. ``heard`` tells what was found in this visit already.
    """
    if site.home is not None:
        walk = Walk(site, library, heard, sections_only=True)
        async for candidate in walk.sections(site.home):
            yield candidate


class Walk:
    """One walk over a site's listings. Those found on a page that leads to new stories are read before all others."""

    def __init__(
        self, site: Site, library: Library, heard: Heard = lambda _: False, *, sections_only: bool = False
    ) -> None:
        self.site = site
        self.heard = heard
        self.sections_only = sections_only
        self.library = library
        self.home = ledger_key(site.address)
        # Where the front page leads to no story, what is new is on the pages to which it leads.
        self.in_its_place = frozenset(site.home.links if site.home and site.is_portal else ())
        known = library.known.get(self.home)
        # The last walk was cut off: what it left alone counts not. One that reached its limit is gone on with.
        self.cut_off = known is not None and known.read_at is None and known.mark != GOES_ON
        was_whole = known is not None and known.read_at is not None
        listings = (each.url for each in library.known.values() if each.kind == KIND and each.read_at)
        self.cursors = Cursors(listings if was_whole else ())
        self.feeds = dict.fromkeys(site.home.feeds if site.home else ())
        self.by_wordpress = site.home is not None and site.home.by_wordpress
        self.seen = {self.home}
        self.unsure: list[Candidate] = []
        self.promising: deque[str] = deque()
        self.doubtful: deque[str] = deque()
        self.barren = 0
        self.at_limit = False

    async def candidates(self, home: FrontPage) -> AsyncIterator[Candidate]:
        """Yield what is found, the pages that look neither like stories nor like listings last."""
        began = datetime.now(UTC)
        self.library.remember(Document(self.home, KIND))
        if self.site.is_given_by_story:
            yield Candidate(self.home, KIND, self.home)
        stories, _ = await self._leads(home.url, home.links, home.further, is_home=True)
        for candidate in stories:
            yield candidate
        known = [each for each in self.library.known.values() if each.kind == KIND and self._is_fresh(each.url)]
        # What the last walk left over comes first, then lists before their further pages.
        known.sort(key=lambda each: (each.read_at is not None, "?" in each.url))
        self.seen.update(self.site.at_home(each.url) for each in known)
        self.doubtful.extendleft(each.url for each in reversed(known) if not each.read_at)
        self.doubtful += (each.url for each in known if each.read_at)
        async for candidate in self._from_listings():
            yield candidate
        for candidate in self.unsure:
            yield candidate
        if left := self._left_over():
            for address in left:
                self.library.remember(self.library.known.get(address) or Document(address, KIND))
            self.library.remember(Document(self.home, KIND, mark=GOES_ON))
            most = f"{MAX_LISTINGS:,} pages of links are read in one visit"
            self.library.stop_short(f"{self.home}: {most}; the next goes on with {len(left):,}")
        else:
            self.library.remember(Document(self.home, KIND, read_at=began))

    async def sections(self, home: FrontPage) -> AsyncIterator[Candidate]:
        """Yield the stories unheard of on the pages that the front page leads to, and where they have some, beyond."""
        found = await asyncio.to_thread(_sorted, home.links, self.site, self.seen)
        self.seen.update(map(self.site.at_home, [*found.stories, *found.further, *found.others]))
        self.doubtful += found.others
        async for candidate in self._from_listings():
            if await self._is_news(candidate):
                yield candidate
        for candidate in self.unsure:
            if await self._is_news(candidate):
                yield candidate

    async def _is_news(self, candidate: Candidate) -> bool:
        unheard = self.library.unheard_anywhere
        return not self.heard(candidate.url) and bool(await unheard([candidate.url], self.site.at_home))

    def _left_over(self) -> list[str]:
        """The listings that nobody has read, where the walk ended at its limit."""
        if not self.at_limit:
            return []
        known = self.library.known
        return [url for url in (*self.promising, *self.doubtful) if url not in known or not known[url].read_at][
            :MAX_LEFT
        ]

    def _is_fresh(self, url: str) -> bool:
        return self.site.at_home(url) not in self.seen

    async def _from_listings(self) -> AsyncIterator[Candidate]:
        for _ in range(MAX_LISTINGS):
            address = self._next()
            if address is None:
                return
            if len(self.seen) > MAX_CANDIDATES:
                break
            page = await self.library.read(address, KIND, anyway=True)
            if page is not None:
                listing = await self._read(address, page)
                if listing is None:
                    continue
                stories, news = await self._leads(page.url, listing.links, listing.further)
                for candidate in stories:
                    yield candidate
                async for candidate in self._announced(listing):
                    news = news or bool(await self.library.unheard_anywhere([candidate.url], self.site.at_home))
                    yield candidate
                self.library.finish(address, rest=self._rest_of(address, news=news))
            elif address in self.library.unchanged:
                now = datetime.now(UTC)
                known = self.library.known[address]
                self.library.remember(replace(known, read_at=now, not_before=now + self._rest_of(address, news=False)))
        self.at_limit = True

    async def _leads(
        self, page: str, links: Sequence[str], next_ones: Sequence[str], *, is_home: bool = False
    ) -> tuple[list[Candidate], bool]:
        """The stories that a page leads to, and whether one is new; the listings that it leads to are noted."""
        self.cursors.note([*links, *next_ones], self.library.known)
        found = await asyncio.to_thread(_sorted, links, self.site, self.seen)
        self.seen.update(map(self.site.at_home, [*found.stories, *found.further, *found.others]))
        may_go_on = self.by_wordpress and not next_ones and (is_home or found.stories)
        if may_go_on and (following := unnamed_next(page, links)):
            found.further.append(following)
        further = [url for url in next_ones if self.site.owns(url) and self._is_fresh(url)]
        self.seen.update(map(self.site.at_home, further))
        found.further.extend(further)
        found = replace(found, unsure=self._lasting(found.unsure))
        unseen = [url for url in (*found.stories, *found.unsure) if not self.heard(url)]
        news = bool(await self.library.unheard_anywhere(unseen, self.site.at_home))
        self.barren = 0 if found.stories else self.barren + 1
        if not (news or is_home) and any(map(is_story, links)):
            found = replace(found, further=self._lasting(found.further), others=self._lasting(found.others))
        noted = self.promising if news and (found.stories or is_home) else self.doubtful
        if noted is self.promising or not self.sections_only:
            noted.extendleft(reversed(found.further))
        if not self.sections_only:
            noted.extend(found.others)
        self.unsure += [Candidate(url, KIND, page) for url in found.unsure]
        return [Candidate(url, KIND, page) for url in found.stories], news

    def _lasting(self, urls: Iterable[str]) -> list[str]:
        return [url for url in urls if not self.cursors.is_fleeting(url)]

    async def _announced(self, listing: Listing) -> AsyncIterator[Candidate]:
        """Yield what the feeds of a page announce that shows no story, as where a script draws its list."""
        if any(map(is_story, listing.links)):
            return
        for feed in listing.feeds:
            if feed in self.feeds or len(self.feeds) >= MAX_FEEDS:
                continue
            self.feeds[feed] = None
            async for candidate in Reading(feed, self.library).candidates():
                if self._is_fresh(candidate.url):
                    self.seen.add(self.site.at_home(candidate.url))
                    yield candidate

    async def _read(self, address: str, page: Response) -> Listing | None:
        """What a listing leads to; None where it cannot be read, which costs only itself."""
        try:
            told = content_type(page), link_headers(page)
            listing = await self.library.apart(read_listing, page.body, page.url, *told)
            links = await self.library.spelled_on(page.url, listing.links)
            return replace(listing, links=links, further=await self.library.spelled_on(page.url, listing.further))
        except Unfetched as error:
            self.library.reject(address, str(error))
            return None

    def _next(self) -> str | None:
        """The next listing to read: a promising one, else one that was left alone for long enough."""
        while self.promising:
            address = self.promising.popleft()
            if self._was_over(address):
                self.doubtful.append(address)
            elif not self.library.has_refused(address):  # as a page that nobody named
                return address
        while self.doubtful and self.barren < MAX_BARREN:
            address = self.doubtful.popleft()
            known = self.library.known.get(address)
            resting = known and known.not_before and known.not_before > datetime.now(UTC)
            if self.cut_off or not (resting or (known and self.cursors.is_fleeting(address))):
                return address
        return None

    def _was_over(self, address: str) -> bool:
        """Whether a list is of a day or month that was over as it was read, by a walk that was not cut off."""
        known, day = self.library.known.get(address), latest_day([address])
        return bool(day and known and known.read_at and day.was_over(known.read_at)) and not self.cut_off

    def _rest_of(self, address: str, *, news: bool) -> timedelta:
        """How long a listing is left alone now, which led to something new or did not."""
        known = self.library.known.get(address)
        first = SHORT_REST if address in self.in_its_place else FIRST_REST
        if not (known and known.read_at and known.not_before):
            return first
        return SHORT_REST if news else min(max(2 * (known.not_before - known.read_at), first), LONGEST_REST)


@dataclass(frozen=True, slots=True)
class Sorted:
    """Links by what their addresses look like: stories, further pages of lists, what may be either, and the rest."""

    stories: list[str]
    further: list[str]
    unsure: list[str]
    others: list[str]


def _sorted(links: Iterable[str], site: Site, seen: Container[str]) -> Sorted:
    """Those of the links that lead to pages of the site and were not ``seen``."""
    pages: dict[str, str] = {}
    for url in sorted((url for url in links if site.owns(url)), key=site.is_twin):
        pages.setdefault(site.at_home(url), url)
    fresh = [url for at_home, url in pages.items() if at_home not in seen]
    listings = [url for url in fresh if not is_story(url)]
    return Sorted(
        stories=[url for url in fresh if is_story(url)],
        further=[url for url in listings if is_further_page(url)],
        unsure=[url for url in listings if not is_listing(url)],
        others=[url for url in listings if not is_further_page(url)],
    )
