"""One site of ``sites.toml``: where it is, how often it is visited, what a visit may take, how its pages are read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from crawler.records.visits import LastVisit
from crawler.storage.clock import has_yet_to_come
from extractors.site.rules import SiteRules

EVERY = timedelta(days=1)
"""How often a site is visited whose entry does not say."""
MAX_TIME = timedelta(hours=1)
"""What a visit may take where the entry does not say: one large site must not keep the next round from beginning."""
EARLY = timedelta(minutes=10)
"""How much before its time a site may be due, at most; else a timer that ticks a second early would skip a turn."""

AGAIN = timedelta(minutes=15)
"""How long a site is left alone that could not be visited twice in a row; after each further failure twice as long."""


@dataclass(frozen=True, slots=True)
class SiteEntry:
    """A site to be visited ``every`` so often, for at most ``max_time`` and ``max_pages`` pages (None: no limit).

    ``delay`` is in seconds between two requests, None for the crawl's own; ``addresses`` are to be tried in turn;
    unless ``verify_tls``, nobody has to vouch for the certificate of their host.
    """

    name: str
    addresses: tuple[str, ...]
    every: timedelta = EVERY
    max_time: timedelta = MAX_TIME
    max_pages: int | None = None
    delay: float | None = None
    verify_tls: bool = True
    rules: SiteRules | None = None

    @property
    def url(self) -> str:
        """The site's address, the first to be tried."""
        return self.addresses[0]

    def due_at(self, last: LastVisit | None, rests_until: datetime | None = None) -> datetime | None:
        """When the site is next due; None for at once.

        ``rests_until`` says until when its host asked to be left alone (aware). A ``last`` visit that has yet to come
        was noted by a wrong clock. One that failed is made up for at once, then after longer and longer waits.
        """
        if last is None or has_yet_to_come(last.begun_at):
            due = None
        else:
            wait = min(self.every, AGAIN * (2 ** min(last.failures - 1, 20) - 1)) if last.failures else self.every
            due = last.begun_at + wait - min(wait / 10, EARLY)
        return due if rests_until is None else max(due or rests_until, rests_until)
