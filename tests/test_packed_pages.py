"""Compressed answers: bombs are unpacked no further than a page may be large, halves are no pages."""

from __future__ import annotations

import gzip
import random
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
import zstandard

from crawler.fetch.unpacking import TooMuch, unpack, unpacked_so_far
from tests.archive import headlines, rows
from tests.servers import Answer, Route, scrapy, serving, story

PACKINGS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda body: brotli.compress(body, quality=5),
    "zstd": zstandard.compress,
    "gzip, gzip": lambda body: gzip.compress(gzip.compress(body)),
}
LOUD = b"<p>boom</p>" * 1_000_000
LIMIT = 400_000
"""Bytes that a page may have."""


UNPACKED = [
    b"",
    b"<",
    bytes(131_072),
    story("Rain in Corby").encode(),
    LOUD[:70_000],
    random.Random(5).randbytes(300_000),
]


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("body", UNPACKED, ids=len)
def test_what_is_whole_and_what_is_not(packing: str, body: bytes) -> None:
    names = packing.split(", ")[::-1]
    packed = PACKINGS[packing](body)
    assert unpack(packed, names, 0) == (body, True)
    if len(packed) > 40:
        assert not unpack(packed[:-30], names, 0).whole
        assert body.startswith(unpack(packed[:-30], names, 0).body)


@pytest.mark.parametrize("packing", PACKINGS)
def test_a_bomb_is_unpacked_no_further_than_it_may_be(packing: str) -> None:
    with pytest.raises(TooMuch):
        unpack(PACKINGS[packing](LOUD), packing.split(", "), LIMIT)


@pytest.mark.parametrize("packing", PACKINGS)
def test_what_was_never_packed_is_taken_as_it_is(packing: str) -> None:
    page = story("Rain in Corby").encode()
    assert unpack(page, packing.split(", "), LIMIT) == (page, True)
    assert not unpack(b"\x1f\x8b\x08\x00nonsense", packing.split(", "), LIMIT).whole


def test_what_is_packed_otherwise_than_is_said_is_unpacked_as_it_shows_itself() -> None:
    page = story("Rain in Corby").encode()
    for said in ("br", "zstd", "deflate"):
        assert unpack(gzip.compress(page), [said], LIMIT) == (page, True)
    for said in ("br", "gzip", "deflate"):
        assert unpack(zstandard.compress(page), [said], LIMIT) == (page, True)
    assert not unpack(gzip.compress(page)[:-30], ["br"], LIMIT).whole
    with pytest.raises(TooMuch):
        unpack(gzip.compress(LOUD), ["br"], LIMIT)


def test_what_follows_a_packed_body_is_no_part_of_it_but_another_one_is() -> None:
    for pack in (gzip.compress, zstandard.compress):
        name, tail = ("gzip", 10) if pack is gzip.compress else ("zstd", 3)
        assert unpack(pack(b"one ") + pack(b"two") + bytes(9), [name], 0) == (b"one two", True)
        assert unpack(pack(b"one ") + pack(b"two")[:-tail], [name], 0).whole is False
    assert unpack(zlib.compress(b"one") + bytes(9), ["deflate"], 0) == (b"one", True)


def test_checksums_that_are_wrong_or_missing_are_passed_over_as_browsers_do() -> None:
    for packing in ("gzip", "deflate"):
        packed = PACKINGS[packing](LOUD[:70_000])
        for end in (packed[-3:], b"\0\0\0", b""):
            assert unpack(packed[:-3] + end, [packing], 0) == (LOUD[:70_000], True)
        assert not unpack(packed[:-9], [packing], 0).whole
    assert unpack(gzip.compress(b"one ")[:-8] + b"????????" + gzip.compress(b"two"), ["gzip"], 0) == (b"one two", True)


def test_what_stands_in_the_head_of_a_gzip_file_is_passed_over() -> None:
    plain = gzip.compress(b"one")
    head, rest = plain[:3], plain[4:]
    full = head + b"\x1e" + rest[:6] + b"\x03\0abc" + b"one.html\0" + b"a remark\0" + b"\x12\x34" + rest[6:]
    assert unpack(full, ["gzip"], 0) == (b"one", True)
    for end in range(len(full) - 8):
        assert not unpack(full[:end], ["gzip"], 0).whole or end == 0


EMPTY_BLOCKS = bytes.fromhex(
    "04c0810800000000a0fda93f0170200200000000687fea4f001c880000000000da9ffa130007220000000080f6a7fe"
)
"""Four blocks of deflate that tell how their letters are written, and hold none: a second for 10 MB of them."""


def test_a_body_that_takes_long_ends_at_its_time_however_large_it_may_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.fetch.unpacking.LONGEST", 0.1)
    slow = EMPTY_BLOCKS * 300_000
    began = time.process_time()
    with pytest.raises(TooMuch):
        unpack(slow, ["deflate"], 0)
    assert unpacked_so_far(gzip.compress(b"")[:10] + slow, "gzip", 64 * 1024 * 1024) == b""
    assert time.process_time() - began < 1


def test_bombs_are_too_large_halves_are_tried_again_and_the_rest_is_filed(tmp_path: Path) -> None:
    def packed(packing: str, body: bytes, end: int | None = None) -> Answer:
        return Answer(PACKINGS[packing](body)[:end], headers={"Content-Encoding": packing})

    routes: dict[str, Route] = {}
    for number, packing in enumerate(PACKINGS):
        page = story(f"Rain in Town{number}").encode()
        routes |= {
            f"/whole-{number}/": packed(packing, page),
            f"/half-{number}/": packed(packing, page, -30),
            f"/bomb-{number}/": packed(packing, LOUD),
        }
    damaged = gzip.compress(story("Rain in Town6").encode())[:-8] + bytes(8)
    routes["/whole-6/"] = Answer(damaged, headers={"Content-Encoding": "gzip"})
    for number, said in enumerate(("gzip,", '"gzip"', ", gzip", "none"), start=7):
        answer = Answer(gzip.compress(story(f"Rain in Town{number}").encode()), headers={"Content-Encoding": said})
        routes[f"/whole-{number}/"] = answer
    routes["/whole-5/"] = Answer(gzip.compress(story("Rain in Town5").encode()))  # which its server forgot to say
    with serving(routes) as site:
        given = "\n".join(site.url + path for path in routes)
        database = tmp_path / "db"
        done = scrapy(
            "crawl", "pages", "-a", "urls=-", stdin=given, DATABASE=str(database), DOWNLOAD_MAXSIZE=str(LIMIT)
        )
    assert (done.returncode, done.stderr) == (0, "")
    told = {row["url"].split("/")[3]: row["reason"] for row in rows(database, "SELECT url, reason FROM urls")}
    assert {told[f"bomb-{number}"] for number in range(5)} == {"page too large (decompressed)"}
    assert {told[f"half-{number}"] for number in range(5)} == {
        "connection broke off (compressed body is damaged or ends early)"
    }
    assert headlines(database) == {f"Rain in Town{number}" for number in range(11)}
