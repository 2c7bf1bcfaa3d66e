"""Tables of features, a row a block or line: they lie in memory column by column, as the forests look at them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Matrix = NDArray[np.float32]


def by_columns(columns: Sequence[ArrayLike], count: int) -> Matrix:
    """The table of these columns, each of ``count`` numbers or the same for all rows."""
    table = np.empty((len(columns), count), dtype=np.float32)
    for place, column in enumerate(columns):
        table[place] = column
    return table.T


def neighbours(columns: Matrix, shifts: Sequence[int]) -> Matrix:
    """The columns of each row's neighbours, -1 beyond the ends; shape (rows, columns x shifts)."""
    count, width = columns.shape
    table = np.full((len(shifts), width, count), -1.0, dtype=np.float32)
    for part, shift in zip(table, shifts, strict=True):
        if shift > 0:
            part[:, :-shift] = columns[shift:].T
        else:
            part[:, -shift:] = columns[:shift].T
    return table.reshape(-1, count).T
