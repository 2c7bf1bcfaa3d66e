"""Fetches one page by the rules of a crawl, without a ledger: for commands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import scrapy
from scrapy import Request

from crawler.addresses import site_of
from crawler.fetching import Fetcher
from crawler.receiving import WEB_PAGES, receive
from crawler.records import FetchedPage, LedgerEntry
from crawler.trouble import Unfetched


class OnePageSpider(scrapy.Spider):
    """Fetches ``url``, which may be plain text, and appends the page, or why there is none, to ``delivered``."""

    name = "one-page"
    custom_settings: dict[str, Any] = {"DOWNLOAD_DELAY": 0}  # robots.txt and the page, no more

    def __init__(self, url: str, delivered: list[FetchedPage | Unfetched]) -> None:
        super().__init__()
        self.url = url
        self.delivered = delivered

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
