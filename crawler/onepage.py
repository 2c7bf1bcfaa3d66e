"""Fetches one page by the rules of a crawl, without a ledger: for commands."""

from __future__ import annotations

from collections.abc import AsyncIterator

import scrapy
from scrapy import Request
from scrapy.settings import BaseSettings

from crawler.addresses import site_of
from crawler.fetching import Fetcher
from crawler.receiving import WEB_PAGES, receive
from crawler.records import FetchedPage, LedgerEntry
from crawler.trouble import Unfetched


class OnePageSpider(scrapy.Spider):
    """Fetches ``url``, which may be plain text, and appends the page, or why there is none, to ``delivered``."""

    name = "one-page"

    def __init__(self, url: str, delivered: list[FetchedPage | Unfetched]) -> None:
        super().__init__()
        self.url = url
        self.delivered = delivered

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Fetch robots.txt and the page without a pause between: there is nothing after them."""
        settings.set("DOWNLOAD_DELAY", 0, priority="spider")
        settings.set("AUTOTHROTTLE_ENABLED", False, priority="spider")

    async def start(self) -> AsyncIterator[Request]:
        """Fetch the page; there is nothing to yield."""
        try:
            self.delivered.append(await self._page())
        except Unfetched as error:
            self.delivered.append(error)
        if False:
            yield  # an async generator, as Scrapy wants

    async def _page(self) -> FetchedPage:
        fetch = Fetcher(self.crawler)
        entry = LedgerEntry(self.url, site_of(self.url), 0)
        return await receive(await fetch(self.url), entry, fetch, readable=WEB_PAGES | {"text"})
