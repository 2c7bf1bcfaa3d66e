"""Finds articles in the feeds that a site's front page names, else in those at the usual addresses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlencode, urljoin, urlsplit

from crawler.addresses import known_as
from crawler.discovery.feedreading import KIND, Feed, read_feed
from crawler.discovery.library import Library
from crawler.discovery.source import Site, was_walked
from crawler.fetch.trouble import Unfetched
from crawler.records.finds import Candidate

USUAL = ("feed/", "?feed=rss2", "rss.xml", "atom.xml", "feed.xml", "index.xml", "rss/", "feed.json")
MAX_PAGES = 200
"""Pages of a feed that goes back in time."""
SMALL = 32 * 1024
"""Bytes of a feed up to which it is read in a thread: what the reader of feeds may take grows by the square of them."""
WHOLE = "whole"
"""The mark of a feed that was read back to the site's first story."""
MOST_STALE = 5
"""Pages in a row that announce nothing new, where each names the one before it: archives overlap with the feed."""


async def discover_feeds(site: Site, library: Library) -> AsyncIterator[Candidate]:
    """Yield the stories that the site's feeds announce, each with its text where the feed has it whole.

    A feed of the newest stories only is a part of what the site has: the library notes it as broken off, unless all
    the site's links were followed once and the feed goes back to a story heard of before.
    """
    named = site.home.feeds if site.home is not None else ()
    walked = was_walked(site, library)
    found, unchanged = False, len(library.unchanged)
    for address in dict.fromkeys([*named, *(urljoin(site.address, name) for name in USUAL)]):
        if address not in named and (found or len(library.unchanged) > unchanged):
            return
        if address not in named and library.is_of_another_kind(address, KIND):
            continue  # as a sitemap at index.xml: it would be put down as no feed
        async for candidate in _announced(address, library, walked=walked):
            found = True
            yield candidate


async def discover_unmodified(_: Site, library: Library) -> AsyncIterator[Candidate]:
    """Yield the stories that feeds announce now of which their server said that they are as they were."""
    for address in library.said_unmodified(KIND):
        async for candidate in _announced(address, library, walked=True):
            yield candidate


async def _announced(address: str, library: Library, *, walked: bool) -> AsyncIterator[Candidate]:
    """Yield what a feed announces; it is noted as broken off where that is a part and the site was not ``walked``."""
    reading = Reading(address, library)
    async for candidate in reading.candidates():
        yield candidate
    if reading.newest_only or (reading.from_the_middle and not walked):
        library.broken_off.append(f"{address}: a feed of the newest stories only")


class Reading:
    """One reading of the feed at ``address``, back in time where it has further pages.

    Afterwards ``newest_only`` says that stories may have been missed between those that it announces and those heard
    of before, ``from_the_middle`` that it was never read back to the site's first story.
    """

    def __init__(self, address: str, library: Library) -> None:
        self.address = address
        self.library = library
        known = library.known.get(address)
        self.since = known.read_at if known else None
        self.newest_only = False
        self.from_the_middle = not (known and known.mark == WHOLE)

    async def candidates(self) -> AsyncIterator[Candidate]:
        """Yield what it announces, the newest first."""
        response = await self.library.read(self.address, KIND)
        if response is None:
            self.from_the_middle = self.from_the_middle and self.address in self.library.unchanged
            return
        feed = await self.library.understood(self.address, response, read_feed, "not a feed", small=SMALL)
        if feed is None:
            self.from_the_middle = False
            return
        if feed.cut:
            self.library.stop_short(f"{self.address} goes on beyond what is read of a feed")
        self.newest_only = not await self._reaches_back(feed)
        for candidate in feed.candidates:
            yield candidate
        async for candidate in self._earlier(feed):
            yield candidate
        self.library.finish(self.address, mark=None if self.newest_only or self.from_the_middle else WHOLE)

    async def _earlier(self, feed: Feed) -> AsyncIterator[Candidate]:
        """Yield what the further pages announce, back to what was announced when it was last read."""
        seen, asked, stale = {candidate.url for candidate in feed.candidates}, {self.address}, 0
        for number in range(2, MAX_PAGES + 1):
            address = self._page(number, feed)
            if address is None:
                self._reached_the_first(number > 2)
                return
            if address in asked or stale > MOST_STALE:
                return
            asked.add(address)
            if self.since and any(each.lastmod and each.lastmod < self.since for each in feed.candidates):
                self.newest_only = False
                return
            try:
                response = await self.library.fetch(address)
                further = await self.library.apart(read_feed, response.body, response.url, small=SMALL)
            except Unfetched as error:
                # The page after WordPress's last one is not found.
                self._reached_the_first(feed.older is None and error.trouble.remedy == "gone")
                return
            fresh = [each for each in further.candidates if each.url not in seen] if further else []
            if further is None or not (fresh or further.older):
                return  # a cache that knows no pages sends the first one again
            feed, stale = further, 0 if fresh else stale + 1
            seen.update(candidate.url for candidate in fresh)
            for candidate in fresh:
                yield candidate

    def _page(self, number: int, before: Feed) -> str | None:
        """The address of a further page, given what the one before it says."""
        if before.older or not before.by_wordpress:
            return before.older
        separator = "&" if urlsplit(self.address).query else "?"
        return f"{self.address}{separator}{urlencode({'paged': number})}"

    def _reached_the_first(self, reached: bool) -> None:
        if reached:
            self.newest_only = self.from_the_middle = False

    async def _reaches_back(self, feed: Feed) -> bool:
        """Whether a story that the feed announces was heard of before."""
        keys = await asyncio.to_thread(lambda: [known_as(each.url) for each in feed.candidates])
        return len(await self.library.unheard(keys)) < len(set(keys))
