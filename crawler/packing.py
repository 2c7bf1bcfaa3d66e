"""A page's bytes packed small: by zstd, and by the page of its site that it repeats for the most part."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache

import zstandard

LEVEL = 3
"""zstd's; the next ones make pages 7 % smaller and take three times as long."""
WELL_PACKED = 8
"""A page this many times smaller has no need of a better pattern."""
MUCH_BETTER = 1.5
"""A page that its pattern makes smaller by less than this factor is packed without, and is the next pattern."""
PATTERNS_AT_HAND = 32
"""Patterns that a process keeps ready, a MiB or two each."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """The page number ``page_id``, by which others of its site are packed."""

    page_id: int
    body: bytes


@dataclass(frozen=True, slots=True)
class PackedPage:
    """A page's ``content``, packed by the page ``pattern_id`` where there is one.

    ``hash`` is the SHA-256 of the page's own bytes in hex, ``size`` their number.
    """

    hash: str
    size: int
    content: bytes
    pattern_id: int | None = None


def pack(body: bytes, pattern: Pattern | None = None) -> PackedPage:
    """The page's bytes, packed by the pattern where that helps much."""
    hash, size = digest(body), len(body)
    if pattern is not None:
        content = _compressor(pattern).compress(body)
        if len(content) * WELL_PACKED <= size:
            return PackedPage(hash, size, content, pattern.page_id)
    alone = zstandard.ZstdCompressor(level=LEVEL).compress(body)
    if pattern is not None and len(content) * MUCH_BETTER <= len(alone):
        return PackedPage(hash, size, content, pattern.page_id)
    return PackedPage(hash, size, alone)


def digest(body: bytes) -> str:
    """What a page is known by: the SHA-256 of its bytes, in hex."""
    return hashlib.sha256(body).hexdigest()


def unpack(content: bytes, pattern: bytes | None = None) -> bytes:
    """The page's bytes again; ``pattern`` holds those of the page by which it was packed.

    Raises ``ValueError`` for what was not packed so.
    """
    try:
        return _decompressor(pattern).decompress(content)
    except zstandard.ZstdError as error:
        raise ValueError(f"not a packed page ({error})") from error


@lru_cache(maxsize=PATTERNS_AT_HAND)
def _compressor(pattern: Pattern) -> zstandard.ZstdCompressor:
    dictionary = _dictionary(pattern.body)
    dictionary.precompute_compress(level=LEVEL)
    return zstandard.ZstdCompressor(level=LEVEL, dict_data=dictionary)


@lru_cache(maxsize=PATTERNS_AT_HAND)
def _decompressor(pattern: bytes | None) -> zstandard.ZstdDecompressor:
    return zstandard.ZstdDecompressor(dict_data=_dictionary(pattern) if pattern is not None else None)


def _dictionary(body: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(body, dict_type=zstandard.DICT_TYPE_RAWCONTENT)
