"""What ``make bench-hosts`` measures copydesk beside: ``python -m benchmarks.hosts_peer SITEMAPS DELAY``.

One plain spider over the sitemaps of all hosts, with the delay that they ask for and Scrapy's own concurrency.
"""

from __future__ import annotations

import sys
from pathlib import Path

from scrapy.crawler import CrawlerProcess

from benchmarks.plain_spiders import FetchSpider


def main(listed: str, delay: str) -> None:
    """Fetch every page of every sitemap in the file ``listed``, ``delay`` seconds apart on each host."""
    settings = {
        "COOKIES_ENABLED": False,
        "DOWNLOAD_DELAY": float(delay),
        "DOWNLOAD_DELAY_JITTER": 0,
        "DOWNLOAD_TIMEOUT": 30,
        "LOG_LEVEL": "CRITICAL",
        "ROBOTSTXT_OBEY": True,
        "TELNETCONSOLE_ENABLED": False,
    }
    process = CrawlerProcess(settings)
    process.crawl(FetchSpider, sitemap_urls=Path(listed).read_text(encoding="utf-8").split())
    process.start()


if __name__ == "__main__":
    main(*sys.argv[1:])
