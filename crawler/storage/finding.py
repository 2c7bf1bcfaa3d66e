"""Finding stories by words and by facets: which of them answer, and how they spread over sites, authors and months."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import chain
from typing import Any, NamedTuple

from crawler.storage.reader import POINTS, Reader
from crawler.storage.totals import stories_in

MOST = 5000
"""Stories that are ranked and counted: of more, those filed last. All that a common word finds would take long."""

_LAST = "~"  # sorts behind every character of a time


class _Facet(NamedTuple):
    """How stories of a value are found: ``looked_up`` gives their numbers, ``asked`` tells of one story.

    ``stories`` counts them. All three are SQL with the value as its one parameter, but that a month has two.
    """

    looked_up: str
    asked: str
    stories: str


def _of_row(condition: str, column: str) -> _Facet:
    return _Facet(condition, condition, f"SELECT sum(articles) AS many FROM story_counts WHERE {column}")


def _named(one: str, many: str) -> _Facet:
    own = f"(SELECT id FROM {many} WHERE name = ?)"
    return _Facet(
        f"articles.id IN (SELECT article_id FROM article_{many} WHERE {one}_id = {own})",
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
_OF_ROW = "SELECT site, language, substr(published_at, 1, 7) AS month, outcome FROM articles WHERE id IN ({numbers})"
_OF_NAMES = {
    facet: f"""SELECT name AS value, count(*) AS stories FROM article_{table} JOIN {table} ON {table}.id = {facet}_id
      WHERE article_id IN ({{numbers}}) GROUP BY {facet}_id ORDER BY stories DESC, name LIMIT ?"""
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


class _Condition(NamedTuple):
    """A condition on ``articles`` in SQL, with its values."""

    sql: str
    values: tuple[str, ...]


def _chosen(reader: Reader, facets: Facets) -> tuple[_Condition, _Condition]:
    """What is to be looked up first, as few stories have it, and what is asked of one story after the other."""
    total = stories_in(reader) if facets.given() else 0
    few, many = list[tuple[str, tuple[str, ...]]](), list[tuple[str, tuple[str, ...]]]()
    for name, value in facets.given().items():
        facet, values = _FACETS[name], (value, value + _LAST) if name == "month" else (value,)
        stories = sum(each["many"] or 0 for each in reader.rows(facet.stories, *values))
        # Among those that come one after the other, MOST are found the sooner, the more there are.
        if stories * stories > MOST * total:
            many.append((facet.asked, values))
        else:
            few.append((facet.looked_up, values))
    return _joined(few), _joined(many)


def _joined(parts: list[tuple[str, tuple[str, ...]]]) -> _Condition:
    return _Condition(" AND ".join(sql for sql, _ in parts) or "1", tuple(chain(*(values for _, values in parts))))


def matching(reader: Reader, fts: str, facets: Facets) -> list[int]:
    """The numbers of at most ``MOST`` stories that an FTS5 expression finds, the best first.

    Raises ``sqlite3.OperationalError`` for an expression that is none.
    """
    few, many = _chosen(reader, facets)
    chosen = "" if few.sql == "1" else f"AND +articles_fts.rowid IN (SELECT articles.id FROM articles WHERE {few.sql})"
    if many.sql != "1":
        chosen += f" AND EXISTS (SELECT 1 FROM articles WHERE articles.id = articles_fts.rowid AND {many.sql})"
    sql = f"""SELECT articles_fts.rowid AS id, {POINTS} AS points FROM articles_fts
      WHERE articles_fts MATCH ? {chosen} ORDER BY articles_fts.rowid DESC LIMIT ?"""
    found = reader.matches(sql, fts, *few.values, *many.values, MOST)
    return [row["id"] for row in sorted(found, key=lambda row: float(row["points"]))]


def latest(reader: Reader, facets: Facets) -> list[int]:
    """The numbers of at most ``MOST`` stories of these facets, the newest first, those without a date at the end."""
    few, many = _chosen(reader, facets)
    sql = f"SELECT id FROM articles WHERE {few.sql} AND {many.sql} ORDER BY published_at DESC LIMIT ?"
    return [row["id"] for row in reader.rows(sql, *few.values, *many.values, MOST)]


def shown(reader: Reader, numbers: Sequence[int]) -> list[dict[str, Any]]:
    """The stories of these numbers, in their order, with what a list of hits shows."""
    rows = reader.rows(_SHOWN.format(numbers=_NUMBERS), json.dumps(numbers))
    known = {row["id"]: row for row in rows}
    return [known[number] for number in numbers if number in known]


def spread(reader: Reader, numbers: Sequence[int], most: int) -> dict[str, list[tuple[str, int]]]:
    """For each facet its ``most`` frequent values among these stories, with how many there are of each."""
    own = json.dumps(numbers)
    rows = reader.rows(_OF_ROW.format(numbers=_NUMBERS), own)
    found = {}
    for facet in (each.name for each in fields(Facets)):
        if facet in _OF_NAMES:
            named = reader.rows(_OF_NAMES[facet].format(numbers=_NUMBERS), own, most)
            found[facet] = [(row["value"], row["stories"]) for row in named]
        else:
            found[facet] = Counter(row[facet] for row in rows if row[facet]).most_common(most)
    return found
