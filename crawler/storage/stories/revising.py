"""Earlier forms of stories, kept when headline or text change, with whether it was their sites that changed them."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from crawler.storage.rows import now

REREAD = (
    "ALTER TABLE revisions ADD COLUMN reread"
    " /* 1 where its page was only read otherwise, 0 where its site changed it; empty: nobody can tell */"
    " INTEGER DEFAULT 0",
    """UPDATE revisions SET reread = 1
  WHERE replaced_by IN (SELECT id FROM crawls WHERE spider IN ('reextract', 'restore', 'strip'))""",
)

_KEEP = """INSERT INTO revisions(article_id, headline, modified_at, filed_at, text_hash, text, replaced_at, replaced_by,
  reread) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_IS_KEPT = "SELECT 1 FROM revisions WHERE article_id = ? AND text_hash = ? AND headline IS ?"


class Earlier(NamedTuple):
    """A form that a story had, filed at ``filed_at``."""

    article_id: int
    headline: str | None
    modified_at: str | None
    filed_at: str
    text_hash: str
    text: str


class Revisions:
    """The table ``revisions``, written inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def keep(self, crawl_id: int, form: Earlier, *, reread: bool | None, replaced_at: str | None = None) -> None:
        """Keep a form that gives way to another one now, unless told when.

        ``reread`` says that the page is only read otherwise, None that nobody can tell.
        """
        self._connection.execute(_KEEP, (*form, replaced_at or now(), crawl_id, reread))

    def has(self, form: Earlier) -> bool:
        """Whether the story has such an earlier form already."""
        told = (form.article_id, form.text_hash, form.headline)
        return self._connection.execute(_IS_KEPT, told).fetchone() is not None

    def alternates(self, form: Earlier, headline: str | None) -> bool:
        """Whether a story has had both its headline and the one that comes now over this text before.

        Sites try several headlines on their readers, and show now one, now another: there is nothing more to keep.
        """
        return self.has(form) and self.has(form._replace(headline=headline))
