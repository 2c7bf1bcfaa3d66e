"""Knows the interface phrases that sites print around their articles, in some sixty languages.

A phrase is evidence, never a verdict: whoever asks also looks at where the line stands and what surrounds it.
The phrases are data: ``interface_wordpress.tsv`` is generated, ``interface_collected.tsv`` is kept by hand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

from extractors.sentences import STOPS

SOURCES = ("interface_collected.tsv", "interface_wordpress.tsv")  # the first to know a phrase says its kind
LONGEST = 400  # characters: no interface phrase is longer, so a longer line is not looked at
POINTERS = frozenset({"related", "read-more"})
"""Kinds of the labels before a colon and the title of another story: "Read also:"."""
_LONGEST_FILLED = {"comment-author": 60, "posted": 120, "read-more": 120, "related": 120, "post-navigation": 160}
_FEWEST_OWN = 8  # letters that a phrase has beside its %s: "By %s on %s" is how sentences start, too
_LONGEST_LINK = 24  # words of a phrase in a row of them
_SHORTEST_LINK = 3  # letters of it: "in" and numbers are phrases, too
_COLON = 5  # letters that the colon of a label counts for: "Tags: %s"

_ANY = "\ue000"  # stands for %s in a normalised phrase
_MARKS = "\u0300-\u036f\u0900-\u0eff\u1000-\u109f"  # vowel signs of many scripts, which are no ``\w`` to ``re``
_NOISE = re.compile(rf"(?:[^\w#:{_ANY}{_MARKS}]|_)+")
# The same as a table of bytes, with small letters: three times as fast for a line of ASCII.
_ASCII_WORDS = bytes(ord(mark.lower()) if mark.isalnum() or mark in "#:" else 32 for mark in map(chr, range(128))) * 2
_HALF_OF_DAY = re.compile(r"\d\s+\w\.\s?\w\.$")  # "9:15 p.m.", in any alphabet
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*|%d")  # a theme that forgets to fill in its %d prints it


class _Frame(NamedTuple):
    """A phrase with ``%s``, apart from what stands before the first and after the last."""

    kind: str
    middle: str  # what stands between two %s
    own: int  # how long it is, without what fills it in
    longest: int  # the line that may be it


class _Phrases(NamedTuple):
    """All phrases, normalised, with their kinds."""

    whole: dict[str, str]
    frames: dict[str, dict[str, list[_Frame]]]  # what stands before a %s → what stands after it
    starts: frozenset[str]  # the words that whole phrases begin with
    ends: frozenset[str]  # and those that they end with
    openings: frozenset[str]  # the words that framed phrases begin with
    endings: frozenset[str]  # the words that those end with which have nothing before their %s
    tails: frozenset[str]  # the words that any of them ends with
    fore: frozenset[str]  # what stands before a %s, whole and as far as each of its words
    rear: frozenset[str]  # what stands behind the last, whole and from each of its words on


def normalise(line: str) -> str:
    """Return ``line`` for comparison: case folded, numbers as ``#``, punctuation as single spaces."""
    return _without_colons(_labelled(line))


@lru_cache(maxsize=8192)  # asked for more than once of a line, and a site prints its own on every page
def chrome_kind(line: str) -> str | None:
    """Return the kind of interface phrase that the whole of ``line`` is (``share``, ``comment-form`` …), or None.

    Every phrase of the data is found, with any number for its ``%d`` and any text for its ``%s``.
    """
    phrases = _phrases()
    if len(line) > LONGEST or not _could_be(line, phrases) or not (labelled := _labelled(line)):
        return None
    words = _without_colons(labelled)
    if whole := phrases.whole.get(words):
        return whole
    framed = _framed(labelled, _stop(line), phrases)
    return framed[1].kind if framed else _double_kind(words, phrases)


def _could_be(line: str, phrases: _Phrases) -> bool:
    """Return whether ``line`` begins or ends as a phrase does, or is not told by its first and last word."""
    first, _, rest = line.partition(" ")
    last = rest.rpartition(" ")[2]
    start = first.lower() if first.isascii() and first.isalpha() else _edges(first)[0]
    end = last.lower() if last.isascii() and last.isalpha() else _edges(last)[1]
    if not end or start in ("", ":"):
        return True
    whole = start in phrases.starts and (end == ":" or end in phrases.ends)
    return whole or start in phrases.openings or end in phrases.endings


@lru_cache(maxsize=16_384)
def _edges(token: str) -> tuple[str, str]:
    """Return the first and the last of the normalised words that ``token`` is made of."""
    words = _labelled(token).split()
    return (words[0], words[-1]) if words else ("", "")


def row_kind(line: str) -> str | None:
    """Return the kind of the first of the whole phrases that ``line`` is a row of ("Share Tweet Print"), or None."""
    phrases, words = _phrases(), normalise(line).split() if len(line) <= LONGEST else []
    if not words or words[0] not in phrases.starts or words[-1] not in phrases.ends:
        return None
    first: dict[int, str] = {}  # how many words are whole phrases → the kind of the first of these
    starts = [0]
    for end in range(1, len(words) + 1):
        for start in starts[-_LONGEST_LINK:]:
            link = " ".join(words[start:end]) if end - start <= _LONGEST_LINK else ""
            is_word = len(link) >= _SHORTEST_LINK or not link.isascii()
            if is_word and (kind := phrases.whole.get(link)):
                first.setdefault(end, first.get(start, kind))
        if end in first:
            starts.append(end)
    return first.get(len(words))


def may_be_row(line: str) -> bool:
    """Return whether ``line`` begins and ends as phrases do, which a row of several has to."""
    phrases, tokens = _phrases(), line.split()
    start, end = _edges(tokens[0])[0], _edges(tokens[-1])[1]
    begins = start in phrases.starts or start in phrases.openings
    return begins and (end in phrases.ends or end in phrases.tails or not end or ":" in line)


def filled_in(line: str) -> tuple[str, ...]:
    """Return what fills in the ``%s`` of the phrase that ``line`` is, as it stands; ``()`` for a line that is none.

    "Posted in One, Two and tagged Three" gives ``("One, Two", "Three")``.
    """
    found = _framed(_labelled(line), _stop(line), _phrases()) if len(line) <= LONGEST else None
    if found is None:
        return ()
    before, frame, after = found
    tokens = line.split()
    start = _tokens(tokens, len(before.split()))
    end = len(tokens) - _tokens(tokens[::-1], len(after.split()))
    middle = frame.middle.split()
    for cut in range(start + 1, end) if middle else ():
        rest = cut + _tokens(tokens[cut:], len(middle))
        if _labelled(" ".join(tokens[cut:rest])) == frame.middle:
            return " ".join(tokens[start:cut]), " ".join(tokens[rest:end])
    return (" ".join(tokens[start:end]),)


def _tokens(tokens: Sequence[str], words: int) -> int:
    """Return how many of the first ``tokens`` hold so many normalised words."""
    taken = 0
    while words > 0 and taken < len(tokens):
        words -= len(_labelled(tokens[taken]).split())
        taken += 1
    return taken


@cache
def heading_words() -> frozenset[str]:
    """Return the words of five letters and more that headings of comment sections are made of, normalised."""
    headings = (normalise(phrase) for kind, phrase in _rows() if kind == "comments-heading")
    return frozenset(word for heading in headings for word in heading.split() if len(word) > 4)


def _labelled(line: str) -> str:
    """Return ``line`` for comparison, with its colons as words of their own."""
    if line.isascii():
        words = _NUMBER.sub("#", line.lower()).encode().translate(_ASCII_WORDS).decode()
    else:
        words = _NOISE.sub(" ", _NUMBER.sub("#", unicodedata.normalize("NFKC", line).casefold()))
    return " ".join(words.replace(":", " : ").split())


def _without_colons(labelled: str) -> str:
    return " ".join(labelled.replace(":", " ").split()) if ":" in labelled else labelled


def _framed(words: str, stop: str, phrases: _Phrases) -> tuple[str, _Frame, str] | None:
    """Return the phrase with ``%s`` that ``words`` fill in, between what stands before the first and after the last.

    The phrase with most of its own words wins. A sentence is no label: a line with a full stop fills in only phrases
    that end with one.
    """
    heads: Iterable[tuple[str, str]]
    last = words.rpartition(" ")[2]
    if words.partition(" ")[0] in phrases.openings:
        heads = takewhile(lambda head: head[0] in phrases.fore, _heads(words))
    elif last in phrases.endings:
        heads = (("", words),)
    else:
        return None
    own, length = 0, len(words)
    best: tuple[str, _Frame, str] | None = None
    for before, rest in heads:
        endings = phrases.frames.get(before)
        if endings is None:
            continue
        for after in _tails(rest, phrases) if last in phrases.tails else ("",):
            for frame in endings.get(after + stop, ()):
                if frame.own > own and frame.middle in rest and length <= frame.longest:
                    own, best = frame.own, (before, frame, after)
    return best


def _stop(line: str) -> str:
    """Return a full stop if ``line`` ends with the mark of a sentence, else nothing: that of an hour is none."""
    line = line.rstrip()
    return "." if line.endswith(STOPS) and not _HALF_OF_DAY.search(line) else ""


def _double_kind(words: str, phrases: _Phrases) -> str | None:
    """Return the kind of the first of two whole phrases that ``words`` are: "Leave a Reply Cancel reply"."""
    if words.partition(" ")[0] not in phrases.starts or words.rpartition(" ")[2] not in phrases.ends:
        return None
    tokens = words.split()
    for at in range(1, len(tokens)):
        if tokens[at - 1] in phrases.ends and tokens[at] in phrases.starts:
            first, second = " ".join(tokens[:at]), " ".join(tokens[at:])
            if first in phrases.whole and second in phrases.whole:
                return phrases.whole[first]
    return None


def _heads(words: str) -> Iterator[tuple[str, str]]:
    """Yield each split of ``words`` into what may stand before the ``%s`` and the rest, cut between words."""
    yield "", words
    for space in re.finditer(" ", words):
        yield words[: space.start()], words[space.end() :]


def _tails(rest: str, phrases: _Phrases) -> Iterator[str]:
    """Yield each end of ``rest`` that may stand behind a ``%s``, cut between words, and leaves at least one for it."""
    after, cut = "", rest.rfind(" ")
    while after in phrases.rear:
        yield after
        if cut < 0:
            return
        after, cut = rest[cut + 1 :], rest.rfind(" ", 0, cut)


@cache
def _phrases() -> _Phrases:
    """Return the phrases of the data files, read once a process."""
    whole: dict[str, str] = {}
    frames: dict[str, dict[str, list[_Frame]]] = {}
    openings: set[str] = set()
    endings: set[str] = set()
    tails: set[str] = set()
    for kind, phrase in _rows():
        words = _labelled(phrase.replace("%s", f" {_ANY} "))
        if _ANY not in words:
            whole.setdefault(_without_colons(words), kind)
        elif _letters(words) >= _FEWEST_OWN:
            before, *middle, after = map(str.strip, words.split(_ANY))
            own = len(before) + len(" ".join(middle)) + len(after)
            frame = _Frame(kind, " ".join(middle), own, _LONGEST_FILLED.get(kind, LONGEST))
            frames.setdefault(before, {}).setdefault(after + _stop(phrase), []).append(frame)
            tails.add(after.rpartition(" ")[2])
            if before:
                openings.add(before.partition(" ")[0])
            else:
                endings.add(after.rpartition(" ")[2])
    starts = frozenset(phrase.partition(" ")[0] for phrase in whole)
    ends = frozenset(phrase.rpartition(" ")[2] for phrase in whole)
    fore = frozenset(head for before in frames for head, _ in [*_heads(before), (before, "")])
    afters = {after.removesuffix(".") for endings_of in frames.values() for after in endings_of}
    rear = frozenset(rest for after in afters for _, rest in [*_heads(after), ("", "")])
    return _Phrases(whole, frames, starts, ends, frozenset(openings), frozenset(endings), frozenset(tails), fore, rear)


def _letters(words: str) -> int:
    """Return how many letters of its own a phrase has; beyond the alphabets each counts three, and a colon five."""
    own = sum(3 if letter > "\u2000" else 1 for letter in words if letter.isalpha() or letter == "#")
    return own + _COLON * (":" in words)


def _rows() -> Iterator[tuple[str, str]]:
    """Yield kind and phrase of each line of the data files."""
    for source in SOURCES:
        text = (Path(__file__).parent / "data" / source).read_text(encoding="utf-8")
        for line in text.splitlines():
            if not line.startswith("#"):
                kind, _, phrase = line.split("\t")
                yield kind, phrase
