"""Reads what strangers sent apart from the reactor: what is small in a thread, what is large in worker processes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Protocol, TypeVar

from crawler.fetch.trouble import Trouble, Unfetched

logger = logging.getLogger(__name__)

T = TypeVar("T")

SMALL = 128 * 1024
"""Bytes up to which a thread will do: whoever reads JSON or searches a text holds the whole process up meanwhile."""


class Apart(Protocol):
    """Returns what ``function`` makes of ``body``; raises ``Unfetched`` where that takes too long or too much."""

    async def __call__(self, function: Callable[..., T], body: bytes, *args: object, small: int = SMALL) -> T:
        """A thread does it for a body of up to ``small`` bytes; the function and its result must be fit to travel."""


async def in_thread(function: Callable[..., T], body: bytes, *args: object, small: int = SMALL) -> T:
    """An ``Apart`` for commands, which have no workers, and nothing else to do meanwhile."""
    try:
        return await asyncio.to_thread(function, body, *args)
    except Exception as error:  # a document that trips us up costs only itself
        logger.exception("a document could not be read")
        raise Unfetched(Trouble("fail", "could not be read", type(error).__name__, status=200)) from error
