"""Takes raw pages and fetches of another database in: each page once, packed as it is, checked against its hash."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from datetime import datetime

from crawler.packing import digest
from crawler.records.sources import SOURCE
from crawler.storage.named import Values, dicts
from crawler.storage.pages.rawpages import raw_page

_PAGES = """SELECT id, hash, size, codec, (SELECT hash FROM pages AS own WHERE own.id = pages.pattern_id) AS pattern
  FROM pages ORDER BY pattern_id IS NOT NULL, id"""
_CONTENT = "SELECT content FROM pages WHERE id = ?"
_ADD_PAGE = "INSERT INTO pages(hash, size, codec, pattern_id, content) VALUES (?, ?, ?, ?, ?)"
_PAGE = "SELECT id FROM pages WHERE hash = ?"
_PATTERNS = "SELECT site, hash AS pattern FROM site_patterns JOIN pages ON pages.id = page_id"
_ADD_PATTERN = "INSERT OR IGNORE INTO site_patterns(site, page_id) VALUES (?, ?)"

_TOLD = ("url", "answered_url", "site", "origin", "fetched_at", "status", "headers", "encoding", "extractor", "rules")
_FETCHES = f"""SELECT fetches.id, {", ".join(f"fetches.{name}" for name in _TOLD)}, first_id, pages.hash AS page,
    articles.url AS story, EXISTS (SELECT 1 FROM fetches AS more WHERE more.first_id = fetches.id) AS has_more
  FROM fetches JOIN pages ON pages.id = page_id LEFT JOIN articles ON articles.id = article_id ORDER BY fetches.id"""
_ADD_FETCH = f"""INSERT INTO fetches({", ".join(_TOLD)}, page_id, first_id, article_id)
  VALUES ({", ".join(f":{name}" for name in _TOLD)}, :page_id, :first, :article_id)"""
_FETCH = """SELECT id FROM fetches WHERE url = :url AND answered_url = :answered_url AND fetched_at = :fetched_at
  AND page_id = :page_id AND first_id IS :first"""
_STORY = "SELECT id FROM articles WHERE url = ?"
_TELLS = "UPDATE fetches SET article_id = ? WHERE id = ? AND article_id IS NULL"


class PageTaking:
    """Pages and fetches of the database ``there``, taken in inside the caller's transaction.

    Each method that takes returns whether that changed anything, and raises ``ValueError`` or ``StorageError`` for what
    cannot be taken.
    """

    def __init__(self, home: sqlite3.Connection, there: sqlite3.Connection) -> None:
        self._home = home
        self._there = there
        self._firsts: dict[int, int] = {}

    def pages(self) -> Iterator[Values]:
        """The pages, those by which others are packed first."""
        return dicts(self._there.execute(_PAGES))

    def take_page(self, page: Values) -> bool:
        """Take in a page that is not here."""
        if self._number(_PAGE, page["hash"]) is not None:
            return False
        if digest(raw_page(self._there, page["id"])) != page["hash"]:
            raise ValueError(f"page number {page['id']} is not what it was when it was kept")
        pattern_id = self._number(_PAGE, page["pattern"])
        if page["pattern"] is not None and pattern_id is None:
            raise ValueError(f"page number {page['id']} was packed by one that is damaged")
        (content,) = self._there.execute(_CONTENT, (page["id"],)).fetchone()
        self._home.execute(_ADD_PAGE, (page["hash"], page["size"], page["codec"], pattern_id, content))
        return True

    def patterns(self) -> Iterator[Values]:
        """The pages by which the next ones of sites are packed."""
        return dicts(self._there.execute(_PATTERNS))

    def take_pattern(self, pattern: Values) -> bool:
        """Let the next pages of a site be packed as there, unless they are packed by another page here."""
        told = (pattern["site"], self._number(_PAGE, pattern["pattern"]))
        return told[1] is not None and self._home.execute(_ADD_PATTERN, told).rowcount > 0

    def fetches(self) -> Iterator[Values]:
        """The fetches, with what their pages and stories are known by."""
        return dicts(self._there.execute(_FETCHES))

    def take_fetch(self, fetch: Values) -> bool:
        """Take in a fetch that is not here, or what story its page tells."""
        _check(fetch)
        first = self._firsts.get(fetch["first_id"])
        page_id, article_id = self._number(_PAGE, fetch["page"]), self._number(_STORY, fetch["story"])
        if page_id is None or (fetch["first_id"] is not None and first is None):
            return False  # the page is damaged, which was told
        fetch |= {"page_id": page_id, "first": first, "article_id": article_id}
        found = self._home.execute(_FETCH, fetch).fetchone()
        if found is None:
            number = self._home.execute(_ADD_FETCH, fetch).lastrowid
            assert number is not None
            changed = True
        else:
            number = int(found[0])
            changed = article_id is not None and self._home.execute(_TELLS, (article_id, number)).rowcount > 0
        if fetch["has_more"]:
            self._firsts[fetch["id"]] = number
        return changed

    def _number(self, sql: str, known_by: str | None) -> int | None:
        found = self._home.execute(sql, (known_by,)).fetchone()
        return None if found is None else int(found[0])


def _check(fetch: Values) -> None:
    """Raise ``ValueError`` for a fetch that could not be read again."""
    told = json.loads(fetch["headers"])
    sound = isinstance(told, list) and all(isinstance(each, list) and len(each) == 2 for each in told)
    if not sound or fetch["origin"] not in SOURCE:
        raise ValueError(f"fetch number {fetch['id']} is of no known kind")
    datetime.fromisoformat(fetch["fetched_at"])
