"""Archives that are cut off, damaged, or none: what stands before the damage is filed, and one line says where."""

from __future__ import annotations

import gzip
from pathlib import Path
from random import Random
from tempfile import NamedTemporaryFile

import pytest
from hypothesis import given, settings
from hypothesis.strategies import binary, booleans, floats, integers

from crawler.captures import ArchiveError, Capture, Page, Passed, captures, check_archive
from crawler.spiders.base import ArgumentError
from crawler.spiders.warc import archive_paths
from tests.archive import headlines
from tests.servers import story
from tests.warcs import Archive, crawl, packed

SITE = "http://news.example"
LIMIT = 1 << 20


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


def test_each_of_several_damaged_archives_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    whole = Archive(gz=False).response(f"{SITE}/whole/", story("Bridge closes in Ashford"))
    begun = len(whole.bytes())
    whole.response(f"{SITE}/half/", story("Ferry returns to Dunmore"))
    for name in ("a", "b"):
        (tmp_path / f"{name}.warc").write_bytes(whole.bytes()[: begun + 300])
    Archive().response(f"{SITE}/last/", story("Rain in Corby")).write(tmp_path / "c.warc.gz")
    done = crawl(tmp_path, tmp_path / "*.warc*")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        f"scrapy crawl: {tmp_path}/{name}: cut off in the record at byte {begun}; what stands before it is filed"
        for name in ("a.warc", "b.warc")
    ]
    assert headlines(tmp_path / "db") == {"Bridge closes in Ashford", "Rain in Corby"}


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
    many = Archive(gz=False).response(f"{SITE}/3/", story("Rain in Corby"), headers=(("X", "y"),) * 20_000).bytes()
    path.write_bytes(many + bridge)
    assert [type(each.content) for each in captures(path, 0, 16 * LIMIT)] == [Passed, Passed, Passed, Page]
    path.write_bytes(long + bridge)
    assert [type(each.content) for each in captures(path, 0, 16 * LIMIT)] == [Passed, Page, Passed, Page]
    beyond = bridge.replace(b"Content-Length: ", b"Content-Length: " + b"9" * 30)
    for spoilt, words in (
        (b"WARC/1.0\r\nX: " + b"y" * 20_000_000, "a line of its head is longer than 1 MiB"),
        (b"WARC/1.0\r\n" + b"X: y\r\n" * 20_000, "its head has more than 10,000 lines"),
        (beyond, "cut off in the record at byte"),
    ):
        path.write_bytes(bridge + spoilt)
        with pytest.raises(ArchiveError, match=words):
            list(captures(path, 0, LIMIT))
