"""What becomes of a story whose address does not lead to it any more: it is elsewhere, it is gone, it is back."""

from __future__ import annotations

import sqlite3
from datetime import timedelta

from crawler.storage.clock import from_now
from crawler.storage.rows import Row
from crawler.storage.stories.successors import Successors

NOT_THERE = frozenset({"soft_404", "listing"})
"""Outcomes of a page that say that the story of its address is not there: a note, or the front page in its place."""
FOR_GOOD = timedelta(hours=20)
"""A site may be out of order for a while: what was not there so long ago, and is not there now, is gone."""

# The address of a story that leads to another one now: nothing will look for the first any more.
_LEADS_ELSEWHERE = """UPDATE articles SET gone_at = :now
  WHERE gone_at IS NULL AND id = (SELECT article_id FROM urls WHERE url = :url) AND id <> :article_id
    AND :url IN (url, fetched_url)"""

# Where the story stands as well, as far as anybody knows: at its own address, at an AMP page, or where it moved without
# a word. Unless it is its own, the one last seen is asked, afresh; what it answers has the say.
_ELSEWHERE = """SELECT other.url, other.state = 'done' AND other.url NOT IN (articles.url, fetched_url) AS to_be_asked
  FROM urls, articles, urls AS other WHERE urls.url = :url AND articles.id = urls.article_id AND gone_at IS NULL
    AND other.article_id = articles.id AND other.url <> :url AND other.state IN ('done', 'pending', 'leased')
  ORDER BY to_be_asked, other.fetched_at DESC, other.id DESC LIMIT 1"""
_ASK = """UPDATE urls SET state = 'pending', attempts = 0, not_before = NULL, etag = NULL, last_modified = NULL
  WHERE url = ?"""
_GONE = """UPDATE articles SET gone_at = :now
  WHERE gone_at IS NULL AND id = (SELECT article_id FROM urls WHERE url = :url)"""
_GIVE_WAY = "UPDATE articles SET url = ?, gone_at = coalesce(gone_at, ?) WHERE id = ?"
_WAS_NOT_THERE = """SELECT outcome FROM urls WHERE url = :url AND article_id IS NOT NULL AND status = 200
  AND fetched_at < :long_ago"""
_BACK = """UPDATE articles SET gone_at = NULL
  WHERE gone_at IS NOT NULL AND id = (SELECT article_id FROM urls WHERE url = ?)"""


class Departures:
    """The column ``gone_at`` of the stories on file, written inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._successors = Successors(connection)

    def leads_elsewhere(self, row: Row) -> None:
        """Mark the story of an address that leads to the story ``article_id`` now, where that is another one."""
        self._connection.execute(_LEADS_ELSEWHERE, row)

    def is_gone(self, crawl_id: int, url: str, moment: str) -> None:
        """Mark the story whose page is gone, unless it stands elsewhere too: then that address is asked."""
        told = {"url": url, "now": moment}
        elsewhere = self._connection.execute(_ELSEWHERE, told).fetchone()
        if elsewhere is None:
            self._connection.execute(_GONE, told)
            self._successors.follow(crawl_id, url)
        elif elsewhere[1]:
            self._connection.execute(_ASK, (elsewhere[0],))

    def gives_way(self, url: str, story: int, place: str, moment: str) -> None:
        """Put a story at a ``place`` in the archive, as another one stands at its address ``url`` now: it is gone.

        Unless it stands elsewhere too: then that address is asked, which has the say.
        """
        elsewhere = self._connection.execute(_ELSEWHERE, {"url": url}).fetchone()
        if elsewhere and elsewhere[1]:
            self._connection.execute(_ASK, (elsewhere[0],))
        self._connection.execute(_GIVE_WAY, (place, moment, story))

    def look_for(self, story: str) -> None:
        """Have the own address of a story asked, as the story was found elsewhere: it may have left that address."""
        self._connection.execute(f"{_ASK} AND state = 'done'", (story,))

    def is_not_there(self, crawl_id: int, url: str, outcome: str, moment: str) -> None:
        """Mark the story at whose address a page without it stands, where such a one stood there long before as well.

        To be called before the ledger enters the page.
        """
        told = {"url": url, "long_ago": from_now(-FOR_GOOD)}
        before = self._connection.execute(_WAS_NOT_THERE, told).fetchone()
        if before is not None and outcome in NOT_THERE and before[0] in NOT_THERE:
            self.is_gone(crawl_id, url, moment)

    def is_back(self, url: str) -> None:
        """Take the mark from the story at the address, which is there."""
        self._connection.execute(_BACK, (url,))
