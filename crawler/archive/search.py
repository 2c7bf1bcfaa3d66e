"""Search: the stories that answer what was typed, the best first, each with a passage."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from crawler.archive.errors import AskedWrongly
from crawler.archive.expressions import HINT, Expression, Needle, expression
from crawler.archive.snippets import passage
from crawler.storage import Reader
from crawler.storage.pairs import BEGINNING
from crawler.storage.selection import Selection
from crawler.storage.totals import stories_in
from extractors.article import dek_above

MOST_BEGUN = 100_000
"""Stories up to which one or two letters are enough of a word: all that begin so are brought together each time."""


def search(
    reader: Reader, typed: str, chosen: Selection, limit: int, mark: Callable[[str], str]
) -> list[dict[str, Any]]:
    """The best ``limit`` of the chosen stories, as dicts; raises ``AskedWrongly`` for an expression that is none.

    ``score`` is the higher the better; ``passage`` is where the story answers, on one line, the words in it marked.
    """
    wanted = understood_by(reader, typed)
    with understood():
        hits = reader.search(wanted.fts, chosen, limit)
    return with_passages(hits, wanted.needles, mark)


def understood_by(reader: Reader, typed: str) -> Expression:
    """The expression for what was typed; raises ``AskedWrongly`` for what is none, or would take too long here."""
    wanted = expression(typed)
    short = [words for words in wanted.begun if len(words) < BEGINNING]
    if short and (many := stories_in(reader)) > MOST_BEGUN:
        raise AskedWrongly(
            f"{short[0]}*: among {many:,} stories, too many words begin so; write at least {BEGINNING} letters of it"
        )
    return wanted


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
