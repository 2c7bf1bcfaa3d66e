"""Reads long documents piece by piece, so that a hostile one takes neither memory nor, at one go, time."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import suppress
from typing import Any

from lxml import etree

PIECE = 64 * 1024
"""Bytes read at one go."""
LONGEST_TAG = 1024 * 1024
"""Bytes without the end of a tag after which no more is read: a tag of attributes takes twenty times its size."""
MOST_INSIDE = 10_000
"""Elements beside each other inside one that was asked for, beyond which no more is read."""
LONGEST_WORD = 8192
"""Bytes; longer words are no addresses, and left out."""
LONGEST_REFERENCE = 32
"""Bytes of an entity's name or a character's number."""

_STRAY_AMPERSAND = re.compile(rb"&(?!#?\w{1,30};)")
_XML: dict[str, Any] = {
    "recover": True,
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "remove_comments": True,
    "remove_pis": True,
}


def xml_elements(body: bytes, names: Collection[str]) -> Iterator[etree._Element]:
    """The elements of these names, in any namespace, of an XML document read as far as it goes; each is gone after.

    Entities are not resolved, outside DTDs not loaded, and nothing is fetched; other elements are let go of unread.
    """
    document = body.lstrip()
    top = _name_of_root(document)
    if top is None:
        return
    reading: Any = etree.XMLPullParser(("start", "end"), tag=(top, *(f"{{*}}{name}" for name in names)), **_XML)
    root: etree._Element | None = None
    try:
        for _ in _fed(reading, document):
            for event, element in reading.read_events():
                root = element if root is None else root
                if event == "end" and _is_one(element, names):
                    yield element
                    element.clear()
            if root is not None and not _lightened(root, names):
                return
    except (etree.XMLSyntaxError, ValueError):
        return


def words(body: bytes) -> Iterator[str]:
    """The words of a plain text in UTF-8."""
    rest = b""
    for piece in _pieces(body):
        whole = rest + piece
        *found, rest = whole.split() or [b""]
        if whole[-1:].isspace():
            found, rest = [*found, rest], b""
        yield from (word.decode("utf-8", "replace") for word in found if len(word) <= LONGEST_WORD)
        rest = rest[: LONGEST_WORD + 1]
    if len(rest) <= LONGEST_WORD:
        yield rest.decode("utf-8", "replace")


def _pieces(body: bytes) -> Iterator[bytes]:
    return (body[start : start + PIECE] for start in range(0, len(body), PIECE))


def _escaped(document: bytes) -> Iterator[bytes]:
    """The document piece by piece, stray ampersands in it as XML wants them: the parser would leave out what follows.

    From a CDATA section on, in which none is stray, it stays as it is.
    """
    rest, has_sections = b"", False
    for piece in _pieces(document):
        whole = rest + piece
        cut = whole.rfind(b"&", -LONGEST_REFERENCE) if len(piece) == PIECE else -1
        whole, rest = (whole[:cut], whole[cut:]) if cut >= 0 else (whole, b"")
        has_sections = has_sections or b"<![CDATA[" in whole
        yield whole if has_sections else _STRAY_AMPERSAND.sub(b"&amp;", whole)
    yield rest


def _fed(reading: Any, document: bytes) -> Iterator[None]:
    """Feed the document to a parser; yields after each piece and at its end, or where a tag has none."""
    without_end = 0
    for piece in _escaped(document):
        reading.feed(piece)
        yield
        without_end = 0 if b">" in piece else without_end + len(piece)
        if without_end > LONGEST_TAG:
            return
    with suppress(etree.XMLSyntaxError):
        reading.close()
    yield


def _name_of_root(document: bytes) -> str | None:
    """The name of the outermost element, with its namespace; None where there is none near the beginning."""
    reading: Any = etree.XMLPullParser(("start",), **_XML)
    try:
        for start in range(0, min(len(document), LONGEST_TAG), 1024):
            reading.feed(document[start : start + 1024])
            for _, element in reading.read_events():
                return str(element.tag)
    except etree.XMLSyntaxError:
        pass
    return None


def _is_one(element: etree._Element, names: Collection[str]) -> bool:
    return etree.QName(element).localname in names


def _lightened(root: etree._Element, names: Collection[str]) -> bool:
    """Let go of what is complete and was not asked for; False where what is being read has too much inside it."""
    around, is_asked_for = root, False
    while len(around):
        if is_asked_for and len(around) > MOST_INSIDE:
            return False
        if not is_asked_for:
            del around[:-1]
        around = around[-1]
        is_asked_for = is_asked_for or (isinstance(around.tag, str) and _is_one(around, names))
    return True
