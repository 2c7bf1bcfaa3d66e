"""``scrapy crawl site -a url=URL``: finds a site's articles and files those that are new or changed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from functools import cached_property
from typing import Any, ClassVar

from crawler.addresses import addresses_to_try, site_of
from crawler.records.finds import Copy
from crawler.records.pages import FetchedPage, LedgerEntry
from crawler.spiders.base import ArgumentError, LedgerSpider
from crawler.visits.visiting import Visit


class SiteSpider(LedgerSpider):
    """Crawls one site, from its address alone."""

    name = "site"
    parameters: ClassVar[Mapping[str, str]] = {"url": "the site's address, as https://example.org or example.org"}

    def __init__(self, url: str, **arguments: str) -> None:
        super().__init__(url=url, **arguments)
        self.addresses = site_addresses(url)
        self.site = site_of(self.addresses[0])
        self._named = asyncio.Event()

    @cached_property
    def visit(self) -> Visit:
        """The one visit that this crawl is."""
        return Visit(self.crawler, self.fetch, self.site, self.addresses, self.announce)

    async def gather(self) -> None:
        """Enter what discovery finds, or say why there is nothing; a site that has a name is visited under that."""
        try:
            known = await self.books.look_up(lambda places: places.site_at(self.addresses[0]))
            self.site = known or self.site
        finally:
            self._named.set()
        await self.books.begin_visit(self.site)
        await self.visit.gather()
        if complaint := self.books.visits[self.site].complaint:
            self.books.complain(complaint)

    async def lease(self) -> list[LedgerEntry]:
        """The site's next addresses that are due."""
        await self._named.wait()
        return await self.visit.lease(self.batch)

    def meta_of(self, entry: LedgerEntry) -> Mapping[str, Any]:
        """The story's copy, where the site handed it out."""
        return self.visit.meta_of(entry)

    def spare_of(self, entry: LedgerEntry) -> Copy | None:
        """The story's copy from a feed."""
        return self.visit.spare_of(entry)

    async def lead_on(self, page: FetchedPage, *, is_list: bool) -> None:
        """Enter the stories that a new one leads to, where the site does not list them."""
        await self.visit.lead_on(page, is_list=is_list)


def site_addresses(given: str) -> list[str]:
    """The addresses to try for a site: the one given, or https and then http for a bare host.

    Raises ``ArgumentError`` for what is neither.
    """
    try:
        return addresses_to_try(given)
    except ValueError as error:
        raise ArgumentError(f"url={given!r}: {error}; give -a url=https://example.org or a host name") from error
