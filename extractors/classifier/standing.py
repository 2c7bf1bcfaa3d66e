"""A block's standing in the story that the first look saw: inside its box or not, with its likes or against them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from extractors.classifier import wording
from extractors.classifier.context import groups
from extractors.classifier.matrix import Matrix, by_columns
from extractors.page.blocks import Block, Box, look

NAMES = tuple(
    (
        "in_home before_home behind_home held_0 held_1 likely_1 likely_2 liked_1 alike_held alike_most alike_least "
        "alike_spread alike_off alike_above alike_below before_sure behind_sure size_of_kept depth_of_kept "
        "kept_paragraphs kept_links"
    ).split()
)

_LINKS, _DEPTH, _WORDS = (wording.NAMES.index(name) for name in ("link_density", "depth", "words"))
_ALIKE = -2
"""The column of :func:`groups` that tells which blocks look alike."""
_HOME = 0.7
"""The share of the kept words that the story's own box holds."""
_KEPT, _SURE = 0.5, 0.8
_PARAGRAPH = 10  # words
_FEWEST = 150.0
"""Kept words below which all is -1: in a post of a few lines each is the last, and none has its likes."""
_LITTLE = 1e-6

Column = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the blocks of a page stand.

    ``groups`` are those of :func:`groups`; ``likes`` holds for the first two boxes around a block's own a number, the
    same where tag and class are, shape (blocks, 2); ``outer`` the number of the box around each box, -1 without one.
    """

    groups: NDArray[np.int64]
    likes: NDArray[np.int64]
    outer: NDArray[np.int64]


def layout(blocks: Sequence[Block], boxes: Sequence[Box]) -> Layout:
    """The layout of a page."""
    among = groups(blocks, boxes)
    numbers: dict[object, int] = {}
    looks = np.array([numbers.setdefault(look(box), len(numbers)) for box in boxes], dtype=np.int64)
    outer = np.array([box.parent.number if box.parent else -1 for box in boxes], dtype=np.int64)
    return Layout(among, looks[among[:, 1:3]], outer)


def standing(first: NDArray[np.float32], rows: Matrix, where: Layout) -> Matrix:
    """The features, shape (blocks, len(NAMES)); ``first`` holds the first verdicts, ``rows`` what they were made of."""
    verdicts = first.astype(np.float64)
    words = rows[:, _WORDS].astype(np.float64)
    weights, kept = words + 0.5, verdicts * words
    total = float(kept.sum())
    if total < _FEWEST:
        return by_columns([-1.0] * len(NAMES), len(words))
    held = _sums_by_box(kept, where) / total
    likely, likes, alike = where.likes[:, 0], where.likes[:, 1], where.groups[:, _ALIKE]
    paragraphs = (verdicts >= _KEPT) & (words >= _PARAGRAPH)
    typical = float(np.median(words[paragraphs])) if paragraphs.any() else 0.0
    sure = (verdicts >= _SURE) & (words >= _PARAGRAPH)
    home = _home(verdicts, words, where)
    columns: list[ArrayLike] = [
        home,
        *_around(home),
        held[where.groups[:, 0]],
        held[where.groups[:, 1]],
        _means(verdicts, weights, likely),
        _means(verdicts, weights, likes),
        np.bincount(likely, kept)[likely] / total,
        *_among_likes(verdicts, weights, kept / total, alike),
        *_around(sure),
        words / typical if typical else 0.0,
        rows[:, _DEPTH] - float((kept * rows[:, _DEPTH]).sum()) / total,
        paragraphs.sum(),
        float((kept * rows[:, _LINKS]).sum()) / total,
    ]
    return by_columns(columns, len(words))


def _sums_by_box(values: Column, where: Layout) -> Column:
    """For each box the sum over the blocks within it."""
    sums = np.bincount(where.groups[:, 0], values, minlength=len(where.outer)).tolist()
    outer = where.outer.tolist()
    for number in range(len(sums) - 1, 0, -1):  # the boxes around one come before it
        if outer[number] >= 0:
            sums[outer[number]] += sums[number]
    return np.array(sums)


def _home(verdicts: Column, words: Column, where: Layout) -> NDArray[np.bool_]:
    """Which blocks stand in the innermost box that holds most of the kept words; all where there are none."""
    kept = np.where(verdicts >= _KEPT, words, 0.0)
    need = _HOME * kept.sum()
    if not need:
        return np.ones(len(words), dtype=np.bool_)
    home = int(np.flatnonzero(_sums_by_box(kept, where) >= need)[-1])
    beyond = np.flatnonzero(where.outer[home + 1 :] < home)  # boxes come in the document's order
    end = home + 1 + int(beyond[0]) if len(beyond) else len(where.outer)
    own = where.groups[:, 0]
    found: NDArray[np.bool_] = (own >= home) & (own < end)
    return found


def _around(chosen: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which blocks stand above the first of the chosen ones and which below the last; all where none is chosen."""
    numbers, places = np.flatnonzero(chosen), np.arange(len(chosen))
    first, last = (numbers[0], numbers[-1]) if len(numbers) else (len(chosen), -1)
    return places < first, places > last


def _among_likes(verdicts: Column, weights: Column, shares: Column, alike: NDArray[np.int64]) -> list[Column]:
    """What blocks that look like each one hold, the most, least and spread of their verdicts, and its neighbours'."""
    count = int(alike.max()) + 1
    most, least = np.zeros(count), np.ones(count)
    np.maximum.at(most, alike, verdicts)
    np.minimum.at(least, alike, verdicts)
    mean = _means(verdicts, weights, alike)
    spread = np.sqrt(np.maximum(_means(verdicts * verdicts, weights, alike) - mean * mean, 0.0))
    held = np.bincount(alike, shares)[alike]
    return [held, most[alike], least[alike], spread, verdicts - mean, *_next_alike(verdicts, alike)]


def _next_alike(verdicts: Column, alike: NDArray[np.int64]) -> tuple[Column, Column]:
    """For each block the verdicts on the nearest ones that look like it, above and below; -1 without one."""
    order = np.argsort(alike, kind="stable")
    same = alike[order][1:] == alike[order][:-1]
    above, below = np.full(len(verdicts), -1.0), np.full(len(verdicts), -1.0)
    above[order[1:]] = np.where(same, verdicts[order[:-1]], -1.0)
    below[order[:-1]] = np.where(same, verdicts[order[1:]], -1.0)
    return above, below


def _means(values: Column, weights: Column, among: NDArray[np.int64]) -> Column:
    sums, sizes = np.bincount(among, values * weights), np.bincount(among, weights)
    means: Column = (sums / np.maximum(sizes, _LITTLE))[among]
    return means
