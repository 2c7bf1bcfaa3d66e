"""Features of the boxes around a block: what they call themselves, how much of the page they hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from extractors.blocks import Block, Box
from extractors.kinds import KINDS, kinds

TAGS = ("article", "main", "aside", "nav", "footer", "header", "form", "table", "ul", "figure", "section", "li", "ol")
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


@dataclass(slots=True)
class _Place:
    """What lies around a box: kinds of the nearest boxes, kinds and tags of all that the headline is not in."""

    near: int = 0
    apart: int = 0
    tags: int = 0
    steps: int = 0
    repeats: int = 0


def columns(blocks: Sequence[Block], boxes: Sequence[Box], headline: int, page_words: int) -> NDArray[np.float32]:
    """The features of all blocks, shape (blocks, len(NAMES)); ``headline`` is the headline's index or -1."""
    shared = set(blocks[headline].box.ancestry()) if headline >= 0 else set()
    places = _places(boxes, shared)
    shares = {box: _shares(box, page_words) for box in {block.box for block in blocks}}
    found = [places[block.box] for block in blocks]
    bits = np.array([(place.tags, place.near, place.apart) for place in found], dtype=np.int64)
    return np.hstack(
        [
            _unpack(bits[:, 0], len(TAGS)),
            _unpack(bits[:, 1], len(KINDS)),
            _unpack(bits[:, 2], len(KINDS)),
            np.array([(place.steps, place.repeats) for place in found], dtype=np.float32),
            np.array([shares[block.box] for block in blocks], dtype=np.float32),
        ]
    )


def _unpack(masks: NDArray[np.int64], count: int) -> NDArray[np.float32]:
    return ((masks[:, None] >> np.arange(count)) & 1).astype(np.float32)


def _places(boxes: Sequence[Box], shared: set[Box]) -> dict[Box, _Place]:
    """The place of each box; ``shared`` holds the boxes around the headline.

    A wrapper of the whole story that calls itself "sidebar-left comments-open" says nothing about a block in it.
    """
    places: dict[Box, _Place] = {}
    masks: dict[Box, int] = {}
    bits = {tag: 1 << place for place, tag in enumerate(TAGS)}
    twins = Counter((box.parent, box.tag, box.element.get("class")) for box in boxes if box.blocks > 1)
    for box in boxes:
        parent = box.parent
        if parent is None or box in shared:
            masks[box] = 0
            places[box] = _Place()
            continue
        own = masks[box] = kinds(box.element)
        outer = places[parent]
        places[box] = _Place(
            near=own | masks[parent] | (masks[parent.parent] if parent.parent else 0),
            apart=own | outer.apart,
            tags=outer.tags | bits.get(box.tag, 0),
            steps=outer.steps + 1,
            repeats=max(outer.repeats, twins[parent, box.tag, box.element.get("class")]),
        )
    return places


def _shares(innermost: Box, page_words: int) -> list[float]:
    row: list[float] = []
    box: Box | None = innermost
    for _ in range(LEVELS):
        if box is None:
            row += [1.0, 0.0, 0, 0, 0.0]
            continue
        row += [
            box.words / page_words,
            box.link_words / max(box.words, 1),
            box.blocks,
            box.long_blocks,
            box.words / max(box.blocks, 1),
        ]
        box = box.parent
    return row
