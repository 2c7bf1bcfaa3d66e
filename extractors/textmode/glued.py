"""Parts the lines of a dump in which a page's blocks stand without a space between them: "SportOpinionSign inA goat".

So they stand where a tool drops the tags and puts nothing in their place. A small letter with a large one right behind
it, or the end of a sentence with the next right behind it, is where a block ends. Names are written like that as well,
so only a text that is thereby found to be a page is parted, and a word that stays whole is joined again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterator, Sequence
from itertools import pairwise

from extractors.phrases import chrome_kind
from extractors.textmode.lines import MOST_LINES, Line
from extractors.textmode.tail import RULES

_FEWEST = 6  # places where blocks end, in all
_FEWEST_PHRASES = 4  # of some words that are found only when the lines are parted
_KINDS = 3  # of them
_MOST_CHARACTERS = 500_000  # of a text whose lines are parted: a page has no more, and it takes half a second
_CASED = r"[^\W\d_]"
_DAY = re.compile(
    r"\d{1,2}[./-] ?(?:\d{1,2}|[^\W\d_]{3,9})\b"
    r"|\d{1,2}\.? (?:de )?[^\W\d_]{3,}\.? (?:de )?(?:19|20)\d\d|(?:19|20)\d\d[-./年]"
)
_COUNT = re.compile(r"\d{1,4} [^\W\d_]{3}")
_ABBREVIATED = re.compile(r"[A-Z]{2}(?=[A-Z][a-z]{2})")  # "BST" before "Share"
_GLUE = re.compile(
    rf"(?P<address>(?:://|www\.)\S+)|(?<={_CASED})(?={_CASED})|(?<=[.!?…:)”»\d%*])(?=[^\W\d_“„«¡¿‘©|←])|(?<={_CASED})(?=[“„«¡¿©|←])"
    rf"|(?<=[^\W\d_]|[.!?…:)”»])(?=\d)",
)
_WITHIN = re.compile(
    r"(?:You(?=Tube)|Word(?=Press)|Linked(?=In)|Whats(?=App)|Tik(?=Tok)|Git(?=Hub)|Pay(?=Pal)|Java(?=Script)|Face(?=Time)"
    r"|(?:\b|(?<=[a-z]))Ma?c(?=[A-Z])|\b(?:De|Di|Du|La|Le|Van|Von|O’|O'|i|e)(?=[A-Z]))"
)
"""What stands before a large letter within a name."""
_WORD = re.compile(r"[^\W\d_]+")
_CAMEL = re.compile(r"(?<!\S)([^\W\d_]{1,20}[^\W\d_A-Z])([A-Z][^\W\d_]{1,20})(?= [^\W\d_A-Z])")
"""A name with a large letter within, amid a sentence; where it comes again, it is no two blocks."""
_LONGEST_WITHIN = 6  # characters of that
_LONGEST_WORD = 40  # characters
_FIRST_UNCASED = "\u0590"


def parted_lines(lines: Sequence[Line]) -> list[Line] | None:
    """Return the ``lines`` of a page whose blocks stand without a space, each block as one; None for any other text."""
    if sum(len(line.text) for line in lines) > _MOST_CHARACTERS:
        return None
    whole = _names("\n".join(line.text for line in lines))
    parts = [list(_parts(line.text, whole)) for line in lines]
    if sum(map(len, parts)) - len(lines) < _FEWEST or sum(map(len, parts)) > MOST_LINES:
        return None
    words = {word for some in parts for part in some for word in _WORD.findall(part.lower())[1:-1]}
    found: list[Line] = []
    for line, some in zip(lines, parts, strict=True):
        found.append(Line(some[0], line.gap))
        found += (Line(part, 1, is_torn=_is_torn(over, part, words)) for over, part in pairwise(some))
    known = {line.said for line in lines}
    told = {line.said: line.kind for line in found if line.said not in known and _is_telling(line)}
    return found if len(told) >= _FEWEST_PHRASES and len(set(told.values())) >= _KINDS else None


def _is_telling(line: Line) -> bool:
    """Return whether a line is a phrase of some words: single ones are parts of names in the listings of programs."""
    return line.kind in RULES and (line.weight > 1 or " " in line.said.strip())


def _names(text: str) -> frozenset[str]:
    """Return the names with a large letter within that come again, where neither half stands by itself elsewhere."""
    often = Counter(match.groups() for match in _CAMEL.finditer(text))
    again = [halves for halves, count in often.items() if count > 1]
    words = set(_WORD.findall(text)) if again else set[str]()
    return frozenset(first + last for first, last in again if not (chrome_kind(first) or last in words))


def _parts(text: str, whole: Container[str]) -> Iterator[str]:
    """Yield the blocks of a line, in which addresses and names that stay ``whole`` are not parted."""
    held = {match.start(2) for match in _CAMEL.finditer(text) if match[0] in whole} if whole else ()
    start = 0
    for match in _GLUE.finditer(text):
        at = match.start()
        if at > start and at not in held and not match["address"] and _ends_block(text, at):
            yield text[start:at]
            start = at
    yield text[start:]


def _ends_block(text: str, at: int) -> bool:
    """Return whether a block ends before the letter or mark at ``at``."""
    before, after = text[at - 1], text[at]
    if before.isalpha() and after.isalpha():
        if not after.isupper():  # amid a word, as most places are
            return False
        if before.isupper():  # "BSTShare"
            return _ABBREVIATED.match(text, at - 2) is not None
        within = _WITHIN.finditer(text, max(at - _LONGEST_WITHIN, 0), at + _LONGEST_WITHIN)
        return before.islower() and not any(found.end() == at for found in within)
    if after.isdigit():
        return _DAY.match(text, at) is not None or (before.islower() and _COUNT.match(text, at) is not None)
    if before.isdigit() and after.isalpha():
        return after.isupper() and not text[at + 1 : at + 2].isupper()
    return after.isupper() or not after.isalpha() or (after >= _FIRST_UNCASED and before in ".!?”»*")


def _is_torn(over: str, part: str, words: set[str]) -> bool:
    """Return whether a word may have been torn there: neither of its ends is a word that stands elsewhere."""
    first, last = _WORD.match(part), _WORD.match(over[:-_LONGEST_WORD:-1])
    if first is None or last is None:
        return last is not None and part[0].isdigit() and _DAY.match(part) is None
    return first[0].lower() not in words and last[0][::-1].lower() not in words
