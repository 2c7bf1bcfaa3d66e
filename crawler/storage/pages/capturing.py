"""Kept pages with what their servers said of them, one fetch after the other: what a WARC file holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import NamedTuple

from crawler.records.sources import Origin
from crawler.storage.errors import explained
from crawler.storage.pages.rawpages import raw_page
from crawler.storage.reader import Reader
from crawler.storage.search.selection import Selection

_FETCHES = """SELECT answered_url, fetched_at, origin, status, headers, page_id FROM fetches WHERE {chosen}
  ORDER BY answered_url, fetched_at, id"""
_TOLD_BY = "article_id IN (SELECT articles.id FROM articles WHERE {condition})"
_WITHOUT_STORY = "(article_id IS NULL AND (? IS NULL OR site = ?))"


class Captured(NamedTuple):
    """What was answered at ``url`` to a request made at ``captured_at``, ISO 8601 in UTC; the ``body`` is decoded."""

    url: str
    captured_at: str
    origin: Origin
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def captured(reader: Reader, chosen: Selection) -> Iterator[Captured]:
    """Every kept fetch of the chosen stories' pages, by address and time, read one by one.

    Where stories are not chosen by date or condition, also the fetches of pages of which no story is filed.
    """
    condition = _TOLD_BY.format(condition=chosen.condition)
    values: tuple[str | None, ...] = chosen.values
    if (chosen.since, chosen.until, chosen.where) == (None, None, None):
        condition, values = f"{condition} OR {_WITHOUT_STORY}", (*values, chosen.site, chosen.site)
    connection = reader.db.conn
    with explained(reader.path):
        rows = connection.execute(_FETCHES.format(chosen=condition), values)
        for url, captured_at, origin, status, headers, page_id in rows:
            told = tuple((name, value) for name, value in json.loads(headers))
            yield Captured(url, captured_at, origin, status, told, raw_page(connection, page_id))
