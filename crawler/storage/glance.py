"""What a worker process looks up in the database about a page's site, without ever writing or waiting."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from crawler.packing import PATTERNS_AT_HAND, Pattern
from crawler.records.pages import FetchedPage
from crawler.storage.errors import StorageError
from crawler.storage.pages.rawpages import kept_page, latest_fetch, pattern_id, raw_page
from crawler.storage.sites.readings import Readings
from crawler.storage.sites.rulings import with_rulings
from crawler.storage.stories.known import Known, KnownStories
from extractors import Article
from extractors.site.pages import SitePages
from extractors.site.rules import SiteRules


class Glance:
    """A read-only connection of one process; where the database cannot be read now, nothing is known of any site."""

    def __init__(self, path: Path) -> None:
        self._address = f"{path.resolve().as_uri()}?mode=ro"
        self._open: sqlite3.Connection | None = None
        self._unpacked = lru_cache(PATTERNS_AT_HAND)(self._unpack)
        self._taught = lru_cache(PATTERNS_AT_HAND)(self._recall)

    def pattern(self, site: str) -> Pattern | None:
        """The page by which the site's next ones are packed; None where there is none."""
        try:
            number = pattern_id(self._connection(), site)
            return None if number is None else self._unpacked(number)
        except (sqlite3.Error, StorageError):
            return None

    def rules(self, site: str, given: SiteRules | None) -> SiteRules | None:
        """The site's given rules, with what was decided about its blocks."""
        try:
            return with_rulings(self._connection(), site, given)
        except sqlite3.Error:
            return given

    def kept_page(self, fetch_id: int, rules: SiteRules | None) -> FetchedPage:
        """The page that a fetch brought, to be read by these rules and by what its site's pages have taught.

        Raises ``LookupError``, ``StorageError`` or ``sqlite3.Error``.
        """
        page = kept_page(self._connection(), fetch_id)
        return replace(page, rules=rules, memory=self._taught(page.site).memory_for(page.url))

    def kept_before(self, page: FetchedPage, article: Article) -> tuple[int, FetchedPage | None] | None:
        """The number of the story that the page told otherwise before, and the kept page of then, None if damaged.

        None where the story is not known, reads the same, or no page of it is kept.
        """
        try:
            known = KnownStories(self._connection()).told_by(page, article)
            if known is None or known.reads_as(article):
                return None
            fetch_id = latest_fetch(self._connection(), known.id)
            return None if fetch_id is None else (known.id, self._sound_page(fetch_id))
        except sqlite3.Error:
            return None

    def known(self, article_id: int) -> Known | None:
        """The story of that number, as it is on file; None where there is none. Raises ``sqlite3.Error``."""
        return KnownStories(self._connection()).numbered(article_id)

    def close(self) -> None:
        """Let go of the database."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _sound_page(self, fetch_id: int) -> FetchedPage | None:
        try:
            return kept_page(self._connection(), fetch_id)
        except StorageError:
            return None

    def _recall(self, site: str) -> SitePages:
        return SitePages(Readings(self._connection()).sketches(site))

    def _unpack(self, number: int) -> Pattern:
        return Pattern(number, raw_page(self._connection(), number))

    def _connection(self) -> sqlite3.Connection:
        if self._open is None:
            self._open = sqlite3.connect(self._address, uri=True, timeout=0)
        return self._open


@lru_cache(maxsize=1)
def glance(path: Path) -> Glance:
    """The process's own glance at the database at ``path``."""
    return Glance(path)
