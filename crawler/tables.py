"""Plain tables for people to read; a pipe gets the same as a terminal, without its colours or its width."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from crawler.terminal import one_line

PIPE_WIDTH = 200
"""Columns where nobody's terminal says how wide it is."""


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]], out: TextIO | None = None) -> None:
    """Print rows below their headings, on standard output if on no other, numbers to the right; None is left empty."""
    lines = [list(row) for row in rows]
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for index, heading in enumerate(headings):
        numbers = bool(lines) and all(isinstance(line[index], int | float | None) for line in lines)
        table.add_column(Text(one_line(heading)), justify="right" if numbers else "left", overflow="fold")
    for line in lines:
        table.add_row(*(Text("" if value is None else one_line(str(value))) for value in line))
    console = Console(file=out)
    if console.is_terminal:
        console.print(table)
        return
    console = Console(width=PIPE_WIDTH)
    with console.capture() as written:
        console.print(table)
    (out or sys.stdout).writelines(f"{line.rstrip()}\n" for line in written.get().splitlines())
