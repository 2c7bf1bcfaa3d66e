"""The bridge to the worker processes that read pages: a page that hangs or crashes one costs only itself."""

from __future__ import annotations

import asyncio
import gc
import logging
import multiprocessing
import os
import resource
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from crawler.reading import Read, read_and_pack
from crawler.records import FetchedPage

P = ParamSpec("P")
T = TypeVar("T")

QUEUED_PER_WORKER = 4
"""Pages handed out per worker: enough that none waits for the reactor, few enough to keep memory flat."""


class ExtractionFailed(Exception):
    """A page could not be read; the message is the reason, of a small vocabulary."""


class ExtractionPool:
    """Worker processes that turn fetched pages into articles, one page at a time each.

    ``workers`` 0 means one a core; ``timeout`` is in seconds for one page, ``memory`` in MiB beyond what a worker
    starts with.
    """

    def __init__(self, *, workers: int, timeout: float, memory: int) -> None:
        self.workers = workers or len(os.sched_getaffinity(0))
        self.timeout = timeout
        context = multiprocessing.get_context("forkserver")
        # Workers are forked from a process that has the extractors loaded: a dead one is replaced at once.
        context.set_forkserver_preload(["__main__", "crawler.reading", "trafilatura"])
        self._pool = ProcessPool(
            max_workers=self.workers, initializer=prepare_worker, initargs=(memory,), context=context
        )
        self._room = asyncio.Semaphore(self.workers * QUEUED_PER_WORKER)
        self._started = False

    async def read(
        self,
        page: FetchedPage,
        database: Path | None = None,
        taught: Callable[[FetchedPage], Awaitable[FetchedPage]] | None = None,
        *,
        keeps: bool = True,
    ) -> Read:
        """What a page says by what the database, if there is one, has of its site; packed where it ``keeps`` pages.

        ``taught`` adds what other pages of its site have taught, when its turn has come. Raises ``ExtractionFailed``.
        """
        async with self._room:
            return await self._run(read_and_pack, await taught(page) if taught else page, database, keeps)

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What ``function`` returns in a worker; raises ``ExtractionFailed`` when it does not return."""
        async with self._room:
            return await self._run(function, *args, **kwargs)

    async def _run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What ``function`` returns in a worker, in which there is room."""
        if not self._started:
            # Asking whether it is active starts the processes, which takes too long for the reactor's thread.
            self._started = await asyncio.to_thread(lambda: self._pool.active)
        future = self._pool.schedule(function, args=args, kwargs=kwargs, timeout=self.timeout)
        try:
            return await asyncio.wrap_future(future)
        except TimeoutError as error:
            raise ExtractionFailed(f"took longer than {self.timeout:g} s") from error
        except MemoryError as error:
            raise ExtractionFailed("out of memory") from error
        except ProcessExpired as error:
            raise ExtractionFailed(f"crashed its worker ({_how(error.exitcode)})") from error
        except asyncio.CancelledError:
            raise
        except Exception as error:
            raise ExtractionFailed(f"could not be read ({type(error).__name__})") from error

    async def close(self) -> None:
        """End the workers; what they had not finished is lost."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        await asyncio.to_thread(self._pool.join)


def prepare_worker(memory: int) -> None:
    """Bound this process's memory to ``memory`` MiB beyond what it has now, and let it be ended at once."""
    logging.disable(logging.CRITICAL)  # what libraries mutter over a page is no part of the answer
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    spare_collector()
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + memory * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, resource.getrlimit(resource.RLIMIT_AS)[1]))


def spare_collector() -> None:
    """Let Python's collector pass by what is loaded, which stays, and look less often: a page leaves few cycles.

    That saves a worker 4 % of its time, and the reactor the tens of milliseconds that a look at everything takes.
    """
    gc.freeze()
    gc.set_threshold(20_000)


def _how(exitcode: int | None) -> str:
    if exitcode is not None and exitcode < 0:
        return signal.Signals(-exitcode).name
    return f"exit code {exitcode}"
