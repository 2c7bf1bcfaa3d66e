"""Puts right what keeps a sitemap's XML from being read: tags in capitals, and addresses in some other encoding."""

from __future__ import annotations

import codecs
import re

from crawler.discovery.pieces import LONGEST_WORD

MOST_BEFORE = 16 * 1024
"""Bytes that a server may print before a sitemap, such as warnings of PHP."""

_TAG = re.compile(rb"</?(?:[\w.-]{1,40}:)?[A-Za-z]+\b")
_IN_CAPITALS = re.compile(rb"<(?:[\w.-]{1,40}:)?(?!url|loc|sitemap)(?i:url|loc|sitemap)\b")
_ADDRESS = re.compile(rb"<(?:[\w.-]{1,40}:)?loc>[^<]{0,%d}" % LONGEST_WORD)
_IS_ENCODED = re.compile(rb"<\?xml[^>]{0,100}?\sencoding\s*=\s*[\"'](?!utf-?8)", re.I)


def in_small_letters(content: bytes) -> bytes:
    """The XML with the names of its tags in small letters, where its first ones have others."""
    if not _IN_CAPITALS.search(content, 0, MOST_BEFORE):
        return content
    return _TAG.sub(lambda tag: tag[0].lower(), content)


def with_whole_addresses(content: bytes) -> bytes:
    """The XML with bytes in its addresses escaped that are no UTF-8, though it says so: so they would be asked for."""
    if _IS_ENCODED.search(content, 0, 200):
        return content
    try:
        content.decode()
    except UnicodeDecodeError:
        return _ADDRESS.sub(lambda address: address[0].decode("utf-8", _ESCAPED).encode(), content)
    return content


def _escaped(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(f"%{byte:02X}" for byte in error.object[error.start : error.end]), error.end


_ESCAPED = "sitemaps.escaped"
codecs.register_error(_ESCAPED, _escaped)
