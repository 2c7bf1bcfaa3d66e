"""Finds the sites within a site: the blogs of a WordPress network in folders, each with an interface of its own."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin, urlsplit

from crawler.addresses import known_as
from crawler.discovery.library import Library
from crawler.discovery.links import KIND as LINKS
from crawler.discovery.links import Heard
from crawler.discovery.looks import is_story
from crawler.discovery.postreading import KIND as WORDPRESS
from crawler.discovery.source import Site, front_page_of
from crawler.fetch.trouble import Unfetched
from crawler.records.finds import Document
from extractors.page.listaddresses import is_listing

MOST_LOOKS = 20
"""Folders looked into in one visit."""
MOST_SITES = 50
"""Sites within a site."""
REST = timedelta(days=30)
"""How long a folder that is no site of its own is left alone."""

_FOLDER = re.compile(r"/[\w-]+(?:/[\w-]+)?/?")


async def sites_within(site: Site, library: Library, heard: Heard) -> AsyncIterator[Site]:
    """Yield the sites in folders of ``site`` that it leads to, and those that these lead to in turn.

    A folder of which nobody has heard is looked into: it is a site where its page names an interface below it. Those
    that are known to be sites are asked for each time, the others are left alone for long.
    """
    known = [document.mark for document in library.known.values() if document.kind == WORDPRESS and document.mark]
    found = [mark for mark in known if mark.startswith("http")]
    waiting = deque([*found, *await _folders(site, library, heard)])
    looks, seen = len(found) + MOST_LOOKS, {known_as(site.address)}
    while waiting and looks and len(seen) <= MOST_SITES:
        address = waiting.popleft()
        if address in seen:
            continue
        seen.add(address)
        looks -= 1
        within = await _look(address, library)
        if within is not None:
            yield within
            waiting += await _folders(within, library, heard)


async def _look(address: str, library: Library) -> Site | None:
    """The site at an address; None where it is a page like others, or cannot be had."""
    try:
        home = await front_page_of(await library.fetch(address), library)
    except Unfetched:
        return None
    folder, now = urljoin(home.url, "./"), datetime.now(UTC)
    root = next((root for root in home.interfaces if root.startswith(folder)), None)
    if root is None or urlsplit(folder).path == "/":
        library.remember(Document(address, LINKS, read_at=now, not_before=now + REST))
        return None
    library.remember(Document(root, WORDPRESS, read_at=now, mark=address))
    return Site(address, home)


async def _folders(site: Site, library: Library, heard: Heard) -> list[str]:
    """The addresses to which a front page leads that may be those of sites in folders, as nobody has heard of them."""
    if site.home is None or not (site.home.by_wordpress or site.home.interfaces or site.is_portal):
        return []
    folders = [url for url in site.home.links if _may_be_site(site, url) and not (heard(url) or _rests(url, library))]
    unheard = await library.unheard(folders)
    return sorted((url for url in folders if url in unheard), key=lambda url: urlsplit(url).path.strip("/").count("/"))


def _may_be_site(site: Site, url: str) -> bool:
    parts = urlsplit(url)
    is_folder = bool(_FOLDER.fullmatch(parts.path)) and not parts.query
    return is_folder and site.owns(url) and not (site.is_twin(url) or is_story(url) or is_listing(url))


def _rests(url: str, library: Library) -> bool:
    known = library.known.get(url)
    return bool(known and known.not_before and known.not_before > datetime.now(UTC))
