"""Keeps Python's cyclic collector at rest while a page is read."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """Let nothing be collected for a while, if anything was.

    A page is thousands of boxes, blocks and elements, all of them alive until it is read and freed without a collector
    after that: it would look through them, and at times through all that the process holds, to find nothing.
    """
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()
