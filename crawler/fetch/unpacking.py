"""Unpacks what servers and archives hold packed, within bounds of size and time, and tells whether it came whole."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
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
_ZSTD = b"\x28\xb5\x2f\xfd"
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

    Raises ``TooMuch`` beyond ``limit`` bytes (0: there is none) or ``LONGEST``. What was not packed stays as it is.
    """
    until, whole = time.thread_time() + LONGEST, True
    for packing in packings:
        pieces: list[bytes] = []
        whole = _gather(UNPACKERS[packing](body), pieces, limit, until) and whole
        unpacked = b"".join(pieces)
        if not unpacked and not whole and body.lstrip().startswith(_OPENINGS):
            return Unpacked(body, True)
        body = unpacked
    return Unpacked(body, whole)


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


def _steps(body: bytes, size: int = _STEP) -> Iterator[tuple[bytes, int]]:
    """The body bit by bit, each with the place at which it ends."""
    for start in range(0, len(body), size):
        yield body[start : start + size], min(start + size, len(body))


def _gunzipped(body: bytes) -> Iterator[bytes]:
    """The content of a gzip file, which may be several in a row; what comes after them is no part of it."""
    yield from _inflated_by(body, 16 + zlib.MAX_WBITS, _GZIP)


def _inflated(body: bytes) -> Iterator[bytes]:
    """The content of a deflate stream, with zlib's frame around it or without, as some servers have it."""
    try:
        zlib.decompressobj().decompress(body[:_STEP], 1)
    except zlib.error:
        return _inflated_by(body, -zlib.MAX_WBITS)
    return _inflated_by(body, zlib.MAX_WBITS)


def _inflated_by(body: bytes, wbits: int, another: bytes | None = None) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(wbits)
    for step, end in _steps(body):
        packed = step
        while packed:
            yield unpacker.decompress(packed, _STEP)
            packed = unpacker.unused_data or unpacker.unconsumed_tail
            if unpacker.eof:
                if another is None or not body.startswith(another, end - len(packed)):
                    return
                unpacker = zlib.decompressobj(wbits)
    yield unpacker.flush()
    if not unpacker.eof:
        raise EOFError


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
