"""A crawl's visits to sites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class LastVisit:
    """When the last visit to a site began (aware), and how many in a row failed up to it: 0 where it did its work."""

    begun_at: datetime
    failures: int = 0


@dataclass(frozen=True, slots=True)
class VisitReport:
    """What a crawl's visit to one site brought; ``healthy`` where it did its work, ``reason`` why it ended."""

    reason: str
    healthy: bool
    source: str | None
    counts: Mapping[str, int]
