"""Plain tables for people to read; a pipe gets the same as a terminal, without its colours or its width."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import TextIO

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from crawler.console.console import Console
from crawler.console.terminal import one_line

PIPE_WIDTH = 200
"""Columns where nobody's terminal says how wide it is."""
LONGEST_WORD = 20
"""Columns of a word that stay on one line, as those of a time do; longer ones, as addresses, are folded."""
GAP = 2
"""Columns between two values on a line."""
FEW = 5
"""Rows that may stand each by itself rather than below headings in pieces."""


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]], out: TextIO | None = None) -> None:
    """Print rows below their headings, on standard output if on no other, numbers to the right; None is left empty.

    Where that would cut words or numbers in pieces, each row stands by itself, a value a line; of many rows, only words
    of their headings are cut if that will do.
    """
    lines = [list(row) for row in rows]
    put(lambda width: _set_out(headings, lines, width), out)


def put(made: Callable[[int], RenderableType], out: TextIO | None = None) -> None:
    """Print what is ``made`` for so many columns; where there is no terminal, no line ends in blanks."""
    console = Console(file=out)
    if console.is_terminal:
        console.print(made(console.width))
        return
    console = Console(width=PIPE_WIDTH)
    with console.capture() as written:
        console.print(made(PIPE_WIDTH))
    (out or sys.stdout).writelines(f"{line.rstrip()}\n" for line in written.get().splitlines())


def _set_out(headings: Sequence[str], lines: Sequence[Sequence[object]], width: int) -> RenderableType:
    names = [one_line(heading) for heading in headings]
    written = [[_written(value) for value in line] for line in lines]
    room = width - GAP * (len(names) - 1)
    values = [max([1, *(_longest_word(line[index]) for line in written)]) for index in range(len(names))]
    whole = [max(least, _longest_word(name)) for least, name in zip(values, names, strict=True)]
    least = whole if sum(whole) <= room else values
    if lines and (sum(least) > room or (least is values and len(lines) <= FEW)):
        return _one_by_one(names, written)
    wanted = [max(map(cell_len, texts)) for texts in zip(names, *written, strict=True)]
    table = _plain(show_header=True)
    for index, (name, columns) in enumerate(zip(names, _shared_out(room, least, wanted), strict=True)):
        numbers = bool(lines) and all(isinstance(line[index], int | float | None) for line in lines)
        table.add_column(Text(name), justify="right" if numbers else "left", overflow="fold", width=columns)
    for texts in written:
        table.add_row(*map(Text, texts))
    return table


def _shared_out(room: int, least: Sequence[int], wanted: Sequence[int]) -> list[int]:
    """The width of each column: what it needs at least, and of what is left its share among those that want more."""
    widths, left = list(least), room - sum(least)
    most_modest_first = sorted(range(len(widths)), key=lambda index: wanted[index] - least[index])
    for place, index in enumerate(most_modest_first):
        more = max(min(wanted[index] - least[index], left // (len(widths) - place)), 0)
        widths[index] += more
        left -= more
    return widths


def _one_by_one(names: Sequence[str], written: Sequence[Sequence[str]]) -> RenderableType:
    """Each row as a table of its own, the names of its values to their left."""
    shown: list[RenderableType] = []
    for texts in written:
        table = _plain(show_header=False)
        table.add_column(style="bold", min_width=max(map(cell_len, names)))
        table.add_column(overflow="fold")
        for name, text in zip(names, texts, strict=True):
            table.add_row(Text(name), Text(text))
        shown += [Text(""), table] if shown else [table]
    return Group(*shown)


def _plain(*, show_header: bool) -> Table:
    return Table(box=None, pad_edge=False, padding=(0, GAP, 0, 0), header_style="bold", show_header=show_header)


def _written(value: object) -> str:
    return "" if value is None else one_line(str(value))


def _longest_word(text: str) -> int:
    return max((min(cell_len(word), LONGEST_WORD) for word in text.split()), default=0)
