"""Labels for the block classifier: which blocks of a page its reference text holds."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz.distance import LCSseq

WORD = re.compile(r"\w+")


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
