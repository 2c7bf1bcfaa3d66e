"""Workers that get no further by the clock: their pages are read by others, now or later, and load alone fails none."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from multiprocessing import forkserver
from pathlib import Path

import pytest

from crawler.workers.failures import Stalled
from tests.archive import rows
from tests.servers import ROOT, serving, story
from tests.workers import double, hang, kill_forkserver, run, stop_forkserver, workers


def mark_and_hang(marks: str) -> None:
    with Path(marks).open("a") as file:
        file.write("+")
    hang()


def sleep_over(*_: object, **__: object) -> None:
    hang()


def stop_once(mark: str) -> str:
    """Be stopped from outside at the first call, as by somebody who looks for what makes the machine slow."""
    if not Path(mark).exists():
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGSTOP)
    return "read"


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


@pytest.mark.parametrize(
    ("patience", "still", "reason"),
    [(1, 60, "not read within 1 s"), (60, 0, "its workers stood still")],
    ids=["for too long", "all of them"],
)
def test_a_page_that_sleeps_is_tried_twice_and_left_to_a_later_crawl(
    patience: int, still: float, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.workers.extraction.PATIENCE", patience)
    monkeypatch.setattr("crawler.workers.extraction.STILL", still)
    marks = tmp_path / "marks"

    async def test() -> None:
        async with workers() as pool:
            with pytest.raises(Stalled) as failure:
                await pool.run(mark_and_hang, str(marks))
            assert (str(failure.value), failure.value.remedy) == (reason, "wait")
            assert await pool.run(double, 21) == 42

    run(test)
    assert marks.read_text() == "++"


def test_a_busy_machine_fails_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four workers share a processor: pages that need half of their time take twice as long as it by the clock."""
    monkeypatch.setattr("crawler.workers.extraction.PATIENCE", 1000)  # of fractions of a second
    count = 4 * len(os.sched_getaffinity(0))
    began = time.process_time()
    sum(range(2_000_000))
    taken = time.process_time() - began

    async def test() -> None:
        async with workers(timeout=10 * taken, count=count) as pool:
            began = time.monotonic()
            assert (
                await asyncio.gather(*(pool.run(sum, range(10_000_000)) for _ in range(count)))
                == [sum(range(10_000_000))] * count
            )
            assert time.monotonic() - began > 10 * taken

    run(test)


def test_a_page_whose_worker_was_stopped_is_read_by_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.workers.extraction.STILL", 0.5)

    async def test() -> None:
        async with workers() as pool:
            assert await pool.run(stop_once, str(tmp_path / "mark")) == "read"

    run(test)


@pytest.mark.parametrize(
    ("harm", "still"),
    [
        (stop_workers, 1),
        (kill_workers_as_they_take_a_page_in, 1),
        (kill_forkserver, 60),
        (stop_forkserver, 60),
    ],
)
def test_workers_that_stand_still_are_replaced_and_their_pages_are_read(
    harm: Callable[[], None], still: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("crawler.workers.extraction.STILL", still)

    async def test() -> None:
        async with workers(timeout=1) as pool:
            assert await pool.run(double, 1) == 2
            harm()
            large = "x" * 200_000  # more than fits into a pipe
            async with asyncio.timeout(30):
                read = await asyncio.gather(*(pool.run(len, large) for _ in range(6)))
            assert read == [len(large)] * 6

    run(test)


def test_workers_end_also_where_the_process_was_stopped_that_would_tell_of_it() -> None:
    async def test() -> None:
        async with asyncio.timeout(30), workers() as pool:
            assert await pool.run(double, 1) == 2
            stop_forkserver()
        async with workers() as pool:
            stop_forkserver()
            assert await pool.run(double, 2) == 4

    run(test)


DEAF = """
from multiprocessing import forkserver
from pathlib import Path
from tests.test_stalled_workers import idle_workers
from tests.workers import double, run, workers

async def look():
    async with workers() as pool:
        await pool.run(double, 1)
        for pid in (forkserver._forkserver._forkserver_pid, *idle_workers()):
            print(Path(f"/proc/{pid}/status").read_text().partition("SigBlk:")[2].split()[0])

run(look)
"""
"""A process whose workers are forked as those of ``scrapy reextract`` are, and the signals that these do not hear."""


def test_ctrl_c_is_heard_by_the_process_that_was_started_and_by_none_that_works_for_it() -> None:
    done = subprocess.run([sys.executable, "-c", DEAF], cwd=ROOT, capture_output=True, text=True, timeout=60)
    blocked = [int(line, 16) >> (signal.SIGINT - 1) & 1 for line in done.stdout.split()]
    assert (len(blocked) >= 2, all(blocked)) == (True, True), done


KILLED = """
from crawler.workers.forkserver import fork_server
from tests.test_stalled_workers import idle_workers
from tests.workers import double, hang, run, workers

async def read():
    async with workers() as pool:
        await pool.run(double, 1)
        print(*idle_workers(), flush=True)
        hang()

fork_server()
run(read)
"""
"""A process with workers that are forked as a crawl's are, for somebody to kill."""


def test_a_killed_process_leaves_no_worker_behind_not_even_a_stopped_one() -> None:
    process = subprocess.Popen([sys.executable, "-c", KILLED], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    left = list(map(int, process.stdout.readline().split()))
    assert left
    os.kill(left[0], signal.SIGSTOP)
    process.kill()
    process.wait()
    process.stdout.close()
    until = time.monotonic() + 60
    while left and time.monotonic() < until:
        left = [worker for worker in left if Path(f"/proc/{worker}").exists()]
        time.sleep(0.05)
    assert not left


SLEEPY = """
import crawler.workers.extraction
from scrapy.cmdline import execute
from tests.test_stalled_workers import sleep_over
crawler.workers.extraction.STILL = 0.2
crawler.workers.extraction.read_and_pack = sleep_over
execute()
"""
"""Scrapy, with workers that fall asleep over every page."""


def test_a_page_that_stalls_is_left_to_a_later_crawl_but_not_for_ever(tmp_path: Path) -> None:
    database = tmp_path / "db"

    def crawl() -> list[tuple[object, ...]]:
        settings = {"DATABASE": str(database), "EXTRACT_TIMEOUT": "1", "ALLOW_PRIVATE_ADDRESSES": "True"}
        chosen = [f"--set={name}={value}" for name, value in settings.items()]
        command = [sys.executable, "-c", SLEEPY, "crawl", "pages", "-a", f"urls={tmp_path}/urls", *chosen]
        subprocess.run(command, cwd=ROOT, check=False, timeout=120, capture_output=True)
        return [tuple(row) for row in rows(database, "SELECT state, reason, attempts FROM urls")]

    with serving({"/bridge/": story("Bridge closes in Ashford")}) as site:
        (tmp_path / "urls").write_text(f"{site.url}/bridge/")
        assert crawl() == [("pending", "extraction failed (its workers stood still)", 1)]
        with closing(sqlite3.connect(database, isolation_level=None)) as connection:
            connection.execute("UPDATE urls SET attempts = 4, not_before = NULL")
        assert crawl() == [("failed", "extraction failed (its workers stood still)", 5)]
    assert len(rows(database, "SELECT 1 FROM fetches JOIN pages ON pages.id = page_id")) == 2
