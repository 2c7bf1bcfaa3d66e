"""Two lists of sentences side by side: what is in both, in order, found in little more than the time to read them."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import SequenceMatcher

MANY = 2000
"""Sentences beyond which ``SequenceMatcher`` alone takes seconds: its time grows with the square."""

Pair = tuple[int, int]
"""The places of a sentence in the old and in the new list."""
Pairing = Callable[[Sequence[str], Sequence[str]], list[Pair]]
Run = tuple[int, int, int]
"""Where a run of equal sentences begins in the old and in the new list, and how long it is."""


def runs(old: Sequence[str], new: Sequence[str]) -> list[Run]:
    """The runs of equal sentences, in order, none touching the next; the last one is empty, at both ends.

    Of many sentences those are found first that stand once in each list and keep their order, as patience diff has it
    (Cohen); where many are left between two of them, those that stand there for the same time, the second or tenth.
    """
    return list(_joined(_found(old, new, (_once, _for_the_same_time)), (len(old), len(new))))


def _found(old: Sequence[str], new: Sequence[str], ways: Sequence[Pairing]) -> Iterator[Run]:
    """The runs, not yet joined, by one way to pair sentences after the other while there are many."""
    if not ways or max(len(old), len(new)) <= MANY:
        matcher = SequenceMatcher(None, old, new, autojunk=max(len(old), len(new)) > MANY)
        for a, b, size in matcher.get_matching_blocks():
            yield a, b, size
        return
    here = there = 0
    for a, b in (*_rising(ways[0](old, new)), (len(old), len(new))):
        if a > here and b > there:
            for first, second, size in _found(old[here:a], new[there:b], ways[1:]):
                yield here + first, there + second, size
        if a < len(old):
            yield a, b, 1
        here, there = a + 1, b + 1


def _once(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    once = {sentence for sentence, count in Counter(old).items() if count == 1}
    once &= {sentence for sentence, count in Counter(new).items() if count == 1}
    places = {sentence: place for place, sentence in enumerate(new) if sentence in once}
    return [(place, places[sentence]) for place, sentence in enumerate(old) if sentence in once]


def _for_the_same_time(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    places = dict(zip(_numbered(new), range(len(new)), strict=True))
    return [(place, places[each]) for place, each in enumerate(_numbered(old)) if each in places]


def _numbered(sentences: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Each sentence with how often it stood before."""
    before = Counter[str]()
    for sentence in sentences:
        yield sentence, before[sentence]
        before[sentence] += 1


def _rising(pairs: Sequence[Pair]) -> list[Pair]:
    """The most of the pairs, in the order of the old list, that are in the order of the new one as well."""
    # By patience sorting: each pair knows the one that may stand before it.
    tops, stacks, before = list[int](), list[int](), list[int | None]()
    for number, (_, place) in enumerate(pairs):
        stack = bisect_left(tops, place)
        before.append(stacks[stack - 1] if stack else None)
        if stack == len(tops):
            tops.append(place)
            stacks.append(number)
        else:
            tops[stack], stacks[stack] = place, number
    found, last = list[Pair](), stacks[-1] if stacks else None
    while last is not None:
        found.append(pairs[last])
        last = before[last]
    return found[::-1]


def _joined(found: Iterator[Run], ends: tuple[int, int]) -> Iterator[Run]:
    """The runs, those that touch each other as one, and the empty one at both ends."""
    start, other, length = 0, 0, 0
    for a, b, size in found:
        if not size:
            continue
        if (a, b) == (start + length, other + length):
            length += size
            continue
        if length:
            yield start, other, length
        start, other, length = a, b, size
    if length:
        yield start, other, length
    yield *ends, 0
