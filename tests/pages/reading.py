"""Holds an extracted article to the truth about its page, with messages that show what is wrong."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Iterator

from lxml import html
from lxml.etree import _Element as Element

from extractors import Article
from tests.pages.truth import Truth

INVISIBLE = re.compile("[\u00ad\u200b\ufeff]")
"""Marks that show nothing: a browser breaks a word at them where it must, and a reader sees the word."""
SHOWN = {
    number: " " if chr(number).isspace() else bytes([number]).decode("cp1252", "ignore") if number >= 0x80 else ""
    for number in (*range(1, 0x20), *range(0x7F, 0xA0))
}
"""What browsers show of characters that steer terminals."""
UNSEEN = frozenset({"script", "style", "noscript", "template", "head", "svg", "iframe", "textarea", "select", "object"})


def paragraph_diff(truth: Truth, article: Article) -> str:
    """The paragraphs that differ, ``-`` lost from the story and ``+`` leaked into it; empty if equal."""
    lines = difflib.unified_diff(truth.paragraphs, article.paragraphs, "truth", "article", lineterm="", n=1)
    return "\n".join(_shown(line) for line in lines)


def unaccounted(page: str, article: Article) -> list[str]:
    """The visible pieces of text of a page that are neither in the article nor in what was removed from it.

    A piece that the page shows more often than article and removed blocks together hold it counts as lost.
    """
    held = _squeezed(
        "\n".join(
            (
                article.text,
                article.headline or "",
                article.dek or "",
                *article.byline,
                *article.categories,
                *article.tags,
                *(block.text for block in article.removed),
            )
        )
    )
    shown = Counter(_squeezed(piece) for piece in visible_pieces(page))
    return [piece for piece, times in shown.items() if held.count(piece) < times]


def visible_pieces(page: str) -> Iterator[str]:
    """The page's visible runs of text that hold a letter or a digit, in order."""
    body = html.document_fromstring(page.replace("\0", "")).find("body")  # browsers show no NUL
    if body is not None:
        for piece in (shown.translate(SHOWN) for shown in _pieces(body)):
            if re.search(r"[^\W_]", piece):
                yield INVISIBLE.sub("", piece)


def _pieces(element: Element) -> Iterator[str]:
    if isinstance(element.tag, str) and not _hidden(element):
        yield element.text or ""
        for child in element:
            yield from _pieces(child)
            yield child.tail or ""


def _hidden(element: Element) -> bool:
    style = (element.get("style") or "").replace(" ", "")
    return element.tag in UNSEEN or "hidden" in element.attrib or "display:none" in style


def _squeezed(text: str) -> str:
    return "".join(INVISIBLE.sub("", text.translate(SHOWN)).split())


def _shown(line: str) -> str:
    return line if len(line) <= 160 else f"{line[:120]} … {line[-30:]}"
