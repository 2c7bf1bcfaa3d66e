"""What kept pages say by another reading, staged in a file beside the database until somebody agrees to file it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from crawler.records.filings import Stamp
from crawler.storage.errors import explained
from crawler.storage.pages.rereading import Kept, Staged
from extractors import Article, Comment, Outcome, RemovedBlock

Verdict = Literal["revised", "updated", "unchanged", "emptied", "new", "no story", "unreadable"]
"""What a reading comes to: for a story as in ``Change``, ``emptied`` where the page has none of its text any more.

``new`` and ``no story`` are of pages of which none is filed; ``unreadable`` is a page that ended its worker.
"""

# A run of an older version, which was interrupted, has left its readings in another table.
_TABLE = """CREATE TABLE IF NOT EXISTS readings(fetch_id INTEGER PRIMARY KEY, article_id INTEGER, extractor TEXT,
  rules TEXT, verdict TEXT, words INTEGER, article TEXT, comments TEXT, filed INTEGER DEFAULT 0)"""
_NAMES = "fetch_id, article_id, extractor, rules, verdict, words, article, comments"
_PUT = f"INSERT OR REPLACE INTO readings({_NAMES}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_ROWS = f"SELECT {_NAMES} FROM readings WHERE NOT filed"
_GET = """SELECT extractor, rules, article, comments FROM readings
  WHERE fetch_id = ? AND NOT filed AND verdict <> 'unreadable'"""
_HAS = """SELECT 1 FROM readings WHERE fetch_id = ? AND article_id IS ? AND extractor = ? AND rules = ?
  AND (comments IS NOT NULL OR NOT ? OR verdict = 'unreadable')"""


class Staging:
    """The readings of a run that may be interrupted at any time; the next one finds what this one has staged."""

    def __init__(self, database: Path) -> None:
        self.database = database
        self.path = database.with_name(f"{database.name}.reextract")
        with explained(self.path):
            self._connection = sqlite3.connect(self.path, isolation_level=None)
            self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")  # one run at a time
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.execute(_TABLE)

    def has(self, page: Kept, stamp: Stamp, *, with_comments: bool) -> bool:
        """Whether the page's reading is there, by the same extractor and rules, with its comments if asked for."""
        asked = (page.fetch_id, page.article_id, stamp.extractor, stamp.rules, with_comments)
        with explained(self.path):
            return self._connection.execute(_HAS, asked).fetchone() is not None

    def put(
        self,
        page: Kept,
        stamp: Stamp,
        verdict: Verdict,
        words: int,
        article: Article | None,
        comments: Sequence[Comment] | None = None,
    ) -> None:
        """Stage a reading; ``words`` is how many more or fewer the story has by it, ``comments`` if asked for."""
        read = (article and _written(article), None if comments is None else _said(comments))
        told = (*page[:2], stamp.extractor, stamp.rules, verdict, words, *read)
        with explained(self.path):
            self._connection.execute(_PUT, told)

    def rows(self) -> list[tuple[Any, ...]]:
        """All readings that are not filed yet, for ``take`` of another staging."""
        with explained(self.path):
            return self._connection.execute(_ROWS).fetchall()

    def take(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Stage the readings that another staging has."""
        with explained(self.path):
            self._connection.execute("BEGIN")
            self._connection.executemany(_PUT, rows)
            self._connection.execute("COMMIT")

    def get(self, page: Kept) -> Staged | None:
        """The page's reading; None where there is none to be filed, or it is filed."""
        with explained(self.path):
            found = self._connection.execute(_GET, (page.fetch_id,)).fetchone()
        if found is None:
            return None
        extractor, rules, article, said = found
        article, comments = None if article is None else _read(article), None if said is None else _heard(said)
        return Staged(page, Stamp(extractor, rules), article, comments)

    def filed(self, pages: Iterable[Kept]) -> None:
        """Note that these readings are filed."""
        with explained(self.path):
            self._connection.executemany(
                "UPDATE readings SET filed = 1 WHERE fetch_id = ?", ((p.fetch_id,) for p in pages)
            )

    def verdicts(self) -> list[tuple[int, int | None, Verdict, int, bool]]:
        """Fetch, story, verdict, change of words, and whether it is filed, of every reading."""
        sql = "SELECT fetch_id, article_id, verdict, words, filed FROM readings ORDER BY fetch_id"
        with explained(self.path):
            return self._connection.execute(sql).fetchall()

    def close(self) -> None:
        """Let go of the file, which stays for the next run."""
        self._connection.close()

    def discard(self) -> None:
        """Do away with the file: what it holds is filed, or is not wanted."""
        self._connection.close()
        for ending in ("", "-wal", "-shm"):
            self.path.with_name(self.path.name + ending).unlink(missing_ok=True)


def _written(article: Article) -> str:
    return json.dumps(asdict(article), default=datetime.isoformat)


def _said(comments: Sequence[Comment]) -> str:
    return json.dumps([asdict(comment) for comment in comments], default=datetime.isoformat)


def _heard(said: str) -> tuple[Comment, ...]:
    told: list[dict[str, Any]] = json.loads(said)
    moments = [each["published_at"] and datetime.fromisoformat(each["published_at"]) for each in told]
    return tuple(Comment(**{**each, "published_at": moment}) for each, moment in zip(told, moments, strict=True))


def _read(written: str) -> Article:
    told: dict[str, Any] = json.loads(written)
    moments = {name: told[name] and datetime.fromisoformat(told[name]) for name in ("published_at", "modified_at")}
    lists = {name: tuple(told[name]) for name in ("byline", "categories", "tags")}
    removed = tuple(RemovedBlock(**block) for block in told["removed"])
    return Article(**{**told, **moments, **lists, "removed": removed, "outcome": Outcome(told["outcome"])})
