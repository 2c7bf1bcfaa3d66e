"""Gives the memory of large buffers back to the system: a crawl kept what its largest pages had once taken."""

from __future__ import annotations

import ctypes
from contextlib import suppress

LARGE = 1024 * 1024
"""Bytes; few pages have as many."""
_MMAP_THRESHOLD = -3
"""The number of that option of glibc's ``mallopt``."""


def give_back_large_buffers() -> None:
    """Have buffers from ``LARGE`` on mapped one by one, so that each is given back when it is freed.

    Left to itself glibc takes them from the heap of each thread once it has seen one: a page of 16 MB, unpacked in one
    of sixty threads, leaves a heap of that size behind. Elsewhere than with glibc nothing is done.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, LARGE)
