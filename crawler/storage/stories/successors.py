"""A story filed as new that turns out, as its old address is asked for, to be one on file that has moved there.

Without a name of its own, a date that is the same and a text that is the same, nothing tells so before: a site that is
made anew loses dates, and an editor who moves a story may change it on the way.
"""

from __future__ import annotations

import re
import sqlite3
from datetime import timedelta
from urllib.parse import urlsplit

from crawler.addresses import is_below
from crawler.records.filings import Filing
from crawler.storage.clock import from_now
from crawler.storage.rows import utc_text_or_none
from crawler.storage.stories.doubles import share_in_common
from crawler.storage.stories.known import EDITED, Known, KnownStories, may_be_one_moment, says_much
from extractors import Article

_FILED_NOW = """SELECT id FROM articles INDEXED BY articles_filed_by
  WHERE filed_by = ? AND site = (SELECT site FROM articles WHERE id = ?) AND headline = ? AND gone_at IS NULL LIMIT 2"""
_LEFT_LATELY = """SELECT id FROM (SELECT id, site, headline FROM articles WHERE gone_at >= ?
  ORDER BY gone_at DESC LIMIT ?) WHERE site = ? AND headline = ?"""
_IS_FILED_NOW = "SELECT 1 FROM articles WHERE id = ? AND filed_by = ?"
_HAND_OVER = "UPDATE urls SET article_id = ? WHERE article_id = ?"
_ASK_AGAIN = """UPDATE urls SET state = 'pending', attempts = 0, not_before = NULL, etag = NULL, last_modified = NULL
  WHERE article_id = ? AND url IN (?, ?)"""
_DROP = "DELETE FROM articles WHERE id = ?"


LATELY = timedelta(days=7)
"""How long after a story was found gone it is looked for in those that are new."""
HARDLY_EDITED = 0.75
"""The share of its text that a story keeps, at least, as it is published anew under another date and its own name."""
_HEADLINE = re.compile(r"[^-]+(?:-[^-]+){3,}")
MOST_LATELY = 200
"""Of the stories found gone, so many of the last are looked at."""


class Successors:
    """Folds a story that a crawl has just filed into the one that it goes on with, inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._known = KnownStories(connection)

    def follow(self, crawl_id: int, url: str) -> None:
        """Have the new address of a story that left ``url`` asked again, where the crawl filed it there as a new one.

        What it answers is then filed as that story's next form. Two new ones of its headline are no answer.
        """
        left = self._known.told_at(url)
        if left is None or not left.headline:
            return
        found = self._connection.execute(_FILED_NOW, (crawl_id, left.id, left.headline)).fetchall()
        if len(found) != 1 or left.id == found[0][0]:
            return
        new = self._known.numbered(found[0][0])
        if new is not None and _goes_on_with(left, new, new.url):
            self.fold(left.id, new.id)
            self._connection.execute(_ASK_AGAIN, (left.id, new.url, new.fetched_url))

    def takes_back(self, crawl_id: int, url: str, new: Known) -> Known | None:
        """The story whose own address ``url`` leads to ``new`` now, which the crawl filed as a new one: folded into it.

        None where there is no such story, or the two are not the same.
        """
        left = self._known.told_at(url)
        if left is None or left.id == new.id or left.fetched_url != url or left.headline != new.headline:
            return None
        is_new = self._connection.execute(_IS_FILED_NOW, (new.id, crawl_id)).fetchone()
        if not is_new or not _goes_on_with(left, new, new.url):
            return None
        self.fold(left.id, new.id)
        return left

    def left_lately(self, filing: Filing) -> Known | None:
        """The one story that was found gone lately and that the page of ``filing`` goes on with; None without."""
        asked = (from_now(-LATELY), MOST_LATELY, filing.page.site, filing.article.headline)
        stories = [self._known.numbered(number) for (number,) in self._connection.execute(_LEFT_LATELY, asked)]
        found = [each for each in stories if each and _goes_on_with(each, filing.article, filing.page.final_url)]
        return found[0] if len(found) == 1 else None

    def fold(self, story: int, other: int) -> None:
        """Have all addresses of another story lead to this one, and drop the other."""
        self._connection.execute(_HAND_OVER, (story, other))
        self._connection.execute(_DROP, (other,))


def _goes_on_with(left: Known, new: Known | Article, url: str) -> bool:
    """Whether a new story is one that left its address: most of its text is the same, and nothing says otherwise."""
    if left.language != new.language or is_below(url, left.url):
        return False
    if left.text == new.text and says_much(left):
        return True  # published anew, under another date
    share = share_in_common(left.text, new.text)
    moment = new.published_at if isinstance(new, Known) else utc_text_or_none(new.published_at)
    if may_be_one_moment(left.published_at, moment):
        return share >= EDITED
    return share >= HARDLY_EDITED and says_much(left) and _is_of_its_name(url, left.url)


def _is_of_its_name(url: str, other: str) -> bool:
    """Whether both addresses end in the same headline, whatever day they name; that of a column is shorter."""
    names = {urlsplit(each).path.rstrip("/").rpartition("/")[2] for each in (url, other)}
    return len(names) == 1 and bool(_HEADLINE.fullmatch(names.pop()))
