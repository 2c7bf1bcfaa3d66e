"""Variants of a dump that few real pages teach: a short post amid as much furniture, an author who quotes it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from extractors.textlines import Line, read_lines
from training.train import DATA

TOLD = 0.8
"""The label from which a line is the story's."""
_STORY = 0.5  # the label from which it is in part
_SHORT_POSTS = (8, 25, 50, 100)  # words from which the story of a short post ends with its next sentence
_QUOTED_KINDS = (
    "comment-form",
    "comment-meta",
    "comments-heading",
    "newsletter",
    "post-navigation",
    "related",
    "share",
)
_FEWEST_KINDS = 4  # of phrases that are quoted together: fewer make no page of a text
_PARAGRAPHS = 12  # of a text that quotes them, at most


def shortened(
    lines: Sequence[Line], labels: NDArray[np.float32], words: NDArray[np.float32], number: int
) -> list[Line]:
    """The lines of a dump without the rest of its story below the first sentences; as they are for a shorter story."""
    wanted, told, last = _SHORT_POSTS[number % len(_SHORT_POSTS)], 0.0, None
    for place, line in enumerate(lines):
        told += float(words[place]) * (labels[place] >= TOLD)
        if labels[place] >= TOLD and line.ends_sentence and told >= wanted:
            last = place
            break
    story = np.flatnonzero(labels >= _STORY)
    if last is None or last >= story[-1]:
        return list(lines)
    return [*lines[: last + 1], *lines[int(story[-1]) + 1 :]]


def quoting(text: str, number: int) -> list[Line]:
    """The lines of a clean text that quotes phrases of interfaces between two paragraphs; none for a short one."""
    paragraphs = [part for part in text.split("\n") if part.strip()][:_PARAGRAPHS]
    if len(paragraphs) < 2:
        return []
    chance = random.Random(number)
    kinds = chance.sample(_QUOTED_KINDS, chance.randint(_FEWEST_KINDS, len(_QUOTED_KINDS)))
    quoted = [chance.choice(_phrases()[kind]) for kind in kinds]
    place = chance.randrange(1, len(paragraphs))
    return read_lines("\n\n".join([*paragraphs[:place], *quoted, *paragraphs[place:]]))


@cache
def _phrases() -> dict[str, list[str]]:
    """The English phrases by their kind, without those that leave room for a name."""
    rows = [line.split("\t") for line in (DATA / "interface_collected.tsv").read_text(encoding="utf-8").splitlines()]
    told = [(row[0], row[2]) for row in rows if len(row) == 3 and row[1] == "en" and "%" not in row[2]]
    return {kind: [phrase for _, phrase in run] for kind, run in groupby(told, key=lambda row: row[0])}
