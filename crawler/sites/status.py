"""How the sites of ``sites.toml`` are doing, by what their visits left in the database."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from shlex import quote
from typing import Any

from crawler.console.counting import counted
from crawler.drift import LABELS
from crawler.records.visits import LastVisit
from crawler.sites.durations import write_duration
from crawler.sites.entry import SiteEntry
from crawler.storage.reader import Reader
from crawler.storage.rows import utc_text

_FRONT_PAGE = re.compile(r"https?://[^/\s]+/: ")
"""How a reason begins that is about a site's front page: its address stands beside it wherever a site is named."""


@dataclass(frozen=True, slots=True)
class SiteStatus:
    """A site's line in ``scrapy sites``.

    Times are ISO 8601 text in UTC; ``due_at`` is None for at once, ``new`` counts the last visit's stories,
    ``coverage`` is the share of the known addresses that were fetched, 0 to 1, None where none is known, ``condition``
    how the site's pages read: learning, good, changed or bad, None where that was not judged.
    """

    name: str
    url: str
    every: str
    visited_at: str | None
    due_at: str | None
    new: int
    articles: int
    known: int
    coverage: float | None
    healthy: bool | None
    health: str
    condition: str | None


def site_statuses(entries: Iterable[SiteEntry], reader: Reader | None) -> list[SiteStatus]:
    """The status of each site, in order; ``reader`` is None where there is no database yet."""
    visits = _by_site(reader, "SELECT * FROM site_health")
    coverage = _by_site(reader, "SELECT * FROM site_coverage")
    return [_status(entry, visits.get(entry.name), coverage.get(entry.name, {})) for entry in entries]


def _by_site(reader: Reader | None, sql: str) -> dict[str, dict[str, Any]]:
    return {row["site"]: row for row in reader.rows(sql)} if reader else {}


def _status(entry: SiteEntry, visit: dict[str, Any] | None, coverage: dict[str, Any]) -> SiteStatus:
    last = LastVisit(datetime.fromisoformat(visit["visited_at"]), visit["failures"]) if visit else None
    due = entry.due_at(last)
    return SiteStatus(
        name=entry.name,
        url=entry.url,
        every=write_duration(entry.every),
        visited_at=visit["visited_at"] if visit else None,
        due_at=utc_text(due) if due and due > datetime.now(UTC) else None,
        new=visit["new"] if visit else 0,
        articles=coverage.get("articles", 0),
        known=coverage.get("known", 0),
        coverage=coverage.get("share"),
        healthy=None if visit is None else bool(visit["healthy"]),
        health=health_of(visit) + _without_stories(coverage),
        condition=visit["state"] if visit else None,
    )


def health_of(visit: dict[str, Any] | None) -> str:
    """How a site is doing, by its row in ``site_health``: a phrase for people."""
    if visit is None:
        return "not visited yet"
    label = LABELS.get(visit["state"])
    trouble = f"; {label} since {visit['state_since'][:10]}: {visit['state_reason']}" if label else ""
    doubted = visit["lastmod_doubted_since"]
    doubt = f"; its lastmod says nothing of changes, not believed since {doubted[:10]}" if doubted else ""
    return _health(visit) + trouble + doubt


def _without_stories(coverage: dict[str, Any]) -> str:
    """What is to be said of a site whose pages had no story, as where scripts draw them; empty for any other."""
    if coverage.get("articles") or not coverage.get("fetched"):
        return ""
    pages, site = counted(coverage["fetched"], "page"), quote(coverage["site"])
    return f"; no story on {pages} fetched: scrapy coverage {site} says why"


def is_well(visit: dict[str, Any]) -> bool:
    """Whether nobody need look after a site: its last visit did its work, and its pages do not read badly."""
    return bool(visit["healthy"]) and visit["state"] != "bad"


def _health(visit: dict[str, Any]) -> str:
    if visit["healthy"]:
        return "good" if visit["reason"] == "finished" else f"good, {visit['reason']}"
    times = f" {visit['failures']} times in a row" if visit["failures"] > 1 else ""
    return f"failed{times}: {_FRONT_PAGE.sub('', visit['reason'], count=1)}"
