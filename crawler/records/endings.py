"""How an attempt at an address, a host or a stretch of an archive ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from crawler.records.filings import Filing, Keeping

State = Literal["pending", "leased", "done", "failed", "skipped", "gone"]
"""A ledger row's state. Only ``pending`` rows whose time has come are leased; ``failed`` has used up its attempts."""

FORBIDDEN = "robots.txt forbids it"
"""The outcome of an address that robots.txt keeps from us."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """The end of one attempt at a ledger row that filed no article: ``state`` and a one-line ``reason``.

    ``state`` ``pending`` asks for another attempt, not before ``not_before`` (aware) where that is given. What is not
    ``counted`` uses up none of a page's attempts: its whole host could not be asked.
    """

    url: str
    state: State
    reason: str
    outcome: str | None = None
    status: int | None = None
    not_before: datetime | None = None
    counted: bool = True


@dataclass(frozen=True, slots=True)
class NotModified:
    """The page at ``url`` is as it was when it was filed: the server said so (304), or an archive.

    An archive says that it is as it was at ``as_of`` (aware); where another form is on file, that means nothing.
    """

    url: str
    requested_at: datetime
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class ArchivePlace:
    """How far the WARC file at ``path`` was read: what stands before byte ``position`` is filed.

    ``size`` is the file's in bytes, ``records`` counts those read, ``done`` says that it was read to its end.
    """

    path: str
    size: int
    position: int
    records: int
    done: bool


@dataclass(frozen=True, slots=True)
class HostRest:
    """``host``, as ``addresses.site_of`` has it, asked by ``reason`` to be left alone ``until`` then (aware)."""

    host: str
    until: datetime
    reason: str


Record = Filing | Keeping | Settlement | NotModified | ArchivePlace | HostRest
"""How an attempt at an address or a stretch of an archive ended: what goes to the store to be written."""
