"""Bytes to decoded text to one lxml tree, parsed once."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from typing import cast

import numpy as np
from lxml import etree
from lxml.html import HtmlElement
from numpy.typing import NDArray
from w3lib.encoding import html_to_unicode

from extractors.page.guessing import guess_encoding
from extractors.page.thinning import ATTRIBUTE, THINNED, thinned

MAX_CHARACTERS = 6_000_000
"""Characters of a page that are read; what lies beyond is cut off and :attr:`Page.cuts` says so."""

MOST_TAGS = 30_000
"""Tags of a page that are read, opening and closing ones: half as many again as the fullest page of a thousand has."""

MOST_TAGS_THINNED = 600_000
"""Tags beyond which a page is no page that somebody wrote: to look through them for words takes seconds."""

MOST_TEXTS = 12_000
"""Pieces of text between its tags that are read: nearly twice as many as the fullest page of a thousand has."""

_LONG = 1000
"""Characters from a tag to the next one, from which its attributes are counted."""

_MOST_ATTRIBUTES = 100
_LONG_TAG = re.compile(
    rb"(<[a-zA-Z/](?=[^<]{%d})[^\s/<>]*+%b{%d})%b+" % (_LONG, ATTRIBUTE, _MOST_ATTRIBUTES, ATTRIBUTE)
)
"""A tag with more attributes than any page needs: for the parser's time their number counts by its square."""

_NO_DRAWING = (
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 hr i img li listing menu nobr ol p "
    "pre ruby s small span strike strong sub sup table tt u ul var"
).split()
"""Elements at which a browser takes a drawing (SVG) for ended, by the rules of HTML."""
_PAGE_IN_DRAWING = frozenset({"foreignobject", "desc", "title"})
"""Elements of a drawing in which there may be such."""

_TOO_LONG = "the page is longer than is read: its end was cut off"
_BEGIN_BODY = ("article", "aside", "figure", "footer", "header", "main", "nav", "section")
_TOO_DEEP = "its elements stand in each other more deeply than is read: what follows them was cut off"
_TOO_MANY_ATTRIBUTES = "a tag has more attributes than are read: the rest of them was left out"

_UTF8 = re.compile("utf-?8", re.IGNORECASE)
_SAYS_UTF8 = re.compile(rb"charset\s*=\s*[\"']?utf-?8")
_WIDE_MARKS = (BOM_UTF16_LE, BOM_UTF16_BE)
_MARKS = (BOM_UTF8, *_WIDE_MARKS)
_WIDE = re.compile(rb"(?:[\t\n\r ]\0)*(<\0[!?a-zA-Z]\0)|(?:\0[\t\n\r ])*\0<\0[!?a-zA-Z]")
"""How a page in UTF-16 begins that has no byte order mark."""
_NARROW = re.compile(rb"[\t\n\r ]*+<[!?a-zA-Z]")
"""How a page begins in any encoding that has a byte for each letter of a tag."""
_PLAIN = rb"<p>A+AGE-b ~{VP~} \u0041\x41 -"
"""What some encodings take for something else."""
_JAPANESE = str.maketrans("\N{YEN SIGN}\N{OVERLINE}", "\\~")
_BEYOND_CHANCE = 3
"""Characters beyond ASCII: two in another encoding may happen to be valid UTF-8."""
_HEAD = 4096
"""Bytes in which a page says what encoding it is in."""

_CLASSES = etree.ElementDefaultClassLookup(element=HtmlElement)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as text and as a tree; the tree is shared by every step, and none changes it while others read it.

    ``cuts`` says what of the page was not read, and why.
    """

    html: str
    tree: HtmlElement
    url: str | None = None
    cuts: tuple[str, ...] = ()


def decode(body: bytes, declared: str | None = None) -> str:
    """The text of a page, by byte order mark, the ``declared`` encoding, the page's own word or a guess.

    One that cannot be meant is passed over: the next has its turn. What is UTF-8 beyond chance is read as such.
    """
    text = _utf8(body, declared)
    return _in_other_encoding(body, declared) if text is None else text


def _utf8(body: bytes, declared: str | None = None) -> str | None:
    """The text of a page in UTF-8, as most are; None for any other."""
    if _WIDE.match(body):
        return None
    text = _declared_utf8(body, declared)
    return _plain_utf8(body) if text is None else text


def _in_other_encoding(body: bytes, declared: str | None = None) -> str:
    start = body[2:] if body.startswith(_WIDE_MARKS) else body
    if wide := _WIDE.match(start):
        return start.decode("utf-16-le" if wide[1] else "utf-16-be", "replace")
    if (text := _paired_utf8(body)) is not None:
        return text
    if _NARROW.match(start):
        body = start  # whose byte order mark is none
    header = f"text/html; charset={declared}" if declared else None
    text = _as_said(header, body)
    if _is_misread(text) and header:
        text = _as_said(None, body)
    return body.decode(guess_encoding(body), "replace") if _is_misread(text) else text


def _as_said(header: str | None, body: bytes) -> str:
    """The text of a page in the encoding that it is said to be in; in a guessed one where that cannot be meant.

    No encoding is that takes ASCII for something else, of a page that begins in ASCII: it was misnamed.
    """
    with suppress(LookupError, UnicodeError):  # such as rot13 and idna
        encoding, text = html_to_unicode(header, body, auto_detect_fun=guess_encoding)
        if _keeps_ascii(encoding) or not _NARROW.match(body):
            return text
    return _as_said(None, body) if header else body.decode(guess_encoding(body), "replace")


@cache
def _keeps_ascii(encoding: str) -> bool:
    """Whether plain letters and signs mean themselves; utf-16, EBCDIC, utf-7, hz and escapes take them for others."""
    return _PLAIN.decode(encoding, "replace").translate(_JAPANESE) == _PLAIN.decode()


def _declared_utf8(body: bytes, declared: str | None) -> str | None:
    """The text of a page that says it is UTF-8 and is, as most are; None for any other, which takes longer."""
    if body.startswith(BOM_UTF8) or not (
        _UTF8.fullmatch(declared) if declared else _SAYS_UTF8.search(body[:_HEAD].lower())
    ):
        return None
    try:
        return body.decode()
    except UnicodeDecodeError:
        return None


def _plain_utf8(body: bytes) -> str | None:
    """The text of a page in UTF-8 that says it is in something else, as badly set up servers do; None for any other."""
    if body.startswith(_MARKS):
        return None
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return None
    return text if len(text) - len(text.encode("ascii", "ignore")) >= _BEYOND_CHANCE else None


def _paired_utf8(body: bytes) -> str | None:
    """The text of a page in UTF-8 that has a pair of surrogates for a character, as Java writes it, or half of one."""
    if b"\xed" not in body:
        return None
    try:
        text = body.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return None
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _is_misread(text: str) -> bool:
    """Whether more of the characters beyond ASCII were lost in decoding than were understood."""
    lost = text.count("\ufffd")
    return lost > 0 and lost > len(text) - lost - len(text.encode("ascii", "ignore"))


def parse(html: bytes | str, url: str | None = None) -> Page:
    """The page of an HTML document; never raises, an empty document gives an empty tree."""
    text, octets = _read(html)
    cuts: list[str] = []
    if len(text) > MAX_CHARACTERS:
        text = text[:MAX_CHARACTERS]
        octets = text.encode("utf-8", "replace")
        cuts.append(_TOO_LONG)
    tags = np.flatnonzero(np.frombuffer(octets, np.uint8) == ord("<"))
    if len(tags) <= MOST_TAGS_THINNED and _end_of_reading(octets, tags) < len(octets):
        octets = thinned(octets)
        tags = np.flatnonzero(np.frombuffer(octets, np.uint8) == ord("<"))
        cuts.append(THINNED)
    if (end := _end_of_reading(octets, tags)) < len(octets):
        octets, tags = octets[:end], tags[tags < end]
        cuts = [_TOO_LONG]
    if _has_long_tag(octets, tags):
        octets = _LONG_TAG.sub(rb"\1", octets)
        cuts.append(_TOO_MANY_ATTRIBUTES)
    if cuts or b"\0" in octets:
        octets = octets.replace(b"\0", b"")
        text = octets.decode()
    tree, is_whole = _tree(octets)
    _end_head(tree)
    for drawing in list(tree.iter("svg")):
        _end_drawing(drawing)
    cuts += [] if is_whole else [_TOO_DEEP]
    return Page(html=text, tree=tree, url=url, cuts=tuple(cuts))


def _read(html: bytes | str) -> tuple[str, bytes]:
    """The text of a page, and the same in UTF-8: what came in it is not written anew."""
    if isinstance(html, bytes):
        if (text := _utf8(html)) is not None:
            return text, html
        html = _in_other_encoding(html)
    return html, html.encode("utf-8", "replace")


def _end_of_reading(octets: bytes, tags: NDArray[np.intp]) -> int:
    """The place of the tag before which there are as many tags, or pieces of text, as are read; else the page's end."""
    before = np.frombuffer(octets, np.uint8)[np.maximum(tags, 1) - 1]
    texts = tags[(before > ord(" ")) & (before != ord(">"))]
    return int(min([*tags[MOST_TAGS:][:1], *texts[MOST_TEXTS:][:1], len(octets)]))


def _has_long_tag(octets: bytes, tags: NDArray[np.intp]) -> bool:
    """Whether one of the tags, given by where they begin, has too many attributes; short ones are passed by."""
    ends = np.append(tags[1:], len(octets))
    return any(_LONG_TAG.match(octets, start) for start in tags[ends - tags > _LONG].tolist())


def _tree(octets: bytes) -> tuple[HtmlElement, bool]:
    """The tree of a page, and whether all of it was read: the parser stops where elements stand too deeply."""
    # Bytes with a stated encoding: lxml refuses a str that carries an XML encoding declaration. One class for all
    # elements: lxml.html's own parser asks a Python function for the class whenever an element is touched.
    # No comments: nobody reads them, and each would cut the text around it in two.
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_pis=True, remove_comments=True, collect_ids=False
    )
    parser.set_element_class_lookup(_CLASSES)
    try:
        root = etree.fromstring(octets, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    slip = parser.error_log.last_error
    is_whole = slip is None or slip.type != etree.ErrorTypes.ERR_RESOURCE_LIMIT
    # The parser's classes are not known to the types of fromstring.
    return cast("HtmlElement", root if root is not None else etree.fromstring(b"<html></html>", parser)), is_whole


def _end_head(tree: HtmlElement) -> None:
    """End the head of a page where its body begins without a tag of its own: the parser knows no elements of HTML 5."""
    head = tree.find("head")
    first = None if head is None else next(head.iterchildren(*_BEGIN_BODY), None)
    if first is None:
        return
    body = tree.find("body")
    if body is None:
        body = etree.SubElement(tree, "body")
    for place, element in enumerate([first, *first.itersiblings()]):
        body.insert(place, element)


def _end_drawing(drawing: HtmlElement) -> None:
    """End a drawing where a browser does, at the first element that is none of it: one left open would hide the rest.

    What it holds from there on comes behind it.
    """
    first = next(drawing.iterdescendants(*_NO_DRAWING), None)
    if first is None:
        return
    behind, inside = [first], first
    while inside is not drawing:
        if inside.tag in _PAGE_IN_DRAWING:
            return
        behind += inside.itersiblings()
        inside = cast("HtmlElement", inside.getparent())
    behind[-1].tail, drawing.tail = (behind[-1].tail or "") + (drawing.tail or ""), None
    for element in reversed(behind):
        drawing.addnext(element)
