"""Finds articles by following links on the site's host, those that look like articles first."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

from scrapy.http import Response, TextResponse

from crawler.addresses import ledger_key
from crawler.discovery.library import Library
from crawler.discovery.source import Site
from crawler.fetching import Fetch
from crawler.records import Candidate
from crawler.trouble import Unfetched

MAX_SECTIONS = 50
"""Pages that are fetched only to read their links."""
MAX_CANDIDATES = 10_000
"""Addresses proposed: a site without sitemap and feed that has more is a trap, or needs an entry of its own."""

_NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|xml|rss|atom|pdf|zip|gz|mp[34]|m4[av]|webm|avi|mov|woff2?|docx?|xlsx?|pptx?)$"
    r"|/(?:wp-(?:admin|content|includes|json|login\.php)|xmlrpc\.php|cart|checkout|login|signin|register|feed|comments)(?:/|$)",
    re.I,
)
_NO_QUERY = re.compile(
    r"(?:^|&)(?:replytocom|share|s|q|search|sort|order|filter|session\w*|sid|phpsessid|month|day)=", re.I
)
_LISTING = re.compile(
    r"/(?:page|tags?|authors?|categor(?:y|ies)|topics?|sections?|archives?|search)(?:/|$)|^/(?:\d{4}/(?:\d{1,2}/){0,2})?$",
    re.I,
)
_STORY = re.compile(r"/\d{4}/\d{1,2}/|/\d{4}-\d{2}-\d{2}|-\d{5,}|/\d{5,}|\.s?html?$|(?:[^/-]+-){3,}[^/-]+/?$", re.I)
_STORY_QUERY = re.compile(r"(?:^|&)(?:p|id|article_?id|story)=\d+", re.I)


async def discover_links(site: Site, library: Library) -> AsyncIterator[Candidate]:
    """Yield pages of the site reached from its front page, breadth first, within ``MAX_SECTIONS`` pages read."""
    if site.home is None:
        return
    seen = {ledger_key(site.address)}
    unsure: list[Candidate] = []
    sections: deque[str] = deque()
    page: Response | None = site.home
    for _ in range(MAX_SECTIONS):
        fresh = [url for url in page_links(page, site) if url not in seen] if page else []
        seen.update(fresh)
        for url in fresh:
            if looks_like_story(url):
                yield Candidate(url, "links", page.url if page else None)
            else:
                sections.append(url)
                if not _LISTING.search(urlsplit(url).path):
                    unsure.append(Candidate(url, "links", page.url if page else None))
        if not sections or len(seen) > MAX_CANDIDATES:
            break
        page = await _read(sections.popleft(), library.fetch)
    for candidate in unsure:
        yield candidate


def page_links(page: Response, site: Site) -> list[str]:
    """The addresses of pages of the site that ``page`` links to, in the ledger's spelling, each once."""
    if not isinstance(page, TextResponse):
        return []
    found: dict[str, None] = {}
    for href in page.xpath("//a/@href").getall():
        try:
            url = ledger_key(page.urljoin(href.strip()))
        except ValueError:
            continue
        if site.owns(url) and is_page(url):
            found[url] = None
    return list(found)


def is_page(url: str) -> bool:
    """Whether an address may be a page to read, by its form: no file, login, search, facet or session."""
    parts = urlsplit(url)
    return not (_NO_PAGE.search(parts.path) or _NO_QUERY.search(parts.query) or parts.query.count("&") > 2)


def looks_like_story(url: str) -> bool:
    """Whether an address looks like an article's: a date, a long number or a headline in it, and no archive's."""
    parts = urlsplit(url)
    if _LISTING.search(parts.path) and not _STORY_QUERY.search(parts.query):
        return False
    return bool(_STORY.search(parts.path) or _STORY_QUERY.search(parts.query))


async def _read(url: str, fetch: Fetch) -> Response | None:
    try:
        return await fetch(url)
    except Unfetched:
        return None
