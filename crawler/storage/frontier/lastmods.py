"""How far a site's word is believed that a page has changed: as far as looking has proved it to tell something.

Static generators and plugins give the time of now as every page's ``lastmod``. Believed, that has a whole site fetched
again on each run. So it is counted what such words led to; those of a site that led to nothing new are then taken as no
word at all, and its pages are looked at in their time (``storage/rechecks.py``), as where none tells of changes. So are
those of a site whose every ``lastmod`` is but the moment of publication, which others give for ever.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace

from crawler.addresses import known_as
from crawler.records.finds import Candidate
from crawler.storage.rows import now, utc_text

LASTMOD_TRUST = (
    """CREATE TABLE lastmod_trust ( -- How far each site's lastmod (of sitemaps, feeds) is believed to tell of changes
  site TEXT PRIMARY KEY REFERENCES sites(name), -- The site
  asked INTEGER NOT NULL, -- Pages fetched again lately because it said so; the count is halved where it grows large
  changed INTEGER NOT NULL, -- How many of those had changed, halved likewise
  doubted_since TEXT, -- Since when it is not believed: pages are looked at in their time; empty where it is
  counted_at TEXT NOT NULL -- When it was last counted
) WITHOUT ROWID""",
)

ENOUGH = 20
"""Pages that were fetched again before a site is judged by them."""
LATELY = 40
"""Where so many were, all counts are halved: what was long ago says ever less."""
FEWEST_CHANGED = 20
"""A site is believed where one page in this many, or more, had changed."""
FEW = 10
"""A doubted site is believed where it says so of one known page in this many, or fewer: that tells them apart."""

_CLAIM = "SELECT site, lastmod FROM urls WHERE url = ? AND lastmod > fetched_at"
_COUNT = f"""INSERT INTO lastmod_trust(site, asked, changed, counted_at) VALUES (:site, 1, :changed, :now)
  ON CONFLICT(site) DO UPDATE SET counted_at = :now,
    asked = (asked + 1) / iif(asked < {LATELY}, 1, 2), changed = (changed + :changed) / iif(asked < {LATELY}, 1, 2)
  RETURNING asked, changed, doubted_since"""
_TURN = "UPDATE lastmod_trust SET doubted_since = ? WHERE site = ?"
# What was to be fetched again for its lastmod alone is as it was before; what is young is looked at soon anyway.
_LET_BE = """UPDATE urls SET state = iif(article_id IS NULL, 'skipped', 'done'), lastmod = NULL
  WHERE site = ? AND state = 'pending' AND attempts = 0 AND not_before IS NULL AND lastmod > fetched_at
    AND status IN (200, 304) AND check_at IS NOT NULL AND outcome <> 'challenge'"""
_DOUBTED = "SELECT 1 FROM lastmod_trust WHERE site = ? AND doubted_since IS NOT NULL"
# Those of the given that are known and were fetched, and those of them that are said to have changed since.
_CLAIMS = """SELECT count(*), coalesce(sum(told.value ->> 1 > max(urls.fetched_at, coalesce(urls.lastmod, ''))), 0)
  FROM json_each(?) AS told JOIN urls ON urls.url = told.value ->> 0 WHERE urls.fetched_at IS NOT NULL"""

OF_THE_NEWEST, AT_LEAST = 200, 10
"""Stories of a site that are looked through, and how many of them sitemaps have to date, before it counts as silent."""
# Each is dated by a sitemap, and not one later than an hour after it was published: then no edit ever moved a date.
_NEVER_MOVED = f"""SELECT count(*) >= {AT_LEAST} AND NOT max(lastmod > strftime('%Y-%m-%dT%H:%M:%SZ', published_at,
    iif(published_at LIKE '%T00:00:00Z', '+25 hours', '+1 hour')))
  FROM (SELECT id, published_at FROM articles WHERE site = :site AND published_at IS NOT NULL
    ORDER BY published_at DESC LIMIT {OF_THE_NEWEST}) AS story
  JOIN urls ON article_id = story.id AND lastmod IS NOT NULL
  JOIN documents ON documents.site = :site AND documents.url = listed_in AND kind = 'sitemap'"""


class LastmodTrust:
    """The table ``lastmod_trust``, written inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def as_believed(self, site: str, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The candidates, without their ``lastmod`` where the site is not believed.

        A copy that came with it is as old as it says: there is nothing to be fetched that could be spared.
        """
        if not self._connection.execute(_DOUBTED, (site,)).fetchone():
            return list(candidates)
        told = [(known_as(each.url), utc_text(each.lastmod)) for each in candidates if _claims(each) and each.lastmod]
        known, changed = self._connection.execute(_CLAIMS, (json.dumps(told),)).fetchone()
        if changed * FEW <= known:
            return list(candidates)
        return [replace(each, lastmod=None) if _claims(each) else each for each in candidates]

    def are_silent(self, site: str) -> bool:
        """Whether the site tells of no edit: it is not believed, or says but the moment of publication, for ever."""
        if self._connection.execute(_DOUBTED, (site,)).fetchone():
            return True
        return bool(self._connection.execute(_NEVER_MOVED, {"site": site}).fetchone()[0])

    def count(self, url: str, *, changed: bool) -> str | None:
        """Enter what a look at a page has found, before the ledger does, if it was because of its ``lastmod``.

        Returns that where it was in vain.
        """
        row = self._connection.execute(_CLAIM, (url,)).fetchone()
        if row is None:
            return None
        site, lastmod = row
        values = {"site": site, "changed": changed, "now": now()}
        asked, found, doubted = self._connection.execute(_COUNT, values).fetchone()
        tells_nothing = asked >= ENOUGH and found * FEWEST_CHANGED < asked
        if tells_nothing and not doubted:
            self._connection.execute(_TURN, (now(), site))
            self._connection.execute(_LET_BE, (site,))
        elif doubted and not tells_nothing:
            self._connection.execute(_TURN, (None, site))
        return None if changed else str(lastmod)


def _claims(candidate: Candidate) -> bool:
    return candidate.lastmod is not None and (candidate.copy is None or candidate.copy.origin == "feed")
