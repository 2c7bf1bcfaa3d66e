"""WARC: the pages themselves as their servers sent them, for any tool that reads archives of the web."""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Iterable
from hashlib import sha1
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from string import printable
from typing import BinaryIO, NamedTuple
from urllib.parse import quote

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from crawler.settings import BOT_NAME
from crawler.storage.pages.capturing import Captured

FETCHED = frozenset({"page", "warc"})
"""Origins of pages that a server sent; of the others, the site's own copies, no answer is kept but what it held."""
_OF_THE_WIRE = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers of how a body was sent; it is kept as it was meant."""


class _Earlier(NamedTuple):
    url: str
    captured_at: str
    digest: str


def write(pages: Iterable[Captured], path: Path) -> int:
    """Write a record a fetch into a file, each compressed where its name ends in ``.gz``.

    A page that is as it was when it was fetched before becomes a record that refers to the one of then.
    """
    with path.open("wb") as out:
        return write_to(out, pages, gz=path.suffix == ".gz")


def write_to(out: BinaryIO, pages: Iterable[Captured], *, gz: bool) -> int:
    """Write a record a fetch, behind one that says what made the file; returns how many fetches."""
    writer = WARCWriter(out, gzip=gz, warc_version="1.1")
    writer.write_record(writer.create_warcinfo_record(None, {"software": BOT_NAME, "format": "WARC File Format 1.1"}))
    earlier: _Earlier | None = None
    written = 0
    for page in pages:
        digest = "sha1:" + b32encode(sha1(page.body, usedforsecurity=False).digest()).decode()
        same = earlier is not None and (earlier.url, earlier.digest) == (page.url, digest)
        if same and earlier is not None and page.origin in FETCHED:
            record = writer.create_revisit_record(
                page.url, digest, earlier.url, earlier.captured_at, _http(page), {"WARC-Date": page.captured_at}
            )
        else:
            record = _whole(writer, page)
            earlier = _Earlier(page.url, page.captured_at, digest) if page.origin in FETCHED else None
        writer.write_record(record)
        written += 1
    return written


def _whole(writer: WARCWriter, page: Captured) -> ArcWarcRecord:
    kind, http = ("response", _http(page)) if page.origin in FETCHED else ("resource", None)
    return writer.create_warc_record(
        page.url,
        kind,
        payload=BytesIO(page.body),
        length=len(page.body),
        warc_content_type="" if http else "text/html; charset=utf-8",
        http_headers=http,
        warc_headers_dict={"WARC-Date": page.captured_at},
    )


def _http(page: Captured) -> StatusAndHeaders:
    phrase = HTTPStatus(page.status).phrase if page.status in list(HTTPStatus) else ""
    kept = [(_plain(name), _plain(value)) for name, value in page.headers if name.lower() not in _OF_THE_WIRE]
    length = ("Content-Length", str(len(page.body)))
    return StatusAndHeaders(f"{page.status} {phrase}".strip(), [*kept, length], protocol="HTTP/1.1")


def _plain(text: str) -> str:
    """A part of a header on one line, with escapes for what is not ASCII: warcio takes only some of it."""
    return quote(" ".join(text.split()), safe=printable)
