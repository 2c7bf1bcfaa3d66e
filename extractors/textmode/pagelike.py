"""Tells the dump of a whole page from a text that somebody wrote: by its phrases, or by the labels that frame it."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.textmode.lines import Line
from extractors.textmode.tail import RULES
from extractors.textmode.unfamiliar import is_label, notice_above

_KINDS = 4  # of phrases, that make a page: of a thousand clean texts one has three, none more
_FEW_KINDS, _LINES_A_KIND = 2, 20  # and how many lines there are at most: of a thousand clean texts none is so short
_LABELS_A_SENTENCE = 3  # lines for each that is a sentence
_FOOT = 8  # lines at the end of a page, among which it says whose it is
_FRAME = 4  # labels above a story, and below it
_FEWEST_PARAGRAPHS = 2  # that they frame


def is_page(lines: Sequence[Line]) -> bool:
    """Return whether there are phrases of several kinds, or of two amid few lines most of which are labels.

    Or labels in words not known above and below the story, with the line that says whose the page is.
    """
    kinds = len({line.kind for line in lines if line.kind in RULES})
    if kinds >= _KINDS or _is_framed(lines):
        return True
    if kinds < _FEW_KINDS or len(lines) > kinds * _LINES_A_KIND:
        return False
    told = sum(line.is_prose or line.ends_sentence for line in lines)
    return 0 < told * _LABELS_A_SENTENCE < len(lines)


def _is_framed(lines: Sequence[Line]) -> bool:
    """Return whether labels stand above all paragraphs and below them, as on a page in a language not known."""
    if not any(line.kind == "footer" for line in lines[-_FOOT:]):
        return False
    told = [number for number, line in enumerate(lines) if line.is_prose]
    if notice_above(lines, told) is not None:
        del told[0]
    if len(told) < _FEWEST_PARAGRAPHS:
        return False
    return all(sum(map(is_label, part)) >= _FRAME for part in (lines[: told[0]], lines[told[-1] + 1 :]))
