"""In what order a site's addresses have their turn: what is new before what earlier visits left over.

Where nothing says when an address came up, as in links and many a sitemap, it is new if it was found since the crawl
began. Left to its number, it stood behind all that earlier visits had found and had no time for.
"""

from __future__ import annotations

import sqlite3
from itertools import chain, zip_longest

# Looked through from the last address on: a crawl that begins afresh has added none.
_KNOWN_BEFORE = """SELECT id FROM urls WHERE found_at < (SELECT started_at FROM crawls WHERE id = ?)
  ORDER BY id DESC LIMIT 1"""
_VISITED_BEFORE = "SELECT max(started_at) FROM visits WHERE site = ? AND crawl_id < ?"
_DUE = "SELECT id, lastmod FROM urls WHERE state = 'pending' AND site = ? AND coalesce(not_before, '') "
USUAL = _DUE + "<= ? ORDER BY coalesce(not_before, ''), lastmod DESC, id LIMIT ?"
# Among the first of the usual order: all of it is too much to be looked through for each lease.
NEVER_HAD = (
    "SELECT id, lastmod FROM (SELECT id, lastmod, article_id"
    + _DUE.removeprefix("SELECT id, lastmod")
    + "<= ? ORDER BY coalesce(not_before, ''), lastmod DESC, id LIMIT 500) WHERE article_id IS NULL LIMIT ?"
)
NEWLY_FOUND = _DUE + "= '' AND lastmod IS NULL AND id > ? ORDER BY id LIMIT ?"


class Precedence:
    """The order of turns in one crawl after the other."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._began_with = self._known_before = 0
        self._visited: dict[str, str | None] = {}

    def begin(self, began_with: int) -> None:
        """Begin a crawl, which is that one or goes on with it."""
        known = self._connection.execute(_KNOWN_BEFORE, (began_with,)).fetchone()
        self._began_with, self._known_before, self._visited = began_with, known[0] if known else 0, {}

    def first(self, site: str, moment: str, limit: int) -> list[int]:
        """The ids of at most ``limit`` addresses of the site that are due at ``moment``, in the order of their turns.

        First the most lately changed, back to the last visit, then what was found since the crawl began. Of the rest
        those never tried come before retries by their time; every other one has never been had, or looks at young
        stories, which are due daily, would leave nothing of a small budget for a backlog.
        """
        usual = self._connection.execute(USUAL, (site, moment, limit)).fetchall()
        visited = self._visited_before(site)
        if visited is None:
            return [id_ for id_, _ in usual]
        told = [id_ for id_, lastmod in usual if lastmod and lastmod >= visited]
        found = self._connection.execute(NEWLY_FOUND, (site, self._known_before, limit))
        never_had = self._connection.execute(NEVER_HAD, (site, moment, limit))
        rest = filter(None, chain.from_iterable(zip_longest(usual, never_had)))
        return list(dict.fromkeys([*told, *(id_ for id_, _ in found), *(id_ for id_, _ in rest)]))[:limit]

    def _visited_before(self, site: str) -> str | None:
        if site not in self._visited:
            values = (site, self._began_with)
            self._visited[site] = self._connection.execute(_VISITED_BEFORE, values).fetchone()[0]
        return self._visited[site]
