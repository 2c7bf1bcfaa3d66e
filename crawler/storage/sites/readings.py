"""How the latest pages of each site read: the memory of what recurs on them, and what a site's drift is told by."""

from __future__ import annotations

import sqlite3
from array import array

from crawler.records.pages import FetchedPage
from crawler.storage.rows import utc_text, word_count
from extractors import Article
from extractors.site.memory import RULE
from extractors.site.pages import REMEMBERED
from extractors.site.sketch import Sketch

FIELDS = ("headline", "byline", "published_at")
"""Fields that nearly every story of a site has, or none."""

READINGS = (
    """CREATE TABLE readings ( -- How the latest pages of each site read; older ones make room
  id INTEGER PRIMARY KEY, -- Counts up
  site TEXT NOT NULL REFERENCES sites(name), -- The site
  url TEXT NOT NULL, -- The page, in the ledger's spelling
  origin TEXT NOT NULL, -- What was read: page, wordpress, feed, warc
  crawl_id INTEGER NOT NULL REFERENCES crawls(id), -- The crawl that read it
  read_at TEXT NOT NULL, -- When it was asked for
  trust TEXT NOT NULL DEFAULT 'open' CHECK (trust IN ('open', 'good', 'bad')), -- Whether it read well; open till judged
  outcome TEXT NOT NULL, -- What the page turned out to be
  words INTEGER NOT NULL, -- Words in its text
  words_before INTEGER, -- Words in the text that was filed of it before; empty for a story read for the first time
  missing TEXT NOT NULL, -- Which of headline, byline and published_at were not found, parted by spaces
  removed_share REAL NOT NULL, -- Share of its visible characters that was removed, 0 to 1
  template TEXT NOT NULL, -- 64 bits in hex, nearly all of them equal on pages that are built alike
  home INTEGER NOT NULL, -- A number for the place in the page where most of the text stands
  marks BLOB NOT NULL, -- Its blocks: 48 bits for words and place, 16 for the words kept; no words can be read from it
  UNIQUE (site, url, trust)
)""",
    "CREATE INDEX readings_latest ON readings(site, trust, id)",
    "CREATE INDEX readings_crawl ON readings(crawl_id)",
)

_NOTE = """INSERT OR REPLACE INTO readings(site, url, origin, crawl_id, read_at, outcome, words, words_before, missing,
  removed_share, template, home, marks) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
FORGET = """DELETE FROM readings WHERE site = :site AND trust = :trust AND id <= (
  SELECT id FROM readings WHERE site = :site AND trust = :trust ORDER BY id DESC LIMIT 1 OFFSET :kept)"""
# A page that has no story, or hides it, may hide the site's chrome as well: the reading before counts on.
_LATEST = """SELECT url, home, template, marks, max(id) AS latest FROM readings
  WHERE site = ? AND outcome IN ('article', 'media', 'paywalled')
  GROUP BY url ORDER BY latest DESC LIMIT ?"""


class Readings:
    """The table ``readings``, written inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def note(self, crawl_id: int, page: FetchedPage, article: Article, sketch: Sketch, before: int | None) -> None:
        """Enter how a page read; ``before`` are the words of the text filed of it so far, None for a new story."""
        before = None if before is None else before - words_remembered(article)
        values = (
            *(page.site, page.url, page.origin, crawl_id, utc_text(page.requested_at), str(article.outcome)),
            *(word_count(article.text), before, " ".join(name for name in FIELDS if not getattr(article, name))),
            *(removed_share(article), f"{sketch.template:016x}", sketch.home, packed(sketch)),
        )
        self._connection.execute(_NOTE, values)
        self._connection.execute(FORGET, {"site": page.site, "trust": "open", "kept": REMEMBERED})

    def sketches(self, site: str) -> list[tuple[str, Sketch]]:
        """The latest pages of a site by address, each as it was last read, the latest last."""
        rows = self._connection.execute(_LATEST, (site, REMEMBERED)).fetchall()
        return [(url, unpacked(home, template, marks)) for url, home, template, marks, _ in reversed(rows)]


def words_remembered(article: Article) -> int:
    """The words that the site's memory took off a page: a text that is shorter by them has lost nothing."""
    return sum(word_count(block.text) for block in article.removed if block.rule == RULE)


def removed_share(article: Article) -> float:
    """The share of a page's visible characters that was removed, 0 to 1."""
    removed = sum(len(block.text) for block in article.removed)
    return round(removed / max(removed + len(article.text), 1), 4)


def packed(sketch: Sketch) -> bytes:
    """A sketch's blocks as 64-bit numbers: the mark, and in the lowest 16 bits the words that were kept of it."""
    kept = dict(sketch.kept)
    return array("Q", [mark << 16 | kept.get(mark, 0) for mark in sketch.marks]).tobytes()


def unpacked(home: int, template: str, marks: bytes) -> Sketch:
    """The sketch of which :func:`packed` made ``marks``."""
    numbers = array("Q")
    numbers.frombytes(marks)
    kept = tuple((number >> 16, number & 0xFFFF) for number in numbers if number & 0xFFFF)
    return Sketch(tuple(number >> 16 for number in numbers), kept, home, int(template, 16))
