"""The line classifier: for each line of a page's dump, how sure we are that it is of the story, or its headline."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractors.classifier.context import context
from extractors.classifier.forest import Forest
from extractors.textfeatures import line_features, line_groups, line_words
from extractors.textlines import Line

MODEL = "lines.npz"
"""The model's file in ``extractors/data``; ``make train-text`` writes it, ``lines.json`` beside it says from what."""


class LineVerdicts(NamedTuple):
    """For each line the probability that it is of the story, and that it is the headline."""

    story: NDArray[np.float32]
    headline: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class LineModel:
    """Three forests: a first look at each line, a second at the first's verdicts around it, and one for headlines."""

    first: Forest
    second: Forest
    headline: Forest

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> LineModel:
        """The model stored in a mapping of arrays, such as an open ``.npz`` file."""
        return cls(*(Forest.from_arrays(arrays, name) for name in ("first", "second", "headline")))

    def verdicts(self, lines: Sequence[Line]) -> LineVerdicts:
        """What the lines of a page's dump are."""
        rows = line_features(lines)
        around = context(self.first.verdicts(rows), line_words(lines), line_groups(lines))
        return LineVerdicts(self.second.verdicts(np.hstack([rows, around])), self.headline.verdicts(rows))


_in_use: list[LineModel] = []
"""The models of :func:`using_lines`, innermost last; empty where the house's own is in use."""


@cache
def _own_model() -> LineModel:
    data = files("extractors").joinpath("data", MODEL).read_bytes()
    with np.load(BytesIO(data), allow_pickle=False) as arrays:
        return LineModel.from_arrays(arrays)


@contextmanager
def using_lines(model: LineModel) -> Iterator[None]:
    """Judge by another model for a while: how a benchmark reads dumps with one that has not seen their sites."""
    _in_use.append(model)
    try:
        yield
    finally:
        _in_use.pop()


def line_verdicts(lines: Sequence[Line]) -> LineVerdicts:
    """What the lines of a page's dump are, by the model in use."""
    model = _in_use[-1] if _in_use else _own_model()
    return model.verdicts(lines)
