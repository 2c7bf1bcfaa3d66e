"""A text under the editor's pencil: its lines, and which of them are taken out by what rule."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from extractors.article import RemovedBlock
from extractors.textmode.lines import Line, join_lines
from extractors.textmode.prints import printed_lines, without_print


class Sheet:
    """A text under the editor's pencil: its lines, and which of them are taken out by what rule."""

    def __init__(self, lines: Sequence[Line]) -> None:
        printed = printed_lines(lines)
        self._sources = lines
        self._numbers = [number for number in range(len(lines)) if number not in printed]
        self._printed = dict.fromkeys(printed, ("print", "head or foot of a printed page"))
        self.lines = without_print(lines, printed) if printed else list(lines)
        self.taken: dict[int, tuple[str, str]] = {}

    def mark(self, number: int, rule: str, reason: str) -> None:
        """Take out line ``number``, unless it is out already."""
        self.taken.setdefault(number, (rule, reason))

    @property
    def kept(self) -> list[int]:
        """Return the numbers of the lines that are not taken out, in order."""
        return [number for number in range(len(self.lines)) if number not in self.taken]

    def removed(self) -> tuple[RemovedBlock, ...]:
        """Return what is taken out, lines of one rule that follow each other as one block."""
        taken = self._printed | {self._numbers[number]: rule for number, rule in self.taken.items()}
        runs = groupby(enumerate(sorted(taken)), key=lambda item: (item[1] - item[0], taken[item[1]][0]))
        return tuple(self._block([number for _, number in run], taken) for _, run in runs)

    def _block(self, numbers: list[int], taken: dict[int, tuple[str, str]]) -> RemovedBlock:
        """Return the lines ``numbers``, which one rule took out, as one block."""
        return RemovedBlock(*taken[numbers[0]], join_lines([self._sources[number] for number in numbers]))
