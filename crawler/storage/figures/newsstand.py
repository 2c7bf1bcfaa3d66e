"""What is new: the latest stories of all sites, and how much each site published on each of the last days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from crawler.storage.reader import Reader

_STORIES = """SELECT id, url, site, headline, dek, byline, published_at, language, outcome, gone_at,
  substr(text, 1, 400) AS opening FROM articles"""
_NEWEST = f"{_STORIES} WHERE published_at < ? ORDER BY published_at DESC LIMIT ?"
_UNDATED = f"{_STORIES} WHERE published_at IS NULL ORDER BY id DESC LIMIT ?"
_SITES = """SELECT sites.name AS site, sites.url AS url, coalesce(filed.articles, 0) AS articles
  FROM sites LEFT JOIN (SELECT site, sum(articles) AS articles FROM story_counts GROUP BY site) AS filed
    ON filed.site = name
  ORDER BY articles DESC, name"""
_LAST_DAY = "SELECT max(published_at) AS last FROM articles WHERE published_at < ?"
_DAILY = """SELECT site, substr(published_at, 1, 10) AS day, count(*) AS stories FROM articles
  WHERE published_at >= ? AND published_at < ? GROUP BY site, day"""


@dataclass(frozen=True, slots=True)
class SiteRow:
    """A site: its stories in all, those of each day of a span, and its row of ``site_health`` where it has one."""

    site: str
    url: str | None
    articles: int
    daily: tuple[int, ...]
    visit: dict[str, Any] | None


def newest(reader: Reader, most: int) -> list[dict[str, Any]]:
    """The ``most`` stories published last, those without a date behind them, the ones filed last first.

    What claims to be from the future is no news.
    """
    dated = reader.rows(_NEWEST, _tomorrow(), most)
    return dated + (reader.rows(_UNDATED, most - len(dated)) if len(dated) < most else [])


def last_day(reader: Reader) -> date | None:
    """The day on which anything was published last; None where nothing has a date."""
    (row,) = reader.rows(_LAST_DAY, _tomorrow())
    return None if row["last"] is None else date.fromisoformat(row["last"][:10])


def site_rows(reader: Reader, last: date, days: int) -> list[SiteRow]:
    """Every site, those with most stories first, with its stories on each of the ``days`` up to ``last``."""
    first = last - timedelta(days=days - 1)
    daily: dict[str, list[int]] = {}
    for row in reader.rows(_DAILY, first.isoformat(), (last + timedelta(days=1)).isoformat()):
        counts = daily.setdefault(row["site"], [0] * days)
        counts[(date.fromisoformat(row["day"]) - first).days] = row["stories"]
    visits = {row["site"]: row for row in reader.rows("SELECT * FROM site_health")}
    return [
        SiteRow(
            row["site"],
            row["url"],
            row["articles"],
            tuple(daily.get(row["site"], [0] * days)),
            visits.get(row["site"]),
        )
        for row in reader.rows(_SITES)
    ]


def _tomorrow() -> str:
    return (datetime.now(UTC) + timedelta(days=1)).date().isoformat() + "T"
