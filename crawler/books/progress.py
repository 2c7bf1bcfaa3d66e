"""A line on the terminal that says how far a crawl is; nothing where there is no terminal."""

from __future__ import annotations

from typing import Self

from rich.console import Console
from rich.live import Live
from rich.text import Text
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.utils.asyncio import create_looping_call

from crawler.books.summary import summarize
from crawler.console.terminal import harmless

INTERVAL = 0.5
"""Seconds between two updates of the line."""


class ProgressLine:
    """Shows found, fetched, filed and skipped pages while a crawl runs."""

    def __init__(self, crawler: Crawler, console: Console) -> None:
        self.crawler = crawler
        self.live = Live(console=console, transient=True, auto_refresh=False)
        self.updating = create_looping_call(self.update)
        crawler.signals.connect(self.start, signals.engine_started)
        crawler.signals.connect(self.stop, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, where standard error is a terminal and the log does not go there line by line."""
        console = Console(stderr=True)
        if not console.is_terminal or not getattr(crawler.spidercls, "keeps_ledger", False):
            raise NotConfigured
        return cls(crawler, console)

    def start(self) -> None:
        """Show the line."""
        self.live.start()
        self.updating.start(INTERVAL)

    def update(self) -> None:
        """Bring the line up to date."""
        self.live.update(Text(self.line(), no_wrap=True, overflow="ellipsis"), refresh=True)

    def line(self) -> str:
        """The line's text."""
        summary = summarize(self.crawler.stats.get_stats())
        filed = ", ".join(f"{count} {change}" for change, count in summary.filed.items()) or "0 new"
        lost = sum(summary.skipped.values()) + sum(summary.failed.values()) + sum(summary.later.values())
        site = harmless(str(getattr(self.crawler.spider, "site", "")))
        return f"{site} found {summary.found} · fetched {summary.fetched} · {filed} · {lost} without a story".strip()

    def stop(self) -> None:
        """Take the line away; the summary follows."""
        if self.updating.running:
            self.updating.stop()
        self.live.stop()
