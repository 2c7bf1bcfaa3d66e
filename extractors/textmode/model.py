"""The line classifier: for each line of a page's dump, how sure we are that it is of the story, or its headline."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractors.classifier.context import context
from extractors.classifier.forest import Forest
from extractors.classifier.shipped import Shipped
from extractors.textmode.features import line_features, line_groups, line_words
from extractors.textmode.lines import Line

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

    def verdicts(self, lines: Sequence[Line], said: Container[int]) -> LineVerdicts:
        """What the lines of a page's dump are, of which those in ``said`` are comments."""
        rows = line_features(lines, said)
        around = context(self.first.verdicts(rows), line_words(lines), line_groups(lines))
        return LineVerdicts(self.second.verdicts(np.hstack([rows, around])), self.headline.verdicts(rows))


SHIPPED = Shipped(MODEL, LineModel.from_arrays)
"""The house's own model, and what is used instead."""


def line_verdicts(lines: Sequence[Line], said: Container[int]) -> LineVerdicts:
    """What the lines of a page's dump are, of which those in ``said`` are comments, by the model in use."""
    return SHIPPED.in_use.verdicts(lines, said)
