"""Compressed answers: bombs are unpacked no further than a page may be large, halves are no pages."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
import zstandard

from crawler.wholeness import is_whole
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


@pytest.mark.parametrize("packing", PACKINGS)
def test_what_is_whole_and_what_is_not(packing: str) -> None:
    outermost = packing.rpartition(", ")[2]
    body = PACKINGS[packing](story("Rain in Corby").encode())
    assert is_whole(body, outermost, LIMIT)
    assert not is_whole(body[:-30], outermost, LIMIT)
    assert is_whole(PACKINGS[packing](LOUD), outermost, LIMIT)  # too large, which is told elsewhere


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
    with serving(routes) as site:
        given = "\n".join(site.url + path for path in routes)
        database = tmp_path / "db"
        done = scrapy(
            "crawl", "pages", "-a", "urls=-", stdin=given, DATABASE=str(database), DOWNLOAD_MAXSIZE=str(LIMIT)
        )
    assert (done.returncode, done.stderr) == (0, "")
    told = {row["url"].split("/")[3]: row["reason"] for row in rows(database, "SELECT url, reason FROM urls")}
    assert {told[f"bomb-{number}"] for number in range(5)} == {"page too large (decompressed)"}
    assert {told[f"half-{number}"] for number in range(5)} == {"connection broke off (compressed body ends early)"}
    assert headlines(database) == {f"Rain in Town{number}" for number in range(5)}
