"""``scrapy crawl warc``: the pages of WARC archives become articles; nothing is fetched, lost or filed twice."""

from __future__ import annotations

import signal
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.records.finds import Candidate
from crawler.storage import Recrawl, Store
from tests.archive import counters, headlines, ledger, rows
from tests.servers import PARAGRAPHS, story, under_way
from tests.warcs import Archive, chunked, crawl, packed

SITE = "http://news.example"


@pytest.mark.parametrize("name", ["CC-NEWS-1.warc.gz", "site.warc"])
def test_pages_become_articles_whatever_the_form_in_which_they_were_captured(tmp_path: Path, name: str) -> None:
    page = story("Ferry returns to Dunmore")
    gzip_header, chunk_header = ("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")
    archive = (
        Archive(gz=name.endswith("gz"))
        .other("request", f"{SITE}/plain/")
        .response(f"{SITE}/plain/", story("Bridge closes in Ashford"))
        .response(f"{SITE}/packed/", packed(page), headers=(gzip_header,))
        .response(f"{SITE}/chunked/", chunked(packed(story("Rain in Corby"))), headers=(gzip_header, chunk_header))
        .response(f"{SITE}/unpacked/", story("Snow in Derwent"), headers=(gzip_header, chunk_header))
        .response(f"<{SITE}/quoted/>", story("Market moves to Elmstead"))
        .response(f"{SITE}/half/", packed(page)[:-40], headers=(gzip_header,))
        .response(f"{SITE}/cut/", page[:300], warc_headers={"WARC-Truncated": "length"})
        .response(f"{SITE}/photo.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 200, content_type="image/jpeg")
        .response(f"{SITE}/gone/", "<h1>Gone</h1>", status="404 Not Found")
        .response(f"{SITE}/old/", "", status="301 Moved", headers=(("Location", "/new/"),))
        .other("metadata", f"{SITE}/plain/")
        .response("dns:news.example", b"news.example. IN A 192.0.2.1", content_type="text/dns")
    )
    done = crawl(tmp_path, archive.write(tmp_path / name))
    assert done.returncode == 0, done.stderr
    assert headlines(tmp_path / "db") == {
        "Bridge closes in Ashford",
        "Ferry returns to Dunmore",
        "Rain in Corby",
        "Snow in Derwent",
        "Market moves to Elmstead",
    }
    (row,) = rows(tmp_path / "db", "SELECT text FROM articles WHERE headline LIKE 'Rain%'")
    assert row["text"].split("\n\n") == [text.format(place="Corby") for text in PARAGRAPHS]
    assert {row["source"] for row in rows(tmp_path / "db", "SELECT source FROM urls")} == {"warc"}
    counted = counters(tmp_path / "db")
    assert counted["skipped/capture was cut off when it was made"] == 2
    assert counted["skipped/HTTP 404"] == counted["skipped/HTTP 301"] == 1
    assert counted["skipped/not a web page but binary"] == 1


def test_an_older_capture_never_replaces_a_newer_text_and_a_newer_one_is_a_revision(tmp_path: Path) -> None:
    url = f"{SITE}/bridge/"
    old, new = "The bridge is closed, the council said.", "The bridge has opened again, the council said today."
    archive = (
        Archive()
        .response(url, story("Bridge in Ashford", new), date="2024-06-01T00:00:00Z")
        .response(url, story("Bridge in Ashford", old), date="2024-05-01T00:00:00Z")
    )
    assert crawl(tmp_path, archive.write(tmp_path / "first.warc.gz")).returncode == 0
    database = tmp_path / "db"
    assert [row["text"] for row in rows(database, "SELECT text FROM articles")] == [new]
    assert [row["text"] for row in rows(database, "SELECT text FROM revisions")] == [old]
    assert rows(database, "SELECT fetched_at FROM urls")[0]["fetched_at"] == "2024-06-01T00:00:00Z"
    latest = "The bridge was painted green."
    later = Archive().response(url, story("Bridge in Ashford", latest), date="2024-07-01T00:00:00Z")
    assert crawl(tmp_path, later.write(tmp_path / "later.warc")).returncode == 0
    assert [row["text"] for row in rows(database, "SELECT text FROM articles")] == [latest]
    assert {row["text"] for row in rows(database, "SELECT text FROM revisions")} == {old, new}


def test_a_capture_of_a_day_to_come_is_one_of_today(tmp_path: Path) -> None:
    ahead = Archive().response(f"{SITE}/rain/", story("Rain in Corby"), date="9999-12-31T23:59:59Z")
    assert crawl(tmp_path, ahead.write(tmp_path / "a.warc.gz")).returncode == 0
    assert headlines(tmp_path / "db") == {"Rain in Corby"}
    (row,) = rows(tmp_path / "db", "SELECT fetched_at FROM urls")
    assert row["fetched_at"] <= f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"


def test_a_revisit_says_that_the_page_stood_and_nothing_where_another_form_is_on_file(tmp_path: Path) -> None:
    kept, changed = f"{SITE}/kept/", f"{SITE}/changed/"
    archive = Archive().response(kept, story("Bridge in Ashford"), date="2024-05-01T00:00:00Z")
    archive.response(changed, story("Ferry in Dunmore"), date="2024-05-03T00:00:00Z")
    crawl(tmp_path, archive.write(tmp_path / "first.warc.gz"))
    repeats = Archive().revisit(f"{SITE}/unknown/", date="2024-05-09T00:00:00Z", first="2024-05-01T00:00:00Z")
    for url in (kept, changed):
        repeats.revisit(url, date="2024-05-09T00:00:00Z", first="2024-05-01T00:00:00Z")
    assert crawl(tmp_path, repeats.write(tmp_path / "second.warc.gz")).returncode == 0
    seen = {row["url"]: row["fetched_at"] for row in rows(tmp_path / "db", "SELECT url, fetched_at FROM urls")}
    assert seen == {kept: "2024-05-09T00:00:00Z", changed: "2024-05-03T00:00:00Z"}


def test_a_pattern_names_many_files_and_what_was_read_is_not_read_again(tmp_path: Path) -> None:
    for number in (1, 2):
        archive = Archive().response(f"{SITE}/{number}/", story(f"Story {number} from Town{number}"))
        archive.write(tmp_path / f"part-{number}.warc.gz")
    first = crawl(tmp_path, tmp_path / "part-*.warc.gz")
    assert first.returncode == 0, first.stderr
    assert len(headlines(tmp_path / "db")) == 2
    before = [tuple(row) for row in rows(tmp_path / "db", "SELECT * FROM urls")]
    again = crawl(tmp_path, f"{tmp_path}/part-1.warc.gz,{tmp_path}/part-2.warc.gz,{tmp_path}/part-1.warc.gz")
    assert again.returncode == 0, again.stderr
    assert "archives read before  2" in again.stdout
    assert [tuple(row) for row in rows(tmp_path / "db", "SELECT * FROM urls")] == before


def test_a_story_on_several_pages_is_not_filed_in_part(tmp_path: Path) -> None:
    links = '<div class="page-links"><a class="post-page-numbers" href="{0}/long/{1}">{1}</a></div>'
    archive = (
        Archive()
        .response(f"{SITE}/long/", story("A long read", tail=links.format(SITE, "2/")))
        .response(f"{SITE}/long/2/", story("A long read", tail=links.format(SITE, "3/")))
    )
    assert crawl(tmp_path, archive.write(tmp_path / "a.warc.gz")).returncode == 1
    assert headlines(tmp_path / "db") == set()
    assert counters(tmp_path / "db")["skipped/one page of a story on several"] == 2
    told = {(row["url"], row["state"], row["reason"]) for row in rows(tmp_path / "db", "SELECT * FROM urls")}
    assert told == {(f"{SITE}/long/{rest}", "skipped", "one page of a story on several") for rest in ("", "2/")}


def test_an_archive_adds_old_stories_to_a_ledger_that_knows_better(tmp_path: Path) -> None:
    database = tmp_path / "db"
    with Store.open(database) as store:
        store.begin_crawl("site", {})
        told = [Candidate(f"{SITE}/changed/", "sitemap", lastmod=datetime(2024, 6, 1, tzinfo=UTC))]
        store.add_candidates("news.example", told, recrawl=Recrawl.CHANGED)
    archive = Archive().response(f"{SITE}/changed/", story("Bridge closes in Ashford"), date="2024-05-01T00:00:00Z")
    assert crawl(tmp_path, archive.write(tmp_path / "a.warc.gz")).returncode == 0
    assert headlines(database) == {"Bridge closes in Ashford"}
    assert ledger(database)["/changed/"][0] == "pending"  # the archive's form is older than the change that is known


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_reading_that_was_ended_goes_on_where_it_was(tmp_path: Path, how: signal.Signals) -> None:
    archive = Archive()
    for number in range(400):
        archive.response(f"{SITE}/{number}/", story(f"Story {number} from Town{number}"))
    path = archive.write(tmp_path / "a.warc.gz")
    database = tmp_path / "db"
    with under_way("crawl", "warc", "-a", f"path={path}", DATABASE=str(database)) as reading:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and not _position(database):
            time.sleep(0.01)
        reading.send_signal(how)
        reading.wait(10)
    position, filed = _position(database), len(headlines(database))
    assert 0 < position < path.stat().st_size
    assert 0 < filed < 400
    assert crawl(tmp_path, path).returncode == 0
    assert len(headlines(database)) == 400
    assert counters(database)["discovery/found"] < 400
    (row,) = rows(database, "SELECT position, done, records FROM archives")
    assert (row["position"], row["done"], row["records"]) == (path.stat().st_size, 1, 401)
    assert rows(database, "PRAGMA integrity_check")[0][0] == "ok"


def _position(database: Path) -> int:
    try:
        found = rows(database, "SELECT position FROM archives")
    except Exception:
        return 0
    return found[0]["position"] if found else 0
