"""Finding stories by words and by facets: which of them answer, and how they spread over sites, authors and months."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from crawler.storage.named import as_text
from crawler.storage.reader import Reader
from crawler.storage.search.facets import OF_ROWS, Condition, Facets, narrowed, of_row, share_of_all, share_of_hits
from crawler.storage.search.ranking import MOST, Ranked, Term, ranked
from crawler.storage.search.selection import Selection

_READ_ALONE = 10_000
"""Stories of a name up to which each is read by itself: the others need not be gone through."""

_EACH = " UNION ALL ".join(
    f"SELECT '{facet}' AS facet, {facet} AS value, count(*) AS stories FROM told GROUP BY {facet}" for facet in OF_ROWS
)
_OF_ROWS = f"""WITH told AS MATERIALIZED (
  SELECT site, language, substr(published_at, 1, 7) AS month, outcome FROM articles
  WHERE id IN (SELECT value FROM json_each(?))) {_EACH} ORDER BY stories DESC, value"""
_OF_NAMES = {
    facet: f"""SELECT name AS value, stories FROM (SELECT {facet}_id AS number, count(*) AS stories FROM article_{table}
      WHERE article_id IN (SELECT value FROM json_each(?)) GROUP BY 1) JOIN {table} ON {table}.id = number
      ORDER BY stories DESC, name LIMIT ?"""
    for facet, table in (("author", "authors"), ("category", "categories"))
}
_SHOWN = """SELECT id, url, site, headline, byline, published_at, language, outcome, words, gone_at, dek, text
  FROM articles WHERE id IN (SELECT value FROM json_each(?))"""


def matching(reader: Reader, fts: str, terms: Sequence[Term], facets: Facets) -> Ranked:
    """At most ``MOST`` stories of these facets that an FTS5 expression finds, the best first.

    Raises ``sqlite3.OperationalError`` for an expression that is none.
    """
    chosen = narrowed(reader, facets.given(), "articles_fts.rowid", share_of_hits(reader, fts))
    return ranked(reader, fts, terms, chosen)


def selected(reader: Reader, fts: str, terms: Sequence[Term], chosen: Selection, most: int) -> Ranked:
    """At most ``most`` of the chosen stories that an FTS5 expression finds, the best first.

    Raises ``sqlite3.OperationalError`` for an expression that is none.
    """
    # The numbers come out of an index; the plus keeps SQLite from searching once for each of them.
    numbers = f"+articles_fts.rowid IN (SELECT articles.id FROM articles WHERE {chosen.condition})"
    return ranked(reader, fts, terms, [Condition(numbers, chosen.values)] if chosen.condition != "1" else [], most)


def latest(reader: Reader, facets: Facets) -> list[int]:
    """The numbers of at most ``MOST`` stories of these facets, the newest first, those without a date at the end."""
    names = {name: value for name, value in facets.given().items() if name not in OF_ROWS}
    conditions = narrowed(reader, names, "articles.id", share_of_all(reader), leading=_READ_ALONE) + of_row(facets)
    chosen = " AND ".join(each.sql for each in conditions) or "1"
    sql = f"SELECT id FROM articles WHERE {chosen} ORDER BY published_at DESC LIMIT ?"
    return [row["id"] for row in reader.rows(sql, *(value for each in conditions for value in each.values), MOST)]


def shown(reader: Reader, numbers: Sequence[int]) -> list[dict[str, Any]]:
    """The stories of these numbers, in their order, with what a list of hits shows."""
    rows = reader.rows(_SHOWN, json.dumps(numbers))
    known = {row["id"]: {name: as_text(value) for name, value in row.items()} for row in rows}
    return [known[number] for number in numbers if number in known]


def spread(reader: Reader, numbers: Sequence[int], most: int) -> dict[str, list[tuple[str, int]]]:
    """For each facet its ``most`` frequent values among these stories, with how many there are of each."""
    own = json.dumps(sorted(numbers))
    found: dict[str, list[tuple[str, int]]] = {each.name: [] for each in fields(Facets)}
    for row in reader.rows(_OF_ROWS, own):
        values = found[row["facet"]]
        if row["value"] and len(values) < most:
            values.append((row["value"], row["stories"]))
    for facet, sql in _OF_NAMES.items():
        found[facet] = [(row["value"], row["stories"]) for row in reader.rows(sql, own, most)]
    return found
