"""A page that hangs, crashes or devours memory costs only itself: its neighbours are read, its worker is replaced."""

from __future__ import annotations

import asyncio
import ctypes
import os
import re
import resource
import signal
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import pytest

from crawler.records.pages import FetchedPage, FurtherPage
from crawler.workers.failures import ExtractionFailed
from tests.servers import PARAGRAPHS, story
from tests.workers import double, kill_forkserver, run, workers


def crash() -> None:
    ctypes.string_at(0)


def quit_at_once() -> None:
    os._exit(7)


def devour() -> int:
    return len(bytearray(4 * 1024**3))


def devour_bit_by_bit() -> int:
    hoard: list[bytes] = []
    while True:
        hoard.append(bytes(16 * 1024**2))


def loop() -> None:
    while True:
        pass


def loop_in_c() -> None:
    re.match(r"(a|aa)+$", "a" * 100 + "b")  # holds Python's own lock for longer than the world will last


def abort() -> None:
    os.abort()


def kill_me() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def starve_after(seconds: float) -> None:
    """Leave the worker no more memory than it has, once this has returned."""

    def starve() -> None:
        taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken, resource.RLIM_INFINITY))

    threading.Timer(seconds, starve).start()
    time.sleep(0.1)  # so that each worker gets one


def die_once(mark: str) -> str:
    """Be killed from outside at the first call, as by a system that is short of memory."""
    if not Path(mark).exists():
        Path(mark).touch()
        kill_me()
    return "read"


def complain() -> None:
    raise RuntimeError("a fault of our own")


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (loop, "took longer than 1 s of processor time"),
        (loop_in_c, "took longer than 1 s of processor time"),
        (abort, "crashed its worker (SIGABRT)"),
        (devour_bit_by_bit, "out of memory"),
        (crash, "crashed its worker (SIGSEGV)"),
        (quit_at_once, "crashed its worker (exit code 7)"),
        (devour, "out of memory"),
        (complain, "could not be read (RuntimeError)"),
    ],
)
def test_a_fault_costs_one_page(fault: Callable[[], Any], reason: str) -> None:
    async def test() -> None:
        async with workers() as pool:
            faulty = asyncio.ensure_future(pool.run(fault))
            neighbours = [pool.run(double, number) for number in range(8)]
            assert await asyncio.gather(*neighbours) == [2 * number for number in range(8)]
            with pytest.raises(ExtractionFailed) as failure:
                await faulty
            assert str(failure.value) == reason
            assert await pool.run(double, 21) == 42

    run(test)


def test_workers_load_neither_scrapy_nor_the_script_that_began_the_run() -> None:
    async def test() -> None:
        async with workers() as pool:
            assert await pool.run(eval, "{'scrapy', 'pytest'} & set(__import__('sys').modules)") == set()

    run(test)


def test_a_page_whose_worker_was_killed_from_outside_is_read_again_once(tmp_path: Path) -> None:
    async def test() -> None:
        async with workers() as pool:
            assert await pool.run(die_once, str(tmp_path / "mark")) == "read"
            with pytest.raises(ExtractionFailed, match="crashed its worker \\(SIGKILL\\)"):
                await pool.run(kill_me)
            assert await pool.run(double, 21) == 42

    run(test)


def test_a_pool_that_breaks_down_is_replaced_and_the_pages_in_it_are_read(tmp_path: Path) -> None:
    """The worker has no memory left to take the next page in: it dies with the lock that all of them need."""
    large = fetched(story("Bridge closes in Ashford", "It rains on the bridge. " * 250_000))

    async def test() -> None:
        async with workers(timeout=30) as pool:
            await asyncio.gather(*(pool.run(starve_after, 0.3) for _ in range(2)))
            await asyncio.sleep(1)
            read = await asyncio.gather(*(pool.read(large) for _ in range(2)))
            assert {each.article.headline for each in read} == {"Bridge closes in Ashford"}
            assert await pool.run(double, 21) == 42

    run(test)


def test_a_pool_whose_forkserver_dies_before_the_first_page_starts_all_the_same() -> None:
    async def test() -> None:
        async with workers() as pool:
            forkserver.ensure_running()
            kill_forkserver()
            assert await pool.run(double, 21) == 42

    run(test)


def fetched(*bodies: str) -> FetchedPage:
    first, *others = (body.encode() for body in bodies)
    url, now = "https://example.org/bridge/", datetime.now(UTC)
    further = tuple(FurtherPage(f"{url}{place}/", 200, (), body, now) for place, body in enumerate(others, 2))
    return FetchedPage(url, url, "example.org", 200, (), first, "utf-8", now, further)


def test_pages_are_read_in_workers() -> None:
    async def test() -> None:
        async with workers(timeout=30) as pool:
            article = (await pool.read(fetched(story("Bridge closes in Ashford")))).article
        assert article.headline == "Bridge closes in Ashford"
        assert list(article.paragraphs) == [text.format(place="Ashford") for text in PARAGRAPHS]

    run(test)
