"""Readers' comments, a table of their own: they are no part of a story's text, and come and go without revising it."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence

from crawler.storage.rows import utc_text, utc_text_or_none
from extractors import Comment

DISCUSSIONS = (
    """CREATE TABLE comments ( -- What readers said under stories; filled where the setting COMMENTS is on
  id INTEGER PRIMARY KEY, -- Counts up
  article_id INTEGER NOT NULL REFERENCES articles(id) ON DELETE CASCADE, -- The story
  position INTEGER NOT NULL, -- Its place among the comments under the story when it was last seen, from 0
  parent_id INTEGER REFERENCES comments(id) ON DELETE SET NULL, -- The comment that it answers; empty for none
  author TEXT, -- Who wrote it, as printed
  published_at TEXT, -- When it was written, as far as the page says
  text TEXT NOT NULL, -- What was said, plain, paragraphs parted by blank lines
  first_seen_at TEXT NOT NULL, -- When the page was asked for on which it was first seen
  last_seen_at TEXT NOT NULL, -- The same for the last time: what is removed, or moved to a further page, stays behind
  digest TEXT NOT NULL, -- Hash of author, time and text: by which it is known again
  UNIQUE (article_id, digest)
)""",
    "CREATE INDEX comments_parent ON comments(parent_id)",
)

_ENTER = """INSERT INTO comments(article_id, digest, position, parent_id, author, published_at, text, first_seen_at,
    last_seen_at) VALUES (:article, :digest, :position, :parent, :author, :published_at, :text, :seen, :seen)
  ON CONFLICT(article_id, digest) DO UPDATE SET first_seen_at = min(first_seen_at, excluded.first_seen_at),
    position = iif(excluded.last_seen_at >= last_seen_at, excluded.position, position),
    parent_id = iif(excluded.last_seen_at >= last_seen_at, excluded.parent_id, parent_id),
    last_seen_at = max(last_seen_at, excluded.last_seen_at)
  RETURNING id"""


class Discussions:
    """The table ``comments``, written inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def note(self, article_id: int, comments: Sequence[Comment], seen_at: str) -> None:
        """Enter the comments under a story as a page showed them; those that were seen before stay one."""
        numbers = list[int]()
        for position, (comment, digest) in enumerate(zip(comments, _digests(comments), strict=True)):
            values = {
                "article": article_id,
                "digest": digest,
                "position": position,
                "parent": None if comment.parent is None else numbers[comment.parent],
                "author": comment.author,
                "published_at": utc_text_or_none(comment.published_at),
                "text": comment.text,
                "seen": seen_at,
            }
            numbers.append(self._connection.execute(_ENTER, values).fetchone()[0])


def _digests(comments: Sequence[Comment]) -> Iterator[str]:
    """What each comment is known by; of several that are the same, each by its number among them."""
    seen = Counter[tuple[str, str, str]]()
    for comment in comments:
        told = (comment.author or "", utc_text(comment.published_at) if comment.published_at else "", comment.text)
        seen[told] += 1
        yield hashlib.blake2b("\0".join((*told, str(seen[told]))).encode(), digest_size=16).hexdigest()
