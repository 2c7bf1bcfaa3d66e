"""Unpacks what servers and archives hold packed, within bounds of size and time, and tells whether it came whole."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

import brotli
import zstandard

LONGEST = 1.0
"""Seconds of processor time that a document may take; the largest honest one takes a tenth of them."""

_STEP = 64 * 1024
"""Bytes taken, and given back, at one go."""
_MORSEL = 256
"""Bytes of zstd taken at one go, as there is no limit to be set on what comes of them: 8 MB at most."""
_GZIP = b"\x1f\x8b"
_GZIP_OF_DEFLATE = b"\x1f\x8b\x08"
_HEAD_CHECKED, _EXTRA, _NAMED, _REMARKED = 2, 4, 8, 16
"""Flags of a gzip file's head, by RFC 1952: what stands between its ten bytes and the deflate stream."""
_GZIP_TAIL = 8
"""Bytes after a gzip file's deflate stream: checksum and length."""
_ZLIB_HEAD = 2
"""Bytes of zlib's frame before the deflate stream."""
_ZSTD = b"\x28\xb5\x2f\xfd"
_SHOWN = {"gzip": _GZIP_OF_DEFLATE, "zstd": _ZSTD}
"""By the packings that can be told by it: what a packed body begins with."""
_OPENINGS = (b"<", b"{", b"[", b"\xef\xbb\xbf")
"""What a document begins with that was never packed, whatever its server says."""


class TooMuch(Exception):
    """A document is larger than it may be, or is made to take longer than it may."""


class Unpacked(NamedTuple):
    """The ``body`` as far as it could be unpacked; ``whole`` unless it breaks off or is damaged."""

    body: bytes
    whole: bool


def unpack(body: bytes, packings: Sequence[str], limit: int) -> Unpacked:
    """The body without its ``packings``, the outermost first, all of them keys of ``UNPACKERS``.

    Raises ``TooMuch`` beyond ``limit`` bytes (0: there is none) or ``LONGEST``. What was not packed stays as it is;
    what was packed otherwise than is said is unpacked as it shows itself.
    """
    until, whole = time.thread_time() + LONGEST, True
    for packing in packings:
        unpacked, is_whole = _unpacked(body, packing, limit, until)
        if not unpacked and not is_whole:
            if body.lstrip().startswith(_OPENINGS):
                return Unpacked(body, True)
            if shown := next((name for name, begins in _SHOWN.items() if body.startswith(begins)), None):
                unpacked, is_whole = _unpacked(body, shown, limit, until)
        body, whole = unpacked, is_whole and whole
    return Unpacked(body, whole)


def _unpacked(body: bytes, packing: str, limit: int, until: float) -> Unpacked:
    pieces: list[bytes] = []
    whole = _gather(UNPACKERS[packing](body), pieces, limit, until)
    return Unpacked(b"".join(pieces), whole)


def unpacked_so_far(body: bytes, packing: str, limit: int) -> bytes:
    """The body unpacked up to ``limit`` bytes and for ``LONGEST``; of a broken one what can be read."""
    pieces: list[bytes] = []
    with suppress(TooMuch):
        _gather(UNPACKERS[packing](body), pieces, limit, time.thread_time() + LONGEST)
    return b"".join(pieces)[:limit]


def _gather(pieces: Iterator[bytes], into: list[bytes], limit: int, until: float) -> bool:
    """Gather the pieces of a document; returns whether it came whole."""
    size = 0
    try:
        for piece in pieces:
            into.append(piece)
            size += len(piece)
            if 0 < limit < size or time.thread_time() > until:
                raise TooMuch
    except (EOFError, zlib.error, brotli.error, zstandard.ZstdError):
        return False
    return True


def _steps(body: bytes, size: int = _STEP, start: int = 0) -> Iterator[tuple[bytes, int]]:
    """The body bit by bit, each with the place at which it ends."""
    for place in range(start, len(body), size):
        yield body[place : place + size], min(place + size, len(body))


def _gunzipped(body: bytes) -> Iterator[bytes]:
    """The content of a gzip file, which may be several in a row; what comes after them is no part of it."""
    start: int | None = 0
    while start is not None:
        end = yield from _inflated_from(body, _after_gzip_head(body, start))
        start = end + _GZIP_TAIL if body.startswith(_GZIP, end + _GZIP_TAIL) else None


def _after_gzip_head(body: bytes, start: int) -> int:
    """Where the deflate stream of a gzip file begins; raises ``EOFError`` where none does."""
    flags, place = body[start + 3 : start + 4], start + 10
    if not body.startswith(_GZIP_OF_DEFLATE, start) or len(body) < place:
        raise EOFError
    if flags[0] & _EXTRA:
        place += 2 + int.from_bytes(body[place : place + 2], "little")
    for named in (_NAMED, _REMARKED):
        if flags[0] & named:
            place = body.find(b"\0", place) + 1 or len(body)
    return place + (2 if flags[0] & _HEAD_CHECKED else 0)


def _inflated(body: bytes) -> Iterator[bytes]:
    """The content of a deflate stream, with zlib's frame around it or without, as some servers have it."""
    try:
        zlib.decompressobj().decompress(body[:_STEP], 1)
    except zlib.error:
        return _inflated_from(body, 0)
    return _inflated_from(body, _ZLIB_HEAD)


def _inflated_from(body: bytes, start: int) -> Generator[bytes, None, int]:
    """The content of the bare deflate stream at ``start``; returns where it ends.

    The checksum after it is left alone, as browsers leave it: servers get it wrong whose pages are whole.
    """
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    for step, end in _steps(body, start=start):
        packed = step
        while packed:
            yield unpacker.decompress(packed, _STEP)
            if unpacker.eof:
                return end - len(unpacker.unused_data)
            packed = unpacker.unconsumed_tail
    yield unpacker.flush()
    if not unpacker.eof:
        raise EOFError
    return len(body)


def _expanded(body: bytes) -> Iterator[bytes]:
    """The content of a brotli stream."""
    unpacker = brotli.Decompressor()
    for step, _ in _steps(body):
        yield unpacker.process(step, output_buffer_limit=_STEP)
        while not unpacker.is_finished():
            more = unpacker.process(b"", output_buffer_limit=_STEP)
            if not more and unpacker.can_accept_more_data():
                break
            yield more
        if unpacker.is_finished():
            return
    raise EOFError


def _unfolded(body: bytes) -> Iterator[bytes]:
    """The content of a zstd frame, or of several in a row."""
    unpacker = zstandard.ZstdDecompressor().decompressobj()
    for step, end in _steps(body, _MORSEL):
        packed = step
        while packed:
            yield unpacker.decompress(packed)
            packed = unpacker.unused_data
            if unpacker.eof:
                if not body.startswith(_ZSTD, end - len(packed)):
                    return
                unpacker = zstandard.ZstdDecompressor().decompressobj()
    raise EOFError


UNPACKERS: Mapping[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gunzipped,
    "x-gzip": _gunzipped,
    "deflate": _inflated,
    "br": _expanded,
    "zstd": _unfolded,
}
"""By the names of packings in HTTP: the pieces of a packed body. They raise ``EOFError`` where it ends too early."""
