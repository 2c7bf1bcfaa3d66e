"""A disk that is full or read-only, a lock, damage: a command says so in one line, and the next run carries on."""

from __future__ import annotations

import random
import resource
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from crawler.storage import Store
from tests.archive import headlines, rows
from tests.disks import small_disk
from tests.filings import assert_sound, story
from tests.servers import QUICK, ROOT, environment, scrapy, serving
from tests.servers import story as page

PAGES = 12
LONG = [f"Sentence {number} of a story that is long enough to need some room of the disk." for number in range(400)]

BOTH = pytest.mark.parametrize("filing", ["crawl", "import"], indirect=True)
IMPORT = pytest.mark.parametrize("filing", ["import"], indirect=True)  # what fails as it opens fails alike everywhere


def run(database: Path, *arguments: str, before: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    """Run ``scrapy``; ``before`` is called in its process."""
    if before is None:
        return scrapy(*arguments, DATABASE=str(database))
    options = [
        part for name, value in {**QUICK, "DATABASE": str(database)}.items() for part in ("-s", f"{name}={value}")
    ]
    command = [sys.executable, "-m", "scrapy", *arguments, *options]
    return subprocess.run(
        command, cwd=ROOT, env=environment(), capture_output=True, text=True, timeout=90, preexec_fn=before
    )


def texts() -> list[str]:
    """Texts of the stories, of which no two share a long run of words."""
    chance = random.Random(7)
    return [" ".join(chance.sample(LONG, 300)) for _ in range(PAGES)]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of stories that are longer than any page's: an import files them in one transaction."""
    path = tmp_path_factory.mktemp("source") / "source.db"
    with Store.open(path) as store:
        crawl = store.begin_crawl("site", {})
        store.file(crawl, [story(n, headline=f"Story {n}", text=text * 5) for n, text in enumerate(texts())])
    return path


@pytest.fixture
def filing(request: pytest.FixtureRequest, tmp_path: Path, source: Path) -> Iterator[tuple[tuple[str, ...], set[str]]]:
    """A command that files stories too large for a small disk, and their headlines."""
    names = {f"Story {number}" for number in range(PAGES)}
    if request.param == "crawl":
        routes: Mapping[str, str] = {f"/{n}/": page(f"Story {n}", text) for n, text in enumerate(texts())}
        with serving(dict(routes)) as site:
            (tmp_path / "urls.txt").write_text("\n".join(site.url + path for path in routes))
            yield ("crawl", "pages", "-a", f"urls={tmp_path}/urls.txt"), names
    else:
        yield ("import", str(source)), names


def assert_told(done: subprocess.CompletedProcess[str], database: Path, *words: str) -> None:
    """The command failed, and said why in one line that names the file."""
    assert done.returncode == 1, done.stderr
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    assert str(database) in lines[0] and any(word in lines[0] for word in words), lines[0]


def assert_carries_on(database: Path, arguments: tuple[str, ...], names: set[str]) -> None:
    """The next run files the rest, each story once."""
    assert_sound(database)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE urls SET not_before = NULL")
    done = run(database, *arguments)
    assert done.returncode == 0, done.stderr
    assert headlines(database) == names
    assert rows(database, "SELECT count(*) AS n FROM articles")[0]["n"] == PAGES
    assert_sound(database)


@BOTH
def test_the_disk_is_full(filing: tuple[tuple[str, ...], set[str]], tmp_path: Path) -> None:
    arguments, names = filing
    with small_disk(tmp_path / "disk") as disk:
        database = disk.folder / "news.db"
        Store.open(database).close()
        disk.fill(leave=200_000)
        assert_told(run(database, *arguments), database, "no room left on the disk", "cannot be read or written")
        disk.empty()
        assert_carries_on(database, arguments, names)


@IMPORT
def test_the_disk_is_full_from_the_first_byte(filing: tuple[tuple[str, ...], set[str]], tmp_path: Path) -> None:
    arguments, names = filing
    with small_disk(tmp_path / "disk") as disk:
        database = disk.folder / "news.db"
        disk.fill(leave=0)
        done = run(database, *arguments)
        assert_told(done, database, "no room left on the disk", "cannot be read or written", "cannot be opened")
        disk.empty()
        assert run(database, *arguments).returncode == 0
        assert headlines(database) == names
        assert_sound(database)


@IMPORT
def test_the_folder_for_temporary_files_is_full(
    filing: tuple[tuple[str, ...], set[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments, names = filing
    database = tmp_path / "news.db"
    with small_disk(tmp_path / "disk", "200k") as disk:
        monkeypatch.setenv("TMPDIR", str(disk.folder))
        disk.fill(leave=8_192)
        done = run(database, *arguments, before=lambda: None)  # SQLite looks up the folder once in a process
        assert done.returncode == 1
        assert done.stderr.splitlines() == [
            f"scrapy import: {database}: no room left in {disk.folder}, where temporary files are;"
            " make room or name another with TMPDIR: nothing was half-written"
        ]
        disk.empty()
        assert run(database, *arguments).returncode == 0
    assert headlines(database) == names
    assert_sound(database)


@BOTH
def test_no_file_may_grow_further(filing: tuple[tuple[str, ...], set[str]], tmp_path: Path) -> None:
    arguments, names = filing
    database = tmp_path / "news.db"
    Store.open(database).close()
    size = database.stat().st_size + 100_000

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    done = run(database, *arguments, before=limit)
    assert_told(done, database, "no room left on the disk", "cannot be read or written")
    assert_carries_on(database, arguments, names)


@IMPORT
def test_the_disk_is_read_only(filing: tuple[tuple[str, ...], set[str]], tmp_path: Path) -> None:
    arguments, names = filing
    with small_disk(tmp_path / "disk") as disk:
        database = disk.folder / "news.db"
        Store.open(database).close()
        disk.remount("ro")
        assert_told(run(database, *arguments), database, "read-only", "cannot be opened")
        disk.remount("rw")
        assert_carries_on(database, arguments, names)


@contextmanager
def held(database: Path) -> Iterator[None]:
    """Another program holds the database's lock."""
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


@IMPORT
def test_another_program_holds_the_lock(filing: tuple[tuple[str, ...], set[str]], tmp_path: Path) -> None:
    arguments, names = filing
    database = tmp_path / "news.db"
    Store.open(database).close()
    with held(database):
        assert_told(run(database, *arguments), database, "locked by another process")
    assert_carries_on(database, arguments, names)


@IMPORT
def test_the_file_is_damaged(filing: tuple[tuple[str, ...], set[str]], tmp_path: Path) -> None:
    arguments, _ = filing
    database = tmp_path / "news.db"
    Store.open(database).close()
    whole = bytearray(database.read_bytes())
    whole[4096:] = random.Random(7).randbytes(len(whole) - 4096)
    database.write_bytes(whole)
    assert_told(run(database, *arguments), database, "damaged; rescue what is left")
    assert database.read_bytes()[4096:] == bytes(whole[4096:]), "what is left stays for the rescue"
