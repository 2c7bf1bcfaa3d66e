"""Search with facets, a page at a time: hits with passages, and how all that was found spreads."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from crawler.archive.expressions import Needle
from crawler.archive.search import printed, understood, understood_by, with_passages
from crawler.errors import AskedWrongly
from crawler.storage import Reader
from crawler.storage.search.facets import Facets
from crawler.storage.search.finding import latest, matching, shown, spread
from crawler.storage.search.ranking import MOST

PAGE = 20
"""Hits on a page."""

VALUES = 10
"""Values of a facet that are told."""


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits, each with its ``passage``; of how many; and the spread of all of them by facet.

    ``more`` says that there are more stories than are ranked and counted; ``uncounted`` is what did not count in that.
    """

    hits: list[dict[str, Any]]
    count: int
    more: bool
    page: int
    pages: int
    facets: dict[str, list[tuple[str, int]]]
    uncounted: tuple[str, ...]


def find(reader: Reader, typed: str, facets: Facets, page: int, mark: Callable[[str], str]) -> Found:
    """The stories that answer ``typed``, the best first; where nothing is typed, all of these facets, newest first.

    Raises ``AskedWrongly`` for an expression that is none.
    """
    needles, uncounted = tuple[Needle, ...](), tuple[str, ...]()
    if facets.month and not re.fullmatch(r"\d{4}-\d{2}", facets.month):
        raise AskedWrongly(f"{facets.month!r} is no month; write it as in 2024-05")
    if typed.strip():
        wanted = understood_by(reader, typed)
        needles = wanted.needles
        with understood():
            ranked = matching(reader, wanted.fts, wanted.terms, facets)
        numbers, uncounted = list(ranked.points), printed(ranked.uncounted)
    else:
        numbers = latest(reader, facets)
    pages = max(-(-len(numbers) // PAGE), 1)
    page = min(page, pages)
    hits = with_passages(shown(reader, numbers[(page - 1) * PAGE : page * PAGE]), needles, mark)
    spread_over = spread(reader, numbers, VALUES)
    return Found(hits, len(numbers), len(numbers) == MOST, page, pages, spread_over, uncounted)
