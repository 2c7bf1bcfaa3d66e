"""Workers that can read no page at all are told of in one line, and no page is lost to it."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from crawler import settings
from crawler.packing import pack
from crawler.records.filings import Filing
from crawler.storage import Store
from crawler.workers.extraction import ExtractionPool
from crawler.workers.fitness import WorkersUnfit
from crawler.workers.reading import read_and_pack, read_plain_page
from tests.archive import rows
from tests.asking import ask, refused
from tests.filings import page
from tests.servers import QUICK, ROOT, Route, environment, scrapy, serving, story

STARVED = "EXTRACT_MEMORY=4: too little to read even a plain page; the default is 1024"


@pytest.fixture
def deep(tmp_path: Path) -> Path:
    folder = tmp_path / ("deep" * 20)
    folder.mkdir()
    return folder


def test_a_folder_too_deep_for_sockets_is_told_before_a_page_is_fetched(deep: Path) -> None:
    given = environment() | {"TMPDIR": str(deep)}
    command = [sys.executable, "-m", "scrapy", "crawl", "pages", "-a", "urls=http://127.0.0.1:9/"]
    done = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert (len(done.stderr.splitlines()), "set TMPDIR=/tmp" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    ("limit", "check", "told"),
    [
        ("NOFILE, (12, 12)", "files", "ulimit -n 12: too few open files to read any page with; set ulimit -n 1024"),
        ("FSIZE, (0, 0)", "sockets", "no folder for temporary files can be written to, not even /tmp; make room there"),
    ],
)
def test_limits_under_which_nothing_can_be_begun_are_told(limit: str, check: str, told: str) -> None:
    program = (
        f"import resource, crawler.workers.fitness as fitness; resource.setrlimit(resource.RLIMIT_{limit})\n"
        f"try: fitness.check_{check}()\n"
        "except fitness.WorkersUnfit as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=60)
    assert done.stdout.startswith(told)


def test_and_before_a_kept_page_is_read_again(
    tmp_path: Path, deep: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    database = archive(tmp_path)
    before = rows(database, "SELECT * FROM articles")
    assert refused(ask(capsys, database, "reextract", "--yes"), "set TMPDIR=/tmp", code=1)
    assert rows(database, "SELECT * FROM articles") == before


def archive(folder: Path) -> Path:
    """A database with a story whose page is kept."""
    fetched = page("https://news.example/1/", body=story("Bridge closes in Ashford").encode())
    with Store.open(folder / "news.db") as store:
        store.file(
            store.begin_crawl("site", {}),
            [Filing(fetched, read_and_pack(fetched, None).article, (pack(fetched.body),))],
        )
    return folder / "news.db"


def test_too_little_memory_for_a_plain_page_is_no_fault_of_the_pages() -> None:
    async def test() -> None:
        pool = ExtractionPool(workers=2, timeout=20, memory=4)
        try:
            read = await asyncio.gather(*(pool.run(read_plain_page) for _ in range(6)), return_exceptions=True)
        finally:
            await pool.close()
        assert {(type(each), str(each)) for each in read} == {(WorkersUnfit, f"setting {STARVED}")}

    asyncio.run(test())


def test_no_room_for_threads_is_no_fault_of_the_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """As where the memory of a job or the number of its processes has a limit."""

    def none(*_: object) -> None:
        raise RuntimeError("can't start new thread")

    async def test() -> None:
        monkeypatch.setattr("pebble.pool.process.launch_thread", none)
        pool = ExtractionPool(workers=1, timeout=20, memory=512)
        with pytest.raises(WorkersUnfit, match=r"\(no room for another thread\); raise the limit"):
            await pool.run(read_plain_page)
        await pool.close()

    asyncio.run(test())


def test_a_crawl_with_too_little_memory_ends_and_the_next_one_has_its_pages(tmp_path: Path) -> None:
    # Nothing can be forked from the crawl itself: a worker of such a one has all loaded that a plain page needs.
    (tmp_path / "starved.py").write_text(
        "import os\nfrom crawler.settings import *\nEXTRACT_MEMORY = 4\n"
        "def none():\n    raise OSError\nos.fork = none\n"
    )
    given = environment() | {"PYTHONPATH": str(tmp_path), "SCRAPY_SETTINGS_MODULE": "starved"}
    options = [f"{name}={value}" for name, value in {**QUICK, "DATABASE": str(tmp_path / "news.db")}.items()]
    with serving({f"/{number}/": story(f"Bridge closes in Town{number}") for number in range(12)}) as site:
        urls = ",".join(f"{site.url}/{number}/" for number in range(12))
        command = [sys.executable, "-m", "scrapy", "crawl", "pages", "-a", f"urls={urls}"]
        command += [part for option in options for part in ("-s", option)]
        done = subprocess.run(command, cwd=ROOT, env=given, capture_output=True, text=True, timeout=120)
        assert done.returncode == 1
        assert done.stderr == f"scrapy crawl: setting {STARVED}\n"
        ledger = rows(tmp_path / "news.db", "SELECT state, attempts FROM urls")
        assert [tuple(row) for row in ledger] == [("pending", 0)] * 12
        assert rows(tmp_path / "news.db", "SELECT 1 FROM pages")
        assert scrapy("crawl", "pages", "-a", f"urls={urls}", DATABASE=str(tmp_path / "news.db")).returncode == 0
    assert len(rows(tmp_path / "news.db", "SELECT 1 FROM urls WHERE state = 'done'")) == 12


def test_kept_pages_are_not_read_again_with_too_little_memory(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(settings, "EXTRACT_MEMORY", 4)
    assert refused(ask(capsys, archive(tmp_path), "reextract", "--yes"), STARVED, code=1)


def test_a_limit_that_somebody_else_has_set_is_kept_to(tmp_path: Path) -> None:
    """As where a scheduler of jobs sets one: no worker could have raised its own beyond it."""
    options = {**QUICK, "DATABASE": str(tmp_path / "news.db"), "EXTRACT_MEMORY": "1000000"}
    flags = " ".join(f"-s {name}={value}" for name, value in options.items())
    with serving({"/1/": story("Bridge closes in Ashford")}) as site:
        command = f"ulimit -v 8000000; exec {sys.executable} -m scrapy crawl pages -a urls={site.url}/1/ {flags}"
        subprocess.run(["bash", "-c", command], cwd=ROOT, env=environment(), check=True, timeout=120)
    assert [row["state"] for row in rows(tmp_path / "news.db", "SELECT state FROM urls")] == ["done"]


def test_a_limit_with_which_no_page_can_be_read_is_told_before_anything_is_done(tmp_path: Path) -> None:
    command = f"ulimit -v 300000; exec {sys.executable} -m scrapy crawl pages -a urls=http://localhost/ -s DATABASE="
    asked = ["bash", "-c", f"{command}{tmp_path}/news.db"]
    done = subprocess.run(asked, cwd=ROOT, env=environment(), text=True, capture_output=True, timeout=120)
    told = "scrapy crawl: ulimit -v 300000: too little to read any page with; 524288 at least\n"
    assert (done.returncode, done.stderr, done.stdout) == (2, told, "")
    assert not (tmp_path / "news.db").exists()


@pytest.mark.parametrize("files", [40, 64])
def test_few_open_files_cost_no_page(tmp_path: Path, files: int) -> None:
    options = {**QUICK, "DATABASE": str(tmp_path / "news.db")}
    flags = " ".join(f"-s {name}={value}" for name, value in options.items())
    pages: dict[str, Route] = {f"/{number}/": story(f"Bridge {number} closes") for number in range(30)}
    with serving(pages) as site:
        (tmp_path / "urls").write_text("\n".join(site.url + path for path in pages))
        command = f"ulimit -n {files}; exec {sys.executable} -m scrapy crawl pages -a urls={tmp_path}/urls {flags}"
        done = subprocess.run(
            ["bash", "-c", command], cwd=ROOT, env=environment(), text=True, capture_output=True, timeout=120
        )
    states = {row["state"] for row in rows(tmp_path / "news.db", "SELECT state FROM urls")}
    if done.returncode:
        why = "worker processes cannot be started here (Too many open files); set ulimit -n 1024"
        assert done.stderr == f"scrapy crawl: {why}\n"
        assert states <= {"done", "pending"}
    else:
        assert (done.stderr, states) == ("", {"done"})


def test_workers_that_cannot_be_started_cost_no_page(tmp_path: Path) -> None:
    """As in a container without shared memory."""
    hidden = "mount -t tmpfs -o ro tmpfs /dev/shm"
    if subprocess.run(["unshare", "-m", "sh", "-c", hidden], capture_output=True).returncode:
        pytest.skip("nothing may be mounted here")
    options = {**QUICK, "DATABASE": str(tmp_path / "news.db")}
    flags = " ".join(f"-s {name}={value}" for name, value in options.items())
    with serving({"/1/": story("Bridge closes in Ashford")}) as site:
        command = f"{hidden}; exec {sys.executable} -m scrapy crawl pages -a urls={site.url}/1/ {flags}"
        started = ["unshare", "-m", "sh", "-c", command]
        done = subprocess.run(started, cwd=ROOT, env=environment(), text=True, capture_output=True, timeout=120)
    why = "worker processes cannot be started here (Read-only file system)"
    assert (done.returncode, done.stderr) == (1, f"scrapy crawl: {why}\n")
    assert [row["state"] for row in rows(tmp_path / "news.db", "SELECT state FROM urls")] == ["pending"]
