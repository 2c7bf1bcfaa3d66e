"""Finds the story that the dump of a whole page names itself, and cuts what surrounds a short one.

A page names its story where a line prints the headline once more among other words, as a breadcrumb, a title or the
heading of the comments does. A short story ends where comments, a list of other stories or the footer start.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.phrases import filled_in
from extractors.textmode.cookies import COOKIES
from extractors.textmode.discussions import quoted_title
from extractors.textmode.head import DAY, is_headline
from extractors.textmode.lines import Line
from extractors.textmode.pieces import goes_on_amid
from extractors.textmode.signature import counter_lines
from extractors.textmode.tail import RULES, Mark, is_story, mark_run
from extractors.textmode.titles import below_path

_KINDS = 6  # of phrases that make a page beyond doubt
NAMING = re.compile(r"[»›>/|·•—–“”„«\"]|(?:^| )- ")  # stands between a headline and what else its line says
_NAMES_NONE = frozenset({"newsletter", "footer", "related", "post-navigation", "posted", "share"})
"""Kinds of phrases that name the site, or other stories."""
_MARKS = "“”„«»‹›\"'‘’「」『』 "
_FEWEST_BYTES = 15  # of a headline that is no label which the page repeats; a Chinese character is three
_MOST_NAMING = 100  # lines, the first ones
_LONGEST_NAMING = 3  # times as long as the headline, a line that names it
_OPENS = 14  # lines from the headline to the first of the story
_ENDING = frozenset({"comments-heading", "comment-form", "comments-closed", "footer"})
_LISTING = frozenset({"related", "sidebar", "post-navigation"})
_STARTS = frozenset(
    "related sidebar post-navigation newsletter footer comments-heading comment-form share like login cookies"
    " categories tags feed comments-closed comment-meta comment-login".split()
)
_CONFIRMED = 8  # lines below the first of the furniture that tell whether it is
_LIST = 3  # titles that are a list of other stories
_TEASERS = 2
_REACH = 200  # lines below a heading in which its list is, and the same heading again


def named_headline(lines: Sequence[Line]) -> int | None:
    """Return the number of the line with the only headline that the page names elsewhere, None for none or several.

    The heading over its comments tells beyond doubt: "Two thoughts on “Low tide”".
    """
    discussed = {title for line in lines if line.kind == "comments-heading" for title in _quoted(line.said)}
    told = (number for number, line in enumerate(lines) if line.said.strip() in discussed)
    discussed_at = next((number for number in told if _opens_story(lines, number)), None)
    if discussed_at is not None or len({line.kind for line in lines if line.kind in RULES}) < _KINDS:
        return discussed_at
    naming = [
        line.said for line in lines if NAMING.search(line.said) and line.kind not in _NAMES_NONE and not line.is_prose
    ][:_MOST_NAMING]
    named = "\n".join(naming)
    found: dict[str, int] = {}
    for number, line in enumerate(lines):
        title = line.said.strip()
        is_label = DAY.fullmatch(title) or len(title.encode()) < _FEWEST_BYTES
        if is_label or title not in named or title in found or not (line.is_short and is_headline(line)):
            continue
        if _opens_story(lines, number) and any(_names(text, title) for text in naming):
            found[title] = number
    if len(found) != 1:
        return None
    number = next(iter(found.values()))
    return below_path(lines, number, next(place for place in range(number + 1, len(lines)) if is_story(lines[place])))


def mark_around(lines: Sequence[Line], headline: int, said: frozenset[int], mark: Mark) -> range:
    """Mark the furniture around a short story below its ``headline``; ``said`` are the numbers of comments.

    Return its lines from the first that tells something to the last.
    """
    first = _mark_above(lines, headline, mark)
    end = _mark_below(lines, headline, first, said, mark)
    last = max(number for number in range(first, end) if number == first or is_story(lines[number]))
    return range(first, last + 1)


def _mark_above(lines: Sequence[Line], headline: int, mark: Mark) -> int:
    """Mark the furniture above a headline, and the phrases below it, down to the first line of the story.

    Return that line's number. Of sentences above the headline only those about cookies go.
    """
    above = (number for number in range(headline) if not is_story(lines[number]) or COOKIES.search(lines[number].said))
    mark_run(lines, above, RULES["menu"], mark)
    first = next(number for number in range(headline + 1, len(lines)) if is_story(lines[number]))
    title = lines[headline].said.strip()
    counters = counter_lines(lines, range(headline + 1, first))
    for number in range(headline + 1, first):
        if lines[number].kind in RULES or title in lines[number].said or number in counters:
            mark(number, *RULES.get(lines[number].kind or "", RULES["menu"]))
    return first


def _mark_below(lines: Sequence[Line], headline: int, first: int, said: frozenset[int], mark: Mark) -> int:
    """Mark the furniture below the short story that starts at ``first``; return the number of its first line.

    Under a heading that names the ``headline`` and counts the comments on it nothing is the story's.
    """
    title = lines[headline].said.strip()
    below = (number for number in range(first + 1, len(lines)) if lines[number].kind == "comments-heading")
    discussion = next((number for number in below if title in _quoted(lines[number].said)), len(lines))
    mark_run(lines, range(discussion, len(lines)), RULES["comments-heading"], mark)
    end = _end(lines[:discussion], first + 1, said)
    mark_run(lines, range(end, discussion), RULES["footer"], mark)
    return end


def _names(text: str, title: str) -> bool:
    """Return whether a line says a headline and, set apart by a mark, little else."""
    before, _, after = text.partition(title)
    rest = f"{before[-3:]}\n{after[:3]}"
    return before != text and 0 < len(before + after) <= _LONGEST_NAMING * len(title) and bool(NAMING.search(rest))


def _quoted(heading: str) -> tuple[str, ...]:
    """Return what a heading over comments has in quotation marks, where its phrase leaves room for a title."""
    fillings = tuple(filling.strip(_MARKS) for filling in filled_in(heading) if filling[:1] in _MARKS)
    quoted = quoted_title(heading)
    return fillings or ((quoted,) if quoted else ())


def _opens_story(lines: Sequence[Line], number: int) -> bool:
    """Return whether a line of a story stands soon below line ``number``."""
    return any(map(is_story, lines[number + 1 : number + 1 + _OPENS]))


def _end(lines: Sequence[Line], start: int, said: frozenset[int]) -> int:
    """Return the first line from ``start`` on of the furniture below the story, with the phrases that stand over it.

    Nothing that a passage of prose follows ends a story.
    """
    end, is_loose = len(lines), False
    for number in range(len(lines) - 1, start - 1, -1):
        line, above = lines[number], lines[number - 1]
        if number not in said and is_story(line):
            if number - 1 not in said and is_story(above):
                break
            is_loose = is_loose or above.kind in RULES  # no title or name over it, as over a teaser or a comment
        elif _is_over(lines, number, end) or (
            _starts_furniture(lines, number) and _ends_a_story(lines, number, is_loose)
        ):
            end, is_loose = number, False
    return end


def _is_over(lines: Sequence[Line], number: int, end: int) -> bool:
    """Return whether a line right over the furniture from ``end`` on is part of it: a phrase, or a word below one."""
    if number + 1 != end:
        return False
    label = lines[number].is_short and len(lines[number].said.split()) == 1 and lines[number - 1].kind in RULES
    return lines[number].kind in RULES or label


def _ends_a_story(lines: Sequence[Line], number: int, is_loose: bool) -> bool:
    """Return whether a phrase stands below a story only: readers' comments, the footer, a list of other stories.

    A single other story stands amid a story, too, and its box may come again. ``is_loose``: below the phrase stands a
    sentence that is none of a list.
    """
    if is_loose or lines[number].kind not in _LISTING:
        return lines[number].kind in _ENDING
    below = lines[number + 1 : number + 1 + _REACH]
    if any(line.said == lines[number].said for line in below):
        return False
    told = [place for place, line in enumerate(below[:-1]) if is_story(line)][:_TEASERS]
    teasers = sum(below[place + 1].kind == "read-more" or below[place + 1].is_time for place in told)
    return teasers == _TEASERS or not any(map(is_story, below[:_LIST]))


def _starts_furniture(lines: Sequence[Line], number: int) -> bool:
    """Return whether the line is a phrase that furniture starts with, and another phrase is near below."""
    near = lines[number + 1 : number + 1 + _CONFIRMED]
    if lines[number].kind not in _STARTS or not near or goes_on_amid(lines[number], near[0]):
        return False
    return any(line.kind in RULES and line.said != lines[number].said for line in near)
