"""What deserves a look although nothing says that it changed: stories listed no longer, stories whose time has come."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from crawler.records.endings import FORBIDDEN
from crawler.storage.clock import AHEAD, LONGEST_UNSEEN, from_now
from crawler.storage.frontier.lastmods import LastmodTrust
from crawler.storage.frontier.rechecks import STALE_FOR
from crawler.storage.rows import now, utc_text

_DUE = "UPDATE urls SET state = 'pending', attempts = 0, not_before = NULL"

_VANISHED = f"""{_DUE}, listed_in = NULL
  WHERE site = :site AND state = 'done' AND listed_in IS NOT NULL AND listed_by IS NOT :crawl
    AND leased_by IS NOT :crawl AND listed_in NOT IN (SELECT value FROM json_each(:unread))"""

SILENT_FOR = timedelta(days=30)
"""A listing that was not had for so long, because its site dropped it or it died, tells of no changes any more."""

# What answered that nothing is there, and of which no story was ever had: a sitemap may list thousands of such.
_NEVER_HAD = "state = 'gone' AND article_id IS NULL"

# Listed with a time that was yet to come, as a story that is written ahead: it may be there now.
_ITS_TIME_HAS_COME = "fetched_at < lastmod AND lastmod <= :now"

# Changed on a day that was not over wherever the site may be, by a listing that tells days only: seen before it was, it
# may have changed once more, and the listing would say the same.
_ON_A_DAY_NOT_OVER = """(lastmod LIKE '%T00:00:00Z' AND :now >= strftime('%Y-%m-%dT%H:%M:%SZ', lastmod, '+24 hours')
      AND fetched_at < strftime('%Y-%m-%dT%H:%M:%SZ', lastmod, '+36 hours'))"""

# Said to have changed, but as it was when looked at soon after: that may have been a cache's copy, and the listing
# would say the same.
_UNCHANGED_AS_YET = "check_at = strftime('%Y-%m-%dT%H:%M:%SZ', fetched_at, :stale)"

# A listing that gives the time of the last change tells of changes itself, unless it is not believed; but not of a page
# that had nothing to say for a while, nor that another one stood in its place.
_AGAIN = f"""{_DUE} WHERE id IN (
  SELECT id FROM urls WHERE site = :site AND state IN ('done', 'skipped', 'failed', 'gone') AND leased_by IS NOT :crawl
    AND (check_at <= :now OR check_at > :too_late) AND NOT ({_NEVER_HAD})
    AND (state <> 'gone' OR listed_by = :crawl)
    AND (state <> 'skipped' OR outcome IN ('empty', 'soft_404', 'challenge', '{FORBIDDEN}')
      OR outcome = 'listing' AND article_id IS NOT NULL)
    AND (state <> 'done' OR listed_in IS NULL OR coalesce(lastmod, '9') > :tomorrow
      OR {_ON_A_DAY_NOT_OVER} OR {_UNCHANGED_AS_YET} OR NOT EXISTS (
      SELECT 1 FROM documents WHERE documents.site = urls.site AND documents.url = listed_in AND read_at > :heard
        AND (kind = 'wordpress' OR NOT :silent))
    OR article_id IN (SELECT article_id FROM withheld_texts))
  ORDER BY check_at LIMIT :limit)"""
_TRY_AGAIN = f"""{_DUE} WHERE id IN (
  SELECT id FROM urls WHERE site = :site AND {_NEVER_HAD} AND listed_in IS NOT NULL AND leased_by IS NOT :crawl
    AND (check_at <= :now OR check_at > :too_late OR {_ITS_TIME_HAS_COME})
  ORDER BY found_at DESC, check_at LIMIT :limit)"""
NEVER_HAD = 4
"""One in so many looks is for what was never to be had, at most: that found last first, which may only be early."""

# Only its beginning was free to be read, as often for a week or a month: what ends that moves no ``lastmod``.
_BEHIND_A_WALL = f"""{_DUE} WHERE id IN (
  SELECT urls.id FROM articles JOIN urls ON urls.article_id = articles.id AND urls.url = articles.fetched_url
  WHERE articles.site = :site AND published_at > :young AND articles.outcome = 'paywalled' AND gone_at IS NULL
    AND state = 'done' AND leased_by IS NOT :crawl AND check_at <= :now AND fetched_at < :yesterday
  ORDER BY check_at LIMIT :limit)"""
BEHIND_A_WALL = 10
"""One in so many looks is for them, at most, once a day each."""
WALLED_FOR, DAILY = timedelta(days=60), timedelta(hours=20)
"""How old a story may be that is looked at for that, and the time between two looks, by whatever daily clock."""


class Attention:
    """Makes filed addresses of the table ``urls`` due again, inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._lastmods = LastmodTrust(connection)

    def look_for_vanished(self, crawl_id: int, site: str, unread: Iterable[str]) -> int:
        """Make the addresses due once that the site's listings no longer name; returns how many.

        To be called once the listings were read whole; what the documents ``unread`` list counts as named.
        """
        values = {"site": site, "crawl": crawl_id, "unread": json.dumps(list(unread))}
        return max(self._connection.execute(_VANISHED, values).rowcount, 0)

    def look_again(self, crawl_id: int, site: str, limit: int) -> int:
        """Make at most ``limit`` addresses due whose ``check_at`` has come; returns how many."""
        heard = utc_text(datetime.now(UTC) - SILENT_FOR)
        values = {"site": site, "crawl": crawl_id, "now": now(), "tomorrow": from_now(AHEAD)}
        values |= {"heard": heard, "silent": self._lastmods.are_silent(site), "too_late": from_now(LONGEST_UNSEEN)}
        values["stale"] = f"+{STALE_FOR // timedelta(hours=1)} hours"
        again = self._connection.execute(_AGAIN, values | {"limit": limit}).rowcount
        left = min(limit - again, limit // NEVER_HAD)
        again += self._connection.execute(_TRY_AGAIN, values | {"limit": left}).rowcount
        young, yesterday = (utc_text(datetime.now(UTC) - ago) for ago in (WALLED_FOR, DAILY))
        values |= {"young": young, "yesterday": yesterday, "limit": min(limit - again, limit // BEHIND_A_WALL)}
        return again + self._connection.execute(_BEHIND_A_WALL, values).rowcount
