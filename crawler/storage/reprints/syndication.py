"""Which stories ran in several places: found as they are filed, in the same transaction, at a cost that does not grow.

Every text leaves a sketch of a few hashes in the table ``fingerprints`` (a MinHash sketch of the smallest hashes, with
the database as its index). A new text asks for its own hashes there; the stories that have some of them are read and
compared word by word, a bounded number of them. Triggers note which stories are to be compared, so that no program that
writes stories has to know of this one: whichever transaction of the house comes next does it.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

from crawler.storage.reprints.comparing import (
    FEWEST,
    NO_HASHES,
    Overlap,
    could_be_reprint,
    is_reprint,
    overlap,
    standing_text,
)
from crawler.storage.reprints.fingerprints import (
    MOST_OF_CLUSTER,
    Fingerprints,
    Holder,
    formulas_among,
    promising,
    sketch_of,
)
from crawler.storage.reprints.shingles import Hashes, Shingles, shingled

_STRANGERS = 0.02
_MOST_COMPLETED = 32
CAUGHT_UP = 128
"""Stories that are compared in one transaction at most; more wait only where an older version filed them."""
AT_HAND = 32
"""Texts whose shingles are kept at hand: of pages that are alike each is compared with the same few."""

_WAITING = """SELECT articles.id, site, coalesce(published_at, first_filed_at),
    coalesce(substr(published_at, 1, 10), articles.id), words, text FROM uncompared
  JOIN articles ON articles.id = article_id ORDER BY article_id DESC LIMIT ?"""
_BEFORE = """SELECT articles.id, site, coalesce(cluster_id, -articles.id),
    coalesce(substr(published_at, 1, 10), articles.id), words FROM reprints
  JOIN articles ON articles.id = other_id LEFT JOIN syndicated ON syndicated.article_id = other_id
  WHERE reprints.article_id = ? LIMIT ?"""
_FORGET = "DELETE FROM reprints WHERE article_id = ?1 OR other_id = ?1"
_PAIR = "INSERT OR REPLACE INTO reprints(article_id, other_id, share, similarity) VALUES (?, ?, ?, ?)"
_LEAVE = "DELETE FROM syndicated WHERE article_id = ?"
_PLACE = "INSERT OR REPLACE INTO syndicated(article_id, cluster_id, since) VALUES (?, ?, ?)"
_CLUSTER = "SELECT cluster_id FROM syndicated WHERE article_id = ?"
_NEXT_CLUSTER = "SELECT coalesce(max(cluster_id), 0) + 1 FROM syndicated"
_MEMBERS = "SELECT article_id FROM syndicated WHERE cluster_id = ? ORDER BY since, article_id LIMIT ?"
_UNITE = "UPDATE syndicated SET cluster_id = ? WHERE cluster_id = ?"
_SINCE = "SELECT coalesce(published_at, first_filed_at) FROM articles WHERE id = ?"
_PAIRED = "SELECT 1 FROM reprints WHERE article_id = ? AND other_id = ?"
_TEXT = "SELECT text FROM articles WHERE id = ?"
# When a story was put into a cluster, nothing may have said yet that it is a digest, and holds stories of others too.
_DOUBT = """INSERT OR IGNORE INTO uncompared SELECT ? WHERE EXISTS (
  SELECT 1 FROM reprints JOIN syndicated AS mine ON mine.article_id = reprints.article_id
    JOIN reprints AS part ON part.article_id = reprints.other_id AND part.other_id = reprints.article_id
    LEFT JOIN syndicated AS theirs ON theirs.article_id = part.article_id
  WHERE reprints.article_id = ? AND reprints.share < part.share AND mine.cluster_id IS NOT theirs.cluster_id)"""
# Who is left in a cluster without anybody that shares the text is no reprint any longer.
_TIDY = """DELETE FROM syndicated WHERE cluster_id = ? AND NOT EXISTS (
  SELECT 1 FROM reprints JOIN syndicated AS others ON others.article_id = other_id
  WHERE reprints.article_id = syndicated.article_id AND others.cluster_id = syndicated.cluster_id)"""


class _Story(NamedTuple):
    id: int
    site: str
    since: str
    day: str | int
    words: int
    text: str

    @property
    def itself(self) -> Holder:
        """The story as others are told of it, in no cluster yet."""
        return Holder(self.id, self.site, -self.id, self.day, self.words)


class _Match(NamedTuple):
    other: Holder
    text: Shingles
    overlap: Overlap

    @property
    def is_part(self) -> bool:
        """Whether the one has the other in it, and more."""
        return not self.overlap.is_whole and self.overlap.other_share > self.overlap.share


class Syndication:
    """The tables of reprints, written inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._fingerprints = Fingerprints(connection)

    def catch_up(self, most: int = CAUGHT_UP) -> int:
        """Compare the stories that wait for it, the newest ``most`` of them; returns how many it were."""
        done, noted = 0, self._fingerprints.noted
        noted.follow()
        while done < most and (rows := self._connection.execute(_WAITING, (most - done,)).fetchall()):
            for story in (_Story(*row) for row in rows):
                self._connection.execute("DELETE FROM uncompared WHERE article_id = ?", (story.id,))
                self._compare(story)
            done += len(rows)
        noted.settle()
        return done

    @contextmanager
    def in_step(self) -> Iterator[None]:
        """Around a transaction: where that fails, what it noted is at hand no longer."""
        try:
            yield
        except BaseException:
            self._fingerprints.noted.forget()
            raise

    def _compare(self, story: _Story) -> None:
        text, standing, matches = _shingled(story.text), NO_HASHES, list[_Match]()
        compared = Counter[int]()
        if len(text.hashes) >= FEWEST:
            sketch = sketch_of(text)
            found = self._fingerprints.shared(sketch, story.id)
            formulas = formulas_among(found, story.itself)
            standing = standing_text(text, sketch, formulas)
            before = (Holder(*row) for row in self._connection.execute(_BEFORE, (story.id, _MOST_COMPLETED)))
            others = list(dict.fromkeys([*promising(found, formulas, story.itself), *before]))
            compared.update(other.cluster for other in others)
            matches = list(self._matches(story, text, others, standing))
            self._fingerprints.enter(story.itself, sketch, formulas, found)
        self._note(story, matches)
        cluster = self._cluster(story.id)
        self._place(story, self._partners(matches, compared))
        if cluster is not None:
            self._connection.execute(_TIDY, (cluster,))
        self._complete(story, text, standing)
        holding = (match.other.id for match in matches if not (match.overlap.is_whole or match.is_part))
        self._connection.executemany(_DOUBT, ((each, each) for each in holding))

    def _matches(self, story: _Story, text: Shingles, others: list[Holder], standing: Hashes) -> Iterator[_Match]:
        for other in others:
            theirs, at_home = self._text(other.id), other.site == story.site
            if not could_be_reprint(text, theirs, same_site=at_home):
                continue
            found = overlap(text, theirs, standing)
            if is_reprint(text, theirs, found, same_site=at_home):
                yield _Match(other, theirs, found)

    def _text(self, number: int) -> Shingles:
        return _shingled(self._connection.execute(_TEXT, (number,)).fetchone()[0])

    def _note(self, story: _Story, matches: Sequence[_Match]) -> None:
        self._connection.execute(_FORGET, (story.id,))
        for match in matches:
            self._pair(story.id, match.other.id, match.overlap)

    def _pair(self, number: int, other: int, found: Overlap) -> None:
        rows = ((number, other, found.share), (other, number, found.other_share))
        self._connection.executemany(_PAIR, ((*row[:2], round(row[2], 4), found.similarity) for row in rows))

    def _partners(self, matches: list[_Match], compared: Counter[int]) -> list[Holder]:
        """Those of the matches that the story belongs with; clusters are united only where most of a text is the same.

        A digest holds many stories whole, and must not make one story of them: of what is only partly the same, a
        cluster is joined where most of it is, and one at most.
        """
        whole = [match.other for match in matches if match.overlap.is_whole]
        partly = [match for match in matches if not (match.overlap.is_whole or match.overlap.is_excerpt)]
        if _holds_several([match for match in partly if match.is_part]):
            return whole
        if whole:
            return whole + [match.other for match in partly if match.is_part and match.other.cluster < 0]
        alike = Counter(match.other.cluster for match in partly)
        for match in sorted(partly, key=lambda match: match.overlap.similarity, reverse=True):
            if 2 * alike[match.other.cluster] > self._size(match.other.cluster, compared):
                return [match.other]
        return []

    def _size(self, cluster: int, compared: Counter[int]) -> int:
        """How many stories of a cluster could have matched: all of a small one, those compared of a large one."""
        members = self._connection.execute(_MEMBERS, (cluster, MOST_OF_CLUSTER)).fetchall()
        return max(len(members), compared[cluster])

    def _place(self, story: _Story, partners: list[Holder]) -> None:
        if not partners:
            self._connection.execute(_LEAVE, (story.id,))
            return
        numbers = sorted({other.cluster for other in partners if other.cluster > 0})
        number = numbers[0] if numbers else self._connection.execute(_NEXT_CLUSTER).fetchone()[0]
        for united in numbers[1:]:
            self._connection.execute(_UNITE, (number, united))
        for other in partners:
            if other.cluster < 0:
                since = self._connection.execute(_SINCE, (other.id,)).fetchone()[0]
                self._connection.execute(_PLACE, (other.id, number, since))
        self._connection.execute(_PLACE, (story.id, number, story.since))

    def _complete(self, story: _Story, text: Shingles, standing: Hashes) -> None:
        """Compare the story with the earliest of its cluster, or where it is that, the others with it."""
        cluster = self._cluster(story.id)
        if cluster is None:
            return
        earliest, *later = (row[0] for row in self._connection.execute(_MEMBERS, (cluster, _MOST_COMPLETED)))
        for other in later if earliest == story.id else [earliest]:
            if not self._connection.execute(_PAIRED, (story.id, other)).fetchone():
                self._pair(story.id, other, overlap(text, self._text(other), standing))

    def _cluster(self, number: int) -> int | None:
        row = self._connection.execute(_CLUSTER, (number,)).fetchone()
        return None if row is None else row[0]


def _holds_several(parts: list[_Match]) -> bool:
    """Whether two of the parts of a story have nothing in common: then it is a digest of several."""
    return any(
        one.other.cluster != other.other.cluster and overlap(one.text, other.text, NO_HASHES).similarity < _STRANGERS
        for one, other in combinations(parts, 2)
    )


_shingled = lru_cache(maxsize=AT_HAND)(shingled)
