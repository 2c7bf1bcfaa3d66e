"""What is meant for programs in UTF-8, whatever it came in: robots.txt, sitemaps, feeds, answers in JSON."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder

_MARKS = {BOM_UTF16_LE: "utf-16-le", BOM_UTF16_BE: "utf-16-be"}
_STEP = 1024 * 1024
"""Bytes decoded at one go: other threads have their turn between two of them."""
_WIDE = re.compile(rb"(<\?xml[^>]{0,100}?)\s+encoding\s*=\s*([\"'])(?:utf-?16|utf-?32|ucs-?[24])[^\"'>]{0,20}\2", re.I)


def in_utf8(body: bytes) -> bytes:
    """The document without byte order mark, in UTF-8 if it is in UTF-16; any other keeps its encoding.

    A declaration in XML of an encoding in which nobody could read it is left out: writers of it forget to change that.
    """
    encoding = _MARKS.get(body[:2]) or _by_its_zeros(body[:4])
    text = _decoded(body, encoding) if encoding else body
    text = text.removeprefix(BOM_UTF8)
    return _WIDE.sub(rb"\1", text[:200], count=1) + text[200:]


def _by_its_zeros(start: bytes) -> str | None:
    """The encoding of a document that begins with two ASCII characters in UTF-16."""
    match [byte > 0 for byte in start]:
        case [True, False, True, False]:
            return "utf-16-le"
        case [False, True, False, True]:
            return "utf-16-be"
    return None


def _decoded(body: bytes, encoding: str) -> bytes:
    decoder = getincrementaldecoder(encoding)("replace")
    pieces = (body[start : start + _STEP] for start in range(0, len(body), _STEP))
    return b"".join(decoder.decode(piece).encode("utf-8", "replace") for piece in pieces)
