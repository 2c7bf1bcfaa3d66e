"""The second look: what the first verdicts on a block's neighbours, boxes and likes say about the block."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from extractors.classifier.matrix import Matrix, by_columns, neighbours
from extractors.classifier.sequence import signatures
from extractors.page.blocks import Block, Box
from extractors.page.elements import HEADINGS

LEVELS = 5
SHIFTS = (-3, -2, -1, 1, 2, 3)
WINDOWS = (5, 15)

NAMES: tuple[str, ...] = (
    "first",
    *(f"first_box_{level}" for level in range(LEVELS)),
    *"first_alike first_section first_heading".split(),
    *"first_behind first_ahead kept_before kept_words first_most".split(),
    *(f"first_window_{size}" for size in WINDOWS),
    *(f"first@{shift:+d}" for shift in SHIFTS),
)


def groups(blocks: Sequence[Block], boxes: Sequence[Box]) -> NDArray[np.int64]:
    """For each block the numbers of the groups that it is in, shape (blocks, LEVELS + 2).

    Its innermost boxes, the last repeated where they run out; those that look alike in the markup; its section, from a
    heading to the next.
    """
    outer = np.array([box.parent.number if box.parent else box.number for box in boxes], dtype=np.int64)
    levels = [np.array([block.box.number for block in blocks], dtype=np.int64)]
    while len(levels) < LEVELS:
        levels.append(outer[levels[-1]])
    sections = np.cumsum([block.box.tag in HEADINGS for block in blocks])
    return np.column_stack([*levels, signatures(blocks), sections])


def context(first: NDArray[np.float32], words: NDArray[np.float32], among: NDArray[np.int64]) -> Matrix:
    """The features of the second look, shape (blocks, len(NAMES)).

    ``first`` holds the first verdicts, 0 to 1, ``among`` the :func:`groups` of the blocks.
    """
    count = len(first)
    weights = words + 0.5
    kept = first * words
    total = float(kept.sum()) + 1e-6
    columns: list[ArrayLike] = [first]
    columns += [_means(first, weights, group) for group in among.T]
    columns += [
        _heads(first, among[:, -1]),
        np.maximum.accumulate(first),
        np.maximum.accumulate(first[::-1])[::-1],
        np.cumsum(kept) / total,
        total,
        first.max(),
    ]
    columns += [_moving_mean(first, weights, size) for size in WINDOWS]
    return np.hstack([by_columns(columns, count), neighbours(first[:, None], SHIFTS)])


def _means(values: NDArray[np.float32], weights: NDArray[np.float32], groups: NDArray[np.int64]) -> NDArray[np.float32]:
    sums = np.bincount(groups, values * weights)
    means = sums / np.maximum(np.bincount(groups, weights), 1e-9)
    return means[groups].astype(np.float32)


def _heads(values: NDArray[np.float32], sections: NDArray[np.int64]) -> NDArray[np.float32]:
    """For each block the value of the one that opens its section."""
    return values[np.searchsorted(sections, sections)]  # the first of equal ones, as they never fall


def _moving_mean(values: NDArray[np.float32], weights: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    if len(values) < size:
        return np.full(len(values), (values * weights).sum() / weights.sum(), dtype=np.float32)
    ones = np.ones(size, dtype=np.float32)
    means = np.convolve(values * weights, ones, "same") / np.convolve(weights, ones, "same")
    return means.astype(np.float32)
