"""Knows the interface phrases that sites print around their articles, in some sixty languages.

A phrase is evidence, never a verdict: whoever asks must also look at where the line stands and what surrounds it.
The phrases are data: ``data/interface_wordpress.tsv`` is generated, ``data/interface_collected.tsv`` kept by hand.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

SOURCES = ("interface_collected.tsv", "interface_wordpress.tsv")  # a phrase in both has its kind from the first
LONGEST = 400  # characters: no interface phrase is longer, so a longer line is not looked at
LONGEST_NAME = 60  # characters of "Jane says:"; a longer line that ends so introduces a quotation

_ANY = "\ue000"  # stands for %s in a normalised phrase
_MARKS = "\u0300-\u036f\u0900-\u0eff\u1000-\u109f"  # vowel signs of Indic and other scripts, no ``\w`` to ``re``
_NOISE = re.compile(rf"(?:[^\w#{_ANY}{_MARKS}]|_)+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*|%d")  # a theme that forgets to fill in its %d prints it

Frames = dict[str, dict[str, str]]
"""What stands before a phrase's ``%s`` → what stands after it → the phrase's kind."""


def normalise(line: str) -> str:
    """``line`` for comparison: case folded, numbers as ``#``, punctuation as single spaces."""
    folded = unicodedata.normalize("NFKC", line).casefold()
    return _NOISE.sub(" ", _NUMBER.sub("#", folded)).strip()


def chrome_kind(line: str) -> str | None:
    """The kind of interface phrase that the whole of ``line`` is (``share``, ``comments-heading`` …), or None.

    Every phrase of the data is found, with any number for its ``%d`` and any text for its ``%s``.
    """
    if len(line) > LONGEST:
        return None
    words = normalise(line)
    if not words:
        return None
    exact, frames = _phrases()
    kind = exact.get(words) or _framed_kind(words, frames)
    return None if kind == "comment-author" and len(words) > LONGEST_NAME else kind


def _framed_kind(words: str, frames: Frames) -> str | None:
    """The kind of the phrase with ``%s`` that ``words`` fills in; the phrase with most words of its own wins."""
    best: tuple[int, str] | None = None
    for before, rest in _heads(words):
        for after in _tails(rest) if before in frames else ():
            kind = frames[before].get(after)
            own = len(before) + len(after)
            if kind and (best is None or own > best[0]):
                best = own, kind
    return best and best[1]


def _heads(words: str) -> Iterator[tuple[str, str]]:
    """Each split of ``words`` into what may stand before the ``%s`` and the rest, cut between words."""
    yield "", words
    for space in re.finditer(" ", words):
        yield words[: space.start()], words[space.end() :]


def _tails(rest: str) -> Iterator[str]:
    """Each end of ``rest``, cut between words, that leaves at least a word for the ``%s``."""
    yield ""
    for space in re.finditer(" ", rest):
        yield rest[space.end() :]


@cache
def _phrases() -> tuple[dict[str, str], Frames]:
    """Whole phrases and phrases with ``%s``, normalised, with their kinds; read once a process."""
    exact: dict[str, str] = {}
    frames: Frames = {}
    for kind, phrase in _rows():
        words = normalise(phrase.replace("%s", f" {_ANY} ").replace("%d", "0"))
        before, hole, _ = words.partition(_ANY)
        after = words.rpartition(_ANY)[2]  # between two %s anything may stand
        if not hole:
            exact.setdefault(words, kind)
        elif before or after:
            frames.setdefault(before.strip(), {}).setdefault(after.strip(), kind)
    return exact, frames


def _rows() -> Iterator[tuple[str, str]]:
    """(kind, phrase) for each line of the data files."""
    for source in SOURCES:
        text = (Path(__file__).parent / "data" / source).read_text(encoding="utf-8")
        for line in text.splitlines():
            if not line.startswith("#"):
                kind, _, phrase = line.split("\t")
                yield kind, phrase
