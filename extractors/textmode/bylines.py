"""Takes out the lines below a headline, or below the lead under it, that say who wrote the story and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from extractors.metadata.datetext import YEAR
from extractors.metadata.vocabulary import AUTHOR, BEFORE_NAME, BY, POSTED
from extractors.textmode.head import Head, is_byline, is_day, is_dayline, is_name, tells_day_apart
from extractors.textmode.lines import Line
from extractors.textmode.tail import RULES, Mark

_BELOW = 5  # lines below the headline: author, day, and what the story starts with
_FILED_IN = 3  # words of the line that says behind an author's name where a post is filed
_LONGEST_BYLINE = 6  # words, where the next line begins small
_BULLET = re.compile(r"^\s*[*•]\s+")
_APART = re.compile(r"\s[|·•–—]\s")  # between a name and a day
_BY_ALONE = re.compile(rf"(?:{BEFORE_NAME}|{BY}|{AUTHOR}|{POSTED})\s*:?", re.IGNORECASE)


def mark_byline(lines: Sequence[Line], kept: Sequence[int], head: Head, mark: Mark, *, has_chrome: bool) -> None:
    """Mark those of the ``kept`` lines that say who wrote the story and when, right below headline or dek.

    In clean text, which ``has_chrome`` denies, a day may be the story's.
    """
    if head.headline is None:
        return
    below = [number for number in kept if number > head.headline and number != head.dek][:_BELOW]
    above_story = list(takewhile(lambda number: not lines[number].is_prose, below[:-1]))
    if has_chrome and not above_story:
        for number in _credits_below_lead(lines, below):
            mark(number, *(RULES["posted"] if lines[number].kind == "posted" else ("byline", "line about the author")))
    dated = any(lines[number].is_time for number in above_story)
    above: str | None = None
    for number in above_story:
        line = _without_bullet(lines[number])
        if has_chrome and number - 1 not in kept and _is_label(lines[number - 1]):
            above = "label"
        is_signed = is_byline(line) and not _goes_on(lines, number)
        if is_signed or (has_chrome and (_is_label(line) or ((dated or above == "label") and is_name(line)))):
            mark(number, "byline", "line about the author")
            above = "label" if _is_label(line) else "name" if above == "label" else None
        elif above == "name" and line.is_short and len(line.said.split()) <= _FILED_IN:
            mark(number, *RULES["categories"])
            above = None
        elif has_chrome and (line.is_time or is_dayline(line)):
            mark(number, *RULES["posted"])
        elif not line.is_rule:
            break


def _credits_below_lead(lines: Sequence[Line], below: Sequence[int]) -> list[int]:
    """Return those of the lines below a headline that tell author and day between the lead and the rest of the story.

    A day alone is no such line: a diary has it over each of its entries.
    """
    credits = list(takewhile(lambda number: _is_credit_apart(lines[number]), below[1:-1]))
    is_dated = any(YEAR.search(lines[number].said) for number in credits)
    is_signed = any(not is_day(lines[number]) or _APART.search(lines[number].said) for number in credits)
    return credits if is_dated and is_signed and lines[below[len(credits) + 1]].kind != "posted" else []


def _is_credit_apart(line: Line) -> bool:
    if line.is_prose or (line.ends_sentence and not line.is_time):
        return False
    return line.kind == "posted" or is_byline(line) or is_day(line) or (line.is_short and tells_day_apart(line.said))


def _goes_on(lines: Sequence[Line], number: int) -> bool:
    """Return whether a sentence begins there ("By July the cost…") that goes on in the next line of wrapped text."""
    below = lines[number + 1].said.strip() if number + 1 < len(lines) else ""
    return len(lines[number].said.split()) > _LONGEST_BYLINE and below[:1].islower()


def _without_bullet(line: Line) -> Line:
    return Line(_BULLET.sub("", line.said), line.gap)


def _is_label(line: Line) -> bool:
    """Return whether ``line`` is the word that stands before an author's name, and nothing else."""
    return _BY_ALONE.fullmatch(line.said.strip()) is not None
