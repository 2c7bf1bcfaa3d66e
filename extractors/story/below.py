"""Finds what the classifier keeps in boxes below the story's own: its end, or what the site adds under each story."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractors.decision import SURE
from extractors.page.blocks import Block, Box, kind

_HOME = 0.7
"""The share of the kept words that the story's own box holds."""
_LEAST = 0.05
"""The share of them in boxes below it that is worth a look."""


def below_story(blocks: Sequence[Block], verdicts: NDArray[np.float32], boxes: Sequence[Box]) -> NDArray[np.bool_]:
    """Which blocks are kept and stand below the story's box in boxes that do not look like it; none if few words do."""
    below = np.zeros(len(blocks), dtype=np.bool_)
    words = [block.words if verdict >= SURE else 0 for block, verdict in zip(blocks, verdicts.tolist(), strict=True)]
    kept = [number for number, count in enumerate(words) if count]
    home = home_of(blocks, words, boxes)
    if home is None or home in blocks[kept[-1]].box.ancestry():
        return below
    path = dict.fromkeys(home.ancestry())
    towards = dict(zip(list(path)[1:], path, strict=False))  # from each box around the story's the one that leads to it
    outer: dict[Box, Box] = {}
    for box in boxes:
        outer[box] = box if box.parent is None or box.parent in path else outer[box.parent]
    for number in reversed(kept):
        box = blocks[number].box
        around = outer[box]
        if box is home or around.parent is home:
            break
        if around is not box and around.parent is not None and kind(around) != kind(towards[around.parent]):
            below[number] = True
    found = sum(count for count, is_below in zip(words, below.tolist(), strict=True) if is_below)
    return below if found >= _LEAST * sum(words) else np.zeros_like(below)


def home_of(blocks: Sequence[Block], words: Sequence[int], boxes: Sequence[Box]) -> Box | None:
    """The innermost box that holds most of the words; None where there are none."""
    held = [0] * len(boxes)
    for block, count in zip(blocks, words, strict=True):
        held[block.box.number] += count
    for box in reversed(boxes):
        if box.parent is not None:
            held[box.parent.number] += held[box.number]
    most = _HOME * sum(words)
    return next((box for box in reversed(boxes) if held[box.number] >= most > 0), None)
