"""Kept pages that are to be read again, and what comes of it: chosen, staged beside the database, filed."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from crawler.records.filings import FILED, Change, Filing, Stamp
from crawler.storage.errors import explained
from crawler.storage.frontier.ledger import Ledger
from crawler.storage.pages.rawpages import LATEST_FETCH, kept_page, latest_fetch
from crawler.storage.reader import Reader
from crawler.storage.search.selection import Selection
from crawler.storage.store import Store
from crawler.storage.stories.discussions import Discussions
from crawler.storage.stories.filing import ArticleFile
from crawler.storage.stories.known import KeptStories
from extractors import Article, Comment

_STORIES = f"""SELECT ({LATEST_FETCH.format(article="articles.id")}) AS fetch_id, id, site, extractor, rules
  FROM articles WHERE {{condition}} ORDER BY fetch_id"""
# Of a page without a story only the last fetch counts, and none that is to be fetched again anyway.
_OTHERS = """SELECT max(fetches.id), NULL, fetches.site, extractor, rules
  FROM fetches JOIN urls ON urls.url = fetches.url
  WHERE fetches.article_id IS NULL AND first_id IS NULL AND urls.article_id IS NULL AND state IN ('skipped', 'failed')
    AND (:site IS NULL OR fetches.site = :site)
  GROUP BY fetches.url ORDER BY 1"""
_NEW_SITES = """SELECT site FROM visits AS this WHERE crawl_id = ?
  AND (SELECT count(*) FROM (SELECT 1 FROM visits AS other JOIN crawls ON crawls.id = other.crawl_id
    WHERE other.site = this.site AND other.crawl_id < this.crawl_id AND crawls.reason = 'finished' LIMIT 2)) < 2
  AND EXISTS (SELECT 1 FROM articles CROSS JOIN removed_blocks ON rule = ? AND article_id = articles.id
    WHERE articles.site = this.site)"""
_FIRST = f"""SELECT ({LATEST_FETCH.format(article="articles.id")}) AS fetch_id, id, site, extractor, rules
  FROM articles WHERE site = ? ORDER BY id LIMIT ?"""
_READ_BY = "UPDATE fetches SET extractor = ?, rules = ? WHERE id = ?"
_ASKED = "SELECT fetched_at FROM fetches WHERE id = ?"
_STORY_OF = "UPDATE fetches SET article_id = ? WHERE id = ? OR first_id = ?"


class Kept(NamedTuple):
    """A kept page to be read again: the fetch that brought it, the story told from it, if any, and its site."""

    fetch_id: int
    article_id: int | None
    site: str


class Chosen(NamedTuple):
    """The kept pages that were chosen, and how many stories were chosen of which no page is kept."""

    pages: list[Kept]
    pageless: int


class Staged(NamedTuple):
    """What a kept page says by another reading; ``article`` is None where that is what is on file already.

    ``comments`` is None where they were not asked for.
    """

    page: Kept
    stamp: Stamp
    article: Article | None
    comments: tuple[Comment, ...] | None = None


def choose(reader: Reader, chosen: Selection, *, others: bool, current: Mapping[str, Stamp] | None = None) -> Chosen:
    """The latest page of each chosen story; with ``others`` also the site's pages of which no story is filed.

    With ``current``, the stamp that each site's pages would get now, only those of another stamp are chosen.
    """
    pages, pageless = [], 0
    with explained(reader.path):
        rows = reader.db.execute(_STORIES.format(condition=chosen.condition), chosen.values).fetchall()
        if others:
            rows += reader.db.execute(_OTHERS, {"site": chosen.site}).fetchall()
    for fetch_id, article_id, site, *read_by in rows:
        if current is not None and Stamp(*read_by) == current[site]:
            continue
        if fetch_id is None:
            pageless += 1
        else:
            pages.append(Kept(fetch_id, article_id, site))
    return Chosen(pages, pageless)


def first_stories(reader: Reader, crawl_id: int, rule: str, most: int) -> list[tuple[Kept, Stamp]]:
    """The first stories, ``most`` at most, of each site new to the crawl that knows the rule.

    New is a site of which no more than one earlier crawl came to its end: one may have been killed since, as it read
    them again. Each with what has read its page; those of which no page is kept are left out.
    """
    sites = [row["site"] for row in reader.rows(_NEW_SITES, crawl_id, rule)]
    rows = [row for site in sites for row in reader.rows(_FIRST, site, most) if row["fetch_id"] is not None]
    return [(Kept(row["fetch_id"], row["id"], row["site"]), Stamp(row["extractor"], row["rules"])) for row in rows]


class Refiler:
    """Files other readings of kept pages through a store, each batch in one transaction."""

    def __init__(self, store: Store, crawl_id: int) -> None:
        self._store = store
        self._crawl_id = crawl_id
        self._connection: sqlite3.Connection = store.db.conn
        self._articles = ArticleFile(store.db.conn, KeptStories(store.db.conn))
        self._ledger = Ledger(store.db.conn)
        self._discussions = Discussions(store.db.conn)
        self.discussed = 0
        """Stories whose readers' comments are others by these readings."""

    def file(self, batch: Sequence[Staged]) -> Counter[Change]:
        """File the readings; returns how many stories became what.

        One of a page that is not its story's latest any more, because a crawl came between, is passed over.
        """
        with self._store.filing():
            return Counter(change for staged in batch for change in self._file(staged))

    def _file(self, staged: Staged) -> Iterator[Change]:
        page, stamp = staged.page, staged.stamp
        if page.article_id is None:
            yield self._file_other(staged)
        elif latest_fetch(self._connection, page.article_id) == page.fetch_id:
            known = self._articles.known.numbered(page.article_id)
            assert known is not None, "fetches refer to stories that are there"
            change: Change = "unchanged"
            if staged.article is None:
                self._articles.stamp(known, stamp)
            else:
                change = self._articles.reread(self._crawl_id, known, staged.article, stamp)
            if change != "skipped":
                self._rebuild(page.article_id, staged)
            yield change
        self._connection.execute(_READ_BY, (stamp.extractor, stamp.rules, page.fetch_id))

    def _rebuild(self, article_id: int, staged: Staged) -> None:
        """Let the comments under a story be those that are read now, where they were asked for."""
        if staged.comments is not None:
            seen_at = self._connection.execute(_ASKED, (staged.page.fetch_id,)).fetchone()[0]
            self.discussed += self._discussions.rebuild(article_id, staged.comments, seen_at)

    def _file_other(self, staged: Staged) -> Change:
        """File the story that is found now on a page that had none."""
        article = staged.article
        if article is None or article.outcome not in FILED:
            return "skipped"
        page = kept_page(self._connection, staged.page.fetch_id)
        filed = self._articles.file(self._crawl_id, Filing(page, article, stamp=staged.stamp))
        self._ledger.record_filed(self._crawl_id, page, article, filed)
        if filed.as_told:
            told = (filed.article_id, staged.page.fetch_id, staged.page.fetch_id)
            self._connection.execute(_STORY_OF, told)
            self._rebuild(filed.article_id, staged)
        return filed.change
