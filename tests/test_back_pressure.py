"""A crawl whose disk or workers stand still stops fetching: what it holds stays small, and nothing is lost."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest

from crawler.spiders.base import LedgerSpider
from crawler.workers.forkserver import NAME
from tests.archive import rows
from tests.servers import Answer, NewsServer, Route, serving, sitemap, story, under_way

PAGES = 100
AT_ONCE = 8
LARGE, MOST_LARGE = 200_000, 25 + 4 * AT_ONCE
"""Bytes of a page: Scrapy stops where five million wait to be read, and what is on its way still arrives.

On a busy machine that is a round more; a crawl that did not stop would hold nearly all of the pages.
"""
SMALL, MOST_SMALL = 1_000, 2 * LedgerSpider.batch
"""Of small ones, no more addresses are leased while many pages are not filed."""
STILL = 5.0
"""Seconds for which the disk or the workers stand still, less than a writer waits for a lock."""

Standstill = Callable[[int, Path], AbstractContextManager[None]]


@contextmanager
def _locked_database(crawl: int, database: Path) -> Iterator[None]:
    with closing(sqlite3.connect(database, isolation_level=None, timeout=20)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


@contextmanager
def _stopped_workers(crawl: int, database: Path) -> Iterator[None]:
    while not (workers := [each for server in _below(crawl) if _name(server) == NAME for each in _children(server)]):
        time.sleep(0.02)  # a process to fork them from is all there is yet
    for worker in workers:
        os.kill(worker, signal.SIGSTOP)
    yield
    for worker in workers:
        os.kill(worker, signal.SIGCONT)


def _below(process: int) -> list[int]:
    return [each for child in _children(process) for each in (child, *_below(child))]


def _children(process: int) -> list[int]:
    listed = Path(f"/proc/{process}/task").glob("*/children")
    return [int(child) for path in listed for child in path.read_text().split()]


def _name(process: int) -> str:
    return Path(f"/proc/{process}/comm").read_text().strip()


def _fetched(site: NewsServer) -> int:
    return sum(path.startswith("/2024/") for path in site.paths())


@pytest.mark.parametrize(
    ("standstill", "size", "most"), [(_locked_database, LARGE, MOST_LARGE), (_stopped_workers, SMALL, MOST_SMALL)]
)
def test_what_cannot_be_read_or_filed_is_not_fetched(
    tmp_path: Path, standstill: Standstill, size: int, most: int
) -> None:
    padding = f"<script>{'x' * size}</script>"
    routes: dict[str, Route] = {
        f"/2024/05/post-{number}/": Answer(story(f"Story {number} from Town{number}", tail=padding).encode())
        for number in range(PAGES)
    }
    database = tmp_path / "db"
    settings = {"DATABASE": str(database), "CONCURRENT_REQUESTS_PER_DOMAIN": str(AT_ONCE)}
    with serving(routes) as site:
        routes["/sitemap.xml"] = sitemap(*(site.url + path for path in routes))
        with under_way("crawl", "site", "-a", f"url={site.url}/", **settings) as crawl:
            while _fetched(site) < AT_ONCE:
                time.sleep(0.02)
            with standstill(crawl.pid, database):
                filed = rows(database, "SELECT count(*) FROM articles")[0][0]
                time.sleep(STILL)
                held = _fetched(site) - filed
            assert crawl.wait(240) == 0
    assert held <= most
    assert rows(database, "SELECT count(*) FROM articles")[0][0] == PAGES
    assert len(site.paths()) == len(set(site.paths())), "fetched twice"
