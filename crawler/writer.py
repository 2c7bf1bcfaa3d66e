"""The one writer: a thread that owns the store, and a queue whose contents go into it in batches."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from crawler.records.endings import Record
from crawler.records.filings import Change
from crawler.storage import StorageError, Store

T = TypeVar("T")
_Waiting = tuple[Record, asyncio.Future[Change | None]]

BATCH = 64
"""Records at most in one transaction: a commit costs the same for one as for many."""
PAUSE = 0.1
"""Seconds from one batch to the next unless a whole one is waiting: a quick crawl then commits several at once."""
MANY = 8
"""Records in a batch of a crawl so quick that the next one may wait twice as long: it is then twice as large."""


class Writer:
    """Awaitable calls to a store that lives in a thread of its own.

    After the first ``StorageError`` every call raises it again: what follows a failed write is not written. Whoever
    calls once it is closed is cancelled: the crawl is over, and what is under way then is left to the next one.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.crawl_id = 0
        self.error: StorageError | None = None
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="writer")
        self._store: Store | None = None
        self._queue: deque[_Waiting] = deque()
        self._emptying: asyncio.Task[None] | None = None
        self._last_batch = float("-inf")
        self._last_size = 0
        self._closed = False

    async def open(self, spider: str, arguments: dict[str, str]) -> None:
        """Open the store and begin a crawl in it; raises ``StorageError``."""
        self._store = await self._in_thread(lambda: Store.open(self.path))
        self.crawl_id = await self.run(lambda store: store.begin_crawl(spider, arguments))

    async def run(self, work: Callable[[Store], T]) -> T:
        """What ``work`` returns, called with the store in its thread; raises ``StorageError``."""
        store = self._store
        assert store is not None, "the writer is not open"
        return await self._in_thread(lambda: work(store))

    async def write(self, record: Record) -> Change | None:
        """Put the record into the next batch and wait for its commit; a filing's change, None for the others."""
        written: asyncio.Future[Change | None] = asyncio.get_running_loop().create_future()
        self._queue.append((record, written))
        if self._emptying is None or self._emptying.done():
            self._emptying = asyncio.ensure_future(self._empty_queue())
        return await written

    async def close(self) -> None:
        """Write what is queued, close the store and end the thread."""
        if self._emptying is not None:
            await self._emptying
        self._closed = True
        if self._store is not None:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._store.close)
        self._thread.shutdown(wait=False)

    async def _in_thread(self, work: Callable[[], T]) -> T:
        if self.error is not None:
            raise self.error
        if self._closed:
            raise asyncio.CancelledError("the crawl is over")
        try:
            return await asyncio.get_running_loop().run_in_executor(self._thread, work)
        except StorageError as error:
            self.error = error
            raise

    async def _gather(self) -> None:
        """Let more records come where the last batch was a moment ago."""
        clock = asyncio.get_running_loop().time
        pause = PAUSE if self._last_size < MANY else 2 * PAUSE
        if len(self._queue) < BATCH and (wait := self._last_batch + pause - clock()) > 0:
            await asyncio.sleep(wait)
        self._last_batch = clock()

    async def _empty_queue(self) -> None:
        while self._queue:
            await self._gather()
            batch = [self._queue.popleft() for _ in range(min(BATCH, len(self._queue)))]
            self._last_size = len(batch)
            await self._write_down(batch)

    async def _write_down(self, batch: Sequence[_Waiting]) -> None:
        """Write the batch in one transaction; where a record trips it up, each in its own: only that one fails."""
        try:
            changes = await self.run(lambda store: store.write(self.crawl_id, [record for record, _ in batch]))
        except Exception as error:
            if len(batch) > 1 and not isinstance(error, StorageError):
                for waiting in batch:
                    await self._write_down([waiting])
                return
            for _, written in batch:
                if not written.cancelled():
                    written.set_exception(error)
            return
        for (_, written), change in zip(batch, changes, strict=True):
            if not written.cancelled():
                written.set_result(change)
