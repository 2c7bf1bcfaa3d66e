"""Fetches what is at one address by the rules of a crawl, whatever it is: for commands."""

from __future__ import annotations

from scrapy.http import Response

from crawler.fetch.errands import ErrandSpider
from crawler.fetch.fetching import Fetcher
from crawler.fetch.trouble import Trouble, Unfetched


class OneAnswerSpider(ErrandSpider[Response | Unfetched]):
    """Brings what the server of the one address answers with, or why there is nothing."""

    name = "one-answer"
    pause = 0  # robots.txt and the address: there is nothing after them

    async def errand(self) -> Response | Unfetched:
        """The answer, or why it could not be had."""
        (url,) = self.addresses
        try:
            return await Fetcher(self.crawler)(url)
        except Unfetched as error:
            return error

    def overdue(self, reason: str) -> Unfetched:
        """That there was no answer in time."""
        return Unfetched(Trouble("wait", "no answer in time", reason))
