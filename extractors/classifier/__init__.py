"""The block classifier: for each block of a page, how sure we are that it belongs to the story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.classifier.context import context
from extractors.classifier.features import features, word_counts
from extractors.classifier.forest import Forest
from extractors.classifier.matrix import Matrix
from extractors.classifier.said import Said
from extractors.classifier.shipped import Shipped
from extractors.classifier.standing import Layout, layout, standing
from extractors.page.blocks import Block, Box

MODEL = "blocks.npz"
"""The model's file in ``extractors/data``; ``make train`` writes it, ``blocks.json`` beside it says from what."""

SETTLED = 0.003
"""The first verdict below which no second is asked for: of 110,000 such blocks of unseen sites none came to .02."""


@dataclass(frozen=True, slots=True)
class BlockModel:
    """Two forests: the first sees a block alone, the second sees the first's verdicts around it as well."""

    first: Forest
    second: Forest

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> BlockModel:
        """The model stored in a mapping of arrays, such as an open ``.npz`` file."""
        return cls(Forest.from_arrays(arrays, "first"), Forest.from_arrays(arrays, "second"))

    def verdicts(
        self, blocks: Sequence[Block], boxes: Sequence[Box], said: Said, headline: int = -1
    ) -> NDArray[np.float32]:
        """The probability of each block to be part of the story; ``headline`` as in :func:`features`."""
        rows = features(blocks, boxes, said, headline)
        found = self.first.verdicts(rows)
        again = np.flatnonzero(found >= SETTLED)
        if len(again):
            seen = second_look(found, rows, word_counts(blocks), layout(blocks, boxes))
            found[again] = self.second.verdicts(seen[again])
        return found


def second_look(first: NDArray[np.float32], rows: Matrix, words: NDArray[np.float32], where: Layout) -> Matrix:
    """What the second forest sees of each block of a page, ``rows`` being what the first saw."""
    return np.hstack([rows, context(first, words, where.groups), standing(first, rows, where)])


SHIPPED = Shipped(MODEL, BlockModel.from_arrays)
"""The house's own model, and what is used instead."""


def verdicts(blocks: Sequence[Block], boxes: Sequence[Box], said: Said, headline: int = -1) -> NDArray[np.float32]:
    """The probability of each block to be part of the story, by the model in use; as :meth:`BlockModel.verdicts`."""
    return SHIPPED.in_use.verdicts(blocks, boxes, said, headline)
