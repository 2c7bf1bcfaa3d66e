"""What is remembered of the sitemaps, feeds and interfaces of a site, and of pages compared with their copies."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from crawler.records.filings import Agreement
from crawler.records.finds import Document
from crawler.storage.clock import LONGEST_REST, has_yet_to_come
from crawler.storage.rows import utc_text_or_none

DISCOVERY = (
    """CREATE TABLE documents ( -- The sitemaps, feeds and interfaces in which sites announce their stories
  url TEXT NOT NULL, -- Its address
  site TEXT NOT NULL REFERENCES sites(name), -- The site
  kind TEXT NOT NULL, -- robots, sitemap, feed, wordpress, or links for a page read for its links
  etag TEXT, -- Its ETag when last read, to ask for changes only
  last_modified TEXT, -- Its Last-Modified, likewise
  read_at TEXT, -- When it was last had, also when it was then unchanged; empty when never
  failures INTEGER NOT NULL DEFAULT 0, -- Attempts that failed since
  not_before TEXT, -- No attempt before this time: what is dead is asked for ever less often
  reason TEXT, -- Why the last attempt failed; empty when it did not
  mark TEXT, -- What its content is compared by: a count of posts, a hash of links
  PRIMARY KEY (site, url)
) WITHOUT ROWID""",
    """CREATE TABLE agreements ( -- Pages compared with the copy that the site itself hands out
  crawl_id INTEGER NOT NULL REFERENCES crawls(id), -- The crawl that compared
  site TEXT NOT NULL REFERENCES sites(name), -- The site
  url TEXT NOT NULL, -- The page's address
  copy_words INTEGER NOT NULL, -- Words in the site's own copy
  page_words INTEGER NOT NULL, -- Words in the text that was extracted from the page
  precision REAL NOT NULL, -- Share of the page's words that the copy has, 0 to 1
  recall REAL NOT NULL, -- Share of the copy's words that the page's text has, 0 to 1
  f1 REAL NOT NULL, -- Their harmonic mean
  PRIMARY KEY (site, crawl_id, url)
) WITHOUT ROWID""",
    "CREATE INDEX agreements_crawl ON agreements(crawl_id)",
)

_KNOWN = """SELECT url, kind, etag, last_modified, read_at, failures, not_before, reason, mark FROM documents
  WHERE site = ?"""
_REMEMBER = """INSERT OR REPLACE INTO documents(site, url, kind, etag, last_modified, read_at, failures, not_before,
  reason, mark) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_COMPARED = """INSERT OR REPLACE INTO agreements(crawl_id, site, url, copy_words, page_words, precision, recall, f1)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""


class Documents:
    """The tables ``documents`` and ``agreements``, written inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def known(self, site: str) -> list[Document]:
        """The documents of the site, as they were last asked for; of one read in times to come, that there is one."""
        rows = self._connection.execute(_KNOWN, (site,))
        documents = [
            Document(url, kind, etag, modified, _moment(read), failures, _moment(not_before), reason, mark)
            for url, kind, etag, modified, read, failures, not_before, reason, mark in rows
        ]
        return [_of_today(document) for document in documents]

    def remember(self, site: str, documents: Iterable[Document]) -> None:
        """Enter the documents as they are now."""
        rows = ((site, *_row(document)) for document in documents)
        self._connection.executemany(_REMEMBER, rows)

    def compared(self, crawl_id: int, agreement: Agreement) -> None:
        """Enter how far a page agrees with the site's own copy."""
        a = agreement
        row = (crawl_id, a.site, a.url, a.copy_words, a.page_words, a.precision, a.recall, a.f1)
        self._connection.execute(_COMPARED, row)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _of_today(document: Document) -> Document:
    if document.read_at and has_yet_to_come(document.read_at):
        return Document(document.url, document.kind, mark=document.mark)
    if document.not_before and has_yet_to_come(document.not_before - LONGEST_REST):
        return replace(document, not_before=None)
    return document


def _row(document: Document) -> tuple[str | int | None, ...]:
    read_at, not_before = utc_text_or_none(document.read_at), utc_text_or_none(document.not_before)
    validators = (document.etag, document.last_modified)
    rest = (document.failures, not_before, document.reason, document.mark)
    return (document.url, document.kind, *validators, read_at, *rest)
