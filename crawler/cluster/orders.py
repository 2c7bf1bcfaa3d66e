"""Orders: all that a worker needs for a visit to a site, or for an archive."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from scrapy.settings import BaseSettings

from crawler import settings as house
from crawler.sites import SiteEntry

ORDER, SHARD, LOG = "order", "shard.db", "crawl.log"
"""What is in the folder of a visit: its order, the site's database, the crawl's log."""
OURS = 20
"""Scrapy's priority of a project's settings: what is above was given by whoever runs the command."""


@dataclass(frozen=True, slots=True)
class Order:
    """One visit: the site's entry, its shard (packed), and what the crawl has to know.

    ``token`` is the order's own; ``sole`` names the domains of which nobody else may ask meanwhile; ``queue`` is where
    word of what changed is sent; ``arguments`` are those by which a later crawl knows that it goes on with this one.
    """

    token: str
    entry: SiteEntry
    shard: bytes
    sole: tuple[str, ...]
    queue: str
    arguments: Mapping[str, str]
    settings: Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class ArchiveOrder:
    """One WARC archive at ``address``, whose stories go to ``output`` as Parquet and to ``shards`` as a shard.

    All three are addresses that fsspec knows, or None where stories do not go. ``path`` is where the worker has it.
    """

    address: str
    output: str | None
    shards: str | None
    settings: Mapping[str, Any]
    token: str = ""
    path: str = ""

    @property
    def name(self) -> str:
        """By which all that comes of the archive is named: its own name, and a number for its address."""
        return f"{self.address.rpartition('/')[2]}-{zlib.crc32(self.address.encode()):08x}"

    @property
    def mark(self) -> str:
        """The address of the file that says that the archive is done."""
        return f"{self.output or self.shards}/_done/{self.name}"

    def with_token(self, token: str) -> ArchiveOrder:
        """The order for another attempt."""
        return replace(self, token=token)

    def at(self, path: Path) -> ArchiveOrder:
        """The order in the hands of the worker that has the archive there."""
        return replace(self, path=str(path))


def packed(shard: bytes) -> bytes:
    """A shard's bytes, made small for its way."""
    return zlib.compress(shard, 1)


def unpacked(shard: bytes) -> bytes:
    """A shard's bytes as they were."""
    return zlib.decompress(shard)


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
