"""Orders: all that a worker needs for a visit to a site, for an archive, or for kept pages."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self

import zstandard
from scrapy.settings import BaseSettings

from crawler import settings as house
from crawler.sites import SiteEntry
from crawler.storage.pages.rereading import Kept
from crawler.workers.rereading import Rules

ORDER, SHARD, LOG, ERRORS = "order", "shard.db", "crawl.log", "errors"
"""What is in the folder of a visit: its order, the site's database, the crawl's log, and its standard error."""
OURS = 20
"""Scrapy's priority of a project's settings: what is above was given by whoever runs the command."""


@dataclass(frozen=True, slots=True)
class Order:
    """One visit: the site's entry, its shard (packed), and what the crawl has to know.

    ``token`` is the order's own; ``sole`` names the domains that it asks from the start, and nobody else meanwhile;
    ``queue`` is where word of what changed is sent, and the name under which the round tells the ``manners`` of other
    entries; ``arguments`` are those by which a later crawl knows that it goes on with this one.
    """

    token: str
    entry: SiteEntry
    shard: bytes
    sole: tuple[str, ...]
    queue: str
    arguments: Mapping[str, str]
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Piece:
    """Work that any worker can do, whose stories go to ``output`` as Parquet and to ``shards`` as a shard.

    Both are addresses that fsspec knows, or None where stories do not go. ``name`` is that of all that comes of the
    piece, ``token`` that of one attempt.
    """

    name: str
    output: str | None
    shards: str | None
    settings: Mapping[str, Any]
    token: str = ""

    @property
    def marks(self) -> str | None:
        """The address of the folder with the marks of all that is done; None where nothing of it goes anywhere."""
        place = self.output or self.shards
        return place and f"{place}/_done"

    @property
    def mark(self) -> str | None:
        """The address of the file that says that the piece is done, if anything of it goes anywhere."""
        return self.marks and f"{self.marks}/{self.name}"

    def with_token(self, token: str) -> Self:
        """The order for another attempt."""
        return replace(self, token=token)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ArchiveOrder(Piece):
    """One WARC archive at ``address``; ``path`` is where the worker has it."""

    address: str
    path: str = ""

    def at(self, path: Path) -> ArchiveOrder:
        """The order in the hands of the worker that has the archive there."""
        return replace(self, path=str(path))


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PagesOrder(Piece):
    """Kept pages that are read again, by the ``rules`` that are told of their sites.

    They are all those of the database at ``address``, or else the ``pages`` of one that travels as ``bundle``, packed;
    then ``address`` only says which these are. What goes nowhere else comes back as it is staged.
    """

    rules: Rules
    address: str
    pages: tuple[Kept, ...] = ()
    bundle: bytes = b""

    def without_bundle(self) -> PagesOrder:
        """The order in the hands of the worker that has unpacked the bundle."""
        return replace(self, bundle=b"")


def name_of(address: str) -> str:
    """A name for all that comes of the file at the address: its own name, and a number for its address."""
    return f"{address.rpartition('/')[2]}-{zlib.crc32(address.encode()):08x}"


def packed(shard: bytes) -> bytes:
    """A shard's bytes, made small for its way."""
    return zstandard.compress(shard)


def unpacked(shard: bytes) -> bytes:
    """A shard's bytes as they were."""
    return zstandard.decompress(shard)


def given_settings(settings: BaseSettings) -> dict[str, Any]:
    """The settings that are not as the house has them, and that mean the same on every machine."""
    given = {}
    for name in settings:
        value = settings[name]
        plain = value.copy_to_dict() if isinstance(value, BaseSettings) else value
        priority = settings.getpriority(name) or 0
        if priority > OURS or (priority == OURS and plain != getattr(house, name, plain)):
            given[name] = plain
    return given
