"""Takes out of a page that is too full to be read whole what holds none of its words, so that its story is reached."""

from __future__ import annotations

import re
from collections import Counter

ATTRIBUTE = rb"""(?:[\s/]*+[^\s/<>][^\s/<>=]*+(?:\s*+=\s*+(?:"[^"<]*+"?|'[^'<]*+'?|[^\s<>]*+))?+)"""
"""One attribute of a tag, with what stands before it."""

THINNED = (
    "the page has more tags than are read: most of its scripts, drawings, comments and empty elements were left out"
)

_MOST_OF_A_NAME = 500
"""Elements of one name without words that stay: a story may have some pictures and data."""

_REST = ATTRIBUTE + rb"*+[\s/]*+>"
_MARKUP = re.compile(
    rb"<(?:(?P<comment>!--(?:-?>|.*?(?:--!?>|(?P<open>\Z))))"
    # What is no markup to a browser, up to its own end.
    rb"|(?P<raw>script|style|textarea)(?=[\s/>])[^>]*>(?P<held>.*?)(?:</(?P=raw)[^>]*>|(?P<unended>\Z))"
    rb"|(?P<empty>[a-z][\w:-]*+)" + _REST + rb"</(?P=empty)\s*>"
    rb"|(?P<tag>/?(?:area|col|img|input|link|meta|param|source|track|wbr|option|datalist"
    rb"|g|path|rect|circle|ellipse|line|poly(?:gon|line)|use|symbol|defs|stop|image|animate\w*))(?=[\s/>])"
    + _REST
    # Any other tag, and what its attributes quote.
    + rb"""|/?[a-z](?:=\s*"[^"]*"|=\s*'[^']*'|[^"'<>])*+>)""",
    re.IGNORECASE | re.DOTALL,
)


def thinned(octets: bytes) -> bytes:
    """The page without its comments, and with no more than some elements of a name that hold no words.

    What scripts hold stays, its angle brackets written so that nobody takes them for tags: in JSON it means the same.
    """
    counts, seen = Counter[bytes](), set[bytes]()

    def kept(found: re.Match[bytes]) -> bytes:
        whole, name = found[0], (found["raw"] or found["empty"] or found["tag"] or b"").lower()
        if found["open"] is not None or found["unended"] is not None:
            return whole
        if found["comment"]:
            return b""
        if not name:
            return whole
        counts[name] += whole not in seen
        if counts[name] > _MOST_OF_A_NAME or (found["raw"] and whole in seen):
            return b""
        if not found["raw"]:
            return whole
        seen.add(whole)
        begins, ends = found.start("held") - found.start(), found.end("held") - found.start()
        return whole[:begins] + found["held"].replace(b"<", rb"\u003c") + whole[ends:]

    return _MARKUP.sub(kept, octets)
