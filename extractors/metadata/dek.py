"""Finds a story's dek: the standfirst that the page sets under its headline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from extractors.metadata.dateline import split_dateline
from extractors.metadata.landmarks import Kind
from extractors.metadata.names import begins_byline
from extractors.metadata.record import Reading
from extractors.metadata.sheet import Sheet
from extractors.metadata.wording import agreement, shown
from extractors.paidlinks import tells_of_paid_links
from extractors.sentences import CLOSED

_DEK_CLASS = re.compile(
    r"(?:^|[\s_-])(?:dek|deck|standfirst|stand-first|subtitle|sub-title|subhead(?:line|ing)?|sub-headline|lede?|lead|teaser-text"
    r"|intro(?:duction)?|kicker-text|entry-summary|post-excerpt|article-(?:summary|description|intro|lead|subtitle)"
    r"|(?:article|entry|news|single)-(?:excerpt|teaser)"
    r"|ingress|sapo|document-?description|perex|manchet|strapline|vorspann|untertitel|bajada|entradilla|copete|linha-fina|olho|gravata|chapeau|chapo|occhiello|sottotitolo"
    r"|wp-block-post-excerpt|wp-block-post-excerpt__excerpt|(?<!with-)summary)(?:$|[\s_-])"
)
_BLOCKS = frozenset({"p", "h2", "h3", "h4", "div", "span", "section", "header", "strong"})
_STATED = frozenset({"description", "alternativeHeadline"})
_HEADERS = frozenset({"header", "hgroup"})
_UNTITLED = frozenset({"div", "p", "span"})
_PARAGRAPHS = frozenset({"p", "h2", "h3", "h4", "h5", "h6"})
_EMPHASIS = frozenset({"strong", "em", "b", "i"})
_MIN, _MAX = 20, 500  # characters
_MIN_WIDE = 8  # the same in scripts of syllables and ideograms
_WIDE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_SENTENCE = 60  # characters of a paragraph that no page prints above its dek
_LABELS = frozenset({"div", "span", "ul", "time", "section"})
_LONGEST_LABEL = 120  # characters
_CREDITS: tuple[Kind, ...] = ("byline", "date", "author link", "term")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_REACH = 30  # elements after the headline


def read_dek(sheet: Sheet) -> Reading[str] | None:
    """Return the words of the standfirst near the headline, None where the page shows none."""
    headline = sheet.headline.element
    if headline is None:
        return None
    near = list(islice(sheet.after_headline(), _REACH))
    for element in near:
        if _is_paragraph(element, sheet):
            break
        if element.tag in _BLOCKS and _is_called_dek(element) and (text := _dek_text(element, sheet)):
            return Reading(text, "standfirst markup")
    return _heading_below(headline, sheet) or _in_header(headline, sheet) or _over_dateline(near, sheet)


def _is_paragraph(element: HtmlElement, sheet: Sheet) -> bool:
    """Return whether an element is a sentence of the story's text, by no name of its own: no dek stands below one."""
    if element.tag != "p" or element.get("class"):
        return False
    text = shown(element, _MAX + 1)
    return len(text) >= _SENTENCE and text.endswith(CLOSED) and not sheet.furniture.holds(element)


def _is_called_dek(element: HtmlElement) -> bool:
    """Return whether an element is called a standfirst; the id of a heading is made of its words."""
    last = re.split(r"[_-]", element.get("id") or "")[-1] if element.tag in _UNTITLED else ""
    stated = element.get("itemprop") in _STATED
    return stated or _is_dek(element.get("class") or "") or _is_dek(last)


@lru_cache(maxsize=8192)
def _is_dek(names: str) -> bool:
    """Return whether a name calls its element a standfirst; sites repeat theirs on every page."""
    return _DEK_CLASS.search(names.lower()) is not None


def _over_dateline(near: Sequence[HtmlElement], sheet: Sheet) -> Reading[str] | None:
    """Return the heading, or the line in bold or italics, between the headline and a paragraph with a dateline."""
    above: HtmlElement | None = None
    for element in near:
        if element.tag not in _PARAGRAPHS or not (text := shown(element, _MAX + 1)):
            continue
        if split_dateline(text):
            found = _dek_text(above, sheet) if above is not None and _is_set_off(above) else None
            return Reading(found, "line over the dateline") if found else None
        if len(text) > _MAX:
            return None
        above = element
    return None


def _is_set_off(element: HtmlElement) -> bool:
    """Return whether ``element`` is a heading, or a paragraph all of whose words are bold or italic."""
    if element.tag != "p":
        return True
    inner = element[0] if len(element) == 1 else None
    return inner is not None and inner.tag in _EMPHASIS and shown(inner) == shown(element)


def _heading_below(headline: HtmlElement, sheet: Sheet) -> Reading[str] | None:
    """Return the h2 that follows the headline outside the story's text, directly or below the author and the day."""
    below, is_apart = headline.getnext(), False
    while below is not None and below.tag != "h2" and _is_label(below):
        below, is_apart = below.getnext(), True
    if below is None or below.tag != "h2" or (is_apart and not _is_over_box(below)):
        return None
    text = _dek_text(below, sheet)
    return Reading(text, "heading below") if text else None


def _is_label(element: HtmlElement) -> bool:
    """Return whether an element beside the headline says no more than who, when, or how to share it."""
    if element.tag not in _LABELS or len(shown(element, _LONGEST_LABEL + 1)) > _LONGEST_LABEL:
        return False
    return not any(shown(line, _LONGEST_LABEL).endswith(CLOSED) for line in islice(element.iter("p"), _REACH))


def _is_over_box(heading: HtmlElement) -> bool:
    """Return whether a heading stands over a box with several paragraphs, as none does that heads some of them."""
    below = heading.getnext()
    return below is not None and below.tag in _LABELS and len(list(islice(below.iter("p"), 2))) > 1


def _in_header(headline: HtmlElement, sheet: Sheet) -> Reading[str] | None:
    """Return the one paragraph below the headline in the header that holds it: no page keeps its text there."""
    header = next(headline.iterancestors(*_HEADERS, "article", "main"), None)
    if header is None or header.tag not in _HEADERS or _is_of_page(header):
        return None
    below = [element for element in islice(sheet.after_headline(), _REACH) if header in element.iterancestors()]
    paragraphs = [element for element in below if element.tag == "p" and shown(element, 2)]
    if len(paragraphs) != 1 or _is_credit(paragraphs[0], sheet):
        return None
    text = _dek_text(paragraphs[0], sheet)
    return Reading(text, "paragraph in the header") if text else None


def _is_of_page(header: HtmlElement) -> bool:
    """Return whether a ``header`` is that of the page, with the site's name and menu, rather than a story's."""
    around = header.getparent()
    return around is not None and around.tag == "body" and next(header.iter("nav", "ul"), None) is not None


def _is_credit(element: HtmlElement, sheet: Sheet) -> bool:
    """Return whether an element tells who wrote the story, and when: it begins so, holds a date, or is marked up so."""
    text = shown(element, _MAX + 1)
    if begins_byline(text) or next(element.iter("time"), None) is not None:
        return True
    if len(text) <= _LONGEST_LABEL and _YEAR.search(text) and not text.endswith(CLOSED):
        return True
    if tells_of_paid_links(text):
        return True
    marks = (mark.element for kind in _CREDITS for mark in sheet.landmarks.of(kind))
    return any(element is mark or element in mark.iterancestors() or mark in element.iterancestors() for mark in marks)


def _dek_text(element: HtmlElement, sheet: Sheet) -> str | None:
    if sheet.furniture.holds(element) or len(list(islice(element.iterdescendants("p", "li"), 2))) > 1:
        return None
    text = shown(element, _MAX + 1)
    least = _MIN if text.isascii() or not _WIDE.search(text) else _MIN_WIDE
    if not least <= len(text) <= _MAX or agreement(text, sheet.headline.text or "") > 0.8:
        return None
    return text
