"""``scrapy crawl news -a sites=sites.toml``: visits all sites that are due, side by side."""

from __future__ import annotations

import logging
import resource
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, ClassVar

from scrapy.exceptions import CloseSpider

from crawler.addresses import site_of
from crawler.records.finds import Copy
from crawler.records.pages import FetchedPage, LedgerEntry
from crawler.records.visits import VisitReport
from crawler.sites import DEFAULT_FILE, SiteEntry, SitesError, read_sites
from crawler.spiders.base import ArgumentError, LedgerSpider
from crawler.spiders.turn import Turn
from crawler.visits.sidebyside import side_by_side

logger = logging.getLogger(__name__)

OPEN_FILES = 65_536
"""The most connections and files that a crawl may have open, where the system lets it."""


class NewsSpider(LedgerSpider):
    """Visits each site as often as its entry says. ``reports`` has what each visit brought, once it is over."""

    name = "news"
    parameters: ClassVar[Mapping[str, str]] = {"sites": f"the file of sites, {DEFAULT_FILE} where none is named"}
    optional: ClassVar[frozenset[str]] = frozenset({"sites"})

    def __init__(self, sites: str = DEFAULT_FILE, **arguments: str) -> None:
        super().__init__(sites=sites, **arguments)
        try:
            entries = read_sites(Path(sites))
        except SitesError as error:
            raise ArgumentError(str(error)) from error
        if not entries:
            raise ArgumentError(f"{sites}: no sites in it; scrapy sites add https://news.example adds one")
        self.expect(entries)

    def expect(self, entries: Sequence[SiteEntry]) -> None:
        """Get ready to visit these sites."""
        self.entries = entries
        self.delays = {site_of(url): each.delay for each in entries if each.delay for url in each.addresses}
        self.unverified = frozenset(site_of(each.url) for each in entries if not each.verify_tls)
        self.turns: dict[str, Turn] = {}
        self.resting: dict[str, datetime] = {}
        self.reports: dict[str, VisitReport] = {}

    async def gather(self) -> None:
        """Give every site that is due its turn; each leases and fetches for itself."""
        _allow_many_connections()
        last, now = await self.books.last_visits(), datetime.now(UTC)
        for entry in self.entries:
            rest = self.books.rests.get(site_of(entry.url))
            due = entry.due_at(last.get(entry.name), rest.until if rest else None)
            if due is None or due <= now:
                self.turns[entry.name] = Turn(self, entry)
            else:
                self.resting[entry.name] = due
        await side_by_side([self._visit(turn) for turn in self.turns.values()])

    async def lease(self) -> list[LedgerEntry]:
        """Nothing: no address waits in the crawl's one queue, where another site's would stand before it."""
        return []

    async def file(self, page: FetchedPage) -> None:
        """File a page by the rules of its site."""
        turn = self.turns[page.site]
        async with turn.reading:
            await super().file(replace(page, rules=turn.entry.rules))

    def meta_of(self, entry: LedgerEntry) -> Mapping[str, Any]:
        """The story's copy, where its site handed it out."""
        return self.turns[entry.site].visit.meta_of(entry)

    def spare_of(self, entry: LedgerEntry) -> Copy | None:
        """The story's copy from a feed of its site."""
        return self.turns[entry.site].visit.spare_of(entry)

    async def lead_on(self, page: FetchedPage, *, is_list: bool) -> None:
        """Enter the stories that a new one leads to, where its site does not list them."""
        await self.turns[page.site].visit.lead_on(page, is_list=is_list)

    async def _visit(self, turn: Turn) -> None:
        """Visit one site; whatever goes wrong with it is its own complaint, but for what ends the crawl."""
        name = turn.entry.name
        try:
            self.reports[name] = await turn.run()
        except CloseSpider:
            raise
        except Exception as error:
            logger.exception("%s: the visit broke off", name)
            self.books.visits[name].complaint = f"the visit broke off ({type(error).__name__}: {error})"
            self.reports[name] = await self.books.end_visit(name, "broken off")
        finally:
            del self.turns[name]  # with all that was kept at hand for it


def _allow_many_connections() -> None:
    """Raise this process's limit of open files as far as it may itself: each site has a few connections open."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if 0 <= soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
