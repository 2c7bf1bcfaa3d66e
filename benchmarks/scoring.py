"""Scores a page's text against its reference, by bags of words and by snippets, and sums scores up over pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean
from typing import Any

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Score:
    """One page's score: word precision, recall and F1, None without a reference text; snippets found and leaked."""

    prf: tuple[float, float, float] | None
    wanted: int
    found: int
    unwanted: int
    leaked: int

    @property
    def f1(self) -> float:
        """The F1 of its words; 0 without a reference text."""
        return self.prf[2] if self.prf else 0.0


@dataclass(frozen=True, slots=True)
class Summary:
    """Scores over pages: the means of precision, recall and F1, the shares of snippets; NaN where there are none."""

    pages: int
    precision: float
    recall: float
    f1: float
    found: float
    leaked: float


def score(text: str, reference: dict[str, Any]) -> Score:
    """Hold the text to a line of the manifest: ``text``, ``must_have``, ``must_not_have``."""
    said = flat(text)
    return Score(
        prf=word_prf(text, reference["text"]) if reference["text"] else None,
        wanted=len(reference["must_have"]),
        found=sum(flat(snippet) in said for snippet in reference["must_have"]),
        unwanted=len(reference["must_not_have"]),
        leaked=sum(flat(snippet) in said for snippet in reference["must_not_have"]),
    )


def word_prf(text: str, reference: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of two bags of words."""
    got, want = Counter(_WORD.findall(text.lower())), Counter(_WORD.findall(reference.lower()))
    hits = (got & want).total()
    if not hits:
        return 0.0, 0.0, 0.0
    precision, recall = hits / got.total(), hits / want.total()
    return precision, recall, 2 * precision * recall / (precision + recall)


def summed(scores: Iterable[Score]) -> Summary:
    """Sum up the scores of a set of pages."""
    known = list(scores)
    prf = [score.prf for score in known if score.prf is not None]
    means = [fmean(column) for column in zip(*prf, strict=True)] if prf else [float("nan")] * 3
    wanted, unwanted = sum(score.wanted for score in known), sum(score.unwanted for score in known)
    return Summary(
        pages=len(known),
        precision=means[0],
        recall=means[1],
        f1=means[2],
        found=sum(score.found for score in known) / wanted if wanted else float("nan"),
        leaked=sum(score.leaked for score in known) / unwanted if unwanted else float("nan"),
    )


def flat(text: str) -> str:
    """The text in small letters with single spaces."""
    return " ".join(text.lower().split())
