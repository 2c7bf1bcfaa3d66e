"""Narrowing stories down by facets: conditions in SQL, each written the way that finds its stories soonest.

Those of a facet are brought to hand where they are few; where they are many, each story that is gone through is asked.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cache
from typing import NamedTuple, TypeAlias

from crawler.storage.reader import Reader

OF_ROWS = {
    "site": "articles.site = ?",
    "language": "articles.language = ?",
    "month": "articles.published_at BETWEEN ? AND ?",
    "outcome": "articles.outcome = ?",
}
"""The facets that a story's own row tells, each with the condition on it."""

_BROUGHT = 60_000
"""Stories of a facet that are brought to hand without a further look: they take 15 ms."""
_ENOUGH = 0.2
"""Share of stories that are a facet's, from which on it is better to ask each of them than to bring all to hand."""
_SAMPLE = 500
"""Stories by which that share is estimated, those filed last."""
_FEW = 5000
"""Stories of a facet up to which they alone are asked for the other facets."""

_LAST = "~"  # sorts behind every character of a time


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


class Condition(NamedTuple):
    """A condition in SQL, with the values that its question marks stand for."""

    sql: str
    values: tuple[str, ...]


class _Facet(NamedTuple):
    """SQL with a facet's value as its one parameter, but that a month has two.

    ``numbers`` selects the numbers of its stories, ``asked`` tells whether one, called ``{number}``, is among them, and
    ``stories`` counts them, hardly more than ``_BROUGHT`` where that would take long.
    """

    numbers: str
    asked: str
    stories: str


Share: TypeAlias = Callable[[_Facet, tuple[str, ...]], float]
"""Tells of how many of the stories that are gone through a facet is, 0 to 1."""


def _of_row(condition: str) -> _Facet:
    numbers = f"SELECT articles.id AS number FROM articles WHERE {condition}"
    asked = f"EXISTS (SELECT 1 FROM articles WHERE articles.id = {{number}} AND {condition})"
    return _Facet(numbers, asked, f"SELECT count(*) AS many FROM ({numbers} LIMIT {_BROUGHT + 1})")


def _named(one: str, many: str) -> _Facet:
    own = f"{one}_id = (SELECT id FROM {many} WHERE name = ?)"
    return _Facet(
        f"SELECT article_id AS number FROM article_{many} WHERE {own}",
        f"EXISTS (SELECT 1 FROM article_{many} WHERE article_id = {{number}} AND {own})",
        f"SELECT coalesce(sum(articles), 0) AS many FROM {one}_counts WHERE {own}",
    )


_FACETS = {name: _of_row(condition) for name, condition in OF_ROWS.items()} | {
    "author": _named("author", "authors"),
    "category": _named("category", "categories"),
}


def of_row(facets: Facets) -> list[Condition]:
    """Conditions on a row of ``articles``, for the facets that it tells itself."""
    given = facets.given()
    return [Condition(sql, _values(name, given[name])) for name, sql in OF_ROWS.items() if name in given]


def narrowed(reader: Reader, given: dict[str, str], number: str, share: Share, *, leading: int = 0) -> list[Condition]:
    """Conditions on a story called ``number``, that it has the facets which are ``given``, by name.

    One of at most ``leading`` stories leads to them, one by one; else the stories are gone through as they come, from
    the first to the last of those that the rarest facet has.
    """
    counted = sorted((_stories(reader, name, value), name) for name, value in given.items())
    conditions = list[Condition]()
    for stories, name in counted:
        facet, values = _FACETS[name], _values(name, given[name])
        few_are_left = conditions and counted[0][0] <= _FEW
        if few_are_left or (stories > _BROUGHT and share(facet, values) >= _ENOUGH):
            conditions.append(Condition(facet.asked.format(number=number), values))
        elif stories <= leading and not conditions:
            conditions.append(Condition(f"{number} IN ({facet.numbers})", values))
        else:
            conditions.append(Condition(f"+{number} IN ({facet.numbers})", values))
            if not leading and counted[0][1] == name and stories <= _BROUGHT:
                ends = (f"(SELECT {end}(number) FROM ({facet.numbers}))" for end in ("min", "max"))
                conditions.append(Condition(f"{number} BETWEEN {' AND '.join(ends)}", 2 * values))
    return conditions


def share_of_hits(reader: Reader, fts: str) -> Share:
    """The share of the stories that an FTS5 expression finds, estimated."""

    @cache
    def hits() -> list[int]:
        sql = "SELECT rowid AS number FROM articles_fts WHERE articles_fts MATCH ? ORDER BY rowid DESC LIMIT ?"
        return [row["number"] for row in reader.matches(sql, fts, _SAMPLE)]

    def share(facet: _Facet, values: tuple[str, ...]) -> float:
        if len(hits()) < _SAMPLE:
            return 1.0  # there are no more: it does not matter
        sql = f"SELECT count(*) AS many FROM json_each(?) WHERE {facet.asked.format(number='value')}"
        (row,) = reader.rows(sql, json.dumps(hits()), *values)
        return int(row["many"]) / _SAMPLE

    return share


def share_of_all(reader: Reader) -> Share:
    """The share of all stories, those included that were deleted: to count the others would take longer."""

    def share(facet: _Facet, values: tuple[str, ...]) -> float:
        (counted,) = reader.rows(facet.stories, *values)
        (all_filed,) = reader.rows("SELECT max(id) AS last FROM articles")
        return int(counted["many"]) / (all_filed["last"] or 1)

    return share


def _stories(reader: Reader, name: str, value: str) -> int:
    (row,) = reader.rows(_FACETS[name].stories, *_values(name, value))
    return int(row["many"])


def _values(name: str, value: str) -> tuple[str, ...]:
    return (value, value + _LAST) if name == "month" else (value,)
