"""Plain text out of elements and declared strings: one line, no control characters, bounded."""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Any

from lxml import etree
from lxml.html import HtmlElement

_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u2060\ufeff]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_SEEN = etree.XPath(".//text()[not(parent::script or parent::style or parent::noscript)]")
_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg"})
_BREAKS = frozenset("br p div li ul ol h1 h2 h3 h4 h5 h6 section td tr dt dd".split())
_WORD = re.compile(r"\w+")


def one_line(text: str, limit: int = 1000) -> str:
    """Return ``text`` on one line, NFC, without control characters, cut at ``limit`` characters."""
    squeezed = " ".join(_INVISIBLE.sub("", text[: 4 * limit]).split())
    return unicodedata.normalize("NFC", squeezed)[:limit].strip()


def declared(text: object, limit: int = 1000) -> str:
    """Return a declared string as a reader would see it; ``""`` for anything that is no string.

    Publishers escape what they declare a second time (``&amp;#8217;``) and leave markup in it.
    """
    if not isinstance(text, str):
        return ""
    text = text[: 4 * limit]
    for _ in range(2):
        text = html.unescape(text) if _ENTITY.search(text) else text
    return one_line(_TAG.sub(" ", text), limit)


def shown(element: HtmlElement, limit: int = 1000, gap: str = " ") -> str:
    """Return the words that ``element`` shows, with ``gap`` where only the page's design sets them apart."""
    parts: list[str] = []
    length = 0
    for node in _SEEN(element):
        if parts and _is_apart(node, parts[-1]):
            parts.append(gap)
        parts.append(node)
        length += len(node)
        if length > 4 * limit:
            break
    return one_line("".join(parts), limit)


def _is_apart(node: Any, before: str) -> bool:
    """Return whether a reader sees a gap before the piece of text ``node``, which the markup does not write.

    There is one at a line's end and, drawn by a margin, where "Doe" ends one element and "Editor" begins the next.
    """
    if node.getparent().tag in _BREAKS:
        return True
    return (before[-1:].islower() or before[-1:] in ")]") and node[:1].isupper()


def shown_lines(element: HtmlElement, limit: int = 1000) -> list[str]:
    """Return what :func:`shown` returns, broken where the page breaks lines."""
    lines: list[list[str]] = [[]]
    for event, node in etree.iterwalk(element, events=("start", "end")):
        if not isinstance(node.tag, str) or node.tag in _UNSEEN:
            text = node.tail if event == "end" and node is not element else None
        elif event == "start":
            if node.tag in _BREAKS:
                lines.append([])
            text = node.text
        else:
            if node.tag in _BREAKS:
                lines.append([])
            text = node.tail if node is not element else None
        if text:
            lines[-1].append(text)
    return [line for parts in lines if (line := one_line("".join(parts), limit))]


def words(text: str) -> list[str]:
    """Return the lower-case words of ``text``."""
    return _WORD.findall(text.lower())


def agreement(one: str, other: str) -> float:
    """Return the F1 of the two texts' sets of words: 1.0 for the same words, 0.0 for none in common."""
    left, right = set(words(one)), set(words(other))
    common = len(left & right)
    return 2 * common / (len(left) + len(right)) if common else 0.0
