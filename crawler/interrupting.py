"""Lets Ctrl-C and SIGTERM end what a crawl waits for before its loop can look after them."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


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
