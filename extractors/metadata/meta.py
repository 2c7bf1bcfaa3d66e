"""Reads the ``<meta>`` elements of a page into one table of names."""

from __future__ import annotations

from collections.abc import Iterable

from extractors.metadata.landmarks import Landmarks
from extractors.metadata.record import Reading
from extractors.metadata.wording import declared

_KEYS = ("property", "name", "itemprop", "http-equiv")
_MAX_VALUES = 60  # of one name: enough for any honest list of tags

MetaTable = dict[str, list[str]]


def read_meta(landmarks: Landmarks) -> MetaTable:
    """Return the contents of the meta elements by lower-case property, name, itemprop or http-equiv."""
    table: MetaTable = {}
    for _, element in landmarks.of("meta"):
        content = declared(element.get("content"), 2000)
        if not content:
            continue
        for attribute in _KEYS:
            key = element.get(attribute)
            if key:
                values = table.setdefault(key.strip().lower(), [])
                if len(values) < _MAX_VALUES:
                    values.append(content)
    return table


def source_of(key: str) -> str:
    """Return the name of the vocabulary that a meta element's ``key`` belongs to."""
    if key.startswith(("og:", "article:", "profile:")):
        return "opengraph"
    return "twitter card" if key.startswith("twitter:") else f"meta {key}"


def first(table: MetaTable, keys: Iterable[str]) -> Reading[str] | None:
    """Return the first content found under any of ``keys``, tried in their order."""
    for key in keys:
        if key in table:
            return Reading(table[key][0], source_of(key))
    return None
