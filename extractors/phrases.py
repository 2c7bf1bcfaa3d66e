"""Knows the interface phrases that sites print around their articles, in some sixty languages.

A phrase is evidence, never a verdict: whoever asks also looks at where the line stands and what surrounds it.
The phrases are data: ``interface_wordpress.tsv`` is generated, ``interface_collected.tsv`` is kept by hand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

SOURCES = ("interface_collected.tsv", "interface_wordpress.tsv")  # the first to know a phrase says its kind
LONGEST = 400  # characters: no interface phrase is longer, so a longer line is not looked at
LONGEST_NAME = 60  # characters of "Jane says:"; a longer line that ends so introduces a quotation

_ANY = "\ue000"  # stands for %s in a normalised phrase
_MARKS = (
    "\u0300-\u036f\u0900-\u0eff\u1000-\u109f"  # vowel signs of many scripts, which are no ``\w`` to ``re``
)
_NOISE = re.compile(rf"(?:[^\w#{_ANY}{_MARKS}]|_)+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*|%d")  # a theme that forgets to fill in its %d prints it


class _Phrases(NamedTuple):
    """All phrases, normalised, with their kinds."""

    whole: dict[str, str]
    frames: dict[str, dict[str, str]]  # what stands before a %s → what stands after it → kind
    edges: frozenset[str]  # the words that a framed phrase begins or, with nothing before its %s, ends with


def normalise(line: str) -> str:
    """Return ``line`` for comparison: case folded, numbers as ``#``, punctuation as single spaces."""
    folded = unicodedata.normalize("NFKC", line).casefold()
    return _NOISE.sub(" ", _NUMBER.sub("#", folded)).strip()


def chrome_kind(line: str) -> str | None:
    """Return the kind of interface phrase that the whole of ``line`` is (``share``, ``comment-form`` …), or None.

    Every phrase of the data is found, with any number for its ``%d`` and any text for its ``%s``.
    """
    if len(line) > LONGEST or not (words := normalise(line)):
        return None
    phrases = _phrases()
    kind = phrases.whole.get(words) or _framed_kind(words, phrases)
    return None if kind == "comment-author" and len(words) > LONGEST_NAME else kind


@cache
def heading_words() -> frozenset[str]:
    """Return the words of five letters and more that headings of comment sections are made of, normalised."""
    headings = (normalise(phrase) for kind, phrase in _rows() if kind == "comments-heading")
    return frozenset(word for heading in headings for word in heading.split() if len(word) > 4)


def _framed_kind(words: str, phrases: _Phrases) -> str | None:
    """Return the kind of the phrase with ``%s`` that ``words`` fills in; the phrase with most of its own words wins."""
    if words.partition(" ")[0] not in phrases.edges and words.rpartition(" ")[2] not in phrases.edges:
        return None
    own, best = 0, None
    for before, rest in _heads(words):
        endings = phrases.frames.get(before)
        for after in _tails(rest) if endings else ():
            if endings and after in endings and len(before) + len(after) > own:
                own, best = len(before) + len(after), endings[after]
    return best


def _heads(words: str) -> Iterator[tuple[str, str]]:
    """Yield each split of ``words`` into what may stand before the ``%s`` and the rest, cut between words."""
    yield "", words
    for space in re.finditer(" ", words):
        yield words[: space.start()], words[space.end() :]


def _tails(rest: str) -> Iterator[str]:
    """Yield each end of ``rest``, cut between words, that leaves at least a word for the ``%s``."""
    yield ""
    for space in re.finditer(" ", rest):
        yield rest[space.end() :]


@cache
def _phrases() -> _Phrases:
    """Return the phrases of the data files, read once a process."""
    whole: dict[str, str] = {}
    frames: dict[str, dict[str, str]] = {}
    edges: set[str] = set()
    for kind, phrase in _rows():
        words = normalise(phrase.replace("%s", f" {_ANY} "))
        before, after = words.partition(_ANY)[0].strip(), words.rpartition(_ANY)[2].strip()
        if _ANY not in words:
            whole.setdefault(words, kind)
        elif before or after:  # between two %s anything may stand
            frames.setdefault(before, {}).setdefault(after, kind)
            edges.add(before.partition(" ")[0] or after.rpartition(" ")[2])
    return _Phrases(whole, frames, frozenset(edges))


def _rows() -> Iterator[tuple[str, str]]:
    """Yield kind and phrase of each line of the data files."""
    for source in SOURCES:
        text = (Path(__file__).parent / "data" / source).read_text(encoding="utf-8")
        for line in text.splitlines():
            if not line.startswith("#"):
                kind, _, phrase = line.split("\t")
                yield kind, phrase
