"""Lets a process live as long as the one that it was forked from wants, and no longer, not even where it is stopped."""

from __future__ import annotations

import ctypes
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_PDEATHSIG = 1
"""The number of that option of Linux's ``prctl``."""


def end_with_parent() -> None:
    """Have the system kill this process when its parent ends.

    Elsewhere than on Linux nothing is done: a process ends when it finds that nobody listens any more, which one that
    is stopped does not.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)


@contextmanager
def deaf_to_the_terminal() -> Iterator[None]:
    """Have the processes and threads that the block starts hear neither Ctrl-C nor that the terminal is closed.

    A terminal tells that to all that run in it, but who asks for them decides when they end. This thread hears of it
    when the block is over.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
