"""Finds articles in sitemaps: those that robots.txt names, else those at the usual addresses."""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TypeAlias
from urllib.parse import urljoin, urlsplit

from lxml import etree

from crawler.discovery.documents import MAX_BYTES, moment, resolved, unpacked
from crawler.discovery.library import Library
from crawler.discovery.mending import MOST_BEFORE, in_small_letters, with_whole_addresses
from crawler.discovery.newsfacts import announcement
from crawler.discovery.parts import MANY, Kept, kept, last_rest, same_since
from crawler.discovery.pieces import LONGEST_WORD, words, xml_elements
from crawler.discovery.source import Site, was_walked
from crawler.discovery.translations import translations
from crawler.fetch.encodings import in_utf8
from crawler.fetch.robots import MAX_BYTES as MAX_ROBOTS
from crawler.records.finds import Announcement, Candidate
from crawler.records.sources import Way
from extractors.page.listaddresses import names_a_list

KIND: Way = "sitemap"
USUAL = (
    "wp-sitemap.xml",
    "sitemap_index.xml",
    "sitemap.xml",
    "sitemap-index-1.xml",
    "sitemap-1.xml",
    "news-sitemap.xml",
    "sitemap.xml.gz",
    "sitemap.txt",
)
"""WordPress core, Yoast and Rank Math, most others, Jetpack (index, single), Google News plugins."""

ROBOTS_LAST = timedelta(days=1)
"""How long a robots.txt is taken to name the same sitemaps."""
MAX_SITEMAPS = 5_000
"""Sitemaps read of one site; at 50,000 addresses each that is more than any news site has."""
MAX_ENTRIES = 250_000
"""Entries read of one sitemap; the protocol allows 50,000."""
MAX_NEWS = 10_000
"""Entries of which is read what the news namespace says of them; it allows a thousand."""
MAX_DEPTH = 3
"""Indexes within indexes; the protocol allows one level, some sites have two."""

MOST_PASSED_OVER = 3
"""Parts of an index that are read although it says that they are as they were, where the front page has what is new."""

_STORIES = re.compile(r"post|news|article|artikel|articul|artigo|story|stories|archive|\d{4}-\d{2}", re.I)
_ARCHIVES = re.compile(
    r"taxonom|categor|(?:^|[-_/=])(?:tags?|authors?|users?|product_cat|post_tag|post_format|topics?|sections?|attachments?)"
    r"(?=[-_.\d/&]|$)"
    r"|images?[-_.]|videos?[-_.]"
    r"|^product-sitemap\d*\.|^wp-sitemap-posts-product-|^sitemap_products_\d",
    re.I,
)
"""In a sitemap's file name: it lists pictures, archives of authors or topics, which list stories that others do, or,
as the plugins of shops and shops themselves call it, what they sell."""
_XML_BEGINS = re.compile(rb"<\?xml\s|<(?:[\w.-]{1,40}:)?(?:urlset|sitemapindex)\b", re.I)
_HALF_AN_ADDRESS = re.compile(rb"<(?:[\w.-]+:)?loc>\s*(?:<!\[CDATA\[)?[^<\]]*\Z")
_SITEMAP_LINE = re.compile(r"^[^\S\n]*sitemap[^\S\n]*:[^\S\n]*(\S+)", re.I | re.M)

Pages: TypeAlias = tuple[tuple[str, datetime | None], ...]
"""Addresses of pages, each with its last change."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a sitemap says: the sitemaps it names, and the pages with their last change."""

    sitemaps: tuple[str, ...]
    pages: Pages
    changed: Mapping[str, datetime | None] = field(default_factory=dict)  # when the sitemaps changed last
    announced: Mapping[str, Announcement] = field(default_factory=dict)  # what it says of pages that are news
    news_only: bool = False  # it is a news sitemap, of the stories of two days
    cut: bool = False  # it goes on beyond what is read
    torn: bool = False  # it breaks off before its end


async def discover_sitemaps(site: Site, library: Library) -> AsyncIterator[Candidate]:
    """Yield the pages that the site's sitemaps list, of those that may have changed since they were last read."""
    named = await _named_by_robots(site, library)
    news, reached = False, set[str]()
    for start in (named, *((url,) for url in usual_addresses(site.address) if url not in named)):
        walk, unchanged = Walk(library), len(library.unchanged)
        async for candidate in walk.candidates(start):
            yield candidate
        reached |= walk.reached
        if walk.archive_found or len(library.unchanged) > unchanged:
            if not walk.blind:
                library.drop_others(KIND, reached)
            if library.newest_only and not was_walked(site, library):
                library.broken_off.append(f"{site.address}: its sitemaps list the newest stories only")
            return
        news = news or walk.found
    if news:
        library.broken_off.append(f"{site.address}: a news sitemap lists the stories of two days only")


async def discover_hidden(site: Site, library: Library) -> AsyncIterator[Candidate]:
    """Yield the pages of the sitemaps that are known to list stories which WordPress's interface hides."""
    known = tuple(each.url for each in library.known.values() if each.kind == KIND and kept(each.mark).hidden)
    async for candidate in Walk(library).candidates(known):
        yield candidate
    library.count_as_unread(known)  # what is known of them is not named again


async def discover_passed_over(_: Site, library: Library) -> AsyncIterator[Candidate]:
    """Yield the pages that sitemaps list now which were not read, as they have not changed by their index or server.

    Those that it says changed last: an index may come out of a cache, or be written by hand, and a server may say so
    for ever.
    """
    told = library.passed_over
    latest = sorted(told, key=lambda url: told[url], reverse=True)[:MOST_PASSED_OVER]
    async for candidate in Walk(library).candidates((*latest, *library.said_unmodified(KIND)[:MOST_PASSED_OVER])):
        yield candidate


def usual_addresses(address: str) -> tuple[str, ...]:
    """The usual addresses of a sitemap: beside the site's own address, then at the root of its host."""
    folder = address if urlsplit(address).path.endswith("/") else urljoin(address, "./")
    bases = dict.fromkeys((folder, urljoin(address, "/")))
    return tuple(urljoin(base, name) for base in bases for name in USUAL)


def read_sitemap(body: bytes, address: str) -> Listing:
    """What a sitemap's body says, in XML (an index, a list, or both) or as lines of plain text."""
    content = unpacked(body)
    if begins := _XML_BEGINS.search(content, 0, MOST_BEFORE):
        content = with_whole_addresses(in_small_letters(content[begins.start() :]))
    elif not content.lstrip().startswith(b"<"):
        addresses = (word for word in words(content) if word.startswith(("http://", "https://")))
        lines = tuple((address, None) for address in islice(addresses, MAX_ENTRIES))
        return Listing((), lines, cut=len(lines) >= MAX_ENTRIES or len(content) >= MAX_BYTES)
    sitemaps: dict[str, datetime | None] = {}
    pages: list[tuple[str, datetime | None]] = []
    announced: dict[str, Announcement] = {}
    translated: dict[str, datetime | None] = {}
    news = 0
    for element in xml_elements(content, ("sitemap", "url")):
        url = _loc(element, address)
        if url and etree.QName(element).localname == "sitemap":
            sitemaps[url] = moment(_child(element, "lastmod"))
        elif url:
            said = announcement(element) if len(announced) < MAX_NEWS else None
            changed = moment(_child(element, "lastmod")) or (said.published_at if said else None)
            pages.append((url, changed))
            translated.update((each, changed) for each in translations(element, url, address))
            news += element.find("{*}news") is not None
            if said:
                announced[url] = said
        if len(pages) + len(sitemaps) + len(translated) >= MAX_ENTRIES:
            break
    cut = len(pages) + len(sitemaps) + len(translated) >= MAX_ENTRIES or len(content) >= MAX_BYTES
    news_only, torn = 0 < news == len(pages), not content.rstrip().endswith(b">")
    if pages and _HALF_AN_ADDRESS.search(content[-LONGEST_WORD:]):
        pages.pop()
    listed = {url for url, _ in pages}
    pages += [(url, changed) for url, changed in translated.items() if url not in listed]
    return Listing(tuple(sitemaps), tuple(pages), sitemaps, announced, news_only=news_only, cut=cut, torn=torn)


def sitemaps_named(robots: bytes, address: str) -> tuple[str, ...]:
    """The sitemaps that the robots.txt at ``address`` names, as far as one is read."""
    text = in_utf8(robots[:MAX_ROBOTS]).decode("utf-8", "replace").replace("\r", "\n")
    lines = _SITEMAP_LINE.findall(text)
    return tuple(dict.fromkeys(url for line in lines if (url := resolved(address, line))))


def worth_reading(sitemaps: Iterable[str]) -> list[str]:
    """The sitemaps of an index that may list stories, those that surely do first.

    Archives of authors and topics are left out only where another sitemap is left to list the stories.
    """
    listed = list(dict.fromkeys(sitemaps))
    stories = [url for url in listed if not _ARCHIVES.search(_file_name(url))]
    return sorted(stories or listed, key=lambda url: not _STORIES.search(_file_name(url)))


def _without_lists(pages: Pages) -> Pages:
    """The pages without those of tags, categories and authors, unless nothing else is listed."""
    return tuple(page for page in pages if not names_a_list(page[0])) or pages


def _file_name(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.path.rpartition('/')[2]}?{parts.query}"


async def _named_by_robots(site: Site, library: Library) -> tuple[str, ...]:
    address = urljoin(site.address, "/robots.txt")
    known = library.known.get(address)
    response = await library.read(address, "robots")
    if response is None:
        return tuple((known.mark or "").split()) if known else ()
    named = sitemaps_named(response.body, address)
    library.finish(address, conditional=False, mark=" ".join(named), rest=ROBOTS_LAST)
    return named


class Walk:
    """One walk from some sitemaps to all that they lead to."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.found = False
        self.archive_found = False
        """Whether more was found than a news sitemap, which lists the stories of two days only."""
        self.reached: set[str] = set()
        self.blind = False
        """Whether an index could not be read, so that what it names was not reached."""

    async def candidates(self, start: tuple[str, ...]) -> AsyncIterator[Candidate]:
        """Yield the pages listed, index by index."""
        queue: deque[_Named] = deque(_Named(url) for url in worth_reading(start))
        seen = self.reached = set(start)
        while queue:
            named = queue.popleft()
            address, known = named.address, self.library.known.get(named.address)
            before = kept(known.mark if known else None)
            if named.may_rest and self.library.leaves_alone(address):
                continue
            is_as_before = before.changed is None or before.changed == named.changed
            changed, trusted_for = named.changed if is_as_before else None, before.trusted_for(known)
            response = await self.library.read(address, KIND, changed, trusted_for=trusted_for)
            if response is None:
                self.blind = self.blind or before.names_others
                if named.may_rest and not named.changed:
                    self.library.leave_alone_unmodified(address, before.rest(datetime.now(UTC), last_rest(known)))
                continue
            listing = await asyncio.to_thread(read_sitemap, response.body, response.url)
            self.found = self.found or bool(listing.pages)
            for url, page_changed in await asyncio.to_thread(_without_lists, listing.pages):
                yield Candidate(url, KIND, address, page_changed, announced=listing.announced.get(url))
            keep = Kept(bool(listing.sitemaps), named.changed)
            if named.may_rest and not (listing.sitemaps or listing.torn):
                told = response.body, address, listing.pages, named.changed
                keep = await asyncio.to_thread(same_since, before, *told)
            self._close(address, listing, replace(keep, hidden=before.hidden or address in self.library.with_hidden))
            fresh = [url for url in await asyncio.to_thread(worth_reading, listing.sitemaps) if url not in seen]
            if fresh and (named.depth == MAX_DEPTH or len(seen) + len(fresh) > MAX_SITEMAPS):
                self.library.stop_short(f"{address} names more sitemaps than are read of a site")
                continue
            seen.update(fresh)
            may_rest = len(fresh) > MANY
            queue.extend(_Named(url, named.depth + 1, listing.changed.get(url), may_rest=may_rest) for url in fresh)

    def _close(self, address: str, listing: Listing, keep: Kept) -> None:
        if not (listing.pages or listing.sitemaps):
            self.library.reject(address, "no sitemap, or an empty one")
            return
        self.archive_found = self.archive_found or (bool(listing.pages) and not listing.news_only)
        if listing.cut:
            self.library.stop_short(f"{address} goes on beyond what is read of a sitemap")
        # An index may stay as it is while the sitemaps that it names change; half a sitemap is no form to compare with.
        to_be_read_again = bool(listing.sitemaps) or listing.torn
        rest = keep.rest(datetime.now(UTC), last_rest(self.library.known.get(address), keep))
        self.library.finish(address, conditional=not to_be_read_again, mark=keep.mark, rest=rest)


@dataclass(frozen=True, slots=True)
class _Named:
    """A sitemap, how deep below the first it is named, and when it changed last by the one that names it.

    One of many parts ``may_rest``.
    """

    address: str
    depth: int = 0
    changed: datetime | None = None
    may_rest: bool = False


def _loc(element: etree._Element, address: str) -> str | None:
    text = _child(element, "loc")
    return resolved(address, text) if text else None


def _child(element: etree._Element, name: str) -> str | None:
    """The text of a direct child: an ``image:loc`` further down is no page, nor is what needs an entity resolved."""
    for child in element.iterchildren(f"{{*}}{name}"):
        return (child.text or "").strip() or None if len(child) == 0 else None
    return None
