"""The bridge to the worker processes that read pages: a page that hangs or crashes one costs only itself."""

from __future__ import annotations

import asyncio
import gc
import logging
import multiprocessing
import os
import resource
import signal
import sys
import threading
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from crawler.fitness import check_sockets, starved
from crawler.reading import Read, read_and_pack, read_plain_page
from crawler.records import FetchedPage

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings  # no worker needs Scrapy, which takes as long to load as all the rest

P = ParamSpec("P")
T = TypeVar("T")

QUEUED_PER_WORKER = 4
"""Pages handed out per worker: enough that none waits for the reactor, few enough to keep memory flat."""
STILL = 10.0
"""Seconds beyond those of one page for which nothing comes back from any worker before all of them are replaced."""
LOOK_EVERY = 0.5
"""Seconds between two looks at whether anything comes back."""
OUT_OF_MEMORY = 77
"""The exit code of a worker whose page took more memory than it may."""
_UNKNOWN = 255
"""The exit code that multiprocessing gives where nobody is left who knows how a worker ended: its parent died."""
_at_start = 0
"""Bytes that this process took before its first page, where it is a worker."""


class ExtractionFailed(Exception):
    """A page could not be read; the message is the reason, of a small vocabulary."""


class TryAgain(ExtractionFailed):
    """A page was not read, perhaps by no fault of its own: what others left behind, somebody who ended its worker."""


class OutOfMemory(TryAgain):
    """A page took more memory than there was."""


_ENDS: Mapping[int | None, type[ExtractionFailed]] = {
    OUT_OF_MEMORY: OutOfMemory,
    -signal.SIGKILL: TryAgain,
    _UNKNOWN: TryAgain,
}


class ExtractionPool:
    """Worker processes that turn fetched pages into articles, one page at a time each.

    ``workers`` 0 means one a core; ``timeout`` is in seconds for one page, ``memory`` in MiB beyond what a worker
    starts with. Raises ``WorkersUnfit`` where they can read no page here, when it is made or later.
    """

    def __init__(self, *, workers: int, timeout: float, memory: int) -> None:
        check_sockets()
        self.workers = workers or len(os.sched_getaffinity(0))
        self.timeout = timeout
        self.memory = memory
        self._pool = self._new_pool()
        self._room = asyncio.Semaphore(self.workers * QUEUED_PER_WORKER)
        self._started: ProcessPool | None = None
        self._heard_at = 0.0
        self._proof: asyncio.Future[None] | None = None

    @classmethod
    def of(cls, settings: BaseSettings) -> Self:
        """The pool that the settings ask for."""
        return cls(
            workers=settings.getint("EXTRACT_WORKERS"),
            timeout=settings.getfloat("EXTRACT_TIMEOUT"),
            memory=settings.getint("EXTRACT_MEMORY"),
        )

    async def read(
        self,
        page: FetchedPage,
        database: Path | None = None,
        taught: Callable[[FetchedPage], Awaitable[FetchedPage]] | None = None,
        *,
        keeps: bool = True,
        with_comments: bool = False,
    ) -> Read:
        """What a page says by what the database, if there is one, has of its site; packed where it ``keeps`` pages.

        ``taught`` adds what other pages of its site have taught, when its turn has come. Raises ``ExtractionFailed``.
        Readers' comments are read only ``with_comments``.
        """
        async with self._room:
            page = await taught(page) if taught else page
            return await self._run(read_and_pack, page, database, keeps, with_comments=with_comments)

    async def run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What ``function`` returns in a worker; raises ``ExtractionFailed`` when it does not return."""
        async with self._room:
            return await self._run(function, *args, **kwargs)

    async def _run(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What ``function`` returns in a worker, in which there is room; it has a second try where it deserves one."""
        with suppress(TryAgain):
            return await self._attempt(function, *args, **kwargs)
        try:
            return await self._attempt(function, *args, **kwargs)
        except OutOfMemory:
            self._proof = self._proof or asyncio.ensure_future(self._prove_memory())
            await asyncio.shield(self._proof)
            raise

    async def _prove_memory(self) -> None:
        """Return where the limit is enough for a plain page: it is their own fault then that others take more.

        Raises ``WorkersUnfit`` where it is not.
        """
        try:
            await self._attempt(read_plain_page)
        except OutOfMemory as error:
            raise starved(self.memory) from error
        except ExtractionFailed:
            return  # it was not for want of memory

    async def _attempt(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        pool = self._pool
        try:
            if self._started is not pool:
                await asyncio.to_thread(_start, pool)  # which takes too long for the reactor's thread
                self._started = pool
            future = pool.schedule(
                within_memory, args=(self.memory, function, *args), kwargs=kwargs, timeout=self.timeout
            )
            return await self._answer(pool, asyncio.wrap_future(future))
        except TimeoutError as error:
            raise ExtractionFailed(f"took longer than {self.timeout:g} s") from error
        except ProcessExpired as error:
            raise _ENDS.get(error.exitcode, ExtractionFailed)(_how(error.exitcode)) from error
        except (asyncio.CancelledError, TryAgain):
            raise
        except Exception as error:
            works = _works(pool)
            if not works:
                self._replace(pool)
            # A pool that could not start has read nothing, even if it did start when it was asked again.
            kind = ExtractionFailed if works and not isinstance(error, BrokenProcessPool) else TryAgain
            raise kind(f"could not be read ({type(error).__name__})") from error

    async def _answer(self, pool: ProcessPool, answer: asyncio.Future[T]) -> T:
        """What a worker answers; raises ``TryAgain`` where the workers stand still.

        They do where one was stopped or killed from outside as it took a page in: the others wait for it for ever.
        """
        clock = asyncio.get_running_loop().time
        begun = clock()
        answer.add_done_callback(_heard)
        while not (await asyncio.wait([answer], timeout=LOOK_EVERY))[0]:
            if clock() - max(begun, self._heard_at) > self.timeout + STILL:
                self._replace(pool)
            if self._pool is not pool:
                answer.cancel()
                raise TryAgain("its workers stood still")
        self._heard_at = clock()
        return answer.result()

    def _new_pool(self) -> ProcessPool:
        _leave_main_out()
        context = multiprocessing.get_context("forkserver")
        # Workers are forked from a process that has all loaded that they need: a dead one is replaced at once.
        context.set_forkserver_preload([__name__, "trafilatura"])
        return ProcessPool(max_workers=self.workers, initializer=prepare_worker, context=context)

    def _replace(self, broken: ProcessPool) -> None:
        """Begin with a new pool where one has broken down, with all its workers."""
        if self._pool is broken:
            self._pool = self._new_pool()
            threading.Thread(target=_end, args=(broken,), daemon=True).start()

    async def close(self) -> None:
        """End the workers; what they had not finished is lost."""
        await asyncio.to_thread(_end, self._pool)


def _leave_main_out() -> None:
    """Let no worker run the script again that started this process, as multiprocessing would have it.

    Nothing that a worker does stands in it, and it would load all of Scrapy into each, a quarter of a second long.
    """
    main = sys.modules["__main__"]
    main.__spec__ = main.__file__ = None


def _heard(answer: asyncio.Future[Any]) -> None:
    """Take note of an answer, or asyncio complains of an error for which a crawl that has ended did not wait."""
    if not answer.cancelled():
        answer.exception()


def _start(pool: ProcessPool) -> None:
    """Start the workers; raises ``BrokenProcessPool`` where that fails."""
    if not pool.active:  # asking is what starts them
        raise BrokenProcessPool("its workers could not be started")


def _works(pool: ProcessPool) -> bool:
    try:
        return bool(pool.active)
    except BrokenProcessPool:  # it could not even start
        return False


def _end(pool: ProcessPool) -> None:
    """End the workers of a pool, whatever they are at."""
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()


def prepare_worker() -> None:
    """Make this process a worker: quiet, quick, and to be ended at once."""
    logging.disable(logging.CRITICAL)  # what libraries mutter over a page is no part of the answer
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    spare_collector()
    global _at_start
    _at_start = _bytes_in_use()


def within_memory(memory: int, function: Callable[..., T], *args: object, **kwargs: object) -> T:
    """What ``function`` returns; where it takes more than ``memory`` MiB beyond those at start, the process ends.

    Another one then takes the next page, for which memory that was not given back would be missing. The limit
    holds for the page only: a worker that has no memory left to take the next page in, or to hand one on,
    would break down, and the others with it.
    """
    before = resource.getrlimit(resource.RLIMIT_AS)
    limit = _at_start + memory * 1024 * 1024
    if before[1] != resource.RLIM_INFINITY:  # as where a scheduler of jobs sets one
        limit = min(limit, before[1])
    resource.setrlimit(resource.RLIMIT_AS, (limit, before[1]))
    try:
        return function(*args, **kwargs)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _bytes_in_use() -> int:
    return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()


def spare_collector() -> None:
    """Let Python's collector pass by what is loaded, which stays, and look less often: a page leaves few cycles.

    That saves a worker 4 % of its time, and the reactor the tens of milliseconds that a look at everything takes.
    """
    gc.freeze()
    gc.set_threshold(20_000)


def _how(exitcode: int | None) -> str:
    if exitcode == OUT_OF_MEMORY:
        return "out of memory"
    name = signal.Signals(-exitcode).name if exitcode is not None and exitcode < 0 else f"exit code {exitcode}"
    return f"crashed its worker ({name})"
