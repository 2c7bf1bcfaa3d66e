"""Finds what precedes a story in plain text: menus, the headline, the dek, lines about author and date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.metadata.dateline import split_dateline
from extractors.metadata.datetext import YEAR
from extractors.metadata.vocabulary import AUTHOR, BEFORE_NAME, BY, POSTED
from extractors.phrases import normalise
from extractors.sentences import CLOSING, END, FULL_STOPS
from extractors.textmode.authorship import is_reporter
from extractors.textmode.lines import Line
from extractors.textmode.tail import RULES, Mark, is_story

_LONGEST_HEADLINE = 200  # characters
_LONGEST_DAYLINE = 14  # words
_LONG = 45  # characters of a line that no menu has
_LONGEST_DEK = 400  # characters
_FEWEST_WORDS = 3  # of a headline; Chinese and Japanese count characters instead
_SURE_WORDS = 4  # of a headline that stands below other short lines
_MOST_NAMES = 3  # lines above it
_LONGEST_NAME = 50  # characters of one of them: Thai puts no spaces between words
_LINES_BETWEEN = 4  # between a headline and the story: dek, byline, caption
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")  # Thai, Lao, Burmese, Khmer
DAY = re.compile(r"\D{,20}\d{1,4}\D{1,20}\d{1,4}\D{,5}")
"""A day, in any language."""
_APART = re.compile(r"\s+[|·•/]\s+")
_LIST_ITEM = re.compile(r"^(?:[-–—•*·▪►]|\(?\d{1,3}[.)]\s|#)")
_NO_HEADLINE_END = (*FULL_STOPS, *";,:：…，")
_BYLINE = re.compile(
    r"^(?:by|von|par|por|di|door|av|af|przez|od|autor|author|text|texto|od|oleh)\s*:?\s+\S", re.IGNORECASE
)
_DAY_FIRST = re.compile(r"\d{1,2}\D{1,25}(?:19|20)\d\d(?!\d)|(?:19|20)\d\d\D{1,15}\d{1,2}(?!\d)")
_SENTENCE_END = re.compile(rf"\w{{3}}{END}{CLOSING}$")
_STOPS = re.compile(rf"[^\W\d]{{3}}[{''.join(FULL_STOPS)}]$")
_MONTH_FIRST = re.compile(r"\W{,2}(?:[^\W\d]+\.?|\d{1,2} ?[月월])\s+\d{1,2}[.,،]?\s+(?:19|20)\d\d\W{,2}")
_BEFORE_DAY = r"\s+(?:on|at|am|um|le|à|el|em|il|den|op|dnia|на|в)"
_POSTED_ALONE = re.compile(rf"{POSTED}(?:{_BEFORE_DAY})?\s*[:：]?", re.IGNORECASE)
_LABEL = re.compile(
    rf"(?:{POSTED}(?:\s+{BY}|{_BEFORE_DAY})?|{BEFORE_NAME}|{BY}|{AUTHOR}|由)\s*[:：]?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Head:
    """The numbers of the lines that are headline and dek; None where the text shows none for certain."""

    headline: int | None = None
    dek: int | None = None


def mark_head(lines: Sequence[Line], end: int, mark: Mark) -> None:
    """Mark the furniture before the story in ``lines[:end]``, on less proof where furniture follows the story."""
    zone = _zone(lines, end)
    weight = sum(lines[number].weight for number in zone if lines[number].kind in RULES)
    if weight < (2 if end == len(lines) else 1):
        return
    menu_end = _menu_end(lines, len(zone))
    for number in zone:
        kind = lines[number].kind
        if kind in RULES or number < menu_end:
            mark(number, *RULES.get(kind or "", RULES["menu"]))


def find_head(lines: Sequence[Line], kept: Sequence[int], *, has_chrome: bool) -> Head:
    """Return headline and dek of the story that the ``kept`` lines hold.

    A first line is a headline only if it looks like one and furniture around the story or a wider gap below it sets it
    apart: in clean text, the first line is the story's.
    """
    if len(kept) < 2 or (has_chrome and lines[kept[0]].is_time):
        return Head()
    first, second = lines[kept[0]], lines[kept[1]]
    usual = _usual_gap(lines, kept)
    is_credited = has_chrome and _is_credited(lines, kept[0])
    told = (
        _is_of_a_story(line) or (has_chrome and is_item(line)) or (is_credited and _is_told(line))
        for line in (lines[number] for number in kept[1:])
    )
    story = next((place for place, is_told in enumerate(told, 1) if is_told), None)
    apart = second.gap > usual or is_credited or (has_chrome and second.gap > 0)
    if not apart or story is None or story > _LINES_BETWEEN + 1:
        return Head()
    is_title = is_headline(first, fewest=1) and not first.is_prose if is_credited else is_headline(first)
    return head_at(lines, kept, kept[0]) if is_title else Head()


def _is_credited(lines: Sequence[Line], number: int) -> bool:
    """Return whether the line right below says who wrote the story, or when, or the one right above is a day."""
    below = lines[number + 1]
    return is_credit(below) or (number > 0 and lines[number - 1].is_time)


def _is_told(line: Line) -> bool:
    """Return whether ``line``, below author or day, is long enough for a story though it ends no sentence."""
    return line.kind is None and len(line.said) >= _LONG


def head_at(lines: Sequence[Line], kept: Sequence[int], headline: int) -> Head:
    """Return the ``headline`` among the ``kept`` lines with its dek, where the line below it is one."""
    kept = kept[kept.index(headline) :]
    dek = kept[1] if len(kept) > 2 and _is_dek(lines[kept[1]], lines[kept[2]], _usual_gap(lines, kept)) else None
    return Head(headline, dek)


def mark_day_above(lines: Sequence[Line], kept: Sequence[int], mark: Mark) -> None:
    """Mark the only line of the ``kept`` ones that is a day, where it stands at the top and a headline below it."""
    if len(kept) < 3 or [number for number in kept if lines[number].is_time] != [kept[0]]:
        return
    if is_headline(lines[kept[1]]) and not lines[kept[1]].is_prose:
        mark(kept[0], *RULES["posted"])


def mark_opening(lines: Sequence[Line], mark: Mark) -> None:
    """Mark author and day that are known as such, and what has no sentence in it above a line that is the title."""
    title = next((number for number, line in enumerate(lines) if line.is_title), 0)
    for number in range(title):
        if not any(map(_SENTENCE_END.search, lines[number].said.split())):
            mark(number, *RULES["menu"])
    for number, line in enumerate(lines):
        if line.known == "posted":
            mark(number, *RULES["posted"])


def mark_site_name(lines: Sequence[Line], kept: Sequence[int], mark: Mark) -> None:
    """Mark the few short lines above what looks like a headline over a story: the site's name, its motto."""
    story = next((place for place, number in enumerate(kept) if lines[number].is_prose), 0)
    above = [number for number in kept[:story] if not lines[number].is_rule]
    first = next((place for place, number in enumerate(above) if is_headline(lines[number])), None)
    if first is None or first > _MOST_NAMES or len(lines[above[first]].said.split()) < _SURE_WORDS:
        return
    names = above[:first]
    if all(_is_site_name(lines[number]) for number in names):
        for number in names:
            mark(number, *RULES["menu"])


def _is_site_name(line: Line) -> bool:
    """Return whether ``line`` can be a site's name or motto: a few words that say nothing."""
    return line.is_short and len(line.said) <= _LONGEST_NAME and len(line.said.split()) < _SURE_WORDS


def _is_of_a_story(line: Line) -> bool:
    """Return whether ``line`` is a paragraph or at least a sentence."""
    return line.is_prose or (line.kind is None and line.ends_sentence and len(line.said.split()) >= _FEWEST_WORDS)


def is_byline(line: Line) -> bool:
    """Return whether ``line``, between headline and story, says who wrote it."""
    text = line.said.strip()
    ends = line.ends_sentence and not text[-2:-1].isdigit()  # "2019. 5. 12." is a day
    return is_reporter(text) or (len(text) <= 100 and bool(_BYLINE.match(text)) and not ends)


def is_label(line: Line) -> bool:
    """Return whether ``line`` is what stands before an author's name, or before the day, and nothing else."""
    return _LABEL.fullmatch(line.said.strip()) is not None


def is_credit(line: Line) -> bool:
    """Return whether ``line``, above a story, says who wrote it or when, in the words of an interface or as a day."""
    return line.kind == "posted" or line.is_time or is_byline(line)


def tells_when_posted(line: Line, below: Line) -> bool:
    """Return whether ``line`` says when a post was published, or is the word over the day that stands ``below``."""
    if line.kind == "posted":
        return True
    return _POSTED_ALONE.fullmatch(line.said.strip()) is not None and (below.is_time or is_dayline(below))


def is_day(line: Line) -> bool:
    """Return whether ``line`` is a day with its year, and nothing else."""
    is_said = line.is_time or (line.is_short and DAY.fullmatch(line.said) is not None)
    return is_said and YEAR.search(line.said) is not None


def is_dayline(line: Line) -> bool:
    """Return whether ``line``, between headline and story, begins with the day or has it apart: "Jane Doe | 5.3.13".

    A site whose language is not that of its theme prints "agosto 23, 2021".
    """
    text = line.said
    if line.is_short and (tells_day_apart(text) or _MONTH_FIRST.fullmatch(text)):
        return True
    return len(text.split()) <= _LONGEST_DAYLINE and not _STOPS.search(text) and _DAY_FIRST.match(text) is not None


def is_item(line: Line) -> bool:
    """Return whether ``line`` is an item of a list, by its bullet or number."""
    return _LIST_ITEM.match(line.said) is not None


def is_name(line: Line) -> bool:
    """Return whether ``line`` can be no more than a name: a few words, none of them written small."""
    words = line.said.split()
    return line.kind is None and line.is_short and len(words) < _SURE_WORDS and not any(w[0].islower() for w in words)


def _zone(lines: Sequence[Line], end: int) -> range:
    """Return the numbers of the lines before the first paragraph, in a text that has none before its first sentence.

    A list without one has no head that could be told from it.
    """
    prose = next((number for number in range(end) if lines[number].is_prose), None)
    if prose is not None or end < len(lines):
        return range(end if prose is None else prose)
    return range(next((number for number in range(end) if is_story(lines[number])), 0))


def _menu_end(lines: Sequence[Line], end: int) -> int:
    """Return where the menu at the very top ends: after its last known item, if unknown ones are short and between."""
    menu_end, known, unknown = 0, 0, 0
    for number in range(end):
        if lines[number].kind in ("menu", "search", "login"):
            known, unknown, menu_end = known + 1, 0, number + 1
        elif len(normalise(lines[number].said).split()) <= 3 and len(lines[number].said) <= 30:
            unknown += 1
        else:
            break
    return menu_end if known >= 2 else 0


def _usual_gap(lines: Sequence[Line], kept: Sequence[int]) -> int:
    """Return how many blank lines stand before a paragraph of the story, the smallest number of any but the first.

    Where there is no other, it is one. Of a tool that prints the blanks between tags, labels are set closer.
    """
    told = [number for number in kept[2:] if lines[number].is_prose and lines[number].gap]
    apart = told if len(told) > 1 else [number for number in kept[1:] if lines[number].gap]
    return min((lines[number].gap for number in apart), default=1) if len(kept) > 2 else 1


def is_headline(line: Line, *, fewest: int = _FEWEST_WORDS) -> bool:
    """Return whether ``line`` looks like a headline: one line, ``fewest`` words, no full stop, no list item."""
    text = line.said
    return (
        line.kind is None
        and _size(text) >= fewest
        and len(text) <= _LONGEST_HEADLINE
        and not text.endswith(_NO_HEADLINE_END)
        and not is_item(line)
        and not text[0].islower()
        and split_dateline(text) is None
        and not tells_day_apart(text)
    )


def tells_day_apart(text: str) -> bool:
    """Return whether one of several parts of a line, set apart by bars or dots, is a day, in any language."""
    parts = _APART.split(text)
    return len(parts) > 1 and any(map(DAY.fullmatch, parts))


def _size(text: str) -> int:
    """Return the words of a line; of Chinese and Japanese three characters count as one, of Thai and the like six."""
    return max(len(text.split()), len(_WIDE.findall(text)) // 3, len(_UNSPACED.findall(text)) // 6)


def _is_dek(line: Line, below: Line, usual: int) -> bool:
    """Return whether ``line`` below the headline is a dek: set apart by a wider gap, or right over a dateline."""
    if line.kind is not None or len(line.said) > _LONGEST_DEK or is_byline(line) or not below.gap:
        return False
    if split_dateline(line.said) is not None or _size(line.said) < _FEWEST_WORDS:
        return False
    return below.gap > usual or (not line.ends_sentence and split_dateline(below.said) is not None)
