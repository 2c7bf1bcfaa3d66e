"""Finds where a story opens amid the words of its page: what the page says once more is its headline."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from extractors.metadata.vocabulary import BEFORE_NAME, BY
from extractors.phrases import chrome_kind
from extractors.textmode.authorship import HEAD, LONGEST_NAME, Credits, is_reporter
from extractors.textmode.days import LONGEST_DAY, day_at
from extractors.textmode.spans import ENDS, Span

_LONGEST_TITLE, _SHORTEST_TITLE = 24, 9  # words; bytes
_MOST_SENTENCES = 2  # above a headline: about cookies
_LONGEST_ROW = 8  # words of links before author and day, with bars between
_LONGEST_MARK = 2  # characters of what ends like a sentence, and is none
_MOST_AGAIN = 12  # places where words come again
_MARKS = "“”„«»「」『』\"'’‘.,:;|()[]"
_OPENING = '“„«「『"'
_GOES_ON = (",", ";", "،", "、")
_STEPS = frozenset({"»", "›", ">", "/", "→"})
"""What stands before the last step of a path to the page; its own title has the site behind others."""
_BEFORE_SITE = frozenset({"|", "–", "—", "-", "·", "•", "«"})
_SEPARATOR = re.compile(r"[|–—·»›«•/-]|::")
_SIGNS = re.compile(rf"(?:{BY}|{BEFORE_NAME}|©|(?:19|20)\d\d,?)$", re.IGNORECASE)
"""What stands before an author's name: where a page says it again, it is no headline."""
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


class Opening(NamedTuple):
    """Where headline, dek and credits begin and end, in ``parts``; the places ``above`` that part what stands there.

    And from where to where the headline stands ``again``, if it is known by that.
    """

    parts: list[int]
    above: list[int]
    again: list[tuple[int, int]]
    title: int | None = None
    credits: int | None = None

    def titles(self, at: int) -> bool:
        """Return whether the headline begins there."""
        return at == self.title

    def credits_at(self, at: int) -> str | None:
        """Return the kind of phrase of author and day if they begin there, None for another place."""
        return "posted" if at == self.credits else None

    @property
    def headline(self) -> list[int]:
        """Return where the headline begins and ends that the page says once more; nothing for none."""
        return self.parts[:2] if self.again else []

    @property
    def is_titled(self) -> bool:
        """Return whether the page says its headline once more."""
        return bool(self.again)


def find_opening(words: Sequence[str], spans: Sequence[Span]) -> Opening:
    """Return where the story opens among ``words``, of which ``spans`` are phrases; no parts where nothing shows it."""
    reader = Credits(words, spans)
    title = _title(words, reader)
    if title is None:
        start, stop = reader.first()
        above = max((span.stop for span in spans if span.stop <= start), default=0)
        if not stop or start - above > _LONGEST_TITLE or any(map(ENDS.search, words[above:start])):
            return Opening([], [], [])
        blocks = _wide_blocks(words, start)  # of which the last is the headline
        above = max(above, *blocks, 0)
        is_dated = any(span.kind == "posted" and span.start > stop for span in spans)  # a day over each of its posts
        headline = above if above < start and not is_dated else None
        return Opening([start, stop], blocks, [], headline, start)
    start, stop, again = title
    credits, end = reader.below(stop)
    if credits > stop and words[stop][:1].islower():
        stop = credits  # what comes again is its beginning
    if stop < credits <= stop + _LONGEST_ROW and _SEPARATOR.fullmatch(words[credits - 1]):
        credits = stop  # "1 comment / Harbour / By …"
    places = [*_wide_blocks(words, start), *_days_above(words, start)]
    parts = [start, *dict.fromkeys((stop, credits, end))]
    repeated = [(at, at + title[1] - start) for at in again]
    return Opening(parts, places, repeated, start, credits if end > credits else None)


def _days_above(words: Sequence[str], start: int) -> list[int]:
    """Return the place where a day begins that stands right above word ``start``; nothing for none."""
    return [at for at in range(max(start - LONGEST_DAY, 0), start) if day_at(words, at) == start][:1]


def _title(words: Sequence[str], reader: Credits) -> tuple[int, int, list[int]] | None:
    """Return where the headline begins and ends, and where the page says it once more; None for none."""
    most = 0
    found: tuple[int, int, list[int]] | None = None
    for start, stop, others in _repeated(words):
        if reader.kind_at(start) or day_at(words, start) or any(at and _SIGNS.match(words[at - 1]) for at in others):
            continue  # a day, an author's name
        if words[stop - 1].endswith(_GOES_ON) or chrome_kind(" ".join(words[start:stop])):
            continue
        evidence = 2 * (reader.end(stop) > stop and not _may_be_name(words[start:stop]))
        evidence += 2 * len(_days_above(words, start))
        for at in others:
            before = words[at - 1] if at else "»" * (not _tells(words[:start]))
            after = words[at + stop - start] if at + stop - start < len(words) else ""
            is_quoted = (before[-1:] in _OPENING or words[at][:1] in _OPENING) and not reader.names_site(at - 1)
            evidence += 2 * (is_quoted and reader.opens_discussion(at + stop - start))
            evidence += before in _STEPS or after in _BEFORE_SITE
        if stop < len(words) and _SEPARATOR.fullmatch(words[stop]) and reader.end(stop) == stop:
            evidence -= 3
        is_later = found is not None and _is_same_head(words, found[:2], start, stop)
        is_name = found is not None and not found[0] and len(others) > len(found[2])  # of the site, on top and below
        if evidence > most or (evidence == most and (is_later or is_name)):
            most, found = evidence, (start, stop, others)
    return found


def _is_same_head(words: Sequence[str], found: tuple[int, int], start: int, stop: int) -> bool:
    """Return whether a title that is ``found`` stands again below it, before a sentence ends: lists stand above it."""
    is_same = words[found[0] : found[1]] == words[start:stop] and start >= found[1]
    return is_same and not _tells(words[found[1] : start])


def _tells(words: Sequence[str]) -> bool:
    """Return whether a sentence ends among some words."""
    return any(len(word) > _LONGEST_MARK and ENDS.search(word) for word in words)


def _may_be_name(words: Sequence[str]) -> bool:
    """Return whether a few words are all written large, or say that a reporter is named so."""
    if is_reporter(" ".join(words)):
        return True
    return len(words) < LONGEST_NAME and all(word[:1].isupper() for word in words)


def _repeated(words: Sequence[str]) -> Iterator[tuple[int, int, list[int]]]:
    """Yield where the longest runs of words begin and end near the top that come again, and where else they stand."""
    bare = [word.strip(_MARKS) for word in words]
    places = defaultdict[tuple[str, str], list[int]](list)
    for at, pair in enumerate(pairwise(bare)):
        places[pair].append(at)
    sentences = 0
    for start in range(min(HEAD, len(words) - 1)):
        sentences += bool(start and len(words[start - 1]) > _LONGEST_MARK and ENDS.search(words[start - 1]))
        if sentences > _MOST_SENTENCES:
            return
        others = [at for at in places[bare[start], bare[start + 1]] if at != start][:_MOST_AGAIN]
        if start and all(at and bare[at - 1] == bare[start - 1] for at in others) and bare[start - 1]:
            continue  # the end of a longer run
        if not others or not bare[start][:1].isalpha() or words[start][:1].islower():
            continue
        size = max(_common(bare, start, at) for at in others)
        if size > 1 and len("".join(bare[start : start + size]).encode()) >= _SHORTEST_TITLE:
            yield start, start + size, [at for at in others if _common(bare, start, at) >= size]


def _common(bare: Sequence[str], one: int, other: int) -> int:
    """Return how many words are the same from two places on."""
    most = min(_LONGEST_TITLE, len(bare) - max(one, other))
    return next((at for at in range(most) if bare[one + at] != bare[other + at] or not bare[one + at]), most)


def _wide_blocks(words: Sequence[str], end: int) -> list[int]:
    """Return the places up to word ``end`` with Chinese or Japanese on both sides: there no space parts words."""
    pairs = enumerate(pairwise(words[:end]), 1)
    return [at for at, (one, other) in pairs if _WIDE.match(one[-1]) and _WIDE.match(other[0])]
