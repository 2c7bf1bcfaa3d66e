"""The second look: what the first verdicts on a block's neighbours and boxes say about the block."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.blocks import Block, Box
from extractors.classifier.features import Matrix, neighbours

LEVELS = 5
SHIFTS = (-3, -2, -1, 1, 2, 3)
WINDOWS = (5, 15)

NAMES: tuple[str, ...] = (
    "first",
    *(f"first_box_{level}" for level in range(LEVELS)),
    *"first_behind first_ahead kept_before kept_words first_most".split(),
    *(f"first_window_{size}" for size in WINDOWS),
    *(f"first@{shift:+d}" for shift in SHIFTS),
)


def box_numbers(blocks: Sequence[Block], boxes: Sequence[Box]) -> NDArray[np.int64]:
    """For each block the numbers of its innermost boxes, the last repeated where they run out; (blocks, LEVELS)."""
    outer = np.array([box.parent.number if box.parent else box.number for box in boxes], dtype=np.int64)
    levels = [np.array([block.box.number for block in blocks], dtype=np.int64)]
    while len(levels) < LEVELS:
        levels.append(outer[levels[-1]])
    return np.column_stack(levels)


def context(first: NDArray[np.float32], words: NDArray[np.float32], boxes: NDArray[np.int64]) -> Matrix:
    """The features of the second look, shape (blocks, len(NAMES)); ``first`` holds the first verdicts, 0 to 1."""
    count = len(first)
    weights = words + 0.5
    kept = first * words
    total = float(kept.sum()) + 1e-6
    columns: list[NDArray[Any]] = [first]
    columns += [_means(first, weights, boxes[:, level]) for level in range(LEVELS)]
    columns += [
        np.maximum.accumulate(first),
        np.maximum.accumulate(first[::-1])[::-1],
        np.cumsum(kept) / total,
        np.full(count, total),
        np.full(count, first.max()),
    ]
    columns += [_moving_mean(first, weights, size) for size in WINDOWS]
    stacked = np.column_stack(columns).astype(np.float32)
    return np.hstack([stacked, neighbours(first[:, None].astype(np.float32), SHIFTS)])


def _means(values: NDArray[np.float32], weights: NDArray[np.float32], groups: NDArray[np.int64]) -> NDArray[np.float32]:
    sums = np.bincount(groups, values * weights)
    means = sums / np.maximum(np.bincount(groups, weights), 1e-9)
    return means[groups].astype(np.float32)


def _moving_mean(values: NDArray[np.float32], weights: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    if len(values) < size:
        return np.full(len(values), (values * weights).sum() / weights.sum(), dtype=np.float32)
    ones = np.ones(size, dtype=np.float32)
    means = np.convolve(values * weights, ones, "same") / np.convolve(weights, ones, "same")
    return means.astype(np.float32)
