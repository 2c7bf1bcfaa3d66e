"""Why a page was not read, and what the end of its worker says of that."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from typing import ClassVar, Literal

from crawler.workers.limits import OUT_OF_MEMORY, OUT_OF_TIME, how_ended

_UNKNOWN = 255
"""The exit code that multiprocessing gives where nobody is left who knows how a worker ended: its parent died."""


class ExtractionFailed(Exception):
    """A page could not be read; the message is the reason, of a small vocabulary.

    ``remedy`` is as a ``Trouble`` has it.
    """

    remedy: ClassVar[Literal["wait", "fail"]] = "fail"


class TryAgain(ExtractionFailed):
    """A page was not read, perhaps by no fault of its own: what others left behind, somebody who ended its worker."""


class NotStarted(TryAgain):
    """There are no workers to read a page."""


class OutOfMemory(TryAgain):
    """A page took more memory than there was."""


class Stalled(TryAgain):
    """A page was not read by the clock, while it had processor time left: that may be the machine's fault."""

    remedy = "wait"


_ENDS: Mapping[int | None, type[ExtractionFailed]] = {
    OUT_OF_MEMORY: OutOfMemory,
    -signal.SIGKILL: TryAgain,
    _UNKNOWN: TryAgain,
}


def ended(exitcode: int | None, timeout: float) -> ExtractionFailed:
    """What it means that a worker ended while it read a page, for which it had ``timeout`` seconds."""
    if exitcode == OUT_OF_TIME:
        return ExtractionFailed(f"took longer than {timeout:g} s of processor time")
    return _ENDS.get(exitcode, ExtractionFailed)(how_ended(exitcode))
