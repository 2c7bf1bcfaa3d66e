"""Reads the file of saved queries, and says everything that is wrong with it at once: file, line, way out."""

from __future__ import annotations

import shutil
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings

from crawler.archive.expressions import HINT, expression
from crawler.console.tomlfaults import Fault, entries_of, parsed, told, unknown
from crawler.console.tomllines import Place
from crawler.errors import AskedWrongly
from crawler.project import is_given, path_setting
from crawler.queries.query import SavedQuery
from crawler.storage.search.matches import empty_archive, fault_of_condition, fault_of_search
from crawler.wholefile import whole_file

MAX_NAME = 100
"""Characters of a query's name."""


class QueriesError(ValueError):
    """The file of queries cannot be used: a line for each fault, that names the file, the line and the way out."""


class _Wrong(ValueError):
    """A value that cannot be used: what is wrong with it, and the way out."""


def queries_of(settings: BaseSettings) -> list[SavedQuery]:
    """The queries of the file that the settings name; none where there is no file of the usual name."""
    path = path_setting(settings, "QUERIES")
    return read_queries(path) if is_given(settings, "QUERIES") or path.exists() else []


def read_queries(path: Path) -> list[SavedQuery]:
    """The queries of the file, in its order; raises ``QueriesError``."""
    try:
        content = whole_file(path)
    except OSError as error:
        raise QueriesError(f"{path}: {error.strerror or error}; docs/queries.md shows how one is written") from error
    return parse_queries(content, str(path))


def parse_queries(content: bytes, name: str) -> list[SavedQuery]:
    """The queries of a file with this content; ``name`` is the file's in messages. Raises ``QueriesError``."""
    try:
        text, document = parsed(content, name)
    except ValueError as error:
        raise QueriesError(str(error)) from error
    tables, faults = entries_of(document, "query")
    queries = dict[int, SavedQuery]()
    with empty_archive() as archive:
        for number, table in enumerate(tables):
            wrong, values = _values(number, table)
            wrong += [] if wrong else list(_misunderstood(number, values, archive))
            faults += wrong
            if not wrong:
                queries[number] = SavedQuery(**values)
    faults += _doubles(tables)
    if faults:
        raise QueriesError(told(faults, text, name, "query"))
    return list(queries.values())


def _values(number: int, table: dict[str, Any]) -> tuple[list[Fault], dict[str, Any]]:
    """What a table says, by the fields of ``SavedQuery``, and what is wrong with it."""
    faults, values = list[Fault](), dict[str, Any]()
    for key, value in table.items():
        if key not in _CHECKS:
            faults.append(Fault(Place(number, key), unknown(key, _CHECKS, f"a query has {', '.join(_CHECKS)}")))
            continue
        field, check = _CHECKS[key]
        try:
            values[field] = check(value)
        except (_Wrong, AskedWrongly) as error:
            faults.append(Fault(Place(number, key), f"{key}: {error}"))
    if "name" not in table:
        faults.append(Fault(Place(number), 'a query without a name; add name = "harbour"'))
    if not {"search", "where"} & table.keys():
        faults.append(Fault(Place(number), "a query that asks nothing; add search = '\"salt road\" OR ferr*'"))
    return faults, values


def _misunderstood(number: int, values: dict[str, Any], archive: sqlite3.Connection) -> Iterator[Fault]:
    """What SQLite does not understand of a query."""
    if "fts" in values and (fault := fault_of_search(archive, values["fts"])):
        yield Fault(Place(number, "search"), f"search: {fault}; {HINT}")
    if "where" in values and (fault := fault_of_condition(archive, values["where"])):
        message = f"where: {fault}; docs/schema.md lists the columns of articles_readable"
        yield Fault(Place(number, "where"), message)


def _doubles(tables: list[dict[str, Any]]) -> Iterator[Fault]:
    seen = dict[Any, int]()
    for number, table in enumerate(tables):
        name = table.get("name")
        if isinstance(name, str) and seen.setdefault(name, number) != number:
            message = f"the name {name!r} is taken, by the query on line {{also}}; give one of the two another"
            yield Fault(Place(number, "name"), message, Place(seen[name], "name"))


def _name(value: Any) -> str:
    text = _text(value)
    if len(text) > MAX_NAME or any(unicodedata.category(letter)[0] == "C" for letter in text):
        raise _Wrong(f"a name has 1 to {MAX_NAME} characters and no line breaks")
    return text


def _hook(value: Any) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else []
    if not parts or not all(isinstance(part, str) and "\0" not in part for part in parts):
        raise _Wrong('a command and its arguments are expected, each in quotes, as ["./tell.sh", "desk"]')
    if not parts[0] or shutil.which(parts[0]) is None:
        raise _Wrong(f"there is no program {parts[0]!r} that could be run; give its name or its path")
    return tuple(parts)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise _Wrong("text in quotes is expected")
    return value.strip()


_CHECKS: Mapping[str, tuple[str, Callable[[Any], Any]]] = {
    "name": ("name", _name),
    "search": ("fts", lambda value: expression(_text(value)).fts),
    "where": ("where", _text),
    "hook": ("hook", _hook),
}
"""Every key that a query may have, with the field it fills and its check."""
