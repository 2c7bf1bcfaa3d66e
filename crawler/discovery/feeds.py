"""Finds articles in the feeds that a site's front page names, else in those at the usual addresses."""

from __future__ import annotations

import asyncio
import calendar
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import feedparser  # type: ignore[import-untyped]
from scrapy.http import Response, TextResponse

from crawler.discovery.documents import MAX_BYTES, unpacked
from crawler.discovery.source import Site
from crawler.fetching import Fetch
from crawler.records import Candidate
from crawler.trouble import Unfetched

USUAL = ("feed/", "?feed=rss2", "rss.xml", "atom.xml", "feed.xml", "index.xml", "rss/")
MAX_FEEDS = 10
"""Feeds read of one site: the main one and those of its sections."""

_NAMED = (
    "//link[contains(concat(' ', @rel, ' '), ' alternate ')]"
    "[@type='application/rss+xml' or @type='application/atom+xml' or @type='application/rdf+xml']/@href"
)


async def discover_feeds(site: Site, fetch: Fetch) -> AsyncIterator[Candidate]:
    """Yield the stories that the site's feeds announce."""
    named = named_feeds(site.home) if site.home is not None else []
    found = False
    for address in [*named, *(urljoin(site.address, name) for name in USUAL)]:
        if found and address not in named:
            return
        try:
            response = await fetch(address, max_size=MAX_BYTES)
        except Unfetched:
            continue
        for candidate in await asyncio.to_thread(read_feed, response.body, response.url):
            found = True
            yield candidate


def named_feeds(home: Response) -> list[str]:
    """The feeds of stories (not of readers' comments) that a page names, at most ``MAX_FEEDS``."""
    if not isinstance(home, TextResponse):
        return []
    addresses = dict.fromkeys(home.urljoin(href.strip()) for href in home.xpath(_NAMED).getall())
    return [address for address in addresses if "comment" not in address.lower()][:MAX_FEEDS]


def read_feed(body: bytes, address: str) -> list[Candidate]:
    """The stories that an RSS or Atom feed announces; none for what is no feed."""
    # In a file object: given bytes, feedparser might take them for a file's name or an address to open.
    feed = feedparser.parse(BytesIO(unpacked(body)), response_headers={"content-location": address})
    if not feed.get("version"):
        return []
    stories = ((_link(entry), _changed(entry)) for entry in feed.entries)
    return [Candidate(urljoin(address, link), "feed", address, changed) for link, changed in stories if link]


def _link(entry: Any) -> str | None:
    link = entry.get("link") or (entry.get("id") if entry.get("guidislink") else None)
    return str(link).strip() if link else None


def _changed(entry: Any) -> datetime | None:
    # dict.get, because feedparser's own passes off a missing update as the date of publication.
    stated = dict.get(entry, "updated_parsed") or dict.get(entry, "published_parsed")
    try:
        return datetime.fromtimestamp(calendar.timegm(stated), UTC) if stated else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None
