"""Labels for the block classifier: which blocks of a page its reference text holds."""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import LCSseq

WORD = re.compile(r"\w+")
_PARAGRAPH, _LONG = 10, 15  # words of a paragraph of the story, and of one of its rest
_LONG_ONES, _LEAST_REST = 3, 100  # such paragraphs of the rest, and its words, from which a reference breaks off


def label_blocks(texts: Sequence[str], reference: str) -> list[float]:
    """For each block the share of its words that align with the reference, by longest common subsequence."""
    words: list[str] = []
    owner: list[int] = []
    totals = []
    for number, text in enumerate(texts):
        found = WORD.findall(text.lower())
        words.extend(found)
        owner.extend([number] * len(found))
        totals.append(len(found))
    hits = [0] * len(texts)
    for match in LCSseq.opcodes(words, WORD.findall(reference.lower())):
        if match.tag == "equal":
            for position in range(match.src_start, match.src_end):
                hits[owner[position]] += 1
    return [hit / total if total else 0.0 for hit, total in zip(hits, totals, strict=True)]


def label_by_snippets(
    texts: Sequence[str], wanted: Sequence[str], unwanted: Sequence[str]
) -> tuple[list[float], list[float]]:
    """Labels where only snippets are known, and 1 for each block that they tell of, those that hold one, else 0."""
    flat = [" ".join(text.lower().split()) for text in texts]
    labels, known = [0.0] * len(texts), [0.0] * len(texts)
    for snippet in (" ".join(text.lower().split()) for text in wanted):
        holders = [number for number, text in enumerate(flat) if snippet in text]
        if len(holders) == 1:
            labels[holders[0]], known[holders[0]] = 1.0, 1.0
    for snippet in (" ".join(text.lower().split()) for text in unwanted):
        for number, text in enumerate(flat):
            if snippet in text and len(snippet) * 3 > len(text) and not labels[number]:
                known[number] = 1.0
    return labels, known


def beyond_the_break(
    labels: NDArray[np.float32], words: NDArray[np.float32], looks: Sequence[Hashable]
) -> NDArray[np.bool_]:
    """Which blocks are the rest of a story whose reference breaks off: nothing can be learnt from them.

    They stand below its last block, have the look of its last paragraphs, and are paragraphs and words enough.
    """
    story = np.flatnonzero(labels >= 0.5).tolist()
    paragraphs = [number for number in story if words[number] >= _PARAGRAPH]
    rest = np.zeros(len(labels), dtype=bool)
    if len(paragraphs) < 2:
        return rest
    last = {looks[number] for number in paragraphs[-3:]}
    rest[[place for place in range(story[-1] + 1, len(labels)) if looks[place] in last and labels[place] < 0.2]] = True
    is_long = (words[rest] >= _LONG).sum() >= _LONG_ONES and words[rest].sum() >= _LEAST_REST
    return rest if is_long else np.zeros(len(labels), dtype=bool)
