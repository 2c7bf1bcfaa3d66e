"""Fingerprints: which stories have which hashes of a text, and what that says before a word is compared.

A new text asks for its own hashes; who has several of them is worth reading, and what many stories of one site have is
that site's standing text.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple

import numpy as np

from crawler.storage.reprints.noted import Noted
from crawler.storage.reprints.shingles import Shingles

SAMPLED = 4
"""Of so many shingles that stand side by side in a text, the hash of one is kept."""
FEWEST_KEPT, MOST_KEPT = 16, 40
"""Hashes that are kept of a text at least and at most: each is a place of its own in a large table."""
SHORT, KEPT_OF_SHORT = 200, 24
"""Words up to which a text is short, and hashes that are kept of it: standing text may be most of what it says."""
MOST_POSTINGS = 32
"""Stories kept for one hash: the hundredth paper that prints an agency's text finds the first ones all the same."""
MOST_COMPARED, MOST_OF_CLUSTER, MOST_AT_HOME = 12, 4, 4
"""Stories that are compared with a new one: in all, of one cluster, of its own site."""
STANDING_FROM = 3
"""Stories of one site, of as many days, from which on what they have in common is standing text."""
_FEWEST_HITS = 2
_MOST_FAINT = 2

_HOLDERS = f"""SELECT hash, json_group_array(article_id) FROM fingerprints
  WHERE hash IN ({", ".join("?" * MOST_KEPT)}) AND article_id <> ? GROUP BY hash"""
_TOLD = """SELECT articles.id, site, coalesce(cluster_id, -articles.id),
    coalesce(substr(published_at, 1, 10), articles.id), words
  FROM json_each(?) CROSS JOIN articles ON articles.id = value
    LEFT JOIN syndicated ON syndicated.article_id = articles.id"""


class Holder(NamedTuple):
    """A story that may have the same text; ``cluster`` is negative, and its own, where it is in none.

    ``day`` is that of its publication; where its page tells none, a number of its own. ``words`` counts its words.
    """

    id: int
    site: str
    cluster: int
    day: str | int
    words: int


class Shared(NamedTuple):
    """Hashes of a text that the same other stories have."""

    hashes: Sequence[int]
    others: Sequence[Holder]


def sketch_of(text: Shingles) -> list[int]:
    """The hashes by which others find a text, and by which it finds them: the smallest of its own.

    A longer text has more of them: what of it is found depends on how long that is, not on what stands around it.
    """
    if text.size < SHORT:
        return text.smallest(KEPT_OF_SHORT)
    side_by_side = float(np.sum(1 / text.tokens))
    return text.smallest(min(max(FEWEST_KEPT, int(side_by_side / SAMPLED)), MOST_KEPT))


class Fingerprints:
    """The table, read and written inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.noted = Noted(connection)

    def shared(self, sketch: Sequence[int], own: int) -> list[Shared]:
        """Which hashes of the sketch, of at most ``MOST_KEPT``, others than the story ``own`` have.

        Pages that are alike share many hashes, all of them with the same others: that is told once.
        """
        entered, noted = self._holders(self.noted.entered(sketch), own), self.noted.stories_of(sketch)
        alike = defaultdict[tuple[str, tuple[int, ...]], list[int]](list)
        for number in entered | noted:
            alike[entered.get(number, "[]"), noted.get(number, ())].append(number)
        having = [(hashes, {*json.loads(array), *stories} - {own}) for (array, stories), hashes in alike.items()]
        told = self._told({story for _, stories in having for story in stories})
        return [
            Shared(hashes, [told[each] for each in sorted(stories) if each in told])
            for hashes, stories in having
            if stories
        ]

    def _holders(self, hashes: Sequence[int], own: int) -> dict[int, str]:
        """The other stories that the table has with each of these hashes, as a JSON array."""
        if not hashes:
            return {}
        return dict(self._connection.execute(_HOLDERS, (*hashes, *[-1] * (MOST_KEPT - len(hashes)), own)))

    def _told(self, stories: set[int]) -> dict[int, Holder]:
        """What is known of stories that share a hash with a text, by number."""
        if not stories:
            return {}
        return {row[0]: Holder(*row) for row in self._connection.execute(_TOLD, (json.dumps(list(stories)),))}

    def enter(self, story: Holder, sketch: Sequence[int], formulas: set[int], found: Sequence[Shared]) -> None:
        """Let others find the story by the hashes of its sketch, but for those that enough stories have.

        Standing text is entered until there is enough of it for others to see that it is.
        """
        others = {number: shared.others for shared in found for number in shared.hashes}
        kept = [each for each in sketch if each not in formulas]
        kept += [each for each in formulas if sum(other.site == story.site for other in others[each]) < STANDING_FROM]
        self.noted.note((each, story.id) for each in kept if len(others.get(each, ())) < MOST_POSTINGS)


def formulas_among(found: Iterable[Shared], story: Holder) -> set[int]:
    """The hashes that a site has in several stories of several days: a column's heading, an imprint."""
    return {number for shared in found if _is_formula([*shared.others, story]) for number in shared.hashes}


def _is_formula(stories: Sequence[Holder]) -> bool:
    at = defaultdict[str, list[Holder]](list)
    for each in stories:
        at[each.site].append(each)
    return any(
        min(len(group), len({each.cluster for each in group}), len({each.day for each in group})) >= STANDING_FROM
        for group in at.values()
    )


def promising(found: Iterable[Shared], formulas: set[int], story: Holder) -> Iterator[Holder]:
    """The stories worth reading for this one, those first with which most hashes but ``formulas`` are shared.

    One hash may be chance. Where one of the two is short, a few such stories are read: it has no more to share.
    """
    hits = Counter[Holder]()
    for shared in found:
        if formulas.isdisjoint(shared.hashes):
            hits.update(dict.fromkeys(shared.others, len(shared.hashes)))
    ranked = sorted(hits.items(), key=lambda item: (-item[1], item[0].id))
    told = [other for other, count in ranked if count >= _FEWEST_HITS]
    faint = (other for other, _ in ranked[len(told) :] if min(story.words, other.words) < SHORT)
    return islice(_varied([*told, *islice(faint, _MOST_FAINT)], story.site), MOST_COMPARED)


def _varied(others: Iterable[Holder], site: str) -> Iterator[Holder]:
    of_cluster, at_home = Counter[int](), 0
    for other in others:
        at_home += other.site == site
        of_cluster[other.cluster] += 1
        if of_cluster[other.cluster] <= MOST_OF_CLUSTER and (other.site != site or at_home <= MOST_AT_HOME):
            yield other
