"""Whether a compressed answer came whole: half a page must not pass for a page."""

from __future__ import annotations

import zlib
from typing import Self

import brotli
import zstandard
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

CUT_OFF = "cut off"
"""The flag of a response whose compressed body ends before its end."""

_STEP = 64 * 1024
_MORSEL = 256
"""Bytes of zstd taken at a time, as there is no limit to be set on what comes of them: 8 MB at most."""


def is_whole(body: bytes, packing: str, limit: int) -> bool:
    """False where a gzip, deflate, brotli or zstd ``body`` breaks off or is damaged; True for all that is none.

    Unpacks it in small steps and holds nothing; what is larger than ``limit`` bytes counts as whole.
    """
    if packing in ("gzip", "x-gzip"):
        return not body.startswith(b"\x1f\x8b") or _inflates(body, 16 + zlib.MAX_WBITS, limit)
    if packing == "deflate":
        return _inflates(body, zlib.MAX_WBITS, limit) or _inflates(body, -zlib.MAX_WBITS, limit)
    if packing == "zstd":
        return _unfolds(body, limit)
    return packing != "br" or _expands(body, limit)


class WholenessMiddleware:
    """Flags responses that are cut off, before Scrapy unpacks them as far as they go and forgets it."""

    def __init__(self, limit: int) -> None:
        self.limit = limit

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware, with the limit that answers have anyway."""
        return cls(crawler.settings.getint("DOWNLOAD_MAXSIZE"))

    def process_response(self, request: Request, response: Response) -> Response:
        """The response, flagged where its body is not whole."""
        packing = (response.headers.get(b"Content-Encoding") or b"").decode("latin-1").strip().lower()
        packing = packing.rpartition(",")[2].strip()  # the last one was done last
        if packing and response.body and not is_whole(response.body, packing, self.limit):
            return response.replace(flags=[*response.flags, CUT_OFF])
        return response


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
