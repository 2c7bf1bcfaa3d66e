"""Reads the terms that no class and no declaration tells of: behind a label, or by where links by the headline lead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain, islice, takewhile

from lxml.etree import XPath
from lxml.html import HtmlElement

from extractors.metadata.sheet import Sheet
from extractors.metadata.walk import Piece, block_of, texts_after, texts_within
from extractors.metadata.wording import is_sentence, one_line, shown
from extractors.phrases import chrome_kind

_LABELS = XPath("following::text()[string-length(normalize-space(.)) <= 24][contains(., ':') or contains(., '：')]")
_COLONS = " \t\r\n:：\xa0"
_MOST_LABELS = 40  # that are looked at
_MOST_LINKS = 25  # terms of one story: a cloud of all the site's has more
_LONGEST_BOX = 1000
_MAX_TERM = 80  # characters


def led_to(sheet: Sheet, path: re.Pattern[str]) -> list[str]:
    """Return the words of the links by the headline, in its main box if above it, that lead to archives of this kind.

    Those in a sentence are the author's, and many are a menu.
    """
    around = _around(sheet)
    terms = []
    for line in sheet.lines:
        steps = (line.holder, *line.holder.iterancestors())
        link = next((step for step in steps if step.tag == "a"), None)
        leads = link is not None and path.search(link.get("href") or "")
        is_own = around in steps if around is not None else line in sheet.lines_after
        if not (leads and is_own and line.above_story) or sheet.furniture.holds(line.holder):
            continue
        if not chrome_kind(line.text) and not is_sentence(shown(block_of(line.holder), _LONGEST_BOX)):
            terms.append(line.text.lstrip("#＃").strip())
    return terms if len(terms) <= _MOST_LINKS else []


def _around(sheet: Sheet) -> HtmlElement | None:
    """Return the ``article`` or ``main`` that the headline stands in, None where it stands in none."""
    headline = sheet.headline.element
    return next(headline.iterancestors("article", "main"), None) if headline is not None else None


def labelled(sheet: Sheet, kind: str) -> list[str]:
    """Return the words of the links right behind a label below the headline, "Tags:", where no class tells of them.

    Where the headline stands in an article, so does the label: others head what the site files its stories under.
    """
    headline, around = sheet.headline.element, _around(sheet)
    labels = islice(_LABELS(headline), _MOST_LABELS) if headline is not None else ()
    label = next((label for label in labels if chrome_kind(label.strip(_COLONS)) == kind), None)
    holder = label.getparent() if label is not None else None
    if label is None or holder is None or sheet.furniture.holds(holder):
        return []
    if around is not None and around not in holder.iterancestors():
        return []
    inside = texts_within(holder) if label.is_text else ()
    line = block_of(holder)
    row = line if line.find(".//a") is not None else line.getparent()
    following = islice(chain(inside, texts_after(holder)), 1, None)
    return _linked_terms(takewhile(lambda piece: row in (piece[0], *piece[0].iterancestors()), following))


def _linked_terms(pieces: Iterable[Piece]) -> list[str]:
    """Return the words of the links that pieces of text begin with, none of a cloud: separators stand between them.

    "3 comments" and "Permalink" in the same line are none.
    """
    terms: list[str] = []
    for holder, text in pieces:
        if holder.tag == "a" or next(holder.iterancestors("a"), None) is not None:
            term = one_line(text, _MAX_TERM + 1).strip("#＃,; ")
            if chrome_kind(term):
                break
            terms.append(term)
        elif any(map(str.isalnum, text)) or len(terms) > _MOST_LINKS:
            break
    return terms if len(terms) <= _MOST_LINKS else []
