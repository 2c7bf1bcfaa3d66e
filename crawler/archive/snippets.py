"""The passage of a story that answers a search, with the words that were asked for marked in it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from crawler.archive.expressions import WORD, WORDS, Needle

WIDTH = 160
"""Characters of a passage."""

_LEAD = 40  # characters before the first of the words
_ACCENTS = re.compile("[\u0300-\u036f]+")

Span = tuple[int, int]


def passage(text: str, needles: Iterable[Needle], mark: Callable[[str], str]) -> str:
    """About ``WIDTH`` characters of ``text`` on one line, around most of the needles; its beginning if none is there.

    ``mark`` writes what was found.
    """
    spans = found(text, needles)
    start = _fullest(spans)
    begin = _word_start(text, max(0, start - _LEAD)) if start > _LEAD else 0
    end = min(len(text), begin + WIDTH)
    if end < len(text) and (space := text.rfind(" ", begin + WIDTH // 2, end)) > 0:
        end = space
    end = max([end, *(last for first, last in spans if first < end < last)])
    shown, at = list[str](), begin
    for first, last in spans:
        if first >= at and last <= end:
            shown += [text[at:first], mark(text[first:last])]
            at = last
    shown.append(text[at:end])
    line = " ".join("".join(shown).split())
    return ("…" if begin else "") + line + ("…" if end < len(text) else "")


def found(text: str, needles: Iterable[Needle]) -> list[Span]:
    """Where the needles stand in the text, whatever their case and accents, in order, none within another."""
    folded, places = _folded(text)
    words, patterns = _sought(frozenset(needles))
    hits = [hit.span() for hit in WORDS.finditer(folded) if words.has(hit.group())]
    hits += [hit.span() for pattern in patterns for hit in pattern.finditer(folded)]
    spans = {(places[first], places[last - 1] + 1) for first, last in hits}
    apart = list[Span]()
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not apart or span[0] >= apart[-1][1]:
            apart.append(span)
    return apart


def _fullest(spans: list[Span]) -> int:
    """Where the passage begins that holds most of the spans, the first of such; 0 where there are none.

    A long story has a common word some ten thousand times, so each span is looked up rather than counted from.
    """
    firsts = [first for first, _ in spans]
    held = [bisect_left(firsts, at + WIDTH - _LEAD) - number for number, at in enumerate(firsts)]
    return firsts[held.index(max(held))] if held else 0


def _word_start(text: str, at: int) -> int:
    space = re.compile(r"\s").search(text, at, at + _LEAD)
    return space.end() if space else at


class _Sought(NamedTuple):
    """Single words that are asked for: whole ones, and beginnings by their length. A search may have a thousand."""

    whole: frozenset[str]
    begun: Mapping[int, frozenset[str]]

    def has(self, word: str) -> bool:
        """Whether a word of a text is one of them."""
        return word in self.whole or any(word[:length] in known for length, known in self.begun.items())


@lru_cache(maxsize=16)  # each hit of a search asks
def _sought(needles: frozenset[Needle]) -> tuple[_Sought, tuple[re.Pattern[str], ...]]:
    """The single words among the needles, and a pattern for each of the others."""
    whole, patterns = set[str](), list[re.Pattern[str]]()
    begun = defaultdict[int, set[str]](set)
    for needle in needles:
        folded = _folded(needle.words)[0]
        words = [folded.strip()] if needle.inside else WORDS.findall(folded)
        if not any(words):
            continue
        if needle.inside or len(words) > 1:
            patterns.append(_pattern(words, needle))
        elif needle.begins:
            begun[len(words[0])].add(words[0])
        else:
            whole.add(words[0])
    return _Sought(frozenset(whole), {length: frozenset(known) for length, known in begun.items()}), tuple(patterns)


def _pattern(words: Sequence[str], needle: Needle) -> re.Pattern[str]:
    body = f"(?:[^{WORD}]|_)+".join(re.escape(word) for word in words)
    if needle.inside:
        return re.compile(body)
    return re.compile(f"(?<![{WORD}]){body}" + (f"[{WORD}]*" if needle.begins else f"(?![{WORD}])"))


def _folded(text: str) -> tuple[str, list[int]]:
    """The text without case and accents, and for each of its characters the place in ``text`` it comes from."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    characters, places = list[str](), list[int]()
    for place, character in enumerate(text):
        plain = character.lower() if character.isascii() else _plain(character)
        characters.append(plain)
        places += [place] * len(plain)
    return "".join(characters), places


def _plain(character: str) -> str:
    apart = unicodedata.normalize("NFD", character)
    return unicodedata.normalize("NFC", _ACCENTS.sub("", apart)).lower()
