"""What a page calls its story whatever its address: the short link that WordPress and Drupal print in its head."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

from crawler.addresses import HOME, known_as
from crawler.records.pages import FetchedPage

HEAD = 256 * 1024
"""Bytes of a page in which its head is looked for."""
MOST_MENTIONS = 8
"""Mentions of a short link that are looked at."""

_LINK = re.compile(rb"<link\s", re.IGNORECASE)
_REL = re.compile(rb"\srel\s*=\s*[\"']?shortlink\b", re.IGNORECASE)
_HREF = re.compile(rb"\shref\s*=\s*[\"']?([^\"'\s>]{1,500})", re.IGNORECASE)


def short_link(page: FetchedPage) -> str | None:
    """The short link of the page's story in the ledger's spelling; None without one, or where that is no other address.

    A link to the front page names no story.
    """
    for tag in _tags(page.body):
        href = _HREF.search(tag)
        if href and _LINK.match(tag) and _REL.search(tag):
            link = known_as(urljoin(page.final_url, unescape(href[1].decode("ascii", "ignore"))))
            parts = urlsplit(link)
            is_front = HOME.fullmatch(parts.path) and not parts.query
            return None if is_front or link in (page.url, known_as(page.final_url)) else link
    return None


def _tags(body: bytes) -> Iterator[bytes]:
    """The tags that mention a short link."""
    place = -1
    for _ in range(MOST_MENTIONS):
        place = body.find(b"shortlink", place + 1, HEAD)
        if place < 0:
            return
        begin = body.rfind(b"<", max(place - 1000, 0), place)
        yield body[begin : body.find(b">", place, place + 1000)] if begin >= 0 else b""
