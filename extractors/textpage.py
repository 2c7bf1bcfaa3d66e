"""Cuts what surrounds the story in the dump of a whole page: menus above it, related stories and footer below.

Only a text with interface phrases of several kinds is taken for a page; clean text has hardly any. There each line
votes, by its looks and in any language, for furniture or for story, and the cut is where the votes part. It is made
only at a line that starts furniture or, above the story, right over its headline.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

from extractors.textcomments import comment_lines
from extractors.texthead import is_byline, is_headline
from extractors.textlines import Line
from extractors.textpost import mark_above, mark_below, named_headline
from extractors.texttail import RULES, Mark, mark_run, starts_furniture

_KINDS = 4  # of phrases, that make a page: of a thousand clean texts one has three, none more
_FEWEST = 15  # votes that the story's lines have together, or nothing is cut
_SHARE = 0.5  # of all votes for story in the page, that the story's lines have
_CLEAR = 6  # votes that a cut needs
_STRAY, _LEAST_STRAY, _PART = 16, 8, 8  # votes for story below a cut, in one stretch: teasers, a note about the author
_REPEATED = 2  # votes for a short line that the page prints twice, as menus are
_LEAN, _FULL = 60, 480  # characters of prose that are one vote, and that are looked at
_GOES_ON = 3  # votes for prose right below prose
_META = 3  # lines from a headline down to the line about author and date
_ABOVE, _WORDS = 6, 5  # lines over one that may be a dek or a job, and words that no item of a menu has
_OPENS = 6  # lines before the first paragraph that stay without a headline
_TEASER = re.compile(r"(?:…|\.\.\.)\W*$")
_OF_A_STORY = frozenset({"posted", "categories", "tags", "share", "comments-heading", "like", "sidebar"})
"""Kinds of phrases that stand between headline and story as well as in menus."""


def is_page(lines: Sequence[Line]) -> bool:
    """Return whether ``lines`` are a whole page with its furniture: interface phrases of several kinds."""
    return len({line.kind for line in lines if line.kind in RULES}) >= _KINDS


def mark_page(lines: Sequence[Line], mark: Mark) -> bool:
    """Mark the furniture above and below the story that ``lines``, a whole page, hold; above it, no paragraph.

    Return False where the lines above the story were cut at no headline, so what is first now need not be one.
    """
    said = comment_lines(lines)
    votes = _votes(lines, said)
    first, last = _core(votes)
    told = _told(votes[first:last])
    named = named_headline(lines)
    if told < _FEWEST:
        if named is not None:
            mark_below(lines, mark_above(lines, named, mark), said, mark)
        return True
    if told < _SHARE * _told(votes):  # the page has several texts, and any may be the story or a part of it
        first, last = _first_passage(votes), len(votes) - _first_passage(votes[::-1])
    headline = _headline(lines, first)
    if headline is None and named is not None and named < first:
        start = headline = named
        mark_above(lines, named, mark)
    else:
        start = _start(lines, votes[:first], headline)
        mark_run(lines, [number for number in range(start) if not lines[number].is_prose], RULES["menu"], mark)
    end = _end(lines, votes, last)
    mark_run(lines, sorted(number for number in said if number >= last), RULES["comment-meta"], mark)
    mark_run(lines, range(end, len(lines)), RULES["footer"], mark)
    return start in (0, headline)


def _told(votes: Sequence[int]) -> int:
    """Return how many of the ``votes`` are for story."""
    return -sum(vote for vote in votes if vote < 0)


def _core(votes: Sequence[int]) -> tuple[int, int]:
    """Return first and last + 1 of the lines, one after another, that speak most for story together."""
    best, core, total, first = 0, (0, 0), 0, 0
    for number, vote in enumerate(votes):
        if total <= 0:
            total, first = 0, number
        total -= vote
        if total > best:
            best, core = total, (first, number + 1)
    return core


def _first_passage(votes: Sequence[int]) -> int:
    """Return the number of the line where the first passage starts that is more than a teaser."""
    total, first = 0, 0
    for number, vote in enumerate(votes):
        if total <= 0:
            total, first = 0, number
        total -= vote
        if total >= _FEWEST:
            break
    return first


def _votes(lines: Sequence[Line], said: frozenset[int]) -> list[int]:
    """Return for each line how much it speaks for furniture (above 0) or for story (below 0)."""
    often = Counter(line.text.strip() for line in lines)
    votes: list[int] = []
    for number, line in enumerate(lines):
        is_repeated = often[line.text.strip()] > 1
        if line.kind in RULES:
            votes.append(2 * line.weight)
        elif number in said or (line.is_prose and is_repeated):
            votes.append(0)
        elif line.is_prose:
            votes.append(-_tells(line, goes_on=number > 0 and lines[number - 1].is_prose))
        else:
            votes.append((_REPEATED if is_repeated else 1) if line.is_short else -1)
    return votes


def _tells(line: Line, *, goes_on: bool) -> int:
    """Return how much of a story the prose tells; titles and teasers, which do not end as sentences, half as much."""
    told = min(len(line.text), _FULL) // _LEAN + _GOES_ON * goes_on
    return told if line.ends_sentence and not _TEASER.search(line.text[-8:]) else told // 2


def _end(lines: Sequence[Line], votes: Sequence[int], last: int) -> int:
    """Return the first line from ``last`` on that starts furniture and has no more of a story below it than a teaser.

    A long story forgives more below it than a short one, which the page's other texts might belong to.
    """
    stray = min(_STRAY, max(_LEAST_STRAY, _told(votes[:last]) // _PART))
    end, below, told = len(lines), 0, 0
    for number in range(len(lines) - 1, last - 1, -1):
        below += votes[number]
        told = max(0, told - votes[number])
        if told > stray:
            break
        if below >= _CLEAR and starts_furniture(lines, number):
            end = number
    return end


def _start(lines: Sequence[Line], votes: Sequence[int], headline: int | None) -> int:
    """Return where the furniture above the story ends, 0 where the ``votes`` of the lines above it show none."""
    above = [0, *accumulate(votes)]
    best = max(range(len(above)), key=lambda number: (above[number], -number))
    if above[best] < _CLEAR:
        return 0
    if headline is not None:
        return headline
    menu = max((number + 1 for number in range(best) if lines[number].kind in RULES.keys() - _OF_A_STORY), default=0)
    return min(menu, best - _OPENS) if best > _OPENS else 0


def _headline(lines: Sequence[Line], end: int) -> int | None:
    """Return where the headline stands that is last before ``end`` or first over a paragraph, None for none."""
    found = [number for number in range(end) if _is_over_meta(lines, number)]
    told = (number for number in found if any(line.is_prose for line in lines[number : number + 1 + _OPENS]))
    headline = next(told, found[-1] if found else None)
    if headline is None:
        return None
    near = range(max(0, headline - _ABOVE), headline + 1)  # the line over author and date may be a dek or a job
    return next((number for number in near if _is_telling(lines[number])), headline)


def _is_telling(line: Line) -> bool:
    """Return whether ``line`` is longer than an item of a menu."""
    return line.is_prose or (is_headline(line) and len(line.text.split()) >= _WORDS)


def _is_over_meta(lines: Sequence[Line], number: int) -> bool:
    """Return whether the line looks like a headline, and one shortly below it names author or date."""
    line = lines[number]
    if not is_headline(line) or is_byline(line) or line.is_time:
        return False
    below = lines[number + 1 : number + 1 + _META]
    return any(line.kind == "posted" or line.is_time or is_byline(line) for line in below)
