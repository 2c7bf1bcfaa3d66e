"""Search: the stories that answer what was typed, the best first, each with a passage."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from crawler.archive.expressions import HINT, Expression, Needle, expression
from crawler.archive.snippets import passage
from crawler.errors import AskedWrongly
from crawler.storage import Reader
from crawler.storage.figures.totals import stories_in
from crawler.storage.search.finding import selected, shown
from crawler.storage.search.pairs import BEGINNING, is_unparted
from crawler.storage.search.ranking import MOST, Term
from crawler.storage.search.selection import Selection
from extractors.article import dek_above

MOST_BEGUN = 100_000
"""Stories up to which one or two letters are enough of a word: all that begin so are brought together each time."""

_SHOWN = ("id", "site", "url", "published_at", "headline", "byline", "language", "words")


@dataclass(frozen=True, slots=True)
class Hits:
    """The best of the stories that answer, with a ``score`` (the higher, the better) and a ``passage`` on one line.

    Ranked were ``count``; where there are ``more``, those filed last. ``uncounted`` is what did not count in that.
    """

    stories: list[dict[str, Any]]
    count: int
    more: bool
    uncounted: tuple[str, ...]


def search(reader: Reader, typed: str, chosen: Selection, limit: int, mark: Callable[[str], str]) -> Hits:
    """The best ``limit`` of the chosen stories; raises ``AskedWrongly`` for an expression that is none.

    ``mark`` writes the words that were asked for, in the passages.
    """
    wanted, most = understood_by(reader, typed), max(limit, MOST)
    with understood():
        ranked = selected(reader, wanted.fts, wanted.terms, chosen, most)
    best = with_passages(shown(reader, list(ranked.points)[:limit]), wanted.needles, mark)
    stories = [
        {name: hit[name] for name in _SHOWN} | {"score": -round(ranked.points[hit["id"]], 4), "passage": hit["passage"]}
        for hit in best
    ]
    return Hits(stories, len(ranked.points), len(ranked.points) == most, printed(ranked.uncounted))


def printed(terms: Sequence[Term]) -> tuple[str, ...]:
    """Terms as people are told of them, each once."""
    return tuple(dict.fromkeys(term.typed for term in terms))


def understood_by(reader: Reader, typed: str) -> Expression:
    """The expression for what was typed; raises ``AskedWrongly`` for what is none, or would take too long here."""
    wanted = expression(typed)
    short = [term for term in wanted.terms if term.begins and len(term.words[-1]) < _enough_of(term)]
    if short and (many := stories_in(reader)) > MOST_BEGUN:
        raise AskedWrongly(
            f"{short[0].typed}: among {many:,} stories, too many words begin so; "
            f"write at least {_enough_of(short[0])} letters of it"
        )
    return wanted


def _enough_of(term: Term) -> int:
    """The letters that a beginning needs in a large archive."""
    return 2 if is_unparted(term.words[-1]) else BEGINNING


def with_passages(
    hits: list[dict[str, Any]], needles: Iterable[Needle], mark: Callable[[str], str]
) -> list[dict[str, Any]]:
    """The hits with a ``passage`` that answers in place of ``dek`` and ``text``."""
    for hit in hits:
        text = hit.pop("text") or ""
        told = "\n".join(part for part in (dek_above(hit.pop("dek"), text), text) if part)
        hit["passage"] = passage(told, needles, mark)
    return hits


@contextmanager
def understood() -> Iterator[None]:
    """Turn SQLite's complaint about a search expression inside the block into ``AskedWrongly``."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
            raise
        complaint = str(error).removeprefix("fts5: ").replace('near ""', "at its end")
        raise AskedWrongly(f"the search expression is not understood ({complaint}); {HINT}") from error
