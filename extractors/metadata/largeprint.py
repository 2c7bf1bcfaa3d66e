"""Finds the headline of a page without headings: the line in large print above its paragraphs, as in old layouts."""

from __future__ import annotations

from itertools import islice

from lxml.html import HtmlElement

from extractors.metadata.walk import block_of
from extractors.metadata.wording import is_sentence, shown
from extractors.sentences import STOPS

_SIZES = frozenset({"4", "5", "6", "7", "+1", "+2", "+3", "+4"})
_MOST = 40  # lines in large print that are looked at
_WORDS = range(2, 21)
_LONGEST = 200  # characters
_NEAR, _FEWEST = 5, 2  # elements below such a line, and sentences among them


def line_in_large_print(tree: HtmlElement) -> str:
    """Return the one such line, ``""`` where there is none: all of its block is large, and sentences stand below it."""
    for font in islice((font for font in tree.iter("font") if font.get("size") in _SIZES), _MOST):
        block = block_of(font)
        text = shown(font, _LONGEST)
        if len(text.split()) in _WORDS and not text.endswith(STOPS) and shown(block, _LONGEST) == text:
            below = islice(block.itersiblings("*"), _NEAR)
            if sum(is_sentence(shown(element)) for element in below) >= _FEWEST:
                return text
    return ""
