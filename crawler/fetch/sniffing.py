"""What kind of document some bytes are, by what is in them before what is said of them."""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["html", "feed", "text", "binary", "empty"]

SAMPLE = 64 * 1024
"""Bytes from the start that are looked at."""

HTML_TYPES = ("text/html", "application/xhtml+xml")
# Each piece that may stand before is taken as it is (?>), or forty comments would be tried in every grouping for ever.
_OPENS_HTML = re.compile(
    rb"(?:(?><\?xml[^>]*>)\s*+|(?><!--.*?-->)\s*+)*+<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_OPENS_FEED = re.compile(
    rb"(?:(?><\?xml.*?\?>)\s*+|(?><!--.*?-->)\s*+)*+<(?:rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.S
)
_CLOSING_TAG = re.compile(rb"</(?:p|div|a|h[1-6]|span|article|section|li|ul|td|tr|table|strong|em)\s*>", re.I)
_MAGIC = (
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"RIFF",
    b"%!PS",
    b"Rar!",
)
_BLANK = b" \t\r\n\0\xef\xbb\xbf\xff\xfe"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_CONTROL = bytes(set(range(32)) - set(b"\t\n\r\f\x1b\b"))


def kind_of(body: bytes, content_type: str = "") -> Kind:
    """The kind of a document; ``content_type`` decides only where the bytes leave it open."""
    head = body[:SAMPLE]
    if not head.strip(_BLANK):
        head = body.lstrip(_BLANK)[:SAMPLE]  # some templates print tens of thousands of blank lines first
    if not head:
        return "empty"
    if head.startswith(_MAGIC):
        return "binary"
    plain = head.replace(b"\0", b"")  # browsers pass them by, and UTF-16 has one for each letter of a tag
    start = plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if _OPENS_HTML.match(start):  # whatever stray bytes follow: browsers decide in this order
        return "html"
    if _is_binary(head):
        return "binary"
    if _OPENS_FEED.match(start):
        return "feed"
    if content_type.partition(";")[0].strip().lower() in HTML_TYPES:
        return "html"
    return "html" if len(_CLOSING_TAG.findall(plain)) >= 3 else "text"


def _is_binary(head: bytes) -> bool:
    if head.startswith(_WIDE):
        return False
    controls = len(head) - len(head.translate(None, _CONTROL))
    return b"\0" in head[:4096] or controls > len(head) / 20
