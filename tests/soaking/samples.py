"""What a crawl's whole process tree holds, looked at from time to time, and whether that grows with its pages."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from benchmarks.meter import cpu_ticks, process_tree, proportional_kb

Point: TypeAlias = tuple[int, float]
"""Pages so far, and something that may grow with them."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One look: ``pages`` so far, open files, CPU seconds so far, and MB (10**6 bytes).

    ``mb`` is the memory of the whole tree, ``own_mb`` that of the crawl itself, workers apart; ``log_mb`` the size of
    the write-ahead log, ``database_mb`` that of the file itself.
    """

    at: float
    pages: int
    mb: float
    own_mb: float
    handles: int
    cpu: float
    log_mb: float
    database_mb: float


@dataclass(slots=True)
class Watch:
    """Looks at a running crawl; ``pages`` tells how many it has asked for."""

    crawl: subprocess.Popen[bytes]
    database: Path
    pages: Callable[[], int]
    samples: list[Sample] = field(default_factory=list)
    _ticks: dict[int, int] = field(default_factory=dict)

    def look(self) -> None:
        """Take a sample."""
        processes = process_tree(self.crawl.pid)
        self._ticks |= {pid: taken for pid in processes if (taken := cpu_ticks(pid))}
        shares = {pid: proportional_kb(pid) for pid in processes}
        log = self.database.with_name(f"{self.database.name}-wal")
        self.samples.append(
            Sample(
                time.monotonic(),
                self.pages(),
                sum(shares.values()) * 1024 / 1e6,
                shares[self.crawl.pid] * 1024 / 1e6,
                sum(map(_handles, processes)),
                sum(self._ticks.values()) / os.sysconf("SC_CLK_TCK"),
                log.stat().st_size / 1e6 if log.exists() else 0.0,
                self.database.stat().st_size / 1e6 if self.database.exists() else 0.0,
            )
        )


def points(samples: Sequence[Sample], what: Callable[[Sample], float]) -> list[Point]:
    """What each of the samples says of something, by its pages."""
    return [(sample.pages, what(sample)) for sample in samples]


def slope(points: Sequence[Point]) -> float:
    """By how much something grows for 1,000 pages: the line that fits the points best."""
    pages = [each / 1000 for each, _ in points]
    if len(set(pages)) < 2:
        return 0.0
    return statistics.linear_regression(pages, [value for _, value in points]).slope


def floors(points: Sequence[Point], stretch: int) -> list[Point]:
    """The lowest of each stretch of so many pages: what is held for a moment is above it, what is kept raises it."""
    by_stretch = groupby(points, key=lambda point: point[0] // stretch)
    return [min(each, key=lambda point: point[1]) for _, each in by_stretch]


def halves(samples: Sequence[Sample]) -> tuple[Sequence[Sample], Sequence[Sample]]:
    """The samples up to the page in the middle, and those after it."""
    middle = (samples[0].pages + samples[-1].pages) / 2
    return [each for each in samples if each.pages <= middle], [each for each in samples if each.pages > middle]


def _handles(pid: int) -> int:
    try:
        return len(os.listdir(f"/proc/{pid}/fd"))  # noqa: PTH208  # a tenth of the time, and nothing but the number
    except OSError:
        return 0
