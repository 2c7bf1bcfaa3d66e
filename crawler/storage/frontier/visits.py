"""The sites' rows and the crawls' visits to them."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta

from crawler.addresses import site_of
from crawler.records.visits import LastVisit, VisitReport
from crawler.storage.rows import now, utc_text

RESUMED_WITHIN = timedelta(days=1)
"""A crawl that was cut off longer ago than this is not gone on with: everything may have changed since."""

COUNTED = ("fetched", "new", "revised", "unchanged", "skipped", "failed", "later")
"""What is counted of a visit, as its columns are called."""

_END = f"""UPDATE visits SET ended_at = ?, reason = ?, healthy = ?, source = ?,
  {", ".join(f"{name} = ?" for name in COUNTED)} WHERE crawl_id = ? AND site = ?"""

_TABLES_OF_SITES = """SELECT tables.name, keys."from" FROM sqlite_master AS tables
  JOIN pragma_foreign_key_list(tables.name) AS keys WHERE tables.type = 'table' AND keys."table" = 'sites'"""

_LAST = """WITH good AS (
  SELECT site, max(crawl_id) AS crawl_id FROM visits WHERE ended_at IS NOT NULL AND healthy GROUP BY site
) SELECT site, max(started_at), sum(visits.crawl_id > coalesce(good.crawl_id, 0))
  FROM visits LEFT JOIN good USING (site) WHERE ended_at IS NOT NULL GROUP BY site"""

# The crawls before this one, latest first, as long as they are the same crawl and were cut off.
_RESUMED = """WITH RECURSIVE chain(id) AS (
  SELECT :crawl
  UNION ALL
  SELECT earlier.id FROM chain JOIN crawls AS later ON later.id = chain.id
    JOIN crawls AS earlier ON earlier.id = (SELECT max(id) FROM crawls WHERE id < chain.id)
  WHERE earlier.spider = later.spider AND earlier.arguments = later.arguments AND earlier.started_at >= :since
    AND (earlier.ended_at IS NULL OR earlier.reason IN ('shutdown', 'storage failed', 'broken off'))
) SELECT min(id) FROM chain"""


class Visits:
    """The tables ``sites`` and ``visits``, written inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add_site(self, name: str, url: str) -> None:
        """Enter a site, or its new address; it takes over what was found under its host's bare name or its earlier one.

        A site is its whole host: of two names at one, the later is what it is called now.
        """
        sql = """INSERT INTO sites(name, url, first_seen_at) VALUES (?, ?, ?)
            ON CONFLICT(name) DO UPDATE SET url = excluded.url"""
        earlier = self._earlier_names(name, url)
        self._connection.execute(sql, (name, url, now()))
        for old in earlier:
            self._hand_over(old, name)

    def _earlier_names(self, name: str, url: str) -> set[str]:
        host = site_of(url)
        bare = self._connection.execute("SELECT name FROM sites WHERE name = ? AND name <> ?", (host, name)).fetchall()
        if self._connection.execute("SELECT 1 FROM sites WHERE name = ? AND url IS NOT NULL", (name,)).fetchone():
            return {each for (each,) in bare}  # all sites are looked through for a new name only
        others = self._connection.execute("SELECT name, url FROM sites WHERE instr(url, ?) AND name <> ?", (host, name))
        return {each for (each,) in bare} | {each for each, address in others if site_of(address) == host}

    def _hand_over(self, old: str, new: str) -> None:
        """Give all that the ``old`` site has to the ``new`` one, but where that has its own, and drop the old."""
        for table, column in self._connection.execute(_TABLES_OF_SITES).fetchall():
            self._connection.execute(f"UPDATE OR IGNORE {table} SET {column} = ? WHERE {column} = ?", (new, old))
            self._connection.execute(f"DELETE FROM {table} WHERE {column} = ?", (old,))
        self._connection.execute("DELETE FROM sites WHERE name = ?", (old,))

    def begin(self, crawl_id: int, site: str, unverified: str | None) -> None:
        """Open a visit; ``unverified`` is the host whose certificate is not checked, if there is one."""
        sql = "INSERT OR REPLACE INTO visits(crawl_id, site, started_at) VALUES (?, ?, ?)"
        self._connection.execute(sql, (crawl_id, site, now()))
        if unverified:
            sql = "INSERT OR REPLACE INTO unverified_visits(crawl_id, site, host) VALUES (?, ?, ?)"
            self._connection.execute(sql, (crawl_id, site, unverified))

    def end(self, crawl_id: int, site: str, report: VisitReport) -> None:
        """Close a visit with what it brought."""
        told = (now(), report.reason, int(report.healthy), report.source)
        counts = tuple(report.counts.get(name, 0) for name in COUNTED)
        self._connection.execute(_END, (*told, *counts, crawl_id, site))

    def last(self) -> dict[str, LastVisit]:
        """The last visit to each site that came to its own end; those cut off do not count."""
        rows = self._connection.execute(_LAST)
        return {site: LastVisit(datetime.fromisoformat(begun), failures) for site, begun, failures in rows}

    def resumed(self, crawl_id: int) -> int:
        """The first of the crawls that were cut off and that this one goes on with; itself where there is none."""
        since = utc_text(datetime.now(UTC) - RESUMED_WITHIN)
        first: int = self._connection.execute(_RESUMED, {"crawl": crawl_id, "since": since}).fetchone()[0]
        return first
