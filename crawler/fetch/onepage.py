"""Fetches one page by the rules of a crawl, without a ledger: for commands."""

from __future__ import annotations

from crawler.addresses import site_of
from crawler.fetch.errands import ErrandSpider
from crawler.fetch.fetching import Fetcher
from crawler.fetch.receiving import WEB_PAGES, receive
from crawler.fetch.trouble import Trouble, Unfetched
from crawler.records.pages import FetchedPage, LedgerEntry


class OnePageSpider(ErrandSpider[FetchedPage | Unfetched]):
    """Brings the page at the one address, which may be plain text, or why there is none."""

    name = "one-page"
    pause = 0  # robots.txt and the page: there is nothing after them

    async def errand(self) -> FetchedPage | Unfetched:
        """The page, or why it could not be had."""
        (url,) = self.addresses
        fetch = Fetcher(self.crawler)
        entry = LedgerEntry(url, site_of(url), 0)
        try:
            return await receive(await fetch(url), entry, fetch, readable=WEB_PAGES | {"text"})
        except Unfetched as error:
            return error

    def overdue(self, reason: str) -> Unfetched:
        """That there was no answer in time."""
        return Unfetched(Trouble("wait", "no answer in time", reason))
