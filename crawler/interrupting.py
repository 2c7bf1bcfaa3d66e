"""Lets Ctrl-C, SIGTERM and SIGHUP, which a terminal sends as it is closed, end what a command does in good order."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_LIKE_CTRL_C = (signal.SIGTERM, signal.SIGHUP)


@contextmanager
def heeding_signals() -> Iterator[None]:
    """Have SIGTERM and SIGHUP do in the block what Ctrl-C does there, so that drafts go and what is open is closed.

    Whatever is ignored stays so, as under ``nohup``, and so does what others have said about a signal.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heeded = [number for number in _LIKE_CTRL_C if signal.getsignal(number) is signal.SIG_DFL]
    for number in heeded:
        signal.signal(number, _as_ctrl_c)
    try:
        yield
    finally:
        for number in heeded:
            signal.signal(number, signal.SIG_DFL)


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Have Ctrl-C and SIGTERM raise ``KeyboardInterrupt`` in the block, as a list on standard input may never come.

    Scrapy only notes them for its loop, which cannot go on before the block is over. Ctrl-C that is ignored stays so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number, handler in before.items():
        if handler is not signal.SIG_IGN:
            signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def end_by_signals() -> None:
    """Have Ctrl-C and SIGTERM raise ``KeyboardInterrupt`` from now on: Scrapy notes them for a loop that is over."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)


def _as_ctrl_c(number: int, frame: FrameType | None) -> None:
    heeds = signal.getsignal(signal.SIGINT)
    if callable(heeds):
        heeds(number, frame)
    elif heeds is signal.SIG_DFL:  # the command has nothing more to do than to leave
        signal.signal(number, signal.SIG_DFL)
        signal.raise_signal(number)
    else:
        signal.default_int_handler(number, frame)
