"""Parts a page whose whole text is one line: the phrases of its interface before and after what is told.

There are no lines to judge, so only what is phrases almost throughout is taken for furniture, and several of them that
nobody writes by chance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from extractors.phrases import LONGEST, chrome_kind, filled_in
from extractors.textmode.discussions import quoted_title
from extractors.textmode.forms import form_kind
from extractors.textmode.lines import Line
from extractors.textmode.tail import RULES

_SHORTEST = 300  # characters of a text that may be a page
_MOST_WORDS = 500  # that are looked at from either end
_LONGEST = 24  # words of a phrase
_LONGEST_FILLING = 8
_UNKNOWN = 0.7  # what a letter of a word that is none of a phrase's takes off
_COMMON = 0.3  # what a letter counts of a phrase that somebody may have written
_FEWEST_BELOW = 60  # letters that the furniture below has, those of other words taken off
_FEWEST_ABOVE = 2  # items of the menu above
_MENU = frozenset({"menu", "search", "login"})
_FEWEST_TELLING = 3  # phrases below that nobody writes by chance
_TELLING = 12  # letters of a phrase near the end of what may be a page
_HEAD, _LONGEST_HEAD = 12, 700  # lines, and characters of one, among which a headline is
_QUOTING = (("“", "”„"), ("„", "“”"), ("«", "»"), ("「", "」"))
_STOPS = (". ", "! ", "? ", "。")


class Unbroken(NamedTuple):
    """What is told in a text of one line, and the phrases of the page above and below."""

    above: list[str]
    story: str
    below: list[str]


def parted(text: str) -> Unbroken | None:
    """Return the parts of a text of one line, None where it is no page."""
    words = text.split()
    if len(text) < _SHORTEST or len(words) < 2:
        return None
    if not any(map(_letters, _endings(words))):
        return None
    tail, rest = words[-_MOST_WORDS:], words[:-_MOST_WORDS]
    below = _furniture(tail)
    telling = sum(Line(part, 1).weight > 1 for part in set(below.parts))
    if below.letters < _FEWEST_BELOW or telling < _FEWEST_TELLING:
        return None
    told = [*rest, *tail[: len(tail) - below.words]]
    above = _menu(told)
    count = sum(len(part.split()) for part in above)
    return Unbroken(above, " ".join(told[count:]), below.parts)


def with_phrases_apart(lines: Sequence[Line]) -> list[Line]:
    """Return the lines of a page with the phrases at its ends each on a line of its own, where some lines are blocks.

    So they are where a tool puts a space in the place of each tag, and the page breaks few lines itself. Lines of any
    other text come back as they are.
    """
    words = [(number, word) for number, line in enumerate(lines) for word in line.text.split()]
    tail = words[-_MOST_WORDS:]
    if len(lines) < 2 or not any(len(lines[number].text) > LONGEST for number in {number for number, _ in tail}):
        return list(lines)
    if not any(map(_letters, _endings([word for _, word in tail]))):
        return list(lines)
    below = _furniture([word for _, word in tail])
    telling = [part for part in set(below.parts) if Line(part, 1).weight > 1]
    blocks = [line.text for line in lines if len(line.text) > LONGEST]
    run_in = sum(any(part in " ".join(block.split()) for block in blocks) for part in telling)
    if below.letters < _FEWEST_BELOW or run_in < _FEWEST_TELLING:
        return list(lines)
    end, word = len(words) - below.words, words[-below.words]
    above = sum(number < word[0] for number, _ in words[:end])
    cut = " ".join(part for _, part in words[above:end])
    top = [*lines[: word[0]], *([Line(cut, lines[word[0]].gap)] if cut else [])]
    title = next((title for part in below.parts if (title := quoted_title(part))), None)
    return [*_with_title_apart(top, title), *(Line(part, 1) for part in below.parts)]


def _with_title_apart(lines: Sequence[Line], title: str | None) -> list[Line]:
    """Return the lines above the furniture, of which the one with the ``title`` that it quotes is parted around that.

    It is the last that holds it among the first lines: a path to the page and its own title stand above the headline.
    """
    heads = [number for number, line in enumerate(lines[:_HEAD]) if title and f" {title} " in f" {_even(line.text)} "]
    if not title or not heads:
        return list(lines)
    said = _even(lines[heads[-1]].text)
    place = said[: _LONGEST_HEAD + len(title)].rfind(title)
    if place < 0:
        return list(lines)
    above = (part for line in lines[: heads[-1]] for part in _phrases_apart(line.text.split()))
    parts = (*above, *_phrases_apart(said[:place].split()), title, said[place + len(title) :].strip())
    return [*(Line(part, 1) for part in parts if part), *lines[heads[-1] + 1 :]]


def _phrases_apart(words: Sequence[str]) -> list[str]:
    """Return the phrases of an interface among ``words``, and what stands between them, in their order."""
    found: list[str] = []
    start = known = 0
    while start < len(words):
        stops = range(min(start + _LONGEST, len(words)), start, -1)
        stop = next((stop for stop in stops if chrome_kind(" ".join(words[start:stop])) in _MENU), None)
        if stop is not None:
            found += [" ".join(words[known:start]), " ".join(words[start:stop])]
            known = stop
        start = stop or start + 1
    return [*filter(None, found), " ".join(words[known:])]


def _breaks_quotation(part: str) -> bool:
    """Return whether a part has the mark that opens a quotation, and none that closes it."""
    return any(first in part and not any(last in part for last in lasts) for first, lasts in _QUOTING)


def _even(text: str) -> str:
    """Return a text with single spaces."""
    return " ".join(text.split())


def _endings(words: Sequence[str]) -> Iterator[str]:
    """Yield what may be a phrase near the end of a text: a page's last words are hardly all unknown."""
    for stop in range(len(words), max(len(words) - _LONGEST, 0), -1):
        for start in range(stop - 1, max(stop - _LONGEST, 0), -1):
            part = " ".join(words[start:stop])
            if len(part) >= _TELLING:
                yield part


class _Run(NamedTuple):
    """A run of phrases that ends a list of words: its parts, the words in it, and the letters that make it one."""

    parts: list[str]
    words: int
    letters: float


def _menu(words: Sequence[str]) -> list[str]:
    """Return the items of a menu that ``words`` begin with."""
    found: list[str] = []
    start = 0
    while start < len(words):
        stops = range(min(start + _LONGEST, len(words)), start, -1)
        stop = next((stop for stop in stops if chrome_kind(" ".join(words[start:stop])) in _MENU), None)
        if stop is None:
            break
        found.append(" ".join(words[start:stop]))
        start = stop
    return found if len(found) >= _FEWEST_ABOVE or any(Line(item, 1).weight > 1 for item in found) else []


def _furniture(words: Sequence[str]) -> _Run:
    """Return the run of phrases that ends ``words``: the one whose letters outweigh those of other words the most."""
    count = len(words)
    # For each word how many letters the rest has, and where the part ends that begins with it.
    best: list[tuple[float, int]] = [(0.0, count)] * (count + 1)
    is_phrase = [False] * (count + 1)
    for start in range(count - 1, -1, -1):
        best[start] = (best[start + 1][0] - _UNKNOWN * len(words[start]), start + 1)
        for stop in range(start + 1, min(start + _LONGEST, count) + 1):
            letters = _letters(" ".join(words[start:stop]))
            if letters and letters + best[stop][0] >= best[start][0]:
                best[start], is_phrase[start] = (letters + best[stop][0], stop), True
    opens = (start for start in range(count) if is_phrase[start] and _may_open(words[start : best[start][1]]))
    top = max(opens, key=lambda start: best[start][0], default=count)
    parts, start = [], top
    while start < count:
        stop = best[start][1]
        while stop < count and not is_phrase[start] and not is_phrase[stop]:
            stop = best[stop][1]
        parts.append(" ".join(words[start:stop]))
        start = stop
    return _Run(parts, count - top, best[top][0])


def _may_open(phrase: Sequence[str]) -> bool:
    """Return whether furniture may begin with a phrase: small words, and a sentence of one word, may end the story."""
    return not phrase[0][:1].islower() and not (len(phrase) == 1 and phrase[0].endswith((".", "!", "?")))


def _letters(part: str) -> float:
    """Return how many letters a phrase of the page has of its own, 0.0 for other words."""
    if (chrome_kind(part) or form_kind(part)) not in RULES:
        return 0.0
    if _breaks_quotation(part):
        return 0.0  # the title goes on
    line = Line(part, 1)
    filling = " ".join(filled_in(part))
    if len(filling.split()) > _LONGEST_FILLING or any(stop in filling for stop in _STOPS):
        return 0.0
    return (len(part) - len(filling)) * (1.0 if line.weight > 1 else _COMMON)
