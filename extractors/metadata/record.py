"""What is known about a story besides its text, each value with where it was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar

Value = TypeVar("Value")


class Reading(NamedTuple, Generic[Value]):
    """A value and where it was read (``json-ld``, ``opengraph``, ``byline markup`` …)."""

    value: Value
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The fields of an :class:`extractors.Article` that a page declares or shows; datetimes are aware.

    ``sources`` names, for each field that has a value, where it was read.
    """

    headline: str | None = None
    dek: str | None = None
    byline: tuple[str, ...] = ()
    published_at: datetime | None = None
    modified_at: datetime | None = None
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str | None = None
    site_name: str | None = None
    canonical_url: str | None = None
    image_url: str | None = None
    sources: Mapping[str, str] = field(default_factory=dict, hash=False)
