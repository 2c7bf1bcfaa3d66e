"""``scrapy crawl warc``: the pages of WARC archives become articles; nothing is fetched, lost or filed twice."""

from __future__ import annotations

import gzip
import signal
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import NamedTemporaryFile

import pytest
from hypothesis import given, settings
from hypothesis.strategies import binary, booleans, floats, integers

from crawler.captures import ArchiveError, Capture, Page, Passed, captures, check_archive
from crawler.records import Candidate
from crawler.spiders.base import ArgumentError
from crawler.spiders.warc import archive_paths
from crawler.storage import Recrawl, Store
from tests.archive import counters, headlines, ledger, rows
from tests.servers import PARAGRAPHS, scrapy, story, under_way
from tests.warcs import Archive, chunked, packed

SITE = "http://news.example"
LIMIT = 1 << 20


def crawl(tmp_path: Path, path: str | Path) -> subprocess.CompletedProcess[str]:
    return scrapy("crawl", "warc", "-a", f"path={path}", DATABASE=str(tmp_path / "db"))


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


@pytest.mark.parametrize("name", ["cut.warc.gz", "cut.warc"])
def test_a_file_that_is_cut_off_gives_what_stands_before_and_says_where(tmp_path: Path, name: str) -> None:
    archive = Archive(gz=name.endswith("gz")).response(f"{SITE}/whole/", story("Bridge closes in Ashford"))
    until = len(archive.bytes())
    archive.response(f"{SITE}/half/", story("Ferry returns to Dunmore"))
    whole = archive.bytes()
    path = tmp_path / name
    path.write_bytes(whole[: until + (len(whole) - until) * 3 // 4])
    done = crawl(tmp_path, path)
    assert done.returncode == 1
    assert done.stderr == (
        f"scrapy crawl: {path}: cut off in the record at byte {until}; what stands before it is filed\n"
    )
    assert headlines(tmp_path / "db") == {"Bridge closes in Ashford"}
    path.write_bytes(whole)  # downloaded again
    assert crawl(tmp_path, path).returncode == 0
    assert headlines(tmp_path / "db") == {"Bridge closes in Ashford", "Ferry returns to Dunmore"}


def test_every_cut_of_an_archive_yields_whole_records_only(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    for gz in (True, False):
        archive = Archive(gz=gz)
        ends = [len(archive.bytes())]
        for number in range(2):
            archive.response(f"{SITE}/{number}/", story(f"Story {number} from Town{number}", "One paragraph only."))
            ends.append(len(archive.bytes()))
        whole = archive.bytes()
        for cut in range(1, len(whole), 7):
            path.write_bytes(whole[:cut])
            found: list[Capture] = []
            try:
                found.extend(captures(path, 0, LIMIT))
            except ArchiveError as error:
                assert str(path) in str(error)
            else:
                assert any(end - 8 <= cut <= end for end in ends), cut
            assert all(capture.end <= cut + 4 for capture in found)
            assert len([each for each in found if isinstance(each.content, Page)]) <= sum(
                end <= cut + 4 for end in ends[1:]
            )


@settings(max_examples=150, deadline=None)
@given(gz=booleans(), place=floats(0, 1), junk=binary(max_size=30), taken=integers(0, 60))
def test_damage_never_ends_in_more_than_one_clear_line(gz: bool, place: float, junk: bytes, taken: int) -> None:
    archive = Archive(gz=gz)
    for number in range(3):
        archive.response(f"{SITE}/{number}/", packed(story("Rain in Corby")), headers=(("Content-Encoding", "gzip"),))
    whole = archive.bytes()
    at = int(place * len(whole))
    with NamedTemporaryFile(suffix=".warc") as file:
        file.write(whole[:at] + junk + whole[at + taken :])
        file.flush()
        try:
            check_archive(Path(file.name))
            found = list(captures(Path(file.name), 0, LIMIT))
        except ArchiveError as error:
            assert str(error).startswith(file.name)
        else:
            assert all(each.start < each.end for each in found)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "no such file"),
        (b"", "an empty file"),
        (b"<html>not an archive</html>", "not a WARC file"),
        (gzip.compress(b"<html>not an archive</html>", mtime=0), "not a WARC file"),
        (b"\x1f\x8b\x08\x00 broken", "not a WARC file"),
    ],
)
def test_what_is_no_archive_is_refused_before_anything_is_read(
    tmp_path: Path, content: bytes | None, complaint: str
) -> None:
    path = tmp_path / "a.warc.gz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ArgumentError, match=complaint) as refusal:
        archive_paths(str(path))
    assert str(path) in str(refusal.value)
    with pytest.raises(ArgumentError, match="no file matches"):
        archive_paths(str(tmp_path / "none-*.warc"))
    with pytest.raises(ArgumentError, match=f"a folder; its archives are a pattern in quotes, as '{tmp_path}/"):
        archive_paths(str(tmp_path))


def test_damage_in_the_middle_and_a_file_compressed_as_a_whole_are_told_in_one_line(tmp_path: Path) -> None:
    archive = Archive()
    for number in range(3):
        archive.response(f"{SITE}/{number}/", story(f"Story {number} from Town{number}"))
    damaged = bytearray(archive.bytes())
    middle = len(damaged) // 2
    damaged[middle : middle + 40] = b"\0" * 40
    (tmp_path / "damaged.warc.gz").write_bytes(bytes(damaged))
    plain = Archive(gz=False)
    plain.response(f"{SITE}/one/", story("Bridge closes in Ashford")).response(
        f"{SITE}/two/", story("Ferry in Dunmore")
    )
    (tmp_path / "whole.warc.gz").write_bytes(gzip.compress(plain.bytes()))
    noise = Random(1).randbytes(100_000)  # more than is read at once
    plain.response(f"{SITE}/photo.jpg", noise, content_type="image/jpeg")
    (tmp_path / "large.warc.gz").write_bytes(gzip.compress(plain.bytes()))
    for name, words in (("damaged", "at byte"), ("whole", "gunzip"), ("large", "gunzip")):
        done = crawl(tmp_path, tmp_path / f"{name}.warc.gz")
        assert done.returncode == 1
        assert words in done.stderr
        assert len(done.stderr.splitlines()) == 1, done.stderr


def test_heads_without_end_and_lengths_beyond_measure_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    bridge = Archive(gz=False).response(f"{SITE}/1/", story("Bridge closes in Ashford")).bytes()
    long = Archive(gz=False).response(f"{SITE}/2/", story("Rain in Corby"), headers=(("X", "y" * 3 * LIMIT),)).bytes()
    path.write_bytes(long + bridge)
    assert [type(each.content) for each in captures(path, 0, 16 * LIMIT)] == [Passed, Page, Passed, Page]
    beyond = bridge.replace(b"Content-Length: ", b"Content-Length: " + b"9" * 30)
    for spoilt, words in (
        (b"WARC/1.0\r\nX: " + b"y" * 20_000_000, "a line of its head is longer than 1 MiB"),
        (beyond, "cut off in the record at byte"),
    ):
        path.write_bytes(bridge + spoilt)
        with pytest.raises(ArchiveError, match=words):
            list(captures(path, 0, LIMIT))


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
