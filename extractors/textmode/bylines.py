"""Takes out the lines below a headline, or below the lead under it, that say who wrote the story and when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from extractors.metadata.datetext import YEAR
from extractors.metadata.names import is_full_name
from extractors.textmode.head import Head, is_byline, is_credit, is_day, is_dayline, is_label, is_name, tells_day_apart
from extractors.textmode.lines import Line
from extractors.textmode.tail import RULES, Mark

_BELOW = 8  # lines below the headline: author, day, and what the story starts with
_LONGEST_SMALL = 5  # letters of the "on" or "in" before a day or a category
_FILED_IN = 3  # words of the line that says behind an author's name where a post is filed
_LONGEST_BYLINE = 6  # words, where the next line begins small
_BULLET = re.compile(r"^\s*[*•]\s+")
_APART = re.compile(r"\s[|·•–—]\s")  # between a name and a day


def mark_byline(lines: Sequence[Line], kept: Sequence[int], head: Head, mark: Mark, *, has_chrome: bool) -> None:
    """Mark those of the ``kept`` lines that say who wrote the story and when, right below headline or dek.

    In clean text, which ``has_chrome`` denies, a day may be the story's.
    """
    if head.headline is None:
        return
    below = [number for number in kept if number > head.headline and number != head.dek][:_BELOW]
    above_story = list(takewhile(lambda number: not lines[number].is_prose, below[:-1]))
    if has_chrome and not above_story:
        for number in _credits_below_lead(lines, kept, below):
            mark(number, *(RULES["posted"] if lines[number].kind == "posted" else ("byline", "line about the author")))
    if has_chrome and _is_over_day(lines, kept, above_story):
        del above_story[0]
    dated = any(lines[number].is_time for number in above_story)
    above: str | None = None
    title = lines[head.headline].said.strip()
    for number in above_story:
        line = _without_bullet(lines[number])
        if has_chrome and number - 1 not in kept and is_label(lines[number - 1]):
            above = "label"
        is_signed = is_byline(line) and not _goes_on(lines, number)
        if is_signed or (has_chrome and (is_label(line) or ((dated or above == "label") and is_name(line)))):
            mark(number, "byline", "line about the author")
            above = "label" if is_label(line) else "name" if above == "label" else None
        elif above == "name" and line.is_short and len(line.said.split()) <= _FILED_IN:
            mark(number, *RULES["categories"])
            above = "name" if _is_small_word(line) else None  # "in", and the category below it
        elif has_chrome and (line.is_time or is_dayline(line) or _is_beside_credits(lines, number, title)):
            mark(number, *RULES["posted"])
        elif not line.is_rule:
            break


def _is_beside_credits(lines: Sequence[Line], number: int, title: str) -> bool:
    """Return whether a line says the headline again, as a link to the comments does, or is a small word over a day."""
    said = lines[number].said.strip()
    if title in said and len(said.split()) - len(title.split()) <= _FILED_IN:
        return True
    return _is_small_word(lines[number]) and lines[number + 1].is_time


def _is_small_word(line: Line) -> bool:
    said = line.said.strip()
    return len(said) <= _LONGEST_SMALL and said.isalpha() and said.islower()


def _is_over_day(lines: Sequence[Line], kept: Sequence[int], above: Sequence[int]) -> bool:
    """Return whether the first line below a headline stands over the day of publication: a dek that is no sentence.

    A diary has a day over each of its entries.
    """
    days = [number for number in kept if is_day(lines[number])]
    return len(above) > 1 and not is_credit(lines[above[0]]) and days == [above[1]]


def _credits_below_lead(lines: Sequence[Line], kept: Sequence[int], below: Sequence[int]) -> list[int]:
    """Return those of the lines below a headline that tell author and day between the lead and the rest of the story.

    A day alone is no such line, but where a name over it was taken out: a diary has it over each of its entries.
    """
    days = [number for number in kept if is_day(lines[number])]
    credits = list(
        takewhile(
            lambda number: _is_credit_apart(lines[number]) or (len(days) == 1 and is_full_name(_plain(lines[number]))),
            below[1:-1],
        )
    )
    is_dated = any(YEAR.search(lines[number].said) for number in credits)
    is_signed = any(not is_day(lines[number]) or _APART.search(lines[number].said) for number in credits)
    above = credits[0] - 1 if credits else 0
    is_signed = is_signed or (above not in kept and is_name(lines[above]))
    return credits if is_dated and is_signed and lines[below[len(credits) + 1]].kind != "posted" else []


def _plain(line: Line) -> str:
    return " ".join(line.said.split())


def _is_credit_apart(line: Line) -> bool:
    if line.is_prose or (line.ends_sentence and not line.is_time):
        return False
    is_said = line.kind == "posted" or is_byline(line) or is_label(line) or is_day(line)
    return is_said or (line.is_short and tells_day_apart(line.said))


def _goes_on(lines: Sequence[Line], number: int) -> bool:
    """Return whether a sentence begins there ("By July the cost…") that goes on in the next line of wrapped text."""
    below = lines[number + 1].said.strip() if number + 1 < len(lines) else ""
    return len(lines[number].said.split()) > _LONGEST_BYLINE and below[:1].islower()


def _without_bullet(line: Line) -> Line:
    return Line(_BULLET.sub("", line.said), line.gap)
