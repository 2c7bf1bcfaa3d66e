"""How much of sites is filed, asked of the views."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from crawler.addresses import addresses_to_try, site_of
from crawler.storage.errors import StorageError
from crawler.storage.reader import Reader

_ALL = """SELECT site_coverage.*, months.first_month, months.last_month,
    coalesce((SELECT sum(months) FROM coverage_gaps WHERE coverage_gaps.site = site_coverage.site), 0) AS months_missing
  FROM site_coverage LEFT JOIN (
    SELECT site, min(month) AS first_month, max(month) AS last_month FROM articles_per_month GROUP BY site
  ) AS months ON months.site = site_coverage.site"""


@dataclass(frozen=True, slots=True)
class Coverage:
    """One site's rows of ``site_coverage``, ``coverage_losses``, ``articles_per_month`` and ``coverage_gaps``."""

    counts: Mapping[str, Any]
    losses: Sequence[Mapping[str, Any]]
    months: Sequence[Mapping[str, Any]]
    gaps: Sequence[Mapping[str, Any]]

    def as_dict(self) -> dict[str, Any]:
        """All of it, for JSON."""
        return asdict(self)


def covered_sites(reader: Reader) -> list[dict[str, Any]]:
    """The row of ``site_coverage`` of every site, with its first and last month and how many are missing between."""
    return reader.rows(f"{_ALL} ORDER BY site_coverage.site")


def coverage_of(reader: Reader, given: str) -> Coverage:
    """The coverage of the site with this name or address; raises ``StorageError`` where there is none."""
    site = _site_name(reader, given)
    (counts,) = reader.rows("SELECT * FROM site_coverage WHERE site = ?", site)
    return Coverage(
        counts=counts,
        losses=reader.rows("SELECT * FROM coverage_losses WHERE site = ? ORDER BY urls DESC, cause", site),
        months=reader.rows("SELECT month, articles FROM articles_per_month WHERE site = ? ORDER BY month", site),
        gaps=reader.rows("SELECT * FROM coverage_gaps WHERE site = ? ORDER BY first_month", site),
    )


def _site_name(reader: Reader, given: str) -> str:
    rows = reader.rows("SELECT name, url FROM sites WHERE name IN (SELECT site FROM urls) ORDER BY name")
    hosts = {site_of(row["url"]): row["name"] for row in rows if row["url"]}
    names = {row["name"]: row["name"] for row in rows}
    try:
        host = site_of(addresses_to_try(given)[0])
    except ValueError:
        host = given
    known = hosts | names
    if found := known.get(given) or known.get(host):
        return str(found)
    close = difflib.get_close_matches(given, known, 1)
    way_out = f"did you mean {close[0]!r}?" if close else "scrapy coverage alone lists those that it knows"
    raise StorageError(f"{reader.path}: no addresses of a site {given!r} in it; {way_out}")
