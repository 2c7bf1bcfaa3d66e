"""Finding stories by words and by facets: which of them answer, and how they spread over sites, authors and months."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import chain
from typing import Any, NamedTuple

from crawler.storage.reader import POINTS, Reader

MOST = 5000
"""Stories that are ranked and counted: of more, those filed last. All that a common word finds would take long."""

_EASE_OF_NUMBERS = 7
"""An index has the numbers of a site's stories side by side; whether one story is the site's, its own row tells."""

_LAST = "~"  # sorts behind every character of a time


class _Facet(NamedTuple):
    """How stories of a value are found: ``looked_up`` leads to them, ``asked`` tells of one story.

    ``numbers`` selects their numbers, ``stories`` counts them. All are SQL with the value as its one parameter, but
    that a month has two.
    """

    numbers: str
    looked_up: str
    asked: str
    stories: str


def _of_row(condition: str, column: str) -> _Facet:
    numbers = f"SELECT articles.id FROM articles WHERE {condition}"
    return _Facet(numbers, condition, condition, f"SELECT sum(articles) AS many FROM story_counts WHERE {column}")


def _named(one: str, many: str) -> _Facet:
    own = f"(SELECT id FROM {many} WHERE name = ?)"
    numbers = f"SELECT article_id FROM article_{many} WHERE {one}_id = {own}"
    return _Facet(
        numbers,
        f"articles.id IN ({numbers})",
        f"EXISTS (SELECT 1 FROM article_{many} WHERE article_id = articles.id AND {one}_id = {own})",
        f"SELECT articles AS many FROM {one}_counts WHERE {one}_id = {own}",
    )


_FACETS = {
    "site": _of_row("articles.site = ?", "site = ?"),
    "author": _named("author", "authors"),
    "category": _named("category", "categories"),
    "language": _of_row("articles.language = ?", "language = ?"),
    "month": _of_row("articles.published_at BETWEEN ? AND ?", "month BETWEEN ? AND ?"),
    "outcome": _of_row("articles.outcome = ?", "outcome = ?"),
}
_OF_ROW = """SELECT site, language, substr(published_at, 1, 7) AS month, outcome, count(*) AS stories FROM articles
  WHERE id IN ({numbers}) GROUP BY 1, 2, 3, 4"""
_OF_NAMES = {
    facet: f"""SELECT name AS value, stories FROM (SELECT {facet}_id AS number, count(*) AS stories FROM article_{table}
      WHERE article_id IN ({{numbers}}) GROUP BY 1) JOIN {table} ON {table}.id = number
      ORDER BY stories DESC, name LIMIT ?"""
    for facet, table in (("author", "authors"), ("category", "categories"))
}
_NUMBERS = "SELECT value FROM json_each(?)"
_SHOWN = """SELECT id, url, site, headline, byline, published_at, language, outcome, words, gone_at, dek, text
  FROM articles WHERE id IN ({numbers})"""


@dataclass(frozen=True, slots=True)
class Facets:
    """What stories are narrowed down to; None leaves a facet open. ``month`` is as in 2024-05."""

    site: str | None = None
    author: str | None = None
    category: str | None = None
    language: str | None = None
    month: str | None = None
    outcome: str | None = None

    def given(self) -> dict[str, str]:
        """The facets that are not open, by name."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name)) is not None}


class _Chosen(NamedTuple):
    """The facets of which few stories are, to be looked up first; those to be asked of each; and the values of both."""

    few: list[_Facet]
    many: list[_Facet]
    values: tuple[str, ...]


def _chosen(reader: Reader, facets: Facets, ease: int) -> _Chosen:
    """The facets that are given; to look up one story takes so many times less, by ``ease``, than to ask another."""
    total = _about_all(reader)
    few, many = dict[_Facet, tuple[str, ...]](), dict[_Facet, tuple[str, ...]]()
    for name, value in facets.given().items():
        facet, values = _FACETS[name], (value, value + _LAST) if name == "month" else (value,)
        stories = sum(each["many"] or 0 for each in reader.rows(facet.stories, *values))
        # Among those that come one after the other, MOST are found the sooner, the more there are.
        (many if stories * stories > ease * MOST * total else few)[facet] = values
    return _Chosen(list(few), list(many), tuple(chain(*few.values(), *many.values())))


def _about_all(reader: Reader) -> int:
    """The number of stories, those included that were deleted: to count the others would take longer."""
    (row,) = reader.rows("SELECT coalesce(max(id), 0) AS last FROM articles")
    return int(row["last"])


def matching(reader: Reader, fts: str, facets: Facets) -> list[int]:
    """The numbers of at most ``MOST`` stories that an FTS5 expression finds, the best first.

    Raises ``sqlite3.OperationalError`` for an expression that is none.
    """
    few, many, values = _chosen(reader, facets, ease=_EASE_OF_NUMBERS)
    chosen = "".join(f" AND +articles_fts.rowid IN ({facet.numbers})" for facet in few)
    if many:
        asked = " AND ".join(facet.asked for facet in many)
        chosen += f" AND EXISTS (SELECT 1 FROM articles WHERE articles.id = articles_fts.rowid AND {asked})"
    sql = f"""SELECT articles_fts.rowid AS id, {POINTS} AS points FROM articles_fts
      WHERE articles_fts MATCH ?{chosen} ORDER BY articles_fts.rowid DESC LIMIT ?"""
    found = reader.matches(sql, fts, *values, MOST)
    return [row["id"] for row in sorted(found, key=lambda row: float(row["points"]))]


def latest(reader: Reader, facets: Facets) -> list[int]:
    """The numbers of at most ``MOST`` stories of these facets, the newest first, those without a date at the end."""
    few, many, values = _chosen(reader, facets, ease=1)
    condition = " AND ".join([*(facet.looked_up for facet in few), *(facet.asked for facet in many)]) or "1"
    sql = f"SELECT id FROM articles WHERE {condition} ORDER BY published_at DESC LIMIT ?"
    return [row["id"] for row in reader.rows(sql, *values, MOST)]


def shown(reader: Reader, numbers: Sequence[int]) -> list[dict[str, Any]]:
    """The stories of these numbers, in their order, with what a list of hits shows."""
    rows = reader.rows(_SHOWN.format(numbers=_NUMBERS), json.dumps(numbers))
    known = {row["id"]: row for row in rows}
    return [known[number] for number in numbers if number in known]


def spread(reader: Reader, numbers: Sequence[int], most: int) -> dict[str, list[tuple[str, int]]]:
    """For each facet its ``most`` frequent values among these stories, with how many there are of each."""
    own = json.dumps(sorted(numbers))
    rows = reader.rows(_OF_ROW.format(numbers=_NUMBERS), own)
    found = {}
    for facet in (each.name for each in fields(Facets)):
        if facet in _OF_NAMES:
            named = reader.rows(_OF_NAMES[facet].format(numbers=_NUMBERS), own, most)
            found[facet] = [(row["value"], row["stories"]) for row in named]
        else:
            counted = Counter[str]()
            for row in rows:
                counted[row[facet] or ""] += row["stories"]
            found[facet] = [(value, stories) for value, stories in counted.most_common() if value][:most]
    return found
