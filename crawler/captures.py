"""Reads the captures of web pages in a WARC file, one at a time and from any place in it."""

from __future__ import annotations

import logging
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from os import SEEK_END
from pathlib import Path

from w3lib.encoding import http_content_type_encoding
from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import ChunkedDataReader, DecompressingBufferedReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.limitreader import LimitReader
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders, StatusAndHeadersParser, StatusAndHeadersParserException

from crawler.fetch.sniffing import kind_of
from crawler.fetch.unpacking import UNPACKERS, TooMuch, unpack

BEGINNING = b"WARC/"
LONGEST_LINE = 2**20
"""Bytes of a line that are read at once; the head of no record has one that is longer."""
MOST_LINES = 10_000
"""Lines of a head, beyond which it is none; each is held until the head ends."""
LONG_LINE = "a line of its head is longer than 1 MiB"
MANY_LINES = f"its head has more than {MOST_LINES:,} lines"
logging.getLogger("warcio").setLevel(logging.ERROR)  # it warns of what is only odd, in a format of its own

_HTTP = StatusAndHeadersParser(["HTTP/1.1", "HTTP/1.0"], verify=False)


class ArchiveError(Exception):
    """A file cannot be read as a WARC, or not to its end: one line that names it, the place and the way out."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a server answered at ``captured_at`` (aware), as the archive has it; ``body`` is decoded, but for text."""

    url: str
    captured_at: datetime
    headers: tuple[tuple[str, str], ...]
    body: bytes
    encoding: str | None


@dataclass(frozen=True, slots=True)
class Repeat:
    """The capture of a page that was found as it had been at ``first_at`` (aware), and not stored again."""

    url: str
    captured_at: datetime
    first_at: datetime


@dataclass(frozen=True, slots=True)
class Passed:
    """A capture that holds no page, and why; ``reason`` is empty for records that are no captures at all."""

    reason: str


@dataclass(frozen=True, slots=True)
class Capture:
    """A record of the archive from byte ``start`` to byte ``end`` of the file, and what it holds."""

    start: int
    end: int
    content: Page | Repeat | Passed


def captures(path: Path, position: int, max_size: int) -> Iterator[Capture]:
    """Every record from byte ``position`` on; no page larger than ``max_size`` bytes is held.

    Raises ``ArchiveError`` where the file is damaged or cut off; a record that is not whole is never yielded.
    """
    start = position
    try:
        with path.open("rb") as file:
            file.seek(position)
            records = _Records(file)
            for record in records:
                content = _content(record, max_size)
                records.read_to_end()
                if records.cut_off():
                    break
                yield Capture(start, records.offset, content)
                start = records.offset
            if start < file.seek(0, SEEK_END):
                raise ArchiveError(f"{path}: cut off in the record at byte {start}; what stands before it is filed")
    except (ArchiveLoadFailed, StatusAndHeadersParserException) as error:
        raise ArchiveError(f"{path}: {_explained(str(error), start)}") from error
    except (zlib.error, EOFError) as error:
        raise ArchiveError(f"{path}: damaged in the record at byte {start} ({error}); download it again") from error
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror or error}") from error


def check_archive(path: Path) -> None:
    """Raise ``ArchiveError`` unless the file begins as a WARC does, compressed or not."""
    try:
        with path.open("rb") as file:
            beginning = DecompressingBufferedReader(file).read(len(BEGINNING))
    except OSError as error:
        raise ArchiveError(f"{path}: {error.strerror or error}") from error
    if beginning != BEGINNING:
        raise ArchiveError(f"{path}: not a WARC file (.warc or .warc.gz)" if beginning else f"{path}: an empty file")


class _Reader(DecompressingBufferedReader):  # type: ignore[misc]  # warcio has no types
    """warcio's reader, but one that raises where the compression is damaged, rather than print it and go on."""

    _lines = 0

    def _decompress(self, data: bytes) -> bytes:
        if self.num_block_read == 0 or not self.decompressor:
            return super()._decompress(data)  # type: ignore[no-any-return]
        unpacked: bytes = self.decompressor.decompress(data)
        return unpacked

    def readline(self, length: int | None = None) -> bytes:
        """A line, of ``length`` bytes at most; warcio adds piece to piece of one without end, which takes for ever."""
        most = LONGEST_LINE if length is None else min(length, LONGEST_LINE)
        line: bytes = super().readline(most)
        while line and not line.endswith(b"\n") and len(line) < most and (more := super().readline(most - len(line))):
            line += more
        if length is None:  # in a record, whose end is known, what is left of a line is one by itself
            self._lines = self._lines + 1 if line.strip() else 0
            if len(line) == LONGEST_LINE and not line.endswith(b"\n"):
                raise ArchiveLoadFailed(LONG_LINE)
            if self._lines > MOST_LINES:
                raise ArchiveLoadFailed(MANY_LINES)
        return line


class _Head:
    """The head of an answer, of which no more than so many lines are read."""

    def __init__(self, stream: LimitReader) -> None:
        self._stream, self._lines = stream, 0

    def readline(self) -> bytes:
        """The next line; raises where there have been too many."""
        self._lines += 1
        if self._lines > MOST_LINES:
            raise StatusAndHeadersParserException(MANY_LINES, "")
        line: bytes = self._stream.readline()
        return line


class _Records(ArchiveIterator):  # type: ignore[misc]
    """warcio's iterator, quiet, and able to tell whether a record came whole."""

    INC_RECORD = ""

    def __init__(self, file: object) -> None:
        super().__init__(file, no_record_parse=True)  # one bad answer must not end the reading
        self.reader = _Reader(file)

    def cut_off(self) -> bool:
        """Whether the file ended before the record that was read last."""
        missing = getattr(self.record.raw_stream, "limit", 1) > 0  # without a length there is no telling
        packed = self.reader.decompressor
        if packed is None or packed.eof or missing:
            return missing
        place, end = self.fh.tell(), self.fh.seek(0, SEEK_END)
        self.fh.seek(place)
        return bool(place == end)  # else its records are packed together, as the next one tells


def _content(record: ArcWarcRecord, max_size: int) -> Page | Repeat | Passed:
    headers = record.rec_headers
    if record.rec_type not in ("response", "revisit", "resource"):
        return Passed("")
    url = headers.get_header("WARC-Target-URI") or ""
    captured_at = _moment(headers.get_header("WARC-Date"))
    if not url.lower().startswith(("http:", "https:")):
        return Passed("not an http capture")
    if captured_at is None:
        return Passed("capture without a date")
    if record.rec_type == "revisit":
        same_page = headers.get_header("WARC-Refers-To-Target-URI") in (None, url)
        first_at = _moment(headers.get_header("WARC-Refers-To-Date"))
        return Repeat(url, captured_at, first_at) if same_page and first_at else Passed("capture of what was known")
    if record.rec_type == "resource":
        return _resource(record, url, captured_at, max_size)
    return _page(record, url, captured_at, max_size)


def _resource(record: ArcWarcRecord, url: str, captured_at: datetime, max_size: int) -> Page | Passed:
    """A page that no server sent so: what a program had of it, as a site's own copy of a story."""
    if record.length is None or record.length > max_size:
        return Passed("page too large")
    content_type = record.rec_headers.get_header("Content-Type") or ""
    body = record.raw_stream.read()
    kind = kind_of(body, content_type)
    if kind != "html":
        return Passed(f"not a web page but {kind}")
    return Page(url, captured_at, (), body, http_content_type_encoding(content_type))


def _page(record: ArcWarcRecord, url: str, captured_at: datetime, max_size: int) -> Page | Passed:
    if record.length is None or record.length > max_size:
        return Passed("page too large")
    try:
        http: StatusAndHeaders = _HTTP.parse(_Head(record.raw_stream))
    except (StatusAndHeadersParserException, EOFError):
        return Passed("not an http capture")
    status = http.get_statuscode()
    if status not in ("200", "203"):
        return Passed(f"HTTP {status}")
    if record.rec_headers.get_header("WARC-Truncated"):
        return Passed("capture was cut off when it was made")
    packing = (http.get_header("Content-Encoding") or "").strip().lower()
    packed = record.raw_stream.read()
    if (http.get_header("Transfer-Encoding") or "").strip().lower() == "chunked":
        packed = ChunkedDataReader(BytesIO(packed)).read()
    try:
        body, whole = unpack(packed, [packing], max_size) if packed and packing in UNPACKERS else (packed, True)
    except TooMuch:
        return Passed("page too large")
    if not whole:
        return Passed("capture was cut off when it was made")
    content_type = http.get_header("Content-Type") or ""
    kind = kind_of(body, content_type)
    if kind != "html":
        return Passed("empty answer" if kind == "empty" else f"not a web page but {kind}")
    return Page(url, captured_at, tuple(http.headers), body, http_content_type_encoding(content_type))


def _moment(value: str | None) -> datetime | None:
    """The moment in a record's head (aware); the present one where that has yet to come: a clock was ahead."""
    try:
        moment = datetime.fromisoformat(value or "")
    except ValueError:
        return None
    return min(moment if moment.tzinfo else moment.replace(tzinfo=UTC), datetime.now(UTC))


def _explained(message: str, start: int) -> str:
    if "non-chunked gzip" in message:
        return "compressed as a whole, so that no record can be found in it; unpack it with gunzip and give the .warc"
    if message in (LONG_LINE, MANY_LINES):
        return f"damaged at byte {start}: {message}; what stands before it is filed"
    if start == 0:
        return "not a WARC file (.warc or .warc.gz)"
    return f"damaged at byte {start}: no record begins there; what stands before it is filed"
