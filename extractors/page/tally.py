"""Counts over a page's blocks: what a run of them holds, or has left, is told at once, however often it is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate


class Tally:
    """A number for each block of a page, as its words, and the sums over them."""

    def __init__(self, values: Iterable[int]) -> None:
        self._sums = [0, *accumulate(values)]

    def of(self, span: range) -> int:
        """The sum over the blocks of a span."""
        return self._sums[span.stop] - self._sums[span.start] if span else 0


class Remaining:
    """Numbers of a page's blocks of which more and more are taken: the next that is left is told at once."""

    def __init__(self, left: Iterable[bool]) -> None:
        self._next = [number if is_left else number + 1 for number, is_left in enumerate(left)]
        self._next.append(len(self._next))

    def first(self, number: int) -> int:
        """The first number left from ``number`` on; that of the block behind the last where there is none."""
        found = number
        while self._next[found] != found:
            found = self._next[found]
        while self._next[number] != found:  # the way is shorter for who comes next
            self._next[number], number = found, self._next[number]
        return found

    def within(self, span: range) -> Iterator[int]:
        """Those left in a span, which may be taken meanwhile."""
        number = self.first(span.start)
        while number < span.stop:
            yield number
            number = self.first(number + 1)

    def take(self, number: int) -> None:
        """Take one."""
        self._next[number] = number + 1 if self._next[number] == number else self._next[number]
