"""The bridge to the worker processes that read pages: a page that hangs or crashes one costs only itself."""

from __future__ import annotations

import asyncio
import math
import multiprocessing
import os
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypeVar

from pebble import ProcessExpired, ProcessPool

from crawler.records.pages import FetchedPage
from crawler.workers.failures import ExtractionFailed, NotStarted, OutOfMemory, Stalled, TryAgain, ended
from crawler.workers.fitness import UNSTARTABLE, check_sockets, start, starved, unstartable
from crawler.workers.forkserver import LOOK_EVERY, rouse_fork_server, with_fork_server
from crawler.workers.limits import processor_time, within_limits
from crawler.workers.preparing import leave_main_out, prepare_worker
from crawler.workers.reading import Read, read_and_pack, read_plain_page

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings  # no worker needs Scrapy, which takes as long to load as all the rest

P = ParamSpec("P")
T = TypeVar("T")

QUEUED_PER_WORKER = 4
"""Pages handed out per worker: enough that none waits for the reactor, few enough to keep memory flat."""
PATIENCE = 15
"""Times its processor time that a page may take by the clock: a busy machine has others to serve, sleep has an end."""
STILL = 10.0
"""Seconds beyond those of one page for which the workers do nothing at all before all of them are replaced."""


class ExtractionPool:
    """Worker processes that turn fetched pages into articles, one page at a time each.

    ``workers`` 0 means one a core; ``timeout`` is in seconds of processor time for one page (0: there is no limit),
    ``memory`` in MiB beyond what a worker starts with. Raises ``WorkersUnfit`` where they can read no page here, when
    it is made or later.
    """

    def __init__(self, *, workers: int, timeout: float, memory: int) -> None:
        check_sockets()
        self.workers = workers or len(os.sched_getaffinity(0))
        self.timeout = timeout
        self.memory = memory
        self._pool = self._new_pool()
        self._room = asyncio.Semaphore(self.workers * QUEUED_PER_WORKER)
        self._started: ProcessPool | None = None
        self._forked_by: int | None = None
        self._heard_at = 0.0
        self._moved_at = 0.0
        self._ticks = 0
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
        except NotStarted as error:
            raise unstartable(error.__cause__) from error
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
            await self._start(pool)
            future = pool.schedule(
                within_limits,
                args=(self.memory, self.timeout, function, *args),
                kwargs=kwargs,
                timeout=self.timeout * PATIENCE,
            )
            return await self._answer(pool, asyncio.wrap_future(future))
        except TimeoutError as error:
            raise Stalled(f"not read within {self.timeout * PATIENCE:g} s") from error
        except ProcessExpired as error:
            if self._orphaned():
                self._replace(pool)
            raise ended(error.exitcode, self.timeout) from error
        except (asyncio.CancelledError, TryAgain):
            raise
        except Exception as error:
            works = _works(pool)
            if not works:
                self._replace(pool)
            # A pool that could not start has read nothing, even if it did start when it was asked again.
            kind = ExtractionFailed if works and not isinstance(error, BrokenProcessPool) else TryAgain
            raise kind(f"could not be read ({type(error).__name__})") from error

    async def _start(self, pool: ProcessPool) -> None:
        """Have the workers started, if they are not; raises ``NotStarted`` where they cannot be."""
        if self._started is pool:
            return
        try:
            await with_fork_server(lambda: start(pool))  # which takes too long for the reactor's thread
        except UNSTARTABLE as error:
            self._replace(pool)
            raise NotStarted("its worker could not be started") from error
        self._started, self._forked_by = pool, rouse_fork_server()

    async def _answer(self, pool: ProcessPool, answer: asyncio.Future[T]) -> T:
        """What a worker answers; raises ``Stalled`` where the workers stand still.

        They do where one was stopped or killed from outside as it took a page in: the others wait for it for ever; and
        where the process has ended from which they are forked, for they end with it.
        """
        begun = monotonic()
        answer.add_done_callback(_heard)
        while not (await asyncio.wait([answer], timeout=LOOK_EVERY))[0]:
            self._look(pool)
            if self._orphaned() or self._stand_still(begun):
                self._replace(pool)
            if self._pool is not pool:
                answer.cancel()
                raise Stalled("its workers stood still")
        self._heard_at = monotonic()
        return answer.result()

    def _look(self, pool: ProcessPool) -> None:
        """Note whether the workers do anything: on a busy machine that is seen before anything comes back from them."""
        workers = getattr(pool, "_pool_manager").worker_manager.workers  # noqa: B009 - Pebble tells of them nowhere else
        ticks = sum(map(processor_time, list(workers)))
        if ticks != self._ticks:
            self._ticks, self._moved_at = ticks, monotonic()

    def _orphaned(self) -> bool:
        """Whether the process has ended from which the workers were forked: so have they, perhaps amid a page."""
        return rouse_fork_server() != self._forked_by

    def _stand_still(self, begun: float) -> bool:
        """Whether the workers do nothing, as far as a page that waits since ``begun`` can tell."""
        heard = max(begun, self._heard_at)
        silent, idle = monotonic() - heard, monotonic() - max(heard, self._moved_at)
        return idle > self.timeout + STILL or silent > (self.timeout * PATIENCE or math.inf) + STILL

    def _new_pool(self) -> ProcessPool:
        leave_main_out()
        context = multiprocessing.get_context("forkserver")
        # Workers are forked from a process that has all loaded that they need: a dead one is replaced at once.
        context.set_forkserver_preload([__name__, "trafilatura"])
        return ProcessPool(max_workers=self.workers, initializer=prepare_worker, context=context)

    def _replace(self, broken: ProcessPool) -> None:
        """Begin with a new pool where one has broken down, with all its workers."""
        if self._pool is broken:
            self._pool = self._new_pool()
            with suppress(RuntimeError):  # where there is no room for a thread, it has hardly begun
                threading.Thread(target=_end, args=(broken,), daemon=True).start()

    async def close(self) -> None:
        """End the workers; what they had not finished is lost."""
        await with_fork_server(lambda: _end(self._pool))


def _heard(answer: asyncio.Future[Any]) -> None:
    """Take note of an answer, or asyncio complains of an error for which a crawl that has ended did not wait."""
    if not answer.cancelled():
        answer.exception()


def _works(pool: ProcessPool) -> bool:
    try:
        return bool(pool.active)
    except UNSTARTABLE:  # it could not even start
        return False


def _end(pool: ProcessPool) -> None:
    """End the workers of a pool, whatever they are at."""
    pool.stop()  # type: ignore[no-untyped-call]
    pool.join()
