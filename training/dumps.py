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


def marked(page: bytes) -> str:
    """Headings and links in the marks of Markdown, as HTML-to-text of that kind gives them."""
    tree = _tree(page)
    for level in range(1, 7):
        for heading in tree.iter(f"h{level}"):
            heading.text = f"{'#' * level} {heading.text or ''}"
    for link in _links(tree):
        _enclose(link, "[", f"]({link.get('href', '').strip()})")
    return spaced(html.tostring(tree, encoding="utf-8"))


def numbered(page: bytes) -> str:
    """Links numbered and listed at the end, all set in and wrapped, as another browser for terminals prints a page."""
    tree = _tree(page)
    addresses = [link.get("href", "").strip() for link in _links(tree)]
    for number, link in enumerate(_links(tree), 1):
        _enclose(link, f"[{number}]", "")
    listed = [f"{number:4}. {address}" for number, address in enumerate(addresses, 1)]
    text = "\n".join([wrapped(html.tostring(tree, encoding="utf-8")), "", "References", "", *listed])
    return textwrap.indent(text, "   ")


STYLES: dict[str, Callable[[bytes], str]] = {
    each.__name__: each for each in (dump, tight, spaced, split, wrapped, marked, numbered)
}
"""Ways to dump a page, by name."""


def _tree(page: bytes) -> html.HtmlElement:
    return html.document_fromstring(page.decode("utf-8", "replace").encode(), parser=html.HTMLParser(encoding="utf-8"))


def _links(tree: html.HtmlElement) -> list[html.HtmlElement]:
    return [link for link in tree.iter("a") if link.get("href") and link.text_content().strip()]


def _enclose(element: html.HtmlElement, before: str, after: str) -> None:
    """Put words before and after those of an element, inside of it."""
    element.text = before + (element.text or "").lstrip()
    if len(element):
        element[-1].tail = (element[-1].tail or "").rstrip() + after
    else:
        element.text = element.text.rstrip() + after


def _edge(tag: str, event: str) -> str:
    return "\n" if tag in BLOCKS else ""


def _spaced_edge(tag: str, event: str) -> str:
    if tag in _SPACED:
        return "\n\ue001\n"
    if tag == "li":
        return "\n* " if event == "start" else "\n"
    return _edge(tag, event)


def _lines(page: bytes, edge: Callable[[str, str], str]) -> list[str]:
    parts: list[str] = []
    _collect(_tree(page), parts, edge)
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
