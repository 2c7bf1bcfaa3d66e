"""Which of the stories that a search finds come first.

SQLite's bm25 goes through all stories that have a word, to learn how rare it is, before it says anything of the first;
for a phrase it compares the places of its words in each of them. Of words and phrases that most stories have that takes
longer than all else, and they tell hardly one story from another: in a large archive they do not count.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from crawler.storage.reader import Reader
from crawler.storage.search.facets import Condition
from crawler.storage.search.pairs import BEGINNING, SEARCHED

MOST = 3000
"""Stories that are ranked and counted: of more, those filed last. All that a common word finds would take long."""

MOST_STEPS = 2_000_000
"""Stories that are gone through at most to learn how rare words are; some 50 ms of CPU."""
_STEPS_OF_PHRASE = 8  # times what a word by itself takes
_STEPS_OF_BEGINNING = 6  # where it is not of the length that the index has, its words are brought together first
_STEPS_OF_ROW = 6  # to look whether a story is among those to be ranked

MOST_WEIGHED, _WORDS_WEIGHED = 16, 3
"""Terms that can count, and words by which one is weighed: of more, as where a paragraph is searched for, the longest.

They are the rare ones as a rule.
"""

_WINDOWS, _WINDOW = 4, 2500
"""Stories in which words are counted to estimate how many have them: so many runs of so many, spread over all."""

# How much a word counts in each column; that of a headline says most about what a story is about.
_WEIGHTS = {"headline": 8.0, "dek": 3.0, "text": 1.0, "byline": 2.0}
_POINTS = f"bm25(articles_fts, {', '.join(str(_WEIGHTS[name]) for name in SEARCHED * 2)})"

_FOUND = """SELECT articles_fts.rowid AS id, {points} AS points FROM articles_fts
  WHERE articles_fts MATCH ?{chosen} ORDER BY articles_fts.rowid DESC LIMIT ?"""
_OF_THESE = " AND articles_fts.rowid BETWEEN ? AND ? AND +articles_fts.rowid IN (SELECT value FROM json_each(?))"
_COUNTED = """SELECT count(*) AS stories FROM articles_fts
  WHERE articles_fts MATCH ? AND rowid BETWEEN ? AND ?"""


class Term(NamedTuple):
    """A word, beginning or phrase that is asked for: how FTS5 finds it in any column, as typed, and its words.

    ``begins`` says that the last of them may go on; ``wanted`` is false behind a NOT.
    """

    fts: str
    typed: str
    words: tuple[str, ...]
    begins: bool
    wanted: bool

    @property
    def steps(self) -> int:
        """How much longer it takes to go through stories that have its words than through those of a word."""
        if len(self.words) > 1:
            return _STEPS_OF_PHRASE
        return _STEPS_OF_BEGINNING if self.begins and len(self.words[0]) != BEGINNING else 1


@dataclass(frozen=True, slots=True)
class Ranked:
    """The stories that were found by number, the best first, with how well they answer: the lower, the better.

    ``uncounted`` are the terms that did not count in that; where none did, the last filed comes first.
    """

    points: dict[int, float]
    uncounted: tuple[Term, ...] = ()


def ranked(
    reader: Reader, fts: str, terms: Sequence[Term], conditions: Sequence[Condition], most: int = MOST
) -> Ranked:
    """The best of the last ``most`` stories that an FTS5 expression of these terms finds and that meet the conditions.

    Raises ``sqlite3.OperationalError`` for an expression that is none.
    """
    chosen = "".join(f" AND {each.sql}" for each in conditions)
    values = [value for each in conditions for value in each.values]
    (row,) = reader.rows("SELECT coalesce(max(id), 0) AS last FROM articles")
    last = int(row["last"])
    having = _having(reader, terms, last)
    if len(having) == len(set(terms)) and sum(term.steps * many for term, many in having.items()) <= MOST_STEPS:
        found = reader.matches(_FOUND.format(points=_POINTS, chosen=chosen), fts, *values, most)
        return Ranked(_best_first({row["id"]: row["points"] for row in found}))
    found = reader.matches(_FOUND.format(points="0.0", chosen=chosen), fts, *values, most)
    points: dict[int, float] = {row["id"]: row["points"] for row in found}
    span = (max(points) - min(points) + 1) / last if points else 0.0
    counted = _rarest(having, span)
    if counted and points:
        asked = " OR ".join(f"({term.fts})" for term in counted)
        these = (min(points), max(points), json.dumps(list(points)), most)
        rows = reader.matches(_FOUND.format(points=_POINTS, chosen=_OF_THESE), asked, *these)
        points |= {row["id"]: row["points"] for row in rows}
    return Ranked(_best_first(points), tuple(term for term in terms if term.wanted and term not in counted))


def _best_first(points: dict[int, float]) -> dict[int, float]:
    return dict(sorted(points.items(), key=lambda item: item[1]))


def _having(reader: Reader, terms: Sequence[Term], last: int) -> dict[Term, int]:
    """About how many stories, of ``last``, have each of the terms that can count; all of them, where that is few."""
    if sum(term.steps for term in terms) * last <= MOST_STEPS:
        return dict.fromkeys(terms, last)
    weighed = sorted(terms, key=lambda term: len(term.typed), reverse=True)[:MOST_WEIGHED]
    return {term: min(_stories_with(reader, each, last) for each in _by_index(term)) for term in weighed}


def _rarest(having: dict[Term, int], span: float) -> list[Term]:
    """The rarest of the terms, as many as can count among stories that are spread over such a share of the archive."""
    counted, left = list[Term](), MOST_STEPS
    for term, stories in sorted(having.items(), key=lambda item: item[0].steps * item[1]):
        left -= int((term.steps + span * _STEPS_OF_ROW) * stories)
        if left < 0:
            break
        counted += [term] if term.wanted else []
    return counted


def _by_index(term: Term) -> list[str]:
    """FTS5 expressions for the longest words of a term; of a beginning, for the letters that the index has."""
    begun = term.words[-1] if term.begins else None
    longest = sorted(term.words, key=len, reverse=True)[:_WORDS_WEIGHED]
    return [f'"{word[:BEGINNING]}" *' if word == begun else f'"{word}"' for word in longest]


def _stories_with(reader: Reader, word: str, last: int) -> int:
    """About how many stories have a word."""
    found = 0
    for window in range(_WINDOWS):
        end = last - window * (last // _WINDOWS)
        found += reader.matches(_COUNTED, word, end - _WINDOW + 1, end)[0]["stories"]
    return found * last // (_WINDOWS * _WINDOW)
