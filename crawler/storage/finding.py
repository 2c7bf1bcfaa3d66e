"""Finding stories by words and by facets: which of them answer, and how they spread over sites, authors and months."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from crawler.storage.reader import POINTS, Reader

MOST = 5000
"""Stories that are ranked and counted: of more, those filed last. All that a common word finds would take long."""

_LAST = "~"  # sorts behind every character of a time


def _named(table: str, singular: str) -> str:
    return f"""articles.id IN (SELECT article_id FROM article_{table} JOIN {table} ON {table}.id = {singular}_id
      WHERE name = ?)"""


# Few stories are of one site, author, category or month: their numbers are looked up first. Most are of one language
# or outcome: that is asked of one story after the other, until enough are found.
_FEW = {
    "site": "articles.site = ?",
    "author": _named("authors", "author"),
    "category": _named("categories", "category"),
    "month": "articles.published_at BETWEEN ? AND ?",
}
_MANY = {"language": "articles.language = ?", "outcome": "articles.outcome = ?"}
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

    def condition(self, among: dict[str, str]) -> tuple[str, list[str]]:
        """The condition on ``articles`` that those of the facets ``among`` make, with its values; 1 for none."""
        parts, values = list[str](), list[str]()
        for name, value in self.given().items():
            if name in among:
                parts.append(among[name])
                values += [value, value + _LAST] if name == "month" else [value]
        return " AND ".join(parts) or "1", values


def matching(reader: Reader, fts: str, facets: Facets) -> list[int]:
    """The numbers of at most ``MOST`` stories that an FTS5 expression finds, the best first.

    Raises ``sqlite3.OperationalError`` for an expression that is none.
    """
    few, few_values = facets.condition(_FEW)
    many, many_values = facets.condition(_MANY)
    chosen = "" if few == "1" else f"AND +articles_fts.rowid IN (SELECT articles.id FROM articles WHERE {few})"
    if many != "1":
        chosen += f" AND EXISTS (SELECT 1 FROM articles WHERE articles.id = articles_fts.rowid AND {many})"
    sql = f"""SELECT articles_fts.rowid AS id, {POINTS} AS points FROM articles_fts
      WHERE articles_fts MATCH ? {chosen} ORDER BY articles_fts.rowid DESC LIMIT ?"""
    found = reader.matches(sql, fts, *few_values, *many_values, MOST)
    return [row["id"] for row in sorted(found, key=lambda row: float(row["points"]))]


def latest(reader: Reader, facets: Facets) -> list[int]:
    """The numbers of at most ``MOST`` stories of these facets, the newest first, those without a date at the end."""
    condition, values = facets.condition(_FEW | _MANY)
    sql = f"SELECT id FROM articles WHERE {condition} ORDER BY published_at DESC LIMIT ?"
    return [row["id"] for row in reader.rows(sql, *values, MOST)]


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
