"""Where sites are, as their stories tell: by what name a host goes, where a site went, how its addresses differ."""

from __future__ import annotations

import sqlite3
from collections import Counter
from pathlib import Path
from urllib.parse import urljoin

from crawler.addresses import site_of
from crawler.storage.errors import explained

NEWEST, MANY = 20, 200
"""Stories of a site that tell where it is, and how the addresses of one differ."""
MOST = 5_000
"""Addresses of them that are compared."""

_NAMES = "SELECT name, url FROM sites WHERE url IS NOT NULL ORDER BY first_seen_at"
_OF_THE_NEWEST = """FROM (SELECT id, fetched_url FROM articles WHERE site = :site AND gone_at IS NULL
    ORDER BY published_at DESC LIMIT :limit) AS story"""
_PLACES = f"SELECT fetched_url {_OF_THE_NEWEST}"
_ADDRESSES = f"SELECT article_id, url {_OF_THE_NEWEST} JOIN urls ON article_id = story.id LIMIT {MOST}"

MOST_STANDING = 50_000
"""Addresses of a site, those met last, by which others are known again."""
_STANDING = "SELECT url FROM urls WHERE site = ? AND state NOT IN ('failed', 'gone') ORDER BY rowid DESC LIMIT ?"

_UNLISTED = """SELECT count(*) FROM (SELECT 1 FROM (
    SELECT url, article_id, source, listed_in FROM urls WHERE site = ? AND state = 'done' AND outcome = 'article'
    LIMIT ?) AS known JOIN articles ON articles.id = article_id AND fetched_url = known.url
  WHERE source = 'sitemap' AND listed_in IS NULL AND gone_at IS NULL LIMIT ?)"""
LOOKED_THROUGH = 20_000
"""Of a site's addresses, those known for longest, so many are asked whether they are listed still."""
FALLEN_OUT = 5
"""Stories that a site's sitemaps list no longer, though they are where they were: those list the newest ones only."""


class Places:
    """Asks the tables ``sites``, ``articles`` and ``urls``; raises ``StorageError`` where they cannot be read."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self._path = path
        self._connection = connection

    def site_at(self, url: str) -> str | None:
        """The name of the site at the host of ``url``, the one entered first where there are several; None without."""
        with explained(self._path):
            rows = self._connection.execute(_NAMES)
            return next((name for name, address in rows if site_of(address) == site_of(url)), None)

    def home_of(self, site: str) -> str | None:
        """The front page of the host of most of a site's newest stories; None without any, or of another site."""
        with explained(self._path):
            found = self._connection.execute(_PLACES, {"site": site, "limit": NEWEST})
            hosts = Counter(urljoin(url, "/") for (url,) in found)
        home = next((home for home, _ in hosts.most_common(1)), None)
        return home if home and self.site_at(home) in (None, site) else None

    def addresses(self, site: str) -> list[tuple[int, str]]:
        """The addresses that led to the newest of a site's stories, each with the story's number."""
        with explained(self._path):
            return self._connection.execute(_ADDRESSES, {"site": site, "limit": MANY}).fetchall()

    def standing(self, site: str) -> list[str]:
        """The site's addresses that were not found to lead nowhere, those met last first."""
        with explained(self._path):
            return [url for (url,) in self._connection.execute(_STANDING, (site, MOST_STANDING))]

    def lists_newest_only(self, site: str) -> bool:
        """Whether stories have fallen out of the site's sitemaps that were looked at since and are still there."""
        with explained(self._path):
            (count,) = self._connection.execute(_UNLISTED, (site, LOOKED_THROUGH, FALLEN_OUT)).fetchone()
        return bool(count >= FALLEN_OUT)
