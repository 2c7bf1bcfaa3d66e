"""What the block classifier sees: a row of numbers a block.

Three families: the block itself, the boxes around it, its place in the page's sequence; then some of its neighbours'.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractors.classifier import sequence, surroundings, wording
from extractors.classifier.headlineplace import headline_place
from extractors.classifier.matrix import Matrix, neighbours
from extractors.classifier.said import Said
from extractors.page.blocks import Block, Box

SHIFTS = (-2, -1, 1, 2)
_SHIFTED = ("words", "link_density", "ends_sentence", "tag_p", "tag_li", "heading", "date")
_SHIFTED_PLACES = [wording.NAMES.index(name) for name in _SHIFTED]

NAMES: tuple[str, ...] = (
    *wording.NAMES,
    *surroundings.NAMES,
    *sequence.NAMES,
    *(f"{name}@{shift:+d}" for shift in SHIFTS for name in _SHIFTED),
)


def word_counts(blocks: Sequence[Block]) -> NDArray[np.float32]:
    """The words of each block."""
    return np.array([block.words for block in blocks], dtype=np.float32)


def features(blocks: Sequence[Block], boxes: Sequence[Box], said: Said, headline: int = -1) -> Matrix:
    """The feature matrix of a page, shape (blocks, len(NAMES)); ``said`` is what the page says of itself.

    ``headline`` is the headline's index where it is known already.
    """
    words = word_counts(blocks)
    headline = headline if headline >= 0 else headline_place(blocks, said.title)
    local = wording.rows(blocks)
    return np.hstack(
        [
            local,
            surroundings.columns(blocks, boxes, headline, max(int(words.sum()), 1)),
            sequence.columns(blocks, words, said, headline),
            neighbours(local[:, _SHIFTED_PLACES], SHIFTS),
        ]
    )
