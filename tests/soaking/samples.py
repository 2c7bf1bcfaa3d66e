"""What a crawl's whole process tree holds, looked at from time to time, and whether that grows with its pages."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.meter import cpu_ticks, process_tree, proportional_kb


@dataclass(frozen=True, slots=True)
class Sample:
    """One look: ``pages`` so far, open files, CPU seconds so far, and MB (10**6 bytes).

    ``mb`` is the memory of the whole tree, ``own_mb`` that of the crawl itself, workers apart; ``log_mb`` the size of
    the write-ahead log.
    """

    at: float
    pages: int
    mb: float
    own_mb: float
    handles: int
    cpu: float
    log_mb: float


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
            )
        )


def slope(samples: Sequence[Sample], what: Callable[[Sample], float]) -> float:
    """By how much ``what`` grows from page to page, for 1,000 pages: the line that fits the samples best."""
    pages = [sample.pages / 1000 for sample in samples]
    if len(set(pages)) < 2:
        return 0.0
    return statistics.linear_regression(pages, list(map(what, samples))).slope


def halves(samples: Sequence[Sample]) -> tuple[Sequence[Sample], Sequence[Sample]]:
    """The samples up to the page in the middle, and those after it."""
    middle = (samples[0].pages + samples[-1].pages) / 2
    return [each for each in samples if each.pages <= middle], [each for each in samples if each.pages > middle]


def _handles(pid: int) -> int:
    try:
        return len(os.listdir(f"/proc/{pid}/fd"))  # noqa: PTH208  # a tenth of the time, and nothing but the number
    except OSError:
        return 0
