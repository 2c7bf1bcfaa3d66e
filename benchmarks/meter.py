"""Runs a command and measures it: wall clock, CPU time, and the peak memory of its whole process tree."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SAMPLE_EVERY = 0.25  # seconds


@dataclass(frozen=True, slots=True)
class Reading:
    """One run: seconds on the wall and of CPU, the tree's peak proportional set size in MB (10**6 bytes)."""

    seconds: float
    cpu_seconds: float
    peak_mb: float


class RunError(RuntimeError):
    """The command failed; the message holds the end of what it wrote."""


def measure(command: Sequence[str], folder: Path, environment: Mapping[str, str], cores: Collection[int]) -> Reading:
    """Run ``command`` in ``folder`` on ``cores`` and return what it took. Raises RunError if it fails."""
    log = folder / "run.log"
    started = time.monotonic()
    with (
        log.open("w") as sink,
        subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **environment, "PYTHONDONTWRITEBYTECODE": ""},  # or each run would compile all anew
            stdout=sink,
            stderr=subprocess.STDOUT,
            preexec_fn=lambda: os.sched_setaffinity(0, cores),
        ) as process,
    ):
        try:
            peak, ticks = _watch(process)
        finally:
            process.kill()  # of no effect on one that has ended
    seconds = time.monotonic() - started
    if process.returncode:
        raise RunError(f"{' '.join(command)} answered {process.returncode}:\n{log.read_text()[-2000:]}")
    return Reading(seconds, sum(ticks.values()) / os.sysconf("SC_CLK_TCK"), peak * 1024 / 1e6)


def _watch(process: subprocess.Popen[bytes]) -> tuple[int, dict[int, int]]:
    """Return, once the process has ended, its tree's peak memory in kB and the CPU ticks of each process in it."""
    peak, ticks = 0, dict[int, int]()
    while process.poll() is None:
        tree = process_tree(process.pid)
        ticks |= {pid: taken for pid in tree if (taken := cpu_ticks(pid))}
        peak = max(peak, sum(map(proportional_kb, tree)))
        time.sleep(SAMPLE_EVERY)
    return peak, ticks


def process_tree(root: int) -> list[int]:
    """Return ``root`` and every process below it that lives now."""
    found = [root]
    for pid in found:
        for thread in _threads(pid):
            with suppress(OSError):  # it ended while we looked
                found.extend(map(int, (thread / "children").read_text().split()))
    return found


def _threads(pid: int) -> list[Path]:
    try:
        return list(Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        return []


def proportional_kb(pid: int) -> int:
    """Return the process's share of memory in kB: a page that workers share counts once over all of them."""
    return _rollup_kb(pid, "Pss:")


def private_kb(pid: int) -> int:
    """Return the memory in kB that the process has written to and shares with no other."""
    return _rollup_kb(pid, "Private_Dirty:")


def _rollup_kb(pid: int, name: str) -> int:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith(name)), 0)


def cpu_ticks(pid: int) -> int:
    """Return the CPU time that the process itself has taken, 0 if it is gone: workers are not always waited for."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])  # utime and stime, counted from the state behind the name
