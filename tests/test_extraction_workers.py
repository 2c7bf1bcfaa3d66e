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
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

import pytest

from crawler.extraction import ExtractionFailed, ExtractionPool
from crawler.joining import join_parts
from crawler.records import FetchedPage, FurtherPage
from extractors import Article, Outcome, RemovedBlock
from tests.servers import PARAGRAPHS, story


def double(number: int) -> int:
    return 2 * number


def hang() -> None:
    while True:
        time.sleep(60)


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


@asynccontextmanager
async def workers(timeout: float = 1.0, count: int = 2) -> AsyncIterator[ExtractionPool]:
    pool = ExtractionPool(workers=count, timeout=timeout, memory=512)
    try:
        yield pool
    finally:
        await pool.close()


def run(test: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(test())


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (hang, "took longer than 1 s"),
        (loop, "took longer than 1 s"),
        (loop_in_c, "took longer than 1 s"),
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


def idle_workers() -> list[int]:
    """The worker processes that the forkserver has made, which wait for work; one of them takes in the next page."""
    server = getattr(forkserver._forkserver, "_forkserver_pid")  # noqa: B009
    return list(map(int, Path(f"/proc/{server}/task/{server}/children").read_text().split()))


def stop_workers() -> None:
    for worker in idle_workers():
        os.kill(worker, signal.SIGSTOP)


def kill_workers_as_they_take_a_page_in() -> None:
    """Leave what the workers share as one does that dies with it in hand: half a page in, or with the lock to it."""
    stop_workers()
    for worker in idle_workers():
        os.kill(worker, signal.SIGKILL)


def kill_forkserver() -> None:
    pid = getattr(forkserver._forkserver, "_forkserver_pid")  # noqa: B009
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)  # a busy machine takes its time to end it


@pytest.mark.parametrize("harm", [stop_workers, kill_workers_as_they_take_a_page_in, kill_forkserver])
def test_workers_that_stand_still_are_replaced_and_their_pages_are_read(
    harm: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.extraction.STILL", 1.0)

    async def test() -> None:
        async with workers(timeout=1) as pool:
            assert await pool.run(double, 1) == 2
            harm()
            large = "x" * 200_000  # more than fits into a pipe
            async with asyncio.timeout(30):
                read = await asyncio.gather(*(pool.run(len, large) for _ in range(6)))
            assert read == [len(large)] * 6

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


def part(*paragraphs: str, outcome: Outcome = Outcome.ARTICLE) -> Article:
    return Article(headline="Bridge", text="\n\n".join(paragraphs), outcome=outcome, evidence="text")


def test_parts_are_joined_in_order_without_repeats() -> None:
    joined = join_parts([part("Lede.", "One."), part("Lede.", "Two."), part("Three.", "One.")])
    assert joined.paragraphs == ("Lede.", "One.", "Two.", "Three.", "One.")
    assert [(block.text, block.paragraph) for block in joined.removed] == [("Lede.", 2)]


def test_what_was_removed_from_a_later_part_keeps_its_place_in_the_story() -> None:
    shared, menu = RemovedBlock("share", "share bar", "Share", 2), RemovedBlock("menu", "menu", "Home", 0)
    second = replace(part("Lede.", "Two."), removed=(menu, shared))
    joined = join_parts([part("Lede.", "One."), second])
    assert joined.paragraphs == ("Lede.", "One.", "Two.")
    assert [(block.text, block.paragraph) for block in joined.removed] == [("Lede.", 2), ("Home", 2), ("Share", 3)]


def test_a_server_that_gives_the_first_page_again_adds_nothing() -> None:
    joined = join_parts([part("Lede.", "One."), part("Lede.", "One.")])
    assert joined.paragraphs == ("Lede.", "One.")


def test_a_story_that_opens_with_a_picture_is_an_article() -> None:
    joined = join_parts([part(outcome=Outcome.MEDIA), part("Text at last.")])
    assert joined.outcome is Outcome.ARTICLE
    assert joined.text == "Text at last."
