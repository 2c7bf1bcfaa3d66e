"""Dumps of pages as plain text, as crudely as people make them: menus, forms and comments left in."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable

from lxml import html
from lxml.etree import iterwalk

SILENT = ("script", "style", "noscript", "template", "head", "textarea", "select", "svg", "iframe")
BLOCKS = frozenset(
    "address article aside blockquote br button dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr label legend li main nav ol option p pre section table td th tr ul".split()
)
_SPACED = frozenset(
    "article blockquote figure footer form h1 h2 h3 h4 h5 h6 header nav ol p pre section table ul".split()
)
_COLUMNS = 78


def dump(page: bytes) -> str:
    """The text of ``page`` with a blank line between blocks, as a crude HTML-to-text gives it."""
    return "\n\n".join(_lines(page, _edge))


def tight(page: bytes) -> str:
    """Each block on a line of its own, without blank lines."""
    return "\n".join(_lines(page, _edge))


def spaced(page: bytes) -> str:
    """Blank lines around paragraphs, headings and lists, items of lists behind their stars."""
    marked = "\n".join(_lines(page, _spaced_edge))
    return re.sub(r"\n(?:\ue001\n)+", "\n\n", marked).replace("\ue001", "").strip()


def split(page: bytes) -> str:
    """Each piece of text between two tags on a line of its own, as scrapers join what they find."""
    return "\n".join(_lines(page, lambda tag, event: "\n"))


def wrapped(page: bytes) -> str:
    """Paragraphs apart and wrapped, as a browser for terminals prints them."""
    blocks = spaced(page).split("\n")
    return "\n".join("\n".join(textwrap.wrap(block, _COLUMNS)) for block in blocks)


STYLES: dict[str, Callable[[bytes], str]] = {each.__name__: each for each in (dump, tight, spaced, split, wrapped)}
"""Ways to dump a page, by name."""


def _edge(tag: str, event: str) -> str:
    return "\n" if tag in BLOCKS else ""


def _spaced_edge(tag: str, event: str) -> str:
    if tag in _SPACED:
        return "\n\ue001\n"
    if tag == "li":
        return "\n* " if event == "start" else "\n"
    return _edge(tag, event)


def _lines(page: bytes, edge: Callable[[str, str], str]) -> list[str]:
    tree = html.document_fromstring(page.decode("utf-8", "replace").encode(), parser=html.HTMLParser(encoding="utf-8"))
    parts: list[str] = []
    _collect(tree, parts, edge)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return [line for line in lines if line.strip("* ")]


def _collect(element: html.HtmlElement, parts: list[str], edge: Callable[[str, str], str]) -> None:
    """Append the text of ``element`` to ``parts``, with what ``edge`` gives where a tag starts and ends."""
    skipped = 0
    for event, node in iterwalk(element, events=("start", "end", "comment", "pi")):
        silent = not isinstance(node.tag, str) or node.tag in SILENT
        mark = edge(node.tag, event) if isinstance(node.tag, str) else ""
        if event == "start":
            skipped += silent
            parts.append(mark if skipped else mark + re.sub(r"[\n\ue001]", " ", node.text or ""))
            continue
        skipped -= silent and event == "end"
        parts.append(mark if skipped else mark + re.sub(r"[\n\ue001]", " ", node.tail or ""))
