"""Raw pages as their servers sent them, each kept once, and every fetch that brought one; with the tables for both."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from crawler.packing import PackedPage, unpack
from crawler.records.filings import Filing, Keeping
from crawler.records.pages import FetchedPage, FurtherPage
from crawler.storage.errors import StorageError
from crawler.storage.frontier.announcements import Announcements
from crawler.storage.rows import utc_text

RAW_PAGES = (
    """CREATE TABLE pages ( -- Raw pages, each kept once; scrapy export --format warc unpacks them
  id INTEGER PRIMARY KEY, -- Counts up
  hash TEXT NOT NULL UNIQUE, -- SHA-256 of the page's bytes, in hex
  size INTEGER NOT NULL, -- Their number
  codec TEXT NOT NULL, -- How content is packed: zstd
  pattern_id INTEGER REFERENCES pages(id), -- The page of the site that is the dictionary; empty where there is none
  content BLOB NOT NULL -- The page's bytes, packed
)""",
    """CREATE TABLE fetches ( -- What was asked for and answered with a page, each time, whatever was found on it
  id INTEGER PRIMARY KEY, -- Counts up
  url TEXT NOT NULL, -- The address asked for, as in urls
  answered_url TEXT NOT NULL, -- The address that answered, redirects followed
  site TEXT NOT NULL REFERENCES sites(name), -- The site it was fetched for
  origin TEXT NOT NULL, -- page, warc (an archive's capture), or wordpress, feed: the site's copy, in a page of ours
  fetched_at TEXT NOT NULL, -- When it was asked for, or captured
  status INTEGER NOT NULL, -- HTTP status of the answer
  headers TEXT NOT NULL, -- The answer's headers, a JSON list of names and values; no cookies
  encoding TEXT, -- The encoding that the answer told
  page_id INTEGER NOT NULL REFERENCES pages(id), -- What was answered
  first_id INTEGER REFERENCES fetches(id), -- For a further page of a story, the fetch of its first
  crawl_id INTEGER REFERENCES crawls(id), -- The crawl that fetched it
  article_id INTEGER REFERENCES articles(id) ON DELETE SET NULL, -- The story that was filed as this page tells it
  extractor TEXT, -- The version of the extractor that read it last; empty where none could
  rules TEXT -- The version of the rules that it went by
)""",
    "CREATE INDEX fetches_url ON fetches(url, fetched_at)",
    "CREATE INDEX fetches_article ON fetches(article_id, fetched_at) WHERE article_id IS NOT NULL",
    "CREATE INDEX fetches_first ON fetches(first_id) WHERE first_id IS NOT NULL",
    "CREATE INDEX fetches_page ON fetches(page_id)",
    "CREATE INDEX pages_pattern ON pages(pattern_id) WHERE pattern_id IS NOT NULL",
    """CREATE TABLE site_patterns ( -- The page of each site by which its next ones are packed
  site TEXT PRIMARY KEY REFERENCES sites(name), -- The site
  page_id INTEGER NOT NULL REFERENCES pages(id) -- The page
) WITHOUT ROWID""",
)

# Added to the table rather than in a new one: the texts of a large archive are not copied for it.
STAMPS = (
    "ALTER TABLE articles ADD COLUMN extractor /* The version of the extractor that read the page */ TEXT",
    "ALTER TABLE articles ADD COLUMN rules /* The version of the rules that it went by, its site's included */ TEXT",
)

SECRET = frozenset(
    {"set-cookie", "set-cookie2", "cookie", "authorization", "proxy-authorization", "authentication-info"}
)
"""Headers that are not kept."""
PATTERNED = frozenset({"page", "warc"})
"""Origins whose pages repeat a site's whole frame."""

_PAGE = "INSERT OR IGNORE INTO pages(hash, size, codec, pattern_id, content) VALUES (?, ?, 'zstd', ?, ?)"
_FETCH = """INSERT INTO fetches(url, answered_url, site, origin, fetched_at, status, headers, encoding, page_id,
  first_id, crawl_id, article_id, extractor, rules) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_NEXT_PATTERN = """INSERT INTO site_patterns(site, page_id) VALUES (?, ?)
  ON CONFLICT(site) DO UPDATE SET page_id = excluded.page_id"""
_PATTERN = "SELECT page_id FROM site_patterns WHERE site = ?"
_FETCHED = """SELECT url, site, origin, encoding, answered_url, status, headers, page_id, fetched_at FROM fetches
  WHERE id = ? OR first_id = ? ORDER BY id"""
LATEST_FETCH = """SELECT id FROM fetches WHERE article_id = {article} AND first_id IS NULL
    ORDER BY fetched_at DESC, id DESC LIMIT 1"""
"""The fetch of the page that a story is told from, as SQL to be filled in."""
_CONTENT = "SELECT content, pattern_id FROM pages WHERE id = ?"


class PageFile:
    """The tables of raw pages, written inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def keep(self, crawl_id: int, kept: Filing | Keeping, article_id: int | None = None) -> None:
        """Keep a page and its further pages, with what the servers said of them; nothing where nothing is packed.

        ``article_id`` is the story that is filed as the page tells it.
        """
        page, first_id = kept.page, None
        read_by = (kept.stamp.extractor, kept.stamp.rules) if kept.stamp else (None, None)
        for part, packed in zip(parts(page), kept.packed, strict=bool(kept.packed)):
            asked = (page.url, part.url, page.site, page.origin, utc_text(part.requested_at))
            answered = (part.status, _headers(part), page.encoding, self._keep(page, packed))
            fetch_id = self._connection.execute(
                _FETCH, (*asked, *answered, first_id, crawl_id, article_id, *read_by)
            ).lastrowid
            first_id = first_id or fetch_id

    def _keep(self, page: FetchedPage, packed: PackedPage) -> int:
        values = (packed.hash, packed.size, packed.pattern_id, packed.content)
        is_new = self._connection.execute(_PAGE, values).rowcount > 0
        sql = "SELECT id FROM pages WHERE hash = ?"
        page_id: int = self._connection.execute(sql, (packed.hash,)).fetchone()[0]
        if is_new and packed.pattern_id is None and page.origin in PATTERNED:
            self._connection.execute(_NEXT_PATTERN, (page.site, page_id))
        return page_id


def parts(page: FetchedPage) -> Iterator[FurtherPage]:
    """The page itself and its further pages, in order."""
    yield FurtherPage(page.final_url, page.status, page.headers, page.body, page.requested_at)
    yield from page.continuations


def pattern_id(connection: sqlite3.Connection, site: str) -> int | None:
    """The number of the page by which the site's next ones are packed; None where there is none yet."""
    found = connection.execute(_PATTERN, (site,)).fetchone()
    return None if found is None else found[0]


def latest_fetch(connection: sqlite3.Connection, article_id: int) -> int | None:
    """The fetch of the page that the story is told from; None where no page of it is kept."""
    found = connection.execute(LATEST_FETCH.format(article="?"), (article_id,)).fetchone()
    return None if found is None else found[0]


def raw_page(connection: sqlite3.Connection, page_id: int) -> bytes:
    """The bytes of a page; raises ``StorageError`` where they cannot be unpacked."""
    content, pattern_id = connection.execute(_CONTENT, (page_id,)).fetchone()
    try:
        return unpack(content, None if pattern_id is None else raw_page(connection, pattern_id))
    except ValueError as error:
        raise StorageError(f"page number {page_id} of the database is damaged: {error}; go back to a backup") from error


def kept_page(connection: sqlite3.Connection, fetch_id: int) -> FetchedPage:
    """The page that a fetch brought, with its further pages; raises ``LookupError`` where there is no such fetch."""
    rows = connection.execute(_FETCHED, (fetch_id, fetch_id)).fetchall()
    if not rows:
        raise LookupError(f"no fetch number {fetch_id}")
    first, *further = (_part(connection, row) for row in rows)
    url, site, origin, encoding = rows[0][:4]
    return FetchedPage(
        url=url,
        final_url=first.url,
        site=site,
        status=first.status,
        headers=first.headers,
        body=first.body,
        encoding=encoding,
        requested_at=first.requested_at,
        continuations=tuple(further),
        origin=origin,
        announced=Announcements(connection).of(url),
    )


def _part(connection: sqlite3.Connection, row: tuple[Any, ...]) -> FurtherPage:
    address, status, headers, page_id, fetched_at = row[4:]
    told = tuple((name, value) for name, value in json.loads(headers))
    return FurtherPage(address, status, told, raw_page(connection, page_id), datetime.fromisoformat(fetched_at))


def _headers(part: FurtherPage) -> str:
    return json.dumps([(name, value) for name, value in part.headers if name.lower() not in SECRET])
