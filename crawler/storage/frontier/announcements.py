"""What news sitemaps say of stories, kept until their pages are read: it stands in where a page says nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import datetime

from crawler.records.finds import Announcement
from crawler.storage.rows import Row, utc_text_or_none

ANNOUNCEMENTS = (
    """CREATE TABLE announcements ( -- What news sitemaps say of stories; it stands in where a page says nothing
  url TEXT PRIMARY KEY REFERENCES urls(url) ON DELETE CASCADE, -- The address, in the ledger's spelling
  headline TEXT, -- The headline
  site_name TEXT, -- The publication's name
  language TEXT, -- Language code
  published_at TEXT, -- When the story was published
  tags TEXT NOT NULL -- Its keywords, a JSON array
) WITHOUT ROWID""",
)

_ENTER = """INSERT OR REPLACE INTO announcements(url, headline, site_name, language, published_at, tags)
  VALUES (:url, :headline, :site_name, :language, :published_at, :tags)"""
_OF = "SELECT headline, site_name, language, published_at, tags FROM announcements WHERE url = ?"


class Announcements:
    """The table ``announcements``, written inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def enter(self, announced: Iterable[tuple[str, Announcement]]) -> None:
        """Enter what is said of addresses, which the ledger knows by this spelling."""
        self._connection.executemany(_ENTER, (_row(url, each) for url, each in announced))

    def of(self, url: str) -> Announcement | None:
        """What is said of an address; None where nothing is."""
        row = self._connection.execute(_OF, (url,)).fetchone()
        if row is None:
            return None
        headline, site_name, language, published, tags = row
        moment = datetime.fromisoformat(published) if published else None
        return Announcement(headline, site_name, language, moment, tuple(json.loads(tags)))


def _row(url: str, said: Announcement) -> Row:
    return {
        "url": url,
        "headline": said.headline,
        "site_name": said.site_name,
        "language": said.language,
        "published_at": utc_text_or_none(said.published_at),
        "tags": json.dumps(said.tags, ensure_ascii=False),
    }
