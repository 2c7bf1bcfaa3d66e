"""The block classifier: for each block of a page, how sure we are that it belongs to the story."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO

import numpy as np
from numpy.typing import NDArray

from extractors.blocks import Block, Box
from extractors.classifier.context import box_numbers, context
from extractors.classifier.features import features, word_counts
from extractors.classifier.forest import Forest
from extractors.classifier.said import Said

MODEL = "blocks.npz"
"""The model's file in ``extractors/data``; ``make train`` writes it, ``blocks.json`` beside it says from what."""


@cache
def _forests() -> tuple[Forest, Forest]:
    data = files("extractors").joinpath("data", MODEL).read_bytes()
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        return Forest.from_arrays(arrays, "first"), Forest.from_arrays(arrays, "second")


def verdicts(blocks: Sequence[Block], boxes: Sequence[Box], said: Said) -> NDArray[np.float32]:
    """The probability of each block to be part of the story, in two looks: alone, then among its neighbours."""
    first_look, second_look = _forests()
    rows = features(blocks, boxes, said)
    first = first_look.verdicts(rows)
    around = context(first, word_counts(blocks), box_numbers(blocks))
    return second_look.verdicts(np.hstack([rows, around]))
