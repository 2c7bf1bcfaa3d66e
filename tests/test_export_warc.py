"""``scrapy export --format warc``: the kept pages as archives of the web hold them, and a crawl reads them back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.checker import Checker

from crawler.records.filings import Filing
from crawler.records.pages import FetchedPage
from crawler.storage import Store
from crawler.workers.reading import read_and_pack
from tests.archive import rows
from tests.asking import ask, refused
from tests.filings import SITE, assert_sound
from tests.servers import scrapy, story

HEADERS = (
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Encoding", "gzip"),
    ("Content-Length", "17"),
    ("Set-Cookie", "id=1"),
    ("X-Note", "façade"),
)


def fetched(name: str, body: str, hour: int = 12, **changes: Any) -> FetchedPage:
    url = f"https://{SITE}/{name}/"
    asked = datetime(2024, 5, 3, hour, tzinfo=UTC)
    told: dict[str, Any] = {"headers": HEADERS, "encoding": "utf-8", **changes}
    return FetchedPage(url, url, SITE, 200, told.pop("headers"), body.encode(), told.pop("encoding"), asked, **told)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    bridge = story("Bridge closes in Ashford")
    pages = [
        fetched("bridge", bridge),
        fetched("bridge", bridge, hour=13),
        fetched("bridge", bridge.replace("spring", "autumn"), hour=14),
        fetched("ferry", story("Ferry returns to Belmont")),
        fetched("copy", story("Pier opens in Corby"), headers=(), origin="wordpress"),
        fetched("list", "<title>All</title>" + "<article><a href='/a/'><h2>A story</h2></a></article>" * 4),
    ]
    with Store.open(path) as store:
        crawl = store.begin_crawl("site", {})
        for page in pages:
            read = read_and_pack(page, path)
            store.file(crawl, [Filing(page, read.article, read.packed, stamp=read.stamp)])
        store.end_crawl(crawl, "finished", {})
    return path


def records(path: Path) -> list[tuple[str, str, str, bytes]]:
    """Kind, address, date and payload of each record behind the first."""
    with path.open("rb") as file:
        found = [
            (
                record.rec_type,
                record.rec_headers.get_header("WARC-Target-URI"),
                record.rec_headers.get_header("WARC-Date"),
                record.content_stream().read(),
            )
            for record in ArchiveIterator(file)
        ]
    assert found[0][0] == "warcinfo"
    return found[1:]


def valid(path: Path) -> bool:
    """Whether warcio finds every record's form and digests right."""
    checker = Checker(type("Options", (), {"verbose": False, "inputs": [str(path)]})())
    checker.process_all()
    return not checker.exit_value


@pytest.mark.parametrize("name", ["pages.warc", "pages.warc.gz"])
def test_every_fetch_is_a_record(database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str) -> None:
    target = tmp_path / name
    answer = ask(capsys, database, "export", "--output", str(target))
    assert answer.err == f"scrapy export: 6 pages written to {target}\n"
    assert valid(target)
    found = records(target)
    bridge, again, changed = (record for record in found if record[1].endswith("/bridge/"))
    assert (bridge[0], again[0], changed[0]) == ("response", "revisit", "response")
    assert (bridge[2], again[2]) == ("2024-05-03T12:00:00Z", "2024-05-03T13:00:00Z")
    assert bridge[3] == story("Bridge closes in Ashford").encode()
    assert {(kind, url) for kind, url, _, _ in found if not url.endswith("/bridge/")} == {
        ("resource", f"https://{SITE}/copy/"),
        ("response", f"https://{SITE}/ferry/"),
        ("response", f"https://{SITE}/list/"),
    }
    written = target.read_bytes() if name.endswith("warc") else b""
    assert b"Set-Cookie" not in written and b"Content-Encoding" not in written


def test_only_the_chosen_are_written(database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "some.warc"
    ask(capsys, database, "export", "--output", str(target), "--where", "headline LIKE '%Belmont%'")
    assert [url for _, url, _, _ in records(target)] == [f"https://{SITE}/ferry/"]
    assert refused(ask(capsys, database, "export", "--format", "warc"), "--format warc writes a file; name it")


def test_a_crawl_reads_back_what_was_written(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target, other = tmp_path / "pages.warc.gz", tmp_path / "other.db"
    ask(capsys, database, "export", "--output", str(target))
    done = scrapy("crawl", "warc", "-a", f"path={target}", DATABASE=str(other))
    assert done.returncode == 0, done.stderr
    told = "SELECT url, headline, text FROM articles ORDER BY url"
    assert [tuple(row) for row in rows(other, told)] == [tuple(row) for row in rows(database, told)]
    hashes = "SELECT DISTINCT hash FROM pages ORDER BY hash"
    assert [tuple(row) for row in rows(other, hashes)] == [tuple(row) for row in rows(database, hashes)]
    assert_sound(other)
