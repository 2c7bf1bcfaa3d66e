"""What one page may take of a worker process, memory and processor time: beyond that the process ends."""

from __future__ import annotations

import os
import resource
import signal
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")

OUT_OF_MEMORY = 77
"""The exit code of a worker whose page took more memory than it may."""
OUT_OF_TIME = -signal.SIGPROF
"""The exit code of a worker whose page took more processor time than it may: the system ends it, whatever it is at."""
STOPPED, GONE = "Tt", "ZX"
"""How the system writes the state of a process that was stopped, and of one that has ended."""
_at_start = 0
"""Bytes that this process took before its first page, where it is a worker."""


def prepare_limits() -> None:
    """Note what this process takes before its first page."""
    global _at_start
    _at_start = _bytes_in_use()
    signal.signal(signal.SIGPROF, signal.SIG_DFL)  # which ends it; nobody may have had it ignored


def within_limits(memory: int, seconds: float, function: Callable[..., T], *args: object, **kwargs: object) -> T:
    """What ``function`` returns; where it takes more than it may, the process ends.

    It may take ``memory`` MiB beyond those at start, and ``seconds`` of this process's own time, so that a machine
    that is busy with others costs no page; 0 sets no end. Another process then takes the next page, for which memory
    that was not given back would be missing. The limits hold for the page only: a worker that ends as it takes the
    next page in, or hands one on, would break down, and the others with it.
    """
    before = resource.getrlimit(resource.RLIMIT_AS)
    limit = _at_start + memory * 1024 * 1024
    if before[1] != resource.RLIM_INFINITY:  # as where a scheduler of jobs sets one
        limit = min(limit, before[1])
    resource.setrlimit(resource.RLIMIT_AS, (limit, before[1]))
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        return function(*args, **kwargs)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_AS, before)


def processor_time(pid: int) -> int:
    """What a process has had of the processors, in ticks of the clock; 0 where there is no such process."""
    words = _stat(pid)
    return int(words[11]) + int(words[12]) if words else 0


def process_state(pid: int) -> str:
    """The state of a process in a letter, as ``ps`` has it; ``?`` where nobody can tell."""
    words = _stat(pid)
    return words[0] if words else "?"


def how_ended(exitcode: int | None) -> str:
    """How a worker ended that its page ended, in words."""
    if exitcode == OUT_OF_MEMORY:
        return "out of memory"
    name = signal.Signals(-exitcode).name if exitcode is not None and exitcode < 0 else f"exit code {exitcode}"
    return f"crashed its worker ({name})"


def _stat(pid: int) -> list[str]:
    """What Linux says of a process, from its state on; nothing where there is none."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _bytes_in_use() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
