"""Lets a process live no longer than the one that it was forked from, not even where it is stopped."""

from __future__ import annotations

import ctypes
import signal
from contextlib import suppress

_PDEATHSIG = 1
"""The number of that option of Linux's ``prctl``."""


def end_with_parent() -> None:
    """Have the system kill this process when its parent ends.

    Elsewhere than on Linux nothing is done: a process ends when it finds that nobody listens any more, which one that
    is stopped does not.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)
