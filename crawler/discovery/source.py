"""The one interface of discovery: a site, and a source that finds addresses on it."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from scrapy.http import Response

from crawler.addresses import ledger_key, site_of
from crawler.discovery.library import Library
from crawler.discovery.looks import is_story
from crawler.discovery.pagereading import FrontPage, read_front_page
from crawler.discovery.twins import are_twins, at_home
from crawler.fetch.fetching import content_type, link_headers
from crawler.records.finds import Candidate

_FRONT = re.compile(r"/(?:index|default|home|main|start)\.\w+$", re.I)


@dataclass(frozen=True, slots=True)
class Site:
    """A site to be discovered: ``url`` as given, and its front page where that could be had."""

    url: str
    home: FrontPage | None = None

    @property
    def address(self) -> str:
        """Where the site is: its front page after redirects, else the address given."""
        return self.home.url if self.home is not None else self.url

    def owns(self, url: str) -> bool:
        """Whether ``url`` is on the site's host, that given or that redirected to, or on a twin of it."""
        try:
            return site_of(url) in {site_of(self.url), site_of(self.address)} or self.is_twin(url)
        except ValueError:
            return False

    def is_twin(self, url: str) -> bool:
        """Whether ``url`` is on another host on which the site has its pages a second time."""
        return are_twins(url, self.address)

    def at_home(self, url: str) -> str:
        """The address that a page has on the site's own host, where ``url`` is on a twin of it; else ``url``."""
        return at_home(url, self.address)

    def is_home(self, url: str) -> bool:
        """Whether ``url`` is the front page; a story is none, though the site was given by its address."""
        try:
            front = {ledger_key(each).rstrip("/") for each in (self.url, self.address)}
            return ledger_key(url).rstrip("/") in front and not self.is_given_by_story
        except ValueError:
            return False

    @property
    def is_portal(self) -> bool:
        """Whether its front page leads to no story of its own."""
        return self.home is not None and not any(is_story(url) and self.owns(url) for url in self.home.links)

    @property
    def is_given_by_story(self) -> bool:
        """Whether the site was given by the address of one of its stories, as far as its form tells."""
        return is_story(self.address) and not _FRONT.search(urlsplit(self.address).path)


def was_walked(site: Site, library: Library) -> bool:
    """Whether a walk over the site's links once came to its end."""
    known = library.known.get(ledger_key(site.address))
    return known is not None and known.kind == "links" and known.read_at is not None


async def site_at(url: str, library: Library) -> Site:
    """The site with its front page; raises ``Unfetched`` where that cannot be had or read."""
    return Site(url, await front_page_of(await library.fetch(url), library))


async def front_page_of(response: Response, library: Library) -> FrontPage:
    """What a response says of the site whose front page it is; raises ``Unfetched`` where it cannot be read."""
    told = content_type(response), link_headers(response)
    page = await library.apart(read_front_page, response.body, response.url, *told)
    links = await library.spelled_on(page.url, page.links)
    return replace(page, links=links, further=await library.spelled_on(page.url, page.further))


Source = Callable[[Site, Library], AsyncIterator[Candidate]]
"""Yields what it finds on the site, best first; raises nothing: what cannot be had is not found."""
