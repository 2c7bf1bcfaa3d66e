"""Reads what strangers sent apart from the reactor: what is small in a thread, what is large in worker processes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")

SMALL = 128 * 1024
"""Bytes up to which a thread will do: whoever reads JSON or searches a text holds the whole process up meanwhile."""


class Apart(Protocol):
    """Returns what ``function`` makes of ``body``; raises ``Unfetched`` where that takes too long or too much."""

    async def __call__(self, function: Callable[..., T], body: bytes, *args: object, small: int = SMALL) -> T:
        """A thread does it for a body of up to ``small`` bytes; the function and its result must be fit to travel."""


async def in_thread(function: Callable[..., T], body: bytes, *args: object, small: int = SMALL) -> T:
    """An ``Apart`` for commands, which have no workers, and nothing else to do meanwhile."""
    return await asyncio.to_thread(function, body, *args)
