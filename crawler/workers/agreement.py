"""Compares the text extracted from a page with that of the site's own copy, word by word."""

from __future__ import annotations

import re
from collections import Counter

from crawler.records.filings import Agreement
from crawler.records.pages import FetchedPage
from crawler.storage.rows import UNSPACED_CHARACTER

MOST = 0.75
"""An excerpt has a line of its site's beside, which sends readers on to the rest."""
HALF_AS_MANY_AGAIN = 1.5

_WORD = re.compile(r"[^\W_]+")


def agreement(copy: FetchedPage, copy_text: str, page_text: str) -> Agreement:
    """How far ``page_text`` has the words of ``copy_text``, counting each as often as it occurs, in any order."""
    theirs, ours = _words(copy_text), _words(page_text)
    shared = (theirs & ours).total()
    precision = _share(shared, ours.total())
    recall = _share(shared, theirs.total())
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Agreement(copy.url, copy.site, theirs.total(), ours.total(), precision, recall, f1)


def is_part_of(text: str, whole: str) -> bool:
    """Whether most words of ``text`` are in ``whole``, which has half as many again or more: it is an excerpt."""
    ours, theirs = _words(text), _words(whole)
    return _share((ours & theirs).total(), ours.total()) >= MOST and theirs.total() >= HALF_AS_MANY_AGAIN * ours.total()


def _words(text: str) -> Counter[str]:
    """The words of a text, in lower case; in scripts written without spaces, its characters."""
    return Counter(_WORD.findall(UNSPACED_CHARACTER.sub(lambda match: f" {match.group()} ", text.casefold())))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float(part == whole)
