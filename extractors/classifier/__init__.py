"""The block classifier: for each block of a page, how sure we are that it belongs to the story."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.blocks import Block, Box
from extractors.classifier.context import context, groups
from extractors.classifier.features import features, word_counts
from extractors.classifier.forest import Forest
from extractors.classifier.said import Said

MODEL = "blocks.npz"
"""The model's file in ``extractors/data``; ``make train`` writes it, ``blocks.json`` beside it says from what."""


@dataclass(frozen=True, slots=True)
class BlockModel:
    """Two forests: the first sees a block alone, the second sees the first's verdicts around it as well."""

    first: Forest
    second: Forest

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> BlockModel:
        """The model stored in a mapping of arrays, such as an open ``.npz`` file."""
        return cls(Forest.from_arrays(arrays, "first"), Forest.from_arrays(arrays, "second"))

    def verdicts(self, blocks: Sequence[Block], boxes: Sequence[Box], said: Said) -> NDArray[np.float32]:
        """The probability of each block to be part of the story."""
        rows = features(blocks, boxes, said)
        around = context(self.first.verdicts(rows), word_counts(blocks), groups(blocks, boxes))
        return self.second.verdicts(np.hstack([rows, around]))


_in_use: list[BlockModel] = []
"""The models of :func:`using`, innermost last; empty where the house's own is in use."""


@cache
def _own_model() -> BlockModel:
    data = files("extractors").joinpath("data", MODEL).read_bytes()
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        return BlockModel.from_arrays(arrays)


@contextmanager
def using(model: BlockModel) -> Iterator[None]:
    """Judge by another model for a while: how a benchmark reads pages with one that has not seen their sites."""
    _in_use.append(model)
    try:
        yield
    finally:
        _in_use.pop()


def verdicts(blocks: Sequence[Block], boxes: Sequence[Box], said: Said) -> NDArray[np.float32]:
    """The probability of each block to be part of the story, by the model in use."""
    model = _in_use[-1] if _in_use else _own_model()
    return model.verdicts(blocks, boxes, said)
