"""The passage of a story that answers a search, with the words that were asked for marked in it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Iterable

from crawler.archive.expressions import WORD, Needle

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
    spans = set[Span]()
    for needle in needles:
        pattern = _pattern(needle)
        if pattern is not None:
            spans |= {(places[hit.start()], places[hit.end() - 1] + 1) for hit in pattern.finditer(folded)}
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


def _pattern(needle: Needle) -> re.Pattern[str] | None:
    words = (
        re.findall(f"[{WORD}]+", _folded(needle.words)[0]) if not needle.inside else [_folded(needle.words)[0].strip()]
    )
    if not any(words):
        return None
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
