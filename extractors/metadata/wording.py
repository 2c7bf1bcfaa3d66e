"""Plain text out of elements and declared strings: one line, no control characters, bounded."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree
from lxml.html import HtmlElement

from extractors.page.elements import is_back_link
from extractors.sentences import STOPS

_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b\u200e\u200f\u2060\ufeff\ud800-\udfff]")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_ENTITY = re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]+);")
_UNSEEN = frozenset({"script", "style", "noscript", "template", "svg"})
_BREAKS = frozenset("br p div li ul ol h1 h2 h3 h4 h5 h6 section td tr dt dd".split())
_SENTENCE = 40  # characters

_WORD = re.compile(r"\w+")


def one_line(text: str, limit: int = 1000) -> str:
    """Return ``text`` on one line, NFC, without control characters, cut at ``limit`` characters."""
    text = text[: 4 * limit]
    if text.isascii():
        seen = text if text.isprintable() else _INVISIBLE.sub("", text)
        return " ".join(seen.split())[:limit].rstrip()
    squeezed = " ".join(_INVISIBLE.sub("", text).split())
    return unicodedata.normalize("NFC", squeezed)[:limit].strip()


def declared(text: object, limit: int = 1000) -> str:
    """Return a declared string as a reader would see it; ``""`` for anything that is no string.

    Publishers escape what they declare a second time (``&amp;#8217;``) and leave markup in it.
    """
    if not isinstance(text, str):
        return ""
    text = text[: 4 * limit]
    for _ in range(2):
        text = html.unescape(text) if "&" in text and _ENTITY.search(text) else text
    return one_line(_TAG.sub(" ", text) if "<" in text else text, limit)


def shown(element: HtmlElement, limit: int = 1000, gap: str = " ") -> str:
    """Return the words that ``element`` shows, with ``gap`` where only the page's design sets them apart."""
    if len(element) == 0:
        return one_line(element.text or "", limit) if element.tag not in _UNSEEN else ""
    parts: list[str] = []
    length = 0
    for text, starts_line in _pieces(element):
        if parts and (starts_line or _is_apart(parts[-1], text)):
            parts.append(gap)
        parts.append(text)
        length += len(text)
        if length > 4 * limit:
            break
    return one_line("".join(parts), limit)


def _is_apart(before: str, text: str) -> bool:
    """Return whether a margin is likely between two elements' texts, as between "Jane Doe" and "Editor"."""
    return (before[-1:].islower() or before[-1:] in ")]") and text[:1].isupper()


def shown_lines(element: HtmlElement, limit: int = 1000) -> list[str]:
    """Return what :func:`shown` returns, broken where the page breaks lines."""
    lines: list[list[str]] = [[]]
    for text, starts_line in _pieces(element):
        if starts_line:
            lines.append([])
        elif lines[-1] and _is_apart(lines[-1][-1], text):
            lines[-1].append(" ")
        lines[-1].append(text)
    return [line for parts in lines if (line := one_line("".join(parts), limit))]


def _pieces(element: HtmlElement) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of text that ``element`` shows, each with whether it starts a line."""
    starts_line = False
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        tag = node.tag
        if event == "start" and tag == "a" and is_back_link(node):
            walk.skip_subtree()
            text = None
        elif event == "start":
            text = node.text if tag not in _UNSEEN else None
        else:
            text = node.tail if node is not element else None
        starts_line = starts_line or tag in _BREAKS
        if text:
            yield text, starts_line
            starts_line = False


def is_sentence(text: str) -> bool:
    """Return whether a piece of text is as long as a sentence and ends as one does."""
    return len(text) >= _SENTENCE and text.endswith(STOPS)


def words(text: str) -> list[str]:
    """Return the lower-case words of ``text``."""
    return _WORD.findall(text.lower())


@lru_cache(maxsize=256)
def _vocabulary(text: str) -> frozenset[str]:
    """Return the words of ``text`` as a set; a page compares its few titles many times."""
    return frozenset(words(text))


def agreement(one: str, other: str) -> float:
    """Return the F1 of the two texts' sets of words: 1.0 for the same words, 0.0 for none in common."""
    left, right = _vocabulary(one), _vocabulary(other)
    common = len(left & right)
    return 2 * common / (len(left) + len(right)) if common else 0.0
