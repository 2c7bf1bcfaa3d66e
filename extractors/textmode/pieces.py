"""Finds the pieces of a sentence that a dump breaks at each link and emphasis: "The crane was built", "for coal,"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.textmode.lines import Line

_MOST = 12  # pieces of a sentence
_GOES_ON = tuple(",.;:!?)]}’”»،。、，")


def pieces(lines: Sequence[Line], sentences: Iterable[int]) -> set[int]:
    """The numbers of the lines above the ends of ``sentences`` that are the same sentence's, broken between words.

    What is broken goes on with a small letter or a mark, or is in small letters throughout.
    """
    found: set[int] = set()
    for end in sentences:
        number = end
        while number and end - number < _MOST and _goes_on(lines[number - 1], lines[number]):
            number -= 1
            found.add(number)
    return found


def _goes_on(line: Line, below: Line) -> bool:
    """Whether a sentence that line leaves open goes on below."""
    if line.ends_sentence or line.is_rule or below.gap > line.gap + 1:
        return False
    return _begins_amid(below) or (_begins_amid(line) and len(line.said.split()) > 1)


def goes_on_amid(line: Line, below: Line) -> bool:
    """Whether a sentence goes on in the same block behind a phrase that it says: "Leave a reply", "– he told me.".

    Not by small letters alone, which the items of a list may have.
    """
    said = below.said.strip()
    if below.gap > line.gap or line.ends_sentence or not below.ends_sentence:
        return False
    return said.startswith(_GOES_ON) or (said.startswith(("–", "—")) and said.lstrip("–— ")[:1].islower())


def _begins_amid(line: Line) -> bool:
    said = line.said.strip()
    return said.lstrip("–— ")[:1].islower() or said.startswith(_GOES_ON)
