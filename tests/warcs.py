"""Writes WARC files for tests, as archives of the web hold them."""

from __future__ import annotations

import gzip
import subprocess
from io import BytesIO
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.servers import scrapy

DAY = "2024-05-03T08:00:00Z"


class Archive:
    """A WARC in the making; ``write`` puts it into a file, compressed where the name says so."""

    def __init__(self, *, gz: bool = True) -> None:
        self._sink = BytesIO()
        self._writer = WARCWriter(self._sink, gzip=gz)
        self._writer.write_record(self._writer.create_warcinfo_record("test", {"software": "tests"}))

    def response(
        self,
        url: str,
        body: str | bytes,
        *,
        date: str = DAY,
        status: str = "200 OK",
        content_type: str = "text/html; charset=utf-8",
        headers: tuple[tuple[str, str], ...] = (),
        warc_headers: dict[str, str] | None = None,
    ) -> Archive:
        """Add the capture of an answer; ``body`` as it went over the wire."""
        payload = body.encode() if isinstance(body, str) else body
        http = StatusAndHeaders(status, [("Content-Type", content_type), *headers], protocol="HTTP/1.1")
        told = {"WARC-Date": date, **(warc_headers or {})}
        record = self._writer.create_warc_record(
            url, "response", payload=BytesIO(payload), length=len(payload), http_headers=http, warc_headers_dict=told
        )
        self._writer.write_record(record)
        return self

    def revisit(self, url: str, *, date: str, first: str) -> Archive:
        """Add a capture that found what was captured at ``first``."""
        http = StatusAndHeaders("200 OK", [("Content-Type", "text/html")], protocol="HTTP/1.1")
        record = self._writer.create_revisit_record(url, "sha1:ABC", url, first, http, {"WARC-Date": date})
        self._writer.write_record(record)
        return self

    def other(self, kind: str, url: str) -> Archive:
        """Add a record that is no capture."""
        payload = b"GET / HTTP/1.1\r\nHost: news.example\r\n\r\n"
        record = self._writer.create_warc_record(url, kind, payload=BytesIO(payload), length=len(payload))
        self._writer.write_record(record)
        return self

    def bytes(self) -> bytes:
        """The file so far."""
        return self._sink.getvalue()

    def write(self, path: Path) -> Path:
        """Write the file; returns its path."""
        path.write_bytes(self.bytes())
        return path


def chunked(body: bytes, size: int = 700) -> bytes:
    """The body in HTTP's chunks."""
    parts = [body[start : start + size] for start in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def packed(body: str) -> bytes:
    """The body in gzip."""
    return gzip.compress(body.encode())


def crawl(tmp_path: Path, path: str | Path) -> subprocess.CompletedProcess[str]:
    """``scrapy crawl warc`` of the files at ``path``, into the database ``db`` of the folder."""
    return scrapy("crawl", "warc", "-a", f"path={path}", DATABASE=str(tmp_path / "db"))
