"""Features of the boxes around a block: what they call themselves, how much of the page they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from extractors.classifier.matrix import Matrix, by_columns
from extractors.page.blocks import Block, Box
from extractors.page.kinds import KINDS, kinds

TAGS = tuple(
    "article main aside nav footer header form table ul figure section li ol blockquote button details".split()
)
LEVELS = 4

NAMES: tuple[str, ...] = (
    *(f"around_{tag}" for tag in TAGS),
    *(f"near_{kind}" for kind in KINDS),
    *(f"apart_{kind}" for kind in KINDS),
    "apart_steps",
    "apart_repeats",
    *(
        f"{name}_{level}"
        for level in range(LEVELS)
        for name in ("share", "box_links", "box_blocks", "box_long", "box_mean_words")
    ),
)

_TAG_BITS = {tag: 1 << place for place, tag in enumerate(TAGS)}
_NOWHERE = (0, 0, 0, 0, 0)

_Place = tuple[int, int, int, int, int]
"""What lies around a box: tags and kinds of all boxes that the headline is not in, kinds of the nearest, how many
such boxes there are, and how often the most repeated of them is repeated."""


def columns(blocks: Sequence[Block], boxes: Sequence[Box], headline: int, page_words: int) -> Matrix:
    """The features of all blocks, shape (blocks, len(NAMES)); ``headline`` is the headline's index or -1."""
    shared = {box.number for box in blocks[headline].box.ancestry()} if headline >= 0 else set()
    places = _places(boxes, shared)
    numbers = [block.box.number for block in blocks]
    around = chain.from_iterable(map(places.__getitem__, numbers))
    found = np.fromiter(around, np.int64, len(numbers) * len(_NOWHERE)).reshape(len(numbers), -1)
    return np.hstack(
        [
            _unpack(found[:, 0], len(TAGS)),
            _unpack(found[:, 1], len(KINDS)),
            _unpack(found[:, 2], len(KINDS)),
            by_columns(list(found[:, 3:].T), len(numbers)),
            _shares(boxes, np.array(numbers), page_words),
        ]
    )


def _unpack(masks: NDArray[np.int64], count: int) -> Matrix:
    octets = masks.astype("<i8").view(np.uint8).reshape(len(masks), -1)
    return np.unpackbits(octets.T, axis=0, bitorder="little")[:count].astype(np.float32, order="C").T


def _places(boxes: Sequence[Box], shared: set[int]) -> dict[int, _Place]:
    """The place of each box that holds text, by number; ``shared`` are the numbers of the boxes around the headline.

    A wrapper of the whole story that calls itself "sidebar-left comments-open" says nothing about a block in it.
    """
    places: dict[int, _Place] = {}
    masks = [0] * len(boxes)
    likeness = {box.number: _likeness(box) for box in boxes if box.blocks > 1}
    twins = Counter(likeness.values())
    for box in boxes:
        if not box.blocks:
            continue
        number, parent = box.number, box.parent
        if parent is None or number in shared:
            places[number] = _NOWHERE
            continue
        own = masks[number] = kinds(box.attributes) if box.attributes else 0
        tags, _, apart, steps, repeats = places[parent.number]
        places[number] = (
            tags | _TAG_BITS.get(box.tag, 0),
            own | masks[parent.number] | (masks[parent.parent.number] if parent.parent else 0),
            own | apart,
            steps + 1,
            max(repeats, twins[likeness[number]] if box.blocks > 1 else 0),
        )
    return places


def _likeness(box: Box) -> tuple[int, str, str | None]:
    """What twins have in common: the box around them, their tag and their class."""
    return box.parent.number if box.parent else -1, box.tag, box.attributes.get("class")


def _shares(boxes: Sequence[Box], numbers: NDArray[np.int64], page_words: int) -> Matrix:
    """What the innermost boxes hold, level by level outwards; beyond the outermost the whole page, and nothing else."""
    sums = chain.from_iterable((box.words, box.link_words, box.blocks, box.long_blocks) for box in boxes)
    words, links, count, long = np.fromiter(sums, np.float32, len(boxes) * 4).reshape(-1, 4).T
    table = np.zeros((5, len(boxes) + 1), dtype=np.float32)
    table[:, :-1] = words / page_words, links / np.maximum(words, 1), count, long, words / np.maximum(count, 1)
    table[0, -1] = 1
    outer = np.array([*(box.parent.number if box.parent else -1 for box in boxes), -1])
    levels = []
    for _ in range(LEVELS):
        levels.append(table.take(numbers, axis=1))
        numbers = outer[numbers]
    return np.vstack(levels).T
