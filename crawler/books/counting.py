"""Counts what becomes of pages: for the summary of the crawl, and for the notes of the visit that each is part of."""

from __future__ import annotations

from collections.abc import Mapping

from scrapy.statscollectors import StatsCollector

from crawler.books.visitnotes import NOTED, VisitNotes
from crawler.fetch.trouble import Trouble
from crawler.records.filings import Change

_STATS = {"skipped": "skipped/page is {outcome}", "failed": "failed/could not be stored"}


class Counting:
    """Counts in the crawl's ``stats`` and in those of ``visits`` that are under way, by site."""

    def __init__(self, stats: StatsCollector, visits: Mapping[str, VisitNotes]) -> None:
        self._stats = stats
        self._visits = visits

    def fetched(self, site: str) -> None:
        """A page of the site was fetched."""
        self._stats.inc_value("fetch/pages")
        self._note(site, "fetched")

    def filed(self, site: str, change: Change, outcome: str) -> None:
        """A page that is ``outcome`` was filed, which did ``change``."""
        self._stats.inc_value(_STATS.get(change, f"file/{change}").format(outcome=outcome))
        self._note(site, change)

    def unchanged(self, site: str | None) -> None:
        """A page was said to be as it is on file; of an archive's pages no site keeps notes."""
        self._stats.inc_value("file/unchanged")
        if site is not None:
            self._note(site, "unchanged")

    def troubled(self, site: str, ending: str, trouble: Trouble) -> None:
        """A page could not be had, and its address was settled as ``ending``."""
        self._stats.inc_value(f"{ending}/{trouble.reason}")
        self._note(site, ending)
        if site in self._visits:
            self._visits[site].troubles[trouble.reason] += 1

    def _note(self, site: str, what: str) -> None:
        if site in self._visits:
            self._visits[site].counts[NOTED.get(what, what)] += 1
