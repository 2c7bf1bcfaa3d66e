"""A page as its site's memory keeps it: a number for each block with its place, and one for how the page is built."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b

import numpy as np

from extractors.decision import Decision
from extractors.page.blocks import Block, Box, look

MOST_MARKS = 200
"""Blocks of one page that are kept in mind, those of the story first."""
_MARK_BYTES = 6
_PLACE_BOXES = 2  # boxes around a block, its own among them, that make up its place: those that no theme changes
_HOME_BOXES = 4
_SKELETON_DEPTH = 8  # boxes deeper in a page belong to its content rather than to its theme


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is remembered of one page.

    ``marks`` holds the mark of each block that a model had to judge, ``kept`` those of the story with their words;
    ``home`` is the place where most of the story stands, 0 where there is none; ``template`` has 64 bits, nearly all
    of them equal on pages that are built alike.
    """

    marks: tuple[int, ...] = ()
    kept: tuple[tuple[int, int], ...] = ()
    home: int = 0
    template: int = 0


def sketch(decisions: Sequence[Decision], boxes: Sequence[Box]) -> Sketch:
    """The sketch of a page by what was decided about its blocks; what a rule removed always is no part of it."""
    kept = {mark_of(each.block): min(each.block.words, 0xFFFF) for each in decisions if each.removed is None}
    judged = (each.block for each in decisions if each.removed is not None and each.verdict > 0)
    marks = dict.fromkeys(kept)
    for block in judged:
        if len(marks) >= MOST_MARKS:
            break
        marks[mark_of(block)] = None
    homes = Counter[int]()
    for each in decisions:
        if each.removed is None:
            homes[home_of(each.block)] += each.block.words
    home = homes.most_common(1)[0][0] if homes else 0
    return Sketch(tuple(marks)[:MOST_MARKS], tuple(kept.items())[:MOST_MARKS], home, template_of(boxes))


def joined(parts: Sequence[Sketch]) -> Sketch:
    """One sketch of a story on several pages: each block once, built as the first page is."""
    marks = dict.fromkeys(mark for part in parts for mark in part.marks)
    kept = {mark: words for part in parts for mark, words in part.kept}
    return Sketch(tuple(marks)[:MOST_MARKS], tuple(kept.items())[:MOST_MARKS], parts[0].home, parts[0].template)


def mark_of(block: Block) -> int:
    """A number for a block's words and place: equal for the same words in boxes of the same tags."""
    place = "/".join(box.tag for box in block.box.ancestry(_PLACE_BOXES))
    return _number(f"{place}\n{block.text}")


def home_of(block: Block) -> int:
    """A number for the place of a block's box: equal where the boxes around look the same."""
    return _number("/".join(" ".join(_names(*look(box))) for box in block.box.ancestry(_HOME_BOXES)))


def template_of(boxes: Iterable[Box]) -> int:
    """A similarity hash (Charikar's) of the skeleton of a page: the tags and classes of its outer boxes."""
    outer = {look(box) for box in boxes if box.depth <= _SKELETON_DEPTH}  # many are alike
    looks = {name for tag, classes in outer for name in _names(tag, classes)}
    if not looks:
        return 0
    bits = np.unpackbits(np.frombuffer(b"".join(map(_spread, looks)), dtype=np.uint8).reshape(len(looks), 8), axis=1)
    return int.from_bytes(np.packbits(2 * bits.sum(axis=0) > len(looks)).tobytes(), "big")


@lru_cache(maxsize=4096)
def _names(tag: str, classes: str | None) -> tuple[str, ...]:
    """A tag and a box's classes, without those that carry a number: they name one story, not a kind of box."""
    return (tag, *(f"{tag}.{name}" for name in (classes or "").split() if not any(map(str.isdigit, name))))


@lru_cache(maxsize=1024)  # memory and sketch ask for the same blocks, and a site's pages for the same chrome
def _number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_MARK_BYTES).digest(), "big")


@lru_cache(maxsize=4096)
def _spread(name: str) -> bytes:
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
