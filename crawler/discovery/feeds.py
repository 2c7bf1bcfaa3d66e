"""Finds articles in the feeds that a site's front page names, else in those at the usual addresses."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime
from urllib.parse import urlencode, urljoin, urlsplit

from scrapy.http import Response, TextResponse
from scrapy.utils.response import get_base_url

from crawler.discovery.documents import resolved
from crawler.discovery.feedreading import Feed, read_feed
from crawler.discovery.library import Library
from crawler.discovery.source import Site
from crawler.records import Candidate
from crawler.trouble import Unfetched

USUAL = ("feed/", "?feed=rss2", "rss.xml", "atom.xml", "feed.xml", "index.xml", "rss/", "feed.json")
MAX_FEEDS = 10
"""Feeds read of one site: the main one and those of its sections."""
MAX_PAGES = 200
"""Pages of a feed that goes back in time."""
KIND = "feed"

_NAMED = (
    "//link[contains(concat(' ', @rel, ' '), ' alternate ')]"
    "[@type='application/rss+xml' or @type='application/atom+xml' or @type='application/rdf+xml'"
    " or @type='application/feed+json' or (@type='application/json' and contains(@href, 'feed'))]/@href"
)


async def discover_feeds(site: Site, library: Library) -> AsyncIterator[Candidate]:
    """Yield the stories that the site's feeds announce, each with its text where the feed has it whole."""
    named = named_feeds(site.home) if site.home is not None else []
    found, unchanged = False, len(library.unchanged)
    for address in [*named, *(urljoin(site.address, name) for name in USUAL)]:
        if address not in named and (found or len(library.unchanged) > unchanged):
            return
        async for candidate in _announced(address, library):
            found = True
            yield candidate


def named_feeds(home: Response) -> list[str]:
    """The feeds of stories (not of readers' comments) that a page names, at most ``MAX_FEEDS``."""
    if not isinstance(home, TextResponse):
        return []
    addresses = dict.fromkeys(resolved(get_base_url(home), href) for href in home.xpath(_NAMED).getall())
    return [address for address in addresses if address and "comment" not in address.lower()][:MAX_FEEDS]


async def _announced(address: str, library: Library) -> AsyncIterator[Candidate]:
    known = library.known.get(address)
    response = await library.read(address, KIND)
    if response is None:
        return
    feed = await asyncio.to_thread(read_feed, response.body, response.url)
    if feed is None:
        library.reject(address, "not a feed")
        return
    for candidate in feed.candidates:
        yield candidate
    if feed.by_wordpress:
        async for candidate in _earlier(address, feed, library, known.read_at if known else None):
            yield candidate
    library.finish(address)


async def _earlier(address: str, newest: Feed, library: Library, since: datetime | None) -> AsyncIterator[Candidate]:
    """Yield what the further pages of a WordPress feed announce, back to ``since``."""
    seen = {candidate.url for candidate in newest.candidates}
    feed = newest
    for number in range(2, MAX_PAGES + 1):
        if since and any(each.lastmod and each.lastmod < since for each in feed.candidates):
            return
        separator = "&" if urlsplit(address).query else "?"
        try:
            response = await library.fetch(f"{address}{separator}{urlencode({'paged': number})}")
        except Unfetched:
            return  # the page after the last one is not found
        further = await asyncio.to_thread(read_feed, response.body, response.url)
        if further is None:
            return
        feed = further
        fresh = [candidate for candidate in feed.candidates if candidate.url not in seen]
        if not fresh:
            return  # a cache that knows no pages sends the first one again
        seen.update(candidate.url for candidate in fresh)
        for candidate in fresh:
            yield candidate
