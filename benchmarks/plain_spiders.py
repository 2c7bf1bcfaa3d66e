"""What copydesk is measured beside: Scrapy that only fetches, and the spider that most people would write.

``python -m benchmarks.plain_spiders fetch|plain SITEMAP DATABASE`` crawls with one of them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import trafilatura
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response
from scrapy.spiders import SitemapSpider

SETTINGS = {
    "AUTOTHROTTLE_ENABLED": "False",
    "CONCURRENT_REQUESTS": "16",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "16",
    "COOKIES_ENABLED": "False",
    "DOWNLOAD_DELAY": "0",
    "LOG_LEVEL": "WARNING",
    "ROBOTSTXT_OBEY": "True",
    "TELNETCONSOLE_ENABLED": "False",
}
"""The manners, off; the same for every crawl that is compared."""


class FetchSpider(SitemapSpider):
    """Fetches every page and looks at none: the ceiling that Scrapy sets."""

    name = "fetch"

    def parse(self, response: Response) -> None:
        """Take the page and do nothing with it."""


class PlainSpider(SitemapSpider):
    """Calls trafilatura in its callback and upserts with sqlite-utils."""

    name = "plain"

    def __init__(self, database: str, **arguments: Any) -> None:
        super().__init__(**arguments)
        sys.modules["pandas"] = None  # type: ignore[assignment]  # which sqlite-utils loads: only developers have it
        from sqlite_utils import Database

        self.database = Database(database)
        self.database.enable_wal()

    def parse(self, response: Response) -> Iterator[dict[str, Any]]:
        """Extract the page here, on the reactor's thread, and file it."""
        document = trafilatura.bare_extraction(response.text, url=response.url, with_metadata=True)
        if document is None or isinstance(document, dict):
            return
        row = {
            "url": response.url,
            "headline": document.title,
            "byline": document.author,
            "published_at": document.date,
            "text": document.text,
        }
        self.database.table("articles").upsert(row, pk="url")
        yield row


def main(kind: str, sitemap: str, database: str) -> None:
    """Crawl the sitemap's pages with one of the two spiders."""
    process = CrawlerProcess(dict(SETTINGS))
    if kind == "fetch":
        process.crawl(FetchSpider, sitemap_urls=[sitemap])
    else:
        process.crawl(PlainSpider, sitemap_urls=[sitemap], database=database)
    process.start()


if __name__ == "__main__":
    main(*sys.argv[1:])
