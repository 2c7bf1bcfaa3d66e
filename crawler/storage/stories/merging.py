"""Merges stories of other archives into this one: by address and content, nothing lost, nothing twice.

Whichever of two archives is merged into the other, and however often, the outcome is the same: the form that was filed
last is the story's, every other form that either of them knows is kept as a revision. Of forms that were filed in the
same second the one with the greater fingerprint counts as the later, and of equal ones that with the greater address;
of two times when it was found to be gone, the later counts.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable
from itertools import islice
from typing import Any, Literal, NamedTuple

from crawler.addresses import once_at, place_and_moment
from crawler.records.filings import Stamp
from crawler.storage.rows import Row, article_row, stamp_row, utc_text_or_none
from crawler.storage.search.gathering import GATHER
from crawler.storage.store import Store
from crawler.storage.stories.discussions import Discussions, Remark
from crawler.storage.stories.links import Links
from crawler.storage.stories.reuse import Standing, took_its_place
from extractors import Article

BATCH = 64
"""Stories in one transaction: few enough that a crawl which writes meanwhile does not have to wait long."""

Merged = Literal["new", "revised", "updated", "unchanged"]
"""What became of a story: ``revised`` got another text, headline or earlier form, ``updated`` other facts or times."""

_HERE = """SELECT id, headline, text_hash, fingerprint, fetched_url, modified_at, last_filed_at, gone_at,
  first_filed_at, text, extractor, rules, published_at FROM articles WHERE url = ?"""
_FORMS = "SELECT headline, text_hash FROM revisions WHERE article_id = ?"
_KEEP = """INSERT INTO revisions(article_id, headline, modified_at, filed_at, replaced_at, text_hash, text, reread)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?)"""
_GIVE_WAY = """UPDATE OR IGNORE articles SET url = ?, gone_at = coalesce(gone_at, ?)
  WHERE url = ? AND published_at = ?"""
_STAMP = "UPDATE articles SET extractor = ?, rules = ? WHERE id = ?"
_FETCHED = "UPDATE articles SET fetched_url = ? WHERE id = ?"
_DATES = "UPDATE articles SET first_filed_at = ?, last_filed_at = ?, gone_at = ? WHERE id = ?"
_SITE = "INSERT OR IGNORE INTO sites(name, url, first_seen_at) VALUES (?, ?, ?)"
# The ledger learns that the address is settled: a crawl then asks for the page only when it has changed.
_SETTLED = """INSERT OR IGNORE INTO urls(url, site, source, found_at, state, outcome, fetched_at, article_id)
  VALUES (?, ?, 'import', ?, iif(?, 'gone', 'done'), ?, ?, ?)"""


class Said(NamedTuple):
    """What makes two forms of a story the same."""

    headline: str | None
    text_hash: str


class Form(NamedTuple):
    """What a story said before; times and ``reread`` as the archive it comes from noted them."""

    headline: str | None
    modified_at: str | None
    filed_at: str
    replaced_at: str
    text_hash: str
    text: str
    reread: bool | None = False

    @property
    def said(self) -> Said:
        """Headline and text, without the times."""
        return Said(self.headline, self.text_hash)


class Import(NamedTuple):
    """A story of another archive; the times as text, as the tables write them."""

    url: str
    site: str
    site_url: str | None
    article: Article
    fetched_url: str
    first_filed_at: str
    last_filed_at: str
    gone_at: str | None
    revisions: tuple[Form, ...]
    stamp: Stamp | None = None
    comments: tuple[Remark, ...] = ()


class _Here(NamedTuple):
    id: int
    headline: str | None
    text_hash: str
    fingerprint: str
    fetched_url: str
    modified_at: str | None
    last_filed_at: str
    gone_at: str | None
    first_filed_at: str
    text: str
    extractor: str | None
    rules: str | None
    published_at: str | None

    @property
    def standing(self) -> Standing:
        """How it stands at its address."""
        return Standing(self.headline, self.text, self.published_at, self.last_filed_at)


class Merger:
    """Writes stories of other archives through a store; raises ``StorageError`` where the database cannot be used.

    Their addresses count as ``settled`` in the ledger, unless it comes from the other archive as well.
    """

    def __init__(self, store: Store, *, settled: bool = True) -> None:
        self._store = store
        self._settled = settled
        self._connection: sqlite3.Connection = store.db.conn
        self._links = Links(store.db.conn)
        self._discussions = Discussions(store.db.conn)

    def merge(self, stories: Iterable[Import]) -> Counter[Merged]:
        """Merge all of them, in batches that are written whole or not at all; returns how many became what."""
        counted = Counter[Merged]()
        waiting = iter(stories)
        while batch := list(islice(waiting, BATCH)):
            with self._store.filing():
                counted.update([self._merge(story) for story in batch])
        return counted

    def _merge(self, story: Import) -> Merged:
        values = article_row(story.article)
        story, here = self._told_apart(story, values)
        if here is None:
            return self._add(story)
        ours = (here.last_filed_at, here.fingerprint, here.fetched_url)
        latest = (story.last_filed_at, values["fingerprint"], story.fetched_url) > ours
        same = values["fingerprint"] == here.fingerprint
        later = latest and not same
        if later:
            self._replace(here.id, story, values)
        if latest:
            self._connection.execute(_FETCHED, (story.fetched_url, here.id))
        revised = self._keep_forms(here, story, values, later=later)
        told = [
            self._take_dates(here, story),
            same and self._take_stamp(here, story),
            self._discussions.merge(here.id, story.comments),
        ]
        return "revised" if revised else "updated" if later or any(told) else "unchanged"

    def _told_apart(self, story: Import, values: Row) -> tuple[Import, _Here | None]:
        """The story at an address of its own, and what is on file of it; of two at one address the first gives way."""
        here = self._at(story.url)
        if here is None and (once := place_and_moment(story.url)):
            self._connection.execute(_GIVE_WAY, (story.url, None, *once))  # there it is known that another one came
            return story, self._at(story.url)
        published = utc_text_or_none(story.article.published_at)
        stands = Standing(story.article.headline, story.article.text, published, story.last_filed_at)
        if here and here.published_at and took_its_place(here.standing, stands):
            place = once_at(story.url, here.published_at)
            self._connection.execute(_GIVE_WAY, (place, story.first_filed_at, story.url, here.published_at))
            return story, None
        if here and published and took_its_place(stands, here.standing):
            story = story._replace(url=once_at(story.url, published), gone_at=story.gone_at or here.first_filed_at)
            return story, self._at(story.url)
        return story, here

    def _at(self, url: str) -> _Here | None:
        row = self._connection.execute(_HERE, (url,)).fetchone()
        return _Here(*row) if row else None

    def _add(self, story: Import) -> Merged:
        self._connection.execute(_SITE, (story.site, story.site_url, story.first_filed_at))
        row: Row = {
            "url": story.url,
            "site": story.site,
            "fetched_url": story.fetched_url,
            "first_filed_at": story.first_filed_at,
            "last_filed_at": story.last_filed_at,
            "gone_at": story.gone_at,
            **article_row(story.article),
            **stamp_row(story.stamp),
        }
        self._connection.execute(GATHER)
        sql = f"INSERT INTO articles({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
        number = self._connection.execute(sql, tuple(row.values())).lastrowid
        assert number is not None
        self._links.write(number, story.article)
        self._keep(number, story.revisions)
        self._discussions.merge(number, story.comments)
        if self._settled:
            settled = (story.first_filed_at, story.gone_at is not None, row["outcome"], story.last_filed_at, number)
            self._connection.execute(_SETTLED, (story.fetched_url, story.site, *settled))
        return "new"

    def _replace(self, number: int, story: Import, values: Row) -> None:
        row = values | stamp_row(story.stamp)
        columns = ", ".join(f"{name} = ?" for name in row)
        self._connection.execute(GATHER)
        self._connection.execute(f"UPDATE articles SET {columns} WHERE id = ?", (*row.values(), number))
        self._links.write(number, story.article)

    def _keep_forms(self, here: _Here, story: Import, values: Row, *, later: bool) -> bool:
        """Keep every form that is not kept yet and not how the story reads now; whether anything was revised."""
        until = max(here.last_filed_at, story.last_filed_at)
        read_by_one = stamp_row(story.stamp) == {"extractor": here.extractor, "rules": here.rules}
        ours = Form(here.headline, here.modified_at, here.last_filed_at, until, here.text_hash, here.text)
        told: dict[str, Any] = {name: values[name] for name in ("headline", "modified_at", "text_hash", "text")}
        theirs = Form(filed_at=story.last_filed_at, replaced_at=until, **told)
        reads, other = (theirs, ours) if later else (ours, theirs)
        kept = {Said(*form) for form in self._connection.execute(_FORMS, (here.id,))}
        fresh = [form for form in story.revisions if form.said not in kept]
        if other.said not in {reads.said, *kept, *(form.said for form in story.revisions)}:
            fresh.append(other._replace(reread=False if read_by_one else None))
        self._keep(here.id, fresh)
        return bool(fresh) or (later and ours.said != theirs.said)

    def _keep(self, number: int, forms: Iterable[Form]) -> None:
        self._connection.executemany(_KEEP, ((number, *form) for form in forms))

    def _take_stamp(self, here: _Here, story: Import) -> bool:
        """Note what else has read the same in a story; of two versions, either tells the truth, and one is taken."""
        told = (story.stamp.extractor, story.stamp.rules) if story.stamp else ("", "")
        if told <= (here.extractor or "", here.rules or ""):
            return False
        self._connection.execute(_STAMP, (*told, here.id))
        return True

    def _take_dates(self, here: _Here, story: Import) -> bool:
        """Join what both know of the times; returns whether that changed anything here."""
        first, last = min(here.first_filed_at, story.first_filed_at), max(here.last_filed_at, story.last_filed_at)
        gone = max((moment for moment in (here.gone_at, story.gone_at) if moment and moment > last), default=None)
        self._connection.execute(_DATES, (first, last, gone, here.id))
        return (first, last, gone) != (here.first_filed_at, here.last_filed_at, here.gone_at)
