"""``scrapy crawl site -a url=URL``: finds a site's articles and files those that are new or changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from crawler.addresses import ledger_key, site_of
from crawler.discovery import Discovery
from crawler.records import Candidate, LedgerEntry
from crawler.spiders.base import ArgumentError, LedgerSpider
from crawler.storage import Recrawl

BATCH = 500
"""Candidates entered in the ledger at a time."""


class SiteSpider(LedgerSpider):
    """Crawls one site, from its address alone."""

    name = "site"
    parameters: ClassVar[Mapping[str, str]] = {"url": "the site's address, as https://example.org or example.org"}

    def __init__(self, url: str, **arguments: str) -> None:
        super().__init__(url=url, **arguments)
        self.addresses = site_addresses(url)
        self.site = site_of(self.addresses[0])

    async def gather(self) -> None:
        """Enter what discovery finds, or say why there is nothing."""
        for address in self.addresses:
            discovery = Discovery(address, self.fetch)
            await self._enter_all(discovery)
            if not discovery.unreachable:
                break
        await self.books.add_site(self.site, discovery.url)
        self._report(discovery)

    async def _enter_all(self, discovery: Discovery) -> None:
        found: set[int] = set()
        batch: list[Candidate] = []
        async for candidate in discovery.candidates():
            found.add(hash(_known_as(candidate.url)))
            self.crawler.stats.set_value("discovery/found", len(found))
            batch.append(candidate)
            if len(batch) >= BATCH:
                await self._enter(batch)
                batch = []
        await self._enter(batch)

    async def lease(self) -> list[LedgerEntry]:
        """The site's next addresses that are due."""
        return await self.books.lease(self.site, self.batch)

    async def _enter(self, batch: Sequence[Candidate]) -> None:
        """Enter candidates; one whose last change is not told is looked at again, or changes would go unseen."""
        dated = [candidate for candidate in batch if candidate.lastmod]
        undated = [candidate for candidate in batch if not candidate.lastmod]
        if dated:
            await self.books.add(self.site, dated, Recrawl.CHANGED)
        if undated:
            await self.books.add(self.site, undated, Recrawl.ALWAYS)
        self.announce()

    def _report(self, discovery: Discovery) -> None:
        stats = self.crawler.stats
        if not self.crawler.crawling:
            return  # told to stop: what was not found may well be there
        if discovery.foreign:
            stats.set_value("discovery/foreign", discovery.foreign)
        if discovery.used:
            stats.set_value("discovery/source", discovery.used)
        elif discovery.trouble:
            self.books.complain(f"{discovery.url}: {discovery.trouble}")
        else:
            tried = ", ".join(discovery.sources)
            self.books.complain(f"{discovery.url}: no articles found (tried {tried}); give pages with -a urls=FILE")


def site_addresses(given: str) -> list[str]:
    """The addresses to try for a site: the one given, or https and then http for a bare host.

    Raises ``ArgumentError`` for what is neither.
    """
    name = given.strip()
    tried = [name] if "://" in name else [f"https://{name}", f"http://{name}"]
    try:
        keys = [ledger_key(address) for address in tried]
        if " " in name or not site_of(keys[0]).strip("."):
            raise ValueError("not a host name")
    except ValueError as error:
        raise ArgumentError(f"url={given!r}: {error}; give -a url=https://example.org or a host name") from error
    return keys


def _known_as(url: str) -> str:
    try:
        return ledger_key(url)
    except ValueError:
        return url
