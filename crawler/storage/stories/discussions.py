"""Readers' comments, a table of their own: they are no part of a story's text, and come and go without revising it."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from crawler.storage.rows import utc_text_or_none
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

_KNOWN = "SELECT id, position, first_seen_at, last_seen_at FROM comments WHERE article_id = ? AND digest = ?"
_ADD = """INSERT INTO comments(article_id, digest, author, published_at, text, position, first_seen_at, last_seen_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_SEEN = "UPDATE comments SET position = ?, first_seen_at = ?, last_seen_at = ? WHERE id = ?"
_ANSWERS = "UPDATE comments SET parent_id = ? WHERE id = ? AND parent_id IS NOT ?"
_OF_A_STORY = "SELECT id, position, digest, last_seen_at FROM comments WHERE article_id = ?"
_REWRITE = "UPDATE comments SET digest = ?, author = ?, published_at = ?, text = ? WHERE id = ?"


class Remark(NamedTuple):
    """A comment as the table has it: times as text, ``parent`` the place in its list of the one that it answers."""

    author: str | None
    published_at: str | None
    text: str
    parent: int | None
    first_seen_at: str
    last_seen_at: str


class Discussions:
    """The table ``comments``, written inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def note(self, article_id: int, comments: Sequence[Comment], seen_at: str) -> None:
        """Enter the comments under a story as a page showed them; those that were seen before stay one."""
        self.merge(article_id, _seen(comments, seen_at), again=True)

    def merge(self, article_id: int, remarks: Sequence[Remark], *, again: bool = False) -> bool:
        """Enter comments with the times at which they were seen; returns whether that changed anything.

        Of the same time, what is there counts, unless the page is looked at ``again``.
        """
        before = self._connection.total_changes
        numbers, told_here = list[int](), list[bool]()
        for position, (remark, digest) in enumerate(zip(remarks, _digests(remarks), strict=True)):
            number, is_latest = self._enter(article_id, position, remark, digest, again=again)
            numbers.append(number)
            told_here.append(is_latest)
        for number, remark, is_latest in zip(numbers, remarks, told_here, strict=True):
            if is_latest:
                parent = None if remark.parent is None else numbers[remark.parent]
                self._connection.execute(_ANSWERS, (parent, number, parent))
        return self._connection.total_changes > before

    def rebuild(self, article_id: int, comments: Sequence[Comment], seen_at: str) -> bool:
        """Enter the comments of a page, asked for at ``seen_at``, by another reading of it; whether anything changed.

        What an earlier reading of that page made of the same places gives way; comments of other pages stay.
        """
        before = self._connection.total_changes
        remarks = _seen(comments, seen_at)
        digests = list(_digests(remarks))
        told = self._connection.execute(_OF_A_STORY, (article_id,)).fetchall()
        known = {digest for _, _, digest, _ in told}
        for number, position, digest, last_seen_at in told:
            if last_seen_at != seen_at or digest in digests:
                continue
            if position < len(digests) and digests[position] not in known:
                self._connection.execute(_REWRITE, (digests[position], *remarks[position][:3], number))
            else:
                self._connection.execute("DELETE FROM comments WHERE id = ?", (number,))
        self.merge(article_id, remarks, again=True)
        return self._connection.total_changes > before

    def _enter(self, article_id: int, position: int, remark: Remark, digest: str, *, again: bool) -> tuple[int, bool]:
        """The comment's number, and whether it was not seen later elsewhere."""
        found = self._connection.execute(_KNOWN, (article_id, digest)).fetchone()
        first, last = remark.first_seen_at, remark.last_seen_at
        if found is None:
            values = (article_id, digest, *remark[:3], position, first, last)
            number = self._connection.execute(_ADD, values).lastrowid
            assert number is not None
            return number, True
        number, was_at, seen_first, seen_last = found
        is_latest = last > seen_last or (again and last == seen_last)
        told = (position if is_latest else was_at, min(first, seen_first), max(last, seen_last))
        if told != (was_at, seen_first, seen_last):
            self._connection.execute(_SEEN, (*told, number))
        return number, is_latest


def _seen(comments: Sequence[Comment], seen_at: str) -> list[Remark]:
    return [
        Remark(each.author, utc_text_or_none(each.published_at), each.text, each.parent, seen_at, seen_at)
        for each in comments
    ]


def _digests(remarks: Sequence[Remark]) -> Iterator[str]:
    """What each comment is known by; of several that are the same, each by its number among them."""
    seen = Counter[tuple[str, str, str]]()
    for remark in remarks:
        told = (remark.author or "", remark.published_at or "", remark.text)
        seen[told] += 1
        yield hashlib.blake2b("\0".join((*told, str(seen[told]))).encode(), digest_size=16).hexdigest()
