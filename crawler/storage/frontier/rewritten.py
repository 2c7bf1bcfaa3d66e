"""Stories that their site hands out with other words than are on file, though it does not say that they changed.

Editors' plugins and imports write into WordPress's tables and leave the time of the last change as it was. Where a copy
of the story is at hand anyway, its words tell, as those of a page would: once its time for another look has come.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable

from crawler.records.finds import Candidate
from crawler.storage.errors import StorageError
from crawler.storage.pages.rawpages import LATEST_FETCH, raw_page
from crawler.storage.rows import Row, utc_text

# What the story is told from, where that is the copy handed out before. One that is dated otherwise and not for that
# due is of an earlier day, as from a cache.
_BEFORE = f"""SELECT fetches.page_id
  FROM urls JOIN fetches ON fetches.id = ({LATEST_FETCH.format(article="urls.article_id")})
  WHERE urls.url = :url AND state = 'done' AND leased_by IS NOT :crawl AND lastmod IS :lastmod AND check_at <= :now
    AND fetches.url = urls.url AND origin = 'wordpress' AND fetches.fetched_at <= :read_at"""
_DUE = "UPDATE urls SET state = 'pending', attempts = 0, not_before = NULL WHERE url = :url"
_TAG = re.compile(rb"<[^>]*>")


def make_due(connection: sqlite3.Connection, told: Iterable[tuple[Row, Candidate]]) -> None:
    """Make those addresses due that were settled, and whose copy says something else than the one on file."""
    for row, candidate in told:
        copy = candidate.copy
        if copy is None or copy.origin != "wordpress" or copy.cut:
            continue
        before = connection.execute(_BEFORE, row | {"read_at": utc_text(copy.read_at)}).fetchone()
        if before and _says_otherwise(connection, before[0], copy.html):
            connection.execute(_DUE, row)


def _says_otherwise(connection: sqlite3.Connection, page_id: int, html: bytes) -> bool:
    try:
        return _words(raw_page(connection, page_id)) != _words(html)
    except StorageError:  # damaged: nothing to compare it with
        return False


def _words(html: bytes) -> list[bytes]:
    """The words of a story's copy, without what readers said under it."""
    return _TAG.sub(b" ", html[: html.rfind(b"</article>")]).split()
