"""Fills an archive with the very rows that filing makes, without filing: a million stories in minutes, not hours.

What is known beforehand is not asked of the database: no story of the author's was heard of before but those that
``invented`` revises, and none shares its text with others but its reprints, which are compared as ever. Times and
numbers apart, ``tests/test_bulk_archive.py`` finds no difference to the archive that ``Store.file`` fills.
"""

from __future__ import annotations

import json
import multiprocessing
import re
import sqlite3
import threading
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from benchmarks.invented import CYCLE, REPRINT, Author, is_revision, revised_by
from crawler.records.filings import Filing
from crawler.storage import Store
from crawler.storage.figures.counts import RECOUNT
from crawler.storage.figures.credit_counts import CREDIT_RECOUNT, CREDITS
from crawler.storage.frontier.rechecks import next_look
from crawler.storage.reprints.fingerprints import sketch_of
from crawler.storage.reprints.marks import Marks
from crawler.storage.reprints.shingles import shingled
from crawler.storage.rows import article_row, now, stamp_row, unique, utc_text
from crawler.storage.search.pairs import MARK, SEARCHED, UNPARTED
from crawler.storage.transaction import transaction
from extractors import Article

CHUNK = 2000
"""Stories in one transaction."""

_PAIR = re.compile(f"(?=([{UNPARTED}].?|[0-9A-Za-z][{UNPARTED}]))", re.DOTALL)
Hashes: TypeAlias = NDArray[np.int64]
Values: TypeAlias = dict[str, Any]

_TABLES = ("pages", "articles", "fetches", "revisions", "urls", "removed_blocks", "articles_fts")


class _Rows(NamedTuple):
    """The rows of some stories, by table, and the sketches of their texts: hashes and stories, pairwise."""

    tables: dict[str, list[Values]]
    names: dict[str, list[tuple[int, int, str]]]
    hashes: list[int]
    stories: list[int]


def fill_in_bulk(path: Path, many: int, processes: int = 2) -> None:
    """Make the archive that filing the first ``many`` filings of the author would leave, in a new file."""
    room = threading.BoundedSemaphore(2 * processes)
    with Store.open(path) as store:
        crawl = store.begin_crawl("bench", {})
        hashes, stories = array("q"), array("q")
        with without_triggers(store) as db, multiprocessing.Pool(processes) as pool:
            for rows in pool.imap(_Clerk(many, crawl, now()).rows, _chunks(many, room)):
                with transaction(path, store.db):
                    _enter(db, rows)
                hashes.extend(rows.hashes)
                stories.extend(rows.stories)
                room.release()
            with transaction(path, store.db):
                enter_hashes(db, np.array(hashes, np.int64), np.array(stories, np.int64))
                Marks(db).write_all()
        for number in range(REPRINT, many + 1, CYCLE):
            with store.filing():
                db.execute("INSERT INTO uncompared VALUES (?)", (_id(number),))
        store.end_crawl(crawl, "finished", {})


@contextmanager
def without_triggers(store: Store) -> Iterator[sqlite3.Connection]:
    """Write to the archive in large transactions while no trigger follows, and count everything at the end."""
    db: sqlite3.Connection = store.db.conn
    db.execute("PRAGMA synchronous = OFF")
    db.execute("PRAGMA cache_size = -1000000")
    triggers = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    with transaction(store.path, store.db):
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
    yield db
    with transaction(store.path, store.db):
        for _, sql in triggers:
            db.execute(sql)
        for statement in (*RECOUNT, *CREDIT_RECOUNT):
            db.execute(statement)


def pairs(text: str | None) -> str | None:
    """What the search index holds beside a text: characters of scripts that do not part words, in pairs and single."""
    found = _PAIR.findall(text or "")
    return " ".join((*found, *(MARK + pair[0] for pair in found))) or None


def _chunks(many: int, room: threading.BoundedSemaphore) -> Iterator[int]:
    """The first number of each chunk, as soon as there is room for its rows."""
    for first in range(1, many + 1, CHUNK):
        room.acquire()
        yield first


@dataclass(frozen=True, slots=True)
class _Clerk:
    """Writes down what the first ``many`` filings leave, in whichever process."""

    many: int
    crawl: int
    moment: str

    def rows(self, first: int) -> _Rows:
        """The rows of the stories filed under ``CHUNK`` numbers from ``first`` on, as they read in the end."""
        rows = _Rows({name: [] for name in _TABLES}, {many: [] for _, many in CREDITS}, [], [])
        author = _author()
        for number in range(first, min(first + CHUNK, self.many + 1)):
            told = author.filing(number)
            own = _id(revised_by(number) if is_revision(number) else number)
            rows.tables["pages"].append(_page(number, told))
            rows.tables["fetches"].append(_fetch(number, self.crawl, told, own))
            if not is_revision(number):
                again = author.filing(later) if (later := self._revision_of(number)) else None
                self._file(rows, number, told, again)
        return rows

    def _file(self, rows: _Rows, number: int, told: Filing, again: Filing | None) -> None:
        own, final, tables = _id(number), again or told, rows.tables
        tables["articles"].append(_article(own, self.crawl, self.moment, final))
        tables["articles_fts"].append(_searched(own, final.article))
        tables["urls"].append(_url(own, self.crawl, self.moment, final, attempts=2 if again else 1))
        tables["removed_blocks"] += _removed(own, final.article)
        if again:
            row = _id_of_revision(number)
            tables["revisions"].append(_revision(row, own, self.crawl, self.moment, told.article))
        credited = (told.article.byline, told.article.categories, told.article.tags)
        for (_, many), printed in zip(CREDITS, credited, strict=True):
            rows.names[many].extend((own, place, name) for place, name in enumerate(unique(printed)))
        texts = {told.article.text, final.article.text}  # what was told before is still found by its hashes
        for text in texts if number % CYCLE != REPRINT else ():
            sketch = sketch_of(shingled(text))
            rows.hashes.extend(sketch)
            rows.stories.extend([own] * len(sketch))

    def _revision_of(self, number: int) -> int | None:
        """The number under which that story is filed a second time; None where it is not."""
        again = 2 * (number + 1)
        return again if is_revision(again) and again <= self.many else None


@cache
def _author() -> Author:
    return Author()


def _id(number: int) -> int:
    """The row of the story of that number: those before it have theirs, but for revisions."""
    return number - number // CYCLE


def _id_of_revision(number: int) -> int:
    """The row of what that story said before it was filed a second time."""
    return 2 * (number + 1) // CYCLE


def _article(own: int, crawl: int, moment: str, told: Filing) -> Values:
    filed: Values = {"first_filed_at": moment, "last_filed_at": moment, "filed_by": crawl}
    address: Values = {"id": own, "url": told.page.url, "site": told.page.site, "fetched_url": told.page.url}
    return address | filed | article_row(told.article) | stamp_row(told.stamp)


def _searched(own: int, article: Article) -> Values:
    texts = {"headline": article.headline, "dek": article.dek, "text": article.text, "byline": article.byline[0]}
    beside = {f"{name}_pairs": pairs(texts[name]) for name in SEARCHED}
    return {"rowid": own} | texts | beside


def _revision(row: int, own: int, crawl: int, moment: str, article: Article) -> Values:
    before = article_row(article)
    kept = {name: before[name] for name in ("headline", "modified_at", "text_hash", "text")}
    return {"id": row, "article_id": own, "filed_at": moment, "replaced_at": moment, "replaced_by": crawl} | kept


def _removed(own: int, article: Article) -> Iterator[Values]:
    for place, block in enumerate(article.removed):
        told = {"rule": block.rule, "reason": block.reason, "text": block.text, "paragraph": block.paragraph}
        yield {"article_id": own, "position": place} | told


def _url(own: int, crawl: int, moment: str, told: Filing, attempts: int) -> Values:
    page, headers = told.page, dict(told.page.headers)
    return {
        "url": page.url,
        "site": page.site,
        "source": "given",
        "found_at": moment,
        "state": "done",
        "attempts": attempts,
        "outcome": str(told.article.outcome),
        "status": page.status,
        "etag": headers["ETag"],
        "leased_by": crawl,
        "fetched_at": utc_text(page.requested_at),
        "check_at": utc_text(next_look(page.url, page.requested_at, told.article.published_at)),
        "article_id": own,
    }


def _page(number: int, told: Filing) -> Values:
    (packed,) = told.packed
    return {"id": number, "hash": packed.hash, "size": packed.size, "codec": "zstd", "content": packed.content}


def _fetch(number: int, crawl: int, told: Filing, own: int) -> Values:
    page, stamp = told.page, told.stamp
    assert stamp is not None
    answered: Values = {"url": page.url, "answered_url": page.url, "site": page.site, "origin": page.origin}
    answered |= {"fetched_at": utc_text(page.requested_at), "status": page.status, "encoding": page.encoding}
    answered |= {"headers": json.dumps(page.headers), "page_id": number, "crawl_id": crawl, "article_id": own}
    return answered | {"id": number, "extractor": stamp.extractor, "rules": stamp.rules}


def _enter(db: sqlite3.Connection, rows: _Rows) -> None:
    patterns = {row["site"]: row["page_id"] for row in rows.tables["fetches"]}
    sql = "INSERT OR IGNORE INTO sites(name, first_seen_at) VALUES (?, ?)"
    db.executemany(sql, ((site, now()) for site in patterns))
    for table, told in rows.tables.items():
        if told:
            sql = f"INSERT INTO {table}({', '.join(told[0])}) VALUES ({', '.join('?' * len(told[0]))})"
            db.executemany(sql, (tuple(row.values()) for row in told))
    db.executemany("INSERT OR REPLACE INTO site_patterns VALUES (?, ?)", patterns.items())
    for one, many in CREDITS:
        links = rows.names[many]
        db.executemany(f"INSERT OR IGNORE INTO {many}(name) VALUES (?)", ((name,) for _, _, name in links))
        sql = f"INSERT INTO article_{many}(article_id, position, {one}_id) SELECT ?, ?, id FROM {many} WHERE name = ?"
        db.executemany(sql, links)


def enter_hashes(db: sqlite3.Connection, hashes: Hashes, stories: Hashes) -> None:
    """Let stories be found by hashes, which are paired; those that others share come in no order of theirs."""
    order = np.argsort(hashes, kind="stable")  # into a table that is sorted by them
    sql = "INSERT OR IGNORE INTO fingerprints(hash, article_id) VALUES (?, ?)"
    for at in range(0, len(order), 1_000_000):
        chosen = order[at : at + 1_000_000]
        db.executemany(sql, zip(hashes[chosen].tolist(), stories[chosen].tolist(), strict=True))
