"""Whether a compressed answer came whole: half a page must not pass for a page."""

from __future__ import annotations

import asyncio
import struct
import zlib

import brotli
import zstandard
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.http import Response

CUT_OFF = "cut off"
"""The flag of a response whose compressed body ends before its end."""

_STEP = 64 * 1024
_QUICK = 16 * 1024 * 1024
"""Bytes that are unpacked within 30 ms."""
_MOST_PACKED = 1032
"""Bytes that gzip packs into one, at most."""
_SLOWER = 2
"""Times as long as gzip the other ways of packing take: there are two unpackings, for want of a seal."""
_GZIP = b"\x1f\x8b"
_MORSEL = 256
"""Bytes of zstd taken at a time, as there is no limit to be set on what comes of them: 8 MB at most."""


def is_whole(body: bytes, packing: str, limit: int) -> bool:
    """False where a gzip, deflate, brotli or zstd ``body`` breaks off or is damaged; True for all that is none.

    Unpacks it in small steps and holds nothing; what is larger than ``limit`` bytes counts as whole.
    """
    if packing in ("gzip", "x-gzip"):
        return not body.startswith(_GZIP) or _inflates(body, 16 + zlib.MAX_WBITS, limit)
    if packing == "deflate":
        return _inflates(body, zlib.MAX_WBITS, limit) or _inflates(body, -zlib.MAX_WBITS, limit)
    if packing == "zstd":
        return _unfolds(body, limit)
    return packing != "br" or _expands(body, limit)


class WholenessMiddleware(HttpCompressionMiddleware):
    """Flags responses that are cut off, which Scrapy unpacks as far as they go."""

    def __init__(self, *, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        self.limit = crawler.settings.getint("DOWNLOAD_MAXSIZE")

    async def process_response(  # type: ignore[override]  # which Scrapy awaits
        self, request: Request, response: Response
    ) -> Request | Response:
        """The response unpacked, flagged where its body was not whole; in a thread where that may take long."""
        if _is_quick(response, request.meta.get("download_maxsize", self.limit)):
            return self._unpacked(request, response)
        return await asyncio.to_thread(self._unpacked, request, response)

    def _unpacked(self, request: Request, response: Response) -> Request | Response:
        packed = response.body
        packing = (response.headers.get(b"Content-Encoding") or b"").decode("latin-1").lower()
        packing = packing.rpartition(",")[2].strip()  # the last one was done last
        unpacked = super().process_response(request, _uninterpreted(response) if packing and packed else response)
        if not packing or not packed or not isinstance(unpacked, Response) or _is_sealed(packed, unpacked.body):
            return unpacked
        if is_whole(packed, packing, self.limit):
            return unpacked
        unpacked.flags.append(CUT_OFF)  # a response made anew would have its encoding guessed at, of all of it
        return unpacked

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        """The body unpacked; a gzip file that came whole at once, rather than piece by piece as Scrapy does."""
        unpacked = _at_once(body, max_size) if encoding in (b"gzip", b"x-gzip") else None
        return HttpCompressionMiddleware._decode(body, encoding, max_size) if unpacked is None else unpacked


def _is_quick(response: Response, limit: int) -> bool:
    """Whether a response is unpacked within milliseconds: most pages are, and a thread would cost them more."""
    most = min(limit, len(response.body) * _MOST_PACKED) if response.body.startswith(_GZIP) else limit * _SLOWER
    return most <= _QUICK or not response.headers.get(b"Content-Encoding")


def _uninterpreted(response: Response) -> Response:
    """The response as bytes without a meaning, so that Scrapy guesses no encoding of what is packed still.

    Where no header tells one, that takes as long as unpacking, and many times as long for some.
    """
    return Response(**{name: getattr(response, name) for name in Response.attributes})


def _at_once(body: bytes, limit: int) -> bytes | None:
    """What a single whole gzip file holds; None for any other, and for what is larger than ``limit`` bytes, if any."""
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        unpacked = unpacker.decompress(body, limit)
    except zlib.error:
        return None
    return unpacked if unpacker.eof and not unpacker.unused_data else None


def _is_sealed(packed: bytes, body: bytes) -> bool:
    """Whether a gzip file ends in the checksum and size of ``body``, as one does that came whole.

    That spares most pages a second unpacking; one made of several files is none of them.
    """
    seal = struct.pack("<II", zlib.crc32(body), len(body) & 0xFFFFFFFF)
    return packed.startswith(_GZIP) and packed.endswith(seal)


def _inflates(body: bytes, wbits: int, limit: int) -> bool:
    unpacker = zlib.decompressobj(wbits)
    size = 0
    try:
        for start in range(0, len(body), _STEP):
            packed = body[start : start + _STEP]
            while packed and not unpacker.eof and size <= limit:
                size += len(unpacker.decompress(packed, _STEP))
                packed = unpacker.unconsumed_tail
    except zlib.error:
        return False
    return unpacker.eof or size > limit


def _expands(body: bytes, limit: int) -> bool:
    unpacker = brotli.Decompressor()
    try:
        size = len(unpacker.process(body, output_buffer_limit=_STEP))
        while not unpacker.is_finished() and not unpacker.can_accept_more_data() and size <= limit:
            size += len(unpacker.process(b"", output_buffer_limit=_STEP))
    except brotli.error:
        return False
    return unpacker.is_finished() or size > limit


def _unfolds(body: bytes, limit: int) -> bool:
    unpacker = zstandard.ZstdDecompressor().decompressobj()
    size = 0
    try:
        for start in range(0, len(body), _MORSEL):
            size += len(unpacker.decompress(body[start : start + _MORSEL]))
            if unpacker.eof or size > limit:
                return True
    except zstandard.ZstdError:
        pass
    return False
