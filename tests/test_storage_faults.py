"""Locked, read-only, damaged, full, killed: one clear line, and nothing half-written."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crawler.storage import Reader, StorageError, Store
from crawler.storage.errors import was_interrupted
from tests.disks import without_locks
from tests.filings import SITE, announce, archive_dump, assert_sound, rows, story

HOLDS_THE_LOCK = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1])
connection.execute("BEGIN EXCLUSIVE")
print(flush=True)
sys.stdin.read()
"""

ROOT = Path(__file__).parent.parent
NOBODY = 65534

FILES_FOR_EVER = """
import sys
from crawler.storage import Recrawl, Store
from tests.filings import announce, story
with Store.open(sys.argv[1]) as store:
    crawl = store.begin_crawl("site", {})
    print("begun", flush=True)
    for number in range(int(sys.argv[2]), 10**9, 5):
        batch = [story(n, text=f"Story {n}. " * 200) for n in range(number, number + 5)]
        announce(store, *(item.page.url for item in batch))
        store.lease(crawl, "news.example", 5)
        store.file(crawl, batch)
        print(number, flush=True)
"""

FILES_UNTIL_THE_LIMIT = """
import resource, sys
from crawler.storage import StorageError, Store
from tests.filings import story
with Store.open(sys.argv[1]) as store:
    crawl = store.begin_crawl("site", {})
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, resource.RLIM_INFINITY))
    try:
        for number in range(0, 10**9, 5):
            store.file(crawl, [story(n, text=f"Story {n}. " * 200) for n in range(number, number + 5)])
    except StorageError as error:
        print(number, error)
"""


def run(program: str, *arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


@contextmanager
def without_privileges() -> Iterator[None]:
    """Let file permissions count, also where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.setegid(NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everyone may enter; pytest's own are closed to others."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


def one_line(caught: pytest.ExceptionInfo[StorageError], path: Path) -> str:
    message = str(caught.value)
    assert "\n" not in message
    assert message.startswith(f"{path}: ")
    return message


def test_where_locks_do_not_hold_no_crawl_begins(tmp_path: Path) -> None:
    with without_locks(tmp_path / "behind", tmp_path / "shared"):
        path = tmp_path / "shared" / "news.db"
        with Store.open(path) as store, pytest.raises(StorageError) as caught:
            store.begin_crawl("site", {})
        assert "locks do not hold on this file system" in one_line(caught, path)
    with Store.open(tmp_path / "behind" / "news.db") as store:
        store.begin_crawl("site", {})


def test_locked_by_another_process(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    Store.open(path).close()
    command = [sys.executable, "-c", HOLDS_THE_LOCK, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdin
        assert holder.stdout
        holder.stdout.readline()
        with pytest.raises(StorageError) as caught:
            Store.open(path, timeout=0.05)
        holder.stdin.close()
    assert "locked by another process; close the program" in one_line(caught, path)
    Store.open(path).close()


def test_another_process_is_crawling(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with run(FILES_FOR_EVER, path, 0) as crawler:
        assert crawler.stdout
        crawler.stdout.readline()
        with Store.open(path) as store, pytest.raises(StorageError) as caught:
            store.begin_crawl("site", {})
        crawler.kill()
    assert "another crawl is filing into it; wait" in one_line(caught, path)
    with Store.open(path) as store:
        store.begin_crawl("site", {})  # the dead hold no lock
        assert rows(store, "SELECT reason FROM crawls WHERE id = 1") == [{"reason": "interrupted"}]


@pytest.mark.parametrize(
    ("mode", "line"), [(0o444, "read-only; make the file and its folder writable"), (0, "no permission to read it;")]
)
def test_a_read_only_file(open_folder: Path, mode: int, line: str) -> None:
    path = open_folder / "news.db"
    Store.open(path).close()
    path.chmod(mode)
    with without_privileges(), pytest.raises(StorageError) as caught:
        Store.open(path)
    assert line in one_line(caught, path)


def test_a_folder_without_permission(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    inside, below = open_folder / "news.db", open_folder / "output" / "news.db"
    with without_privileges():
        with pytest.raises(StorageError) as caught:
            Store.open(inside)
        assert "cannot be opened; check that its folder exists and is writable" in one_line(caught, inside)
        with pytest.raises(StorageError) as caught:
            Store.open(below)
        assert "make the folder writable" in one_line(caught, below)


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("not a folder")
    path = tmp_path / "output" / "news.db"
    with pytest.raises(StorageError) as caught:
        Store.open(path)
    one_line(caught, path)
    assert f"{path.parent} is a file" in str(caught.value)


@pytest.mark.parametrize("opens", [Store.open, Reader.open])
def test_a_file_that_is_no_database(tmp_path: Path, opens: Callable[[Path], object]) -> None:
    path = tmp_path / "news.db"
    path.write_text("Dear diary, today I crawled the news.\n" * 100)
    with pytest.raises(StorageError) as caught:
        opens(path)
    assert "not an SQLite database; move the file away" in one_line(caught, path)
    assert path.read_text().startswith("Dear diary")


@pytest.mark.parametrize("place", ["", "/dev/null"], ids=["folder", "device"])
@pytest.mark.parametrize("opened", [Reader.open, Store.open])
def test_what_is_no_file_is_no_database(tmp_path: Path, opened: Callable[[Path], object], place: str) -> None:
    with pytest.raises(StorageError, match="a database is one file; name it with -s DATABASE=PATH"):
        opened(tmp_path / place)


def test_a_damaged_database(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with Store.open(path) as store:
        crawl = store.begin_crawl("site", {})
        store.file(crawl, [story(number, text="Words. " * 2000) for number in range(50)])
    whole = bytearray(path.read_bytes())
    whole[4096:] = random.Random(7).randbytes(len(whole) - 4096)  # all but the first page
    path.write_bytes(whole)
    with pytest.raises(StorageError) as caught, Store.open(path) as store:
        store.file(store.begin_crawl("site", {}), [story(1)])
    assert f"damaged; rescue what is left: sqlite3 {path} .recover |" in one_line(caught, path)


def test_no_database_to_read(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with pytest.raises(StorageError) as caught:
        Reader.open(path)
    assert "no database there; run a crawl first" in one_line(caught, path)
    assert not path.exists()


def test_a_full_database_takes_a_batch_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with Store.open(path) as store:
        crawl = store.begin_crawl("site", {})
        first, second = (
            [story(n) for n in range(3)],
            [story(n, text=f"{n} words. " * 20_000) for n in range(10, 15)],
        )
        announce(store, *(item.page.url for item in second))
        store.lease(crawl, SITE, 10)
        store.file(crawl, first)
        before, ledger = archive_dump(path), rows(store, "SELECT * FROM urls")
        (pages,) = store.db.conn.execute("PRAGMA page_count").fetchone()
        store.db.conn.execute(f"PRAGMA max_page_count = {pages + 100}")  # room for some of the batch
        with pytest.raises(StorageError) as caught:
            store.file(crawl, second)
        assert "no room left on the disk; make room" in one_line(caught, path)
        assert (archive_dump(path), rows(store, "SELECT * FROM urls")) == (before, ledger)
        store.db.conn.execute("PRAGMA max_page_count = 1000000")
        assert store.file(crawl, second) == ["new"] * 5
    assert_sound(path)


def test_a_write_that_the_system_refuses(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with run(FILES_UNTIL_THE_LIMIT, path) as crawler:
        assert crawler.stdout
        number, _, message = crawler.stdout.read().partition(" ")
    assert message.startswith(f"{path}: ")
    assert "nothing was half-written" in message
    assert message.count("\n") == 1
    assert_sound(path)
    with Store.open(path) as store:
        assert rows(store, "SELECT count(*) AS n FROM articles") == [{"n": int(number)}]


@pytest.mark.parametrize("seed", range(6))
def test_killed_while_filing(tmp_path: Path, seed: int) -> None:
    """Whatever was acknowledged is there, no batch is there in part, and the next crawl takes over what was leased."""
    path = tmp_path / "news.db"
    acknowledged, start = 0, 0
    batches = random.Random(seed)
    for _ in range(2):
        with run(FILES_FOR_EVER, path, start) as crawler:
            assert crawler.stdout
            for _ in range(1 + batches.randrange(12)):
                line = crawler.stdout.readline()
                acknowledged = max(acknowledged, int(line) + 5) if line.strip().isdigit() else acknowledged
            crawler.send_signal(signal.SIGKILL)
        start = acknowledged
    assert_sound(path)
    with Store.open(path) as store:
        (held,) = rows(store, "SELECT count(*) AS n FROM articles")
        assert held["n"] >= acknowledged
        assert held["n"] % 5 == 0
        blocks = "SELECT article_id FROM removed_blocks GROUP BY article_id HAVING count(*) = 2"
        assert len(rows(store, blocks)) == held["n"]
        assert rows(store, "SELECT count(*) AS n FROM urls WHERE state = 'done'") == [held]
        left = rows(store, "SELECT url FROM urls WHERE state IN ('pending', 'leased')")
        crawl = store.begin_crawl("site", {})
        assert {entry.url for entry in store.lease(crawl, SITE, 100)} == {row["url"] for row in left}


@pytest.mark.parametrize("opens", [Store.open, Reader.open])
def test_ctrl_c_is_heard_in_the_midst_of_a_long_statement(tmp_path: Path, opens: Callable[[Path], Store]) -> None:
    path = tmp_path / "news.db"
    Store.open(path).close()
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    before = signal.signal(signal.SIGUSR1, signal.default_int_handler)  # pytest has SIGINT for itself
    striking = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGUSR1))
    try:
        with opens(path) as opened, pytest.raises(sqlite3.OperationalError) as caught:
            striking.start()
            opened.db.execute(endless).fetchone()
    finally:
        striking.join()
        signal.signal(signal.SIGUSR1, before)
    assert was_interrupted(caught.value)


def test_an_unexpected_sqlite_error_is_one_line_too(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with Store.open(path) as store, pytest.raises(StorageError) as caught:
        store.end_crawl(store.begin_crawl("site", {}), "finished", {})
        store.settle(99, [])
        store.file(99, [story(1)])  # no crawl of that number
    assert isinstance(caught.value.__cause__, sqlite3.IntegrityError)
    one_line(caught, path)
