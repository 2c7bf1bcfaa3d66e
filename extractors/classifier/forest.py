"""Gradient-boosted trees as arrays: one verdict a row, without the library that trained them.

Trees of at most 16 leaves are evaluated all at once by the bit-vector method of QuickScorer (Lucchese et al., SIGIR
2015): a node whose test fails strikes the leaves of its left side, the lowest leaf that is left is the tree's answer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_LEAVES = 16
_LOWEST_BIT = np.array([(bits & -bits).bit_length() - 1 if bits else 0 for bits in range(1 << MOST_LEAVES)], np.uint8)
_ROWS_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Forest:
    """``features``, ``thresholds`` and ``masks`` of shape (nodes, trees), ``leaves`` of shape (trees, 16)."""

    features: NDArray[np.int16]
    thresholds: NDArray[np.float32]
    masks: NDArray[np.uint16]
    leaves: NDArray[np.float32]

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], prefix: str) -> Forest:
        """The forest stored under ``prefix`` in a mapping of arrays, such as an open ``.npz`` file."""
        names = ("features", "thresholds", "masks", "leaves")
        return cls(**{name: arrays[f"{prefix}_{name}"] for name in names})

    def verdicts(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """For each row, of shape (rows, features), a probability from 0 to 1."""
        parts = [self._scores(rows[start : start + _ROWS_AT_ONCE]) for start in range(0, len(rows), _ROWS_AT_ONCE)]
        scores = np.concatenate(parts)
        return (1.0 / (1.0 + np.exp(-scores))).astype(np.float32)

    def _scores(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        columns = np.ascontiguousarray(rows.T)
        struck: NDArray[np.uint16] = np.zeros((len(self.leaves), len(rows)), dtype=np.uint16)
        for features, thresholds, masks in zip(self.features, self.thresholds, ~self.masks, strict=True):
            struck |= masks[:, None] * (columns.take(features, axis=0) > thresholds[:, None])
        answers = _LOWEST_BIT.take(~struck) + MOST_LEAVES * np.arange(len(self.leaves))[:, None]
        scores: NDArray[np.float32] = self.leaves.take(answers).sum(axis=0)
        return scores
