"""Keeps secrets out of what is logged, and out of the archive's notes of what was asked for."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any, Self

from scrapy import Spider
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.logformatter import LogFormatter
from twisted.python.failure import Failure

from crawler.console.terminal import harmless
from crawler.records.filings import Filing
from crawler.records.pages import FetchedPage

if TYPE_CHECKING:
    from scrapy.logformatter import LogFormatterResult

HIDDEN = "***"
_LOGIN = re.compile(r"(?<=://)[^/?#\s@]+(?=@)|(?<![\w/])[\w.%+-]+:[^\s/@:]+(?=@[\w\[])")
_PARAMETER = re.compile(
    r"(?<![^?&;\s])([\w.-]*(?:api_?-?key|token|secret|passw(?:or)?d|pwd|signature)|auth|sig|sid|sess(?:ion)?_?id|jwt|key)"
    r"=[^&;#\s'\"<>]+",
    re.I,
)
"""Parameters of addresses by whose names secrets go."""


def redacted(text: str) -> str:
    """The text without names and passwords in addresses, and without the keys and tokens in their parameters."""
    if "@" not in text and "=" not in text:
        return text
    return _PARAMETER.sub(rf"\1={HIDDEN}", _LOGIN.sub(HIDDEN, text))


class DiscreetRecord(logging.LogRecord):
    """A line of the log without secrets, and without what could steer a terminal: addresses come from pages."""

    def getMessage(self) -> str:  # noqa: N802 - logging's interface
        """The line."""
        return harmless(redacted(super().getMessage()))


class DiscreetFormatter(LogFormatter):
    """Scrapy's words about items, which would else be written out whole: pages with their cookies, stories with all."""

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        """That a page or story has come through."""
        return super().scraped(_named(item), response, spider)

    def dropped(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """That one was dropped."""
        return super().dropped(_named(item), exception, response, spider)

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """That one tripped us up."""
        return super().item_error(_named(item), exception, response, spider)


def _named(item: object) -> str:
    page = item.page if isinstance(item, Filing) else item
    return f"{type(item).__name__} of {page.url}" if isinstance(page, FetchedPage) else type(item).__name__


class DiscreetLog:
    """The extension that makes every line of a crawl's log a discreet one."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The extension, which needs nothing of the crawl."""
        logging.setLogRecordFactory(DiscreetRecord)
        return cls()
