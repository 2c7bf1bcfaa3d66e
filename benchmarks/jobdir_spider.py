"""A plain Scrapy spider with a JOBDIR: ``python -m benchmarks.jobdir_spider ADDRESS JOBDIR SETTING=VALUE…``."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

from scrapy import Request
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response
from scrapy.spiders import SitemapSpider


class JobdirSpider(SitemapSpider):
    """Fetches every page that a site's sitemaps list and does nothing with it."""

    name = "jobdir"

    def _parse_sitemap(self, response: Response) -> Iterator[Request]:
        for request in super()._parse_sitemap(response):
            is_sitemap = request.callback == self._parse_sitemap
            yield request.replace(priority=int(is_sitemap))  # Scrapy would read the other sitemaps last of all

    def parse(self, response: Response, **values: Any) -> None:
        """Take the page."""


def main() -> None:
    """Crawl until there is nothing left."""
    address, jobdir, *given = sys.argv[1:]
    process = CrawlerProcess({**dict(part.split("=", 1) for part in given), "JOBDIR": jobdir})
    process.crawl(JobdirSpider, sitemap_urls=[f"{address}/sitemap.xml"])
    process.start()


if __name__ == "__main__":
    main()
