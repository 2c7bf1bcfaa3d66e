"""Counts over a page's blocks: what any run of them holds is told at once, however often it is asked."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate


class Tally:
    """A number for each block of a page, as its words, and the sums over them."""

    def __init__(self, values: Iterable[int]) -> None:
        self._sums = [0, *accumulate(values)]

    def of(self, span: range) -> int:
        """The sum over the blocks of a span."""
        return self._sums[span.stop] - self._sums[span.start] if span else 0
