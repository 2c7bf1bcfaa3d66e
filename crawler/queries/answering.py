"""Asks the saved queries after a crawl: what is new is noted, listed and handed to hooks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crawler.queries.hooks import run_hook
from crawler.queries.query import SavedQuery
from crawler.storage import Reader, Store
from crawler.storage.rows import now
from crawler.storage.search.matches import (
    Unanswered,
    fresh_matches,
    note_complaint,
    note_matches,
    note_told,
    untold_matches,
)


@dataclass(frozen=True, slots=True)
class Answers:
    """The new answers to a query, as rows of ``matches_readable``; ``complaint`` says what went wrong, in one line."""

    query: str
    matches: Sequence[dict[str, Any]]
    complaint: str | None


def ask_all(database: Path, queries: Sequence[SavedQuery], crawl_id: int) -> Iterator[Answers]:
    """Ask the queries of what was filed since they were last asked; yields what each found, where it found anything.

    What a hook did not take is kept, and handed to it again after the next crawl. Raises ``StorageError``.
    """
    with Store.open(database) as store, Reader.open(database) as reader:
        for query in queries:
            answers = _ask(store, reader, query, crawl_id)
            if answers.complaint is not None:
                note_complaint(store, query.name, answers.complaint)
            if answers.matches or answers.complaint:
                yield answers


def _ask(store: Store, reader: Reader, query: SavedQuery, crawl_id: int) -> Answers:
    asked_at = now()
    try:
        found = fresh_matches(reader, query.name, crawl_id, query.fts, query.where)
    except Unanswered as error:
        return Answers(query.name, (), f"could not be answered: {error}")
    note_matches(store, query.name, crawl_id, asked_at, found)
    untold = untold_matches(store, query.name)
    failure = run_hook(query.hook, query.name, untold) if query.hook and untold else None
    if failure is None:
        note_told(store, query.name, [match["article_id"] for match in untold])
    fresh = set(found)
    new = [match for match in untold if match["article_id"] in fresh]
    return Answers(query.name, new, failure and f"its hook {query.hook[0]} {failure}")
