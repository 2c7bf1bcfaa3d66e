"""Finds the lists that close a story and are in doubt as a whole: its references, or what the site lists under it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from extractors.decision import SURE
from extractors.page.blocks import Block, Box
from extractors.story.wholes import innermost_lists

_IN_DOUBT = 0.25
"""The mean verdict by words from which a list without a kept item is in doubt: below it other lists are as likely."""
_FEWEST_ITEMS = 3
_LEAST = 0.02
"""The share of the kept words that such lists hold to be worth a look."""


def closing_lists(blocks: Sequence[Block], verdicts: NDArray[np.float32], boxes: Sequence[Box]) -> list[list[int]]:
    """The numbers of the items of each list in doubt below the last kept block; none where they are but few words."""
    kept = np.flatnonzero(verdicts >= SURE)
    if not len(kept):
        return []
    last = int(kept[-1])
    if not (verdicts[last + 1 :] >= _IN_DOUBT).any():
        return []
    innermost = innermost_lists(boxes)
    lists: dict[Box | None, list[int]] = {}
    for number in range(last, len(blocks)):
        lists.setdefault(innermost[blocks[number].box.number], []).append(number)
    for not_below in (None, innermost[blocks[last].box.number]):
        lists.pop(not_below, None)
    words = np.array([block.words for block in blocks])
    weights = verdicts * words
    found = [
        items
        for items in lists.values()
        if len(items) >= _FEWEST_ITEMS and weights[items].sum() >= _IN_DOUBT * words[items].sum()
    ]
    held = sum(int(words[items].sum()) for items in found)
    return found if held >= _LEAST * words[kept].sum() else []
