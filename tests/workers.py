"""What tests have worker processes do, and harm done to them."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from multiprocessing import forkserver
from typing import Any

from crawler.workers.extraction import ExtractionPool


def double(number: int) -> int:
    """What a worker does that is well."""
    return 2 * number


def hang() -> None:
    """Sleep for ever."""
    while True:
        time.sleep(60)


@asynccontextmanager
async def workers(timeout: float = 1.0, count: int = 2) -> AsyncIterator[ExtractionPool]:
    """So many workers, ended in the end; ``timeout`` is in seconds of processor time for one page."""
    pool = ExtractionPool(workers=count, timeout=timeout, memory=512)
    try:
        yield pool
    finally:
        await pool.close()


def run(test: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Run the test in an event loop."""
    asyncio.run(test())


def kill_forkserver() -> None:
    """Kill the process that makes the workers."""
    pid = getattr(forkserver._forkserver, "_forkserver_pid")  # noqa: B009
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)  # a busy machine takes its time to end it


def stop_forkserver() -> None:
    """Stop that process, as somebody does who looks for what makes the machine slow."""
    os.kill(getattr(forkserver._forkserver, "_forkserver_pid"), signal.SIGSTOP)  # noqa: B009
