"""Crawls that a worker forks from one process: each begins at once, and what befalls one befalls no other."""

from __future__ import annotations

import json
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.meter import process_tree
from crawler.addresses import owner_of
from crawler.cluster.orders import ERRORS, ORDER, SHARD, Order
from crawler.cluster.standby import GONE, Crawling, Standby
from crawler.sites import SiteEntry
from crawler.storage import Store
from tests.archive import rows
from tests.clusters import wait_until
from tests.servers import QUICK, ROOT, Answer, NewsServer, environment, serving, sitemap, story

PATIENCE = 600.0

WORKER = """\
import sys, time
from pathlib import Path
from crawler.cluster.standby import standby
folder = Path(sys.argv[1])
with (folder / "errors").open("wb") as errors:
    crawling = standby().crawl(folder, 600.0, errors.fileno())
while crawling.code() is None:
    crawling.tell(b".")
    time.sleep(0.2)
"""


@dataclass
class Site:
    """A site whose second story is not sent before its gate is opened, and the folder of a crawl of it."""

    server: NewsServer
    gate: threading.Event
    folder: Path

    def crawl(self, standby: Standby) -> Crawling:
        with (self.folder / ERRORS).open("wb") as errors:
            return standby.crawl(self.folder, PATIENCE, errors.fileno())

    def is_read(self) -> bool:
        """Whether the first story is filed, so that all processes of the crawl are there."""
        return self.filed() > 0

    def filed(self) -> int:
        return len(rows(self.folder / SHARD, "SELECT 1 FROM urls WHERE state = 'done'"))


@contextmanager
def site(folder: Path, host: str) -> Iterator[Site]:
    folder.mkdir()
    gate = threading.Event()

    def late(request: object) -> Answer:
        gate.wait(60)
        return Answer(story("The second from Ashford").encode())

    with serving({"/1/": story("The first from Ashford"), "/2/": late}, host) as server:
        server.routes["/sitemap.xml"] = sitemap(server.url + "/1/", server.url + "/2/")
        entry = SiteEntry(name=host, addresses=(server.url,))
        order = Order(host, entry, b"", (owner_of(server.url),), "", {}, QUICK)
        Store.open(folder / SHARD).close()
        (folder / ORDER).write_bytes(pickle.dumps(order))
        try:
            yield Site(server, gate, folder)
        finally:
            gate.set()


def started_since(before: list[int]) -> list[int]:
    """The processes that were started below this one, the first that is there of them before its children."""
    return [pid for pid in process_tree(os.getpid()) if pid not in before]


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def ended(crawling: Crawling) -> int:
    """The code of a crawl that is told to go on until it has ended."""

    def is_over() -> bool:
        with suppress(OSError):  # it may end just now
            crawling.tell(b".")
        return crawling.code() is not None

    wait_until(is_over, 300)
    code = crawling.code()
    assert code is not None
    return code


def test_what_befalls_a_crawl_befalls_no_other(tmp_path: Path) -> None:
    standby, before = Standby(), process_tree(os.getpid())
    with (
        site(tmp_path / "one", "127.0.1.1") as one,
        site(tmp_path / "two", "127.0.1.2") as two,
        site(tmp_path / "three", "127.0.1.3") as three,
    ):
        crashing = one.crawl(standby)
        wait_until(one.is_read, 300)
        forking, tracker, crawl, *others = started_since(before)
        assert len(others) >= 2, "what its readers are forked from, and a reader"
        unwanted, going_on = two.crawl(standby), three.crawl(standby)
        wait_until(lambda: two.is_read() and three.is_read(), 300)
        os.kill(crawl, signal.SIGKILL)
        assert ended(crashing) == -signal.SIGKILL
        unwanted.kill()
        wait_until(lambda: len(started_since(before)) <= 2 + 1 + len(others), 300)
        assert forking in started_since(before)
        three.gate.set()
        assert ended(going_on) == 0, (three.folder / ERRORS).read_text()
        assert json.loads(going_on.answer()) == {"complaint": None}
        assert three.filed() == 2
        wait_until(lambda: started_since(before) == [forking, tracker], 300)


def test_where_the_process_is_lost_from_which_crawls_are_forked_the_next_crawl_has_another(tmp_path: Path) -> None:
    standby, before = Standby(), process_tree(os.getpid())
    with site(tmp_path / "one", "127.0.1.1") as one:
        lost = one.crawl(standby)
        wait_until(one.is_read, 300)
        (forking, *crawl) = started_since(before)
        os.kill(forking, signal.SIGKILL)
        assert ended(lost) == GONE
        lost.kill()
        wait_until(lambda: not any(map(is_alive, crawl)), 300)
        one.gate.set()
        assert ended(one.crawl(standby)) == 0, (one.folder / ERRORS).read_text()


def test_a_crawl_to_which_nothing_will_be_said_any_more_dies_at_once(tmp_path: Path) -> None:
    with site(tmp_path / "one", "127.0.1.1") as one:
        standby = Standby()  # all crawls end with it
        crawling = one.crawl(standby)
        wait_until(one.is_read, 300)
        crawling.fall_silent()
        wait_until(lambda: crawling.code() is not None, PATIENCE / 3)
        assert crawling.code() == -signal.SIGKILL


def test_with_a_worker_all_that_it_forked_is_gone(tmp_path: Path) -> None:
    with site(tmp_path / "one", "127.0.1.1") as one:
        worker = subprocess.Popen([sys.executable, "-c", WORKER, str(one.folder)], cwd=ROOT, env=environment())
        try:
            wait_until(one.is_read, 300)
            all_of_it = process_tree(worker.pid)
            assert len(all_of_it) >= 5
        finally:
            worker.kill()
            worker.wait()
        wait_until(lambda: not any(map(is_alive, all_of_it)), 300)
