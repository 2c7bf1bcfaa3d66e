"""The front page: what is new, and how the sites are doing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from crawler.readingroom.sparkline import Sparkline, sparkline
from crawler.sites.status import health_of, is_well
from crawler.storage import Reader
from crawler.storage.figures.newsstand import SiteRow, last_day, newest, site_rows

STORIES = 30
"""Stories on the front page."""

SITES = 100
"""Sites on the front page."""

DAYS = 60
"""Days that a sparkline tells of."""

Mark = Literal["good", "failed", "unknown"]


@dataclass(frozen=True, slots=True)
class SiteLine:
    """A site's line: its stories, those of the last days, and its health as a mark and in words."""

    site: str
    url: str | None
    articles: int
    days: Sparkline
    mark: Mark
    health: str
    visited_at: str | None


@dataclass(frozen=True, slots=True)
class Front:
    """The newest stories, the sites, how many ``further`` ones there are, and the day up to which sparklines go."""

    stories: list[dict[str, Any]]
    sites: list[SiteLine]
    further: int
    until: date | None
    days: int = DAYS


def front_page(reader: Reader) -> Front:
    """What the front page tells."""
    until = last_day(reader)
    rows = site_rows(reader, until or date.today(), DAYS)
    needy_first = sorted(rows, key=lambda row: _mark(row) != "failed")
    lines = [_line(row) for row in (needy_first[:SITES] if len(rows) > SITES else rows)]
    return Front(newest(reader, STORIES), lines, max(len(rows) - SITES, 0), until)


def _mark(row: SiteRow) -> Mark:
    return "unknown" if row.visit is None else "good" if is_well(row.visit) else "failed"


def _line(row: SiteRow) -> SiteLine:
    visited_at = None if row.visit is None else row.visit["visited_at"]
    health = health_of(row.visit)
    return SiteLine(row.site, row.url, row.articles, sparkline(row.daily), _mark(row), health, visited_at)
