"""Gradient-boosted trees as arrays: one verdict a row, without the library that trained them.

Trees of at most 16 leaves are evaluated all at once by the bit-vector method of QuickScorer (Lucchese et al., SIGIR
2015): a node whose test fails strikes the leaves of its left side, the lowest leaf that is left is the tree's answer.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_LEAVES = 16
_LOWEST_BIT = np.array([(bits & -bits).bit_length() - 1 if bits else 0 for bits in range(1 << MOST_LEAVES)], np.uint8)
_ROWS_AT_ONCE = 64


@dataclass(frozen=True, slots=True)
class Forest:
    """Each test, whether a feature is at most a threshold, is made once a row: the trees share many of them.

    ``tests`` says which of them a node makes, ``struck`` which leaves that strikes out where it fails, both by (nodes,
    trees); ``leaves`` has the shape (trees, 16), ``first_leaves`` says where those of each tree begin.
    """

    features: NDArray[np.intp]
    thresholds: NDArray[np.float32]
    tests: NDArray[np.intp]
    struck: NDArray[np.uint16]
    leaves: NDArray[np.float32]
    first_leaves: NDArray[np.intp]

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], prefix: str) -> Forest:
        """The forest stored under ``prefix`` in a mapping of arrays, such as an open ``.npz`` file."""
        features, thresholds, masks, leaves = (
            arrays[f"{prefix}_{name}"] for name in ("features", "thresholds", "masks", "leaves")
        )
        made = features.astype(np.uint64) << np.uint64(32) | thresholds.astype(np.float32).view(np.uint32)
        _, first, tests = np.unique(made, return_index=True, return_inverse=True)
        return cls(
            features=features.ravel()[first].astype(np.intp),
            thresholds=thresholds.ravel()[first, None],
            tests=tests.reshape(features.shape),
            struck=~masks[:, :, None],
            leaves=leaves,
            first_leaves=MOST_LEAVES * np.arange(len(leaves))[:, None],
        )

    def verdicts(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        """For each row, of shape (rows, features), a probability from 0 to 1."""
        parts = np.array_split(rows, math.ceil(len(rows) / _ROWS_AT_ONCE))
        scores = np.concatenate([self._scores(part) for part in parts])
        found: NDArray[np.float32] = (1.0 / (1.0 + np.exp(-scores))).astype(np.float32)
        return found

    def _scores(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        failed = np.ascontiguousarray(rows.T).take(self.features, axis=0) > self.thresholds
        every_leaf = -failed.view(np.int8)  # all bits of a test that fails, none of one that does not
        struck = every_leaf.astype(np.int16).view(np.uint16).take(self.tests, axis=0)
        struck &= self.struck
        left = ~np.bitwise_or.reduce(struck, axis=0)
        scores: NDArray[np.float32] = self.leaves.take(_LOWEST_BIT.take(left) + self.first_leaves).sum(axis=0)
        return scores
