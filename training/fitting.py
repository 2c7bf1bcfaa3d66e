"""Fits the block model: two forests, of which the second sees the first's verdicts around a block as well.

The second is trained on verdicts about sites that the first had not seen, as it will meet them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray

from extractors.classifier import second_look
from extractors.classifier.context import context
from extractors.decision import SURE
from training.dataset import COMPOSED, Example
from training.export import arrays_of
from training.folds import FOLDS, fold_of

ROUNDS = 200
VARIANT_WEIGHT = 0.8
"""What a variant of a page counts beside the page."""
EASY = 0.05
"""Blocks with a lower label are chrome beyond doubt: most of any page, of which a part says as much as all."""
EASY_SHARE = 3
"""One in so many of them is learnt from, and counts for all."""
PARAMETERS = {
    "objective": "cross_entropy",
    "learning_rate": 0.1,
    "num_leaves": 16,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.3,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "max_bin": 63,
    "force_col_wise": True,
    "num_threads": 1,
    "extra_trees": True,  # thresholds at random: fewer trees that know a site by its numbers
    "deterministic": True,
    "verbose": -1,
}

Rows = Sequence[NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Recipe:
    """What one model is fitted with and another is not: a seed, and what a composed page counts beside a real one."""

    seed: int
    composed_weight: float

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of each forest."""
        return {**PARAMETERS, "seed": self.seed}


BLOCKS = Recipe(seed=5, composed_weight=0.8)
"""The block model's: of the seeds 3, 4 and 5 the one by which each composed, golden and WordPress page is exact.

A composed page counts as much as a variant, or short posts drown among these.
"""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model: the ``arrays`` by which :class:`extractors.classifier.BlockModel` judges.

    ``held_out`` is the mean F1 of a source's pages, in words by block, of first looks that had not seen their sites.
    """

    arrays: dict[str, NDArray[Any]]
    held_out: dict[str, float]


def fit_model(examples: Sequence[Example], recipe: Recipe = BLOCKS) -> Fitted:
    """Both forests, and how well the first looks do where they had not seen the site."""
    rows = [example.rows for example in examples]
    first = fit_forest(examples, rows, recipe)
    unseen = _unseen_verdicts(examples, rows, recipe)
    second = fit_forest(examples, _second_rows(examples, unseen), recipe)
    return Fitted({**arrays_of(first, "first"), **arrays_of(second, "second")}, held_out(examples, unseen))


def held_out(examples: Sequence[Example], verdicts: Rows) -> dict[str, float]:
    """The mean F1 of the pages of each source, in words by block, of verdicts on sites that were not seen."""
    found: dict[str, list[float]] = {}
    for example, verdict in zip(examples, verdicts, strict=True):
        kept = verdict >= SURE
        right = float((example.words * example.labels)[kept].sum())
        both = float(example.words[kept].sum() + (example.words * example.labels).sum())
        if not example.is_variant and (example.weights > 0).all():  # snippets tell of some blocks only
            found.setdefault(example.source, []).append(2 * right / both if both else 1.0)
    return {source: round(float(np.mean(scores)), 4) for source, scores in found.items()}


def fit_forest(examples: Sequence[Example], rows: Rows, recipe: Recipe) -> lgb.Booster:
    """A forest for the examples' labels, from a matrix of features an example."""
    matrix, labels, weights = [], [], []
    for number, (example, row) in enumerate(zip(examples, rows, strict=True)):
        factors = np.where(example.labels < EASY, _thinned(len(row), number), 1)
        factors *= recipe.composed_weight if example.source == COMPOSED else 1.0
        factors *= VARIANT_WEIGHT if example.is_variant else 1.0
        chosen = example.weights * factors > 0
        matrix.append(row[chosen])
        labels.append(example.labels[chosen])
        weights.append((example.weights * factors)[chosen])
    dataset = lgb.Dataset(np.vstack(matrix), np.concatenate(labels), weight=np.concatenate(weights))
    return lgb.train(recipe.parameters, dataset, ROUNDS)


def _thinned(count: int, number: int) -> NDArray[np.float64]:
    """The factors of a page's easy blocks: :data:`EASY_SHARE` for one in so many, else 0; ``number`` is the page's."""
    places = np.arange(count) + number
    return np.where(places % EASY_SHARE == 0, float(EASY_SHARE), 0.0)


def _unseen_verdicts(examples: Sequence[Example], rows: Rows, recipe: Recipe) -> list[NDArray[np.float32]]:
    """For each example the verdicts of a forest trained on the other folds' sites."""
    out: list[NDArray[np.float32]] = [np.empty(0, np.float32)] * len(examples)
    folds = [fold_of(example.site) for example in examples]
    for fold in range(FOLDS):
        chosen = [number for number, other in enumerate(folds) if other != fold]
        forest = fit_forest([examples[number] for number in chosen], [rows[number] for number in chosen], recipe)
        for number, other in enumerate(folds):
            if other == fold:
                out[number] = np.asarray(forest.predict(rows[number]), dtype=np.float32)
    return out


def _second_rows(examples: Sequence[Example], first: Rows) -> list[NDArray[np.float32]]:
    """The features of the second look."""
    return [_second_row(example, verdicts) for example, verdicts in zip(examples, first, strict=True)]


def _second_row(example: Example, first: NDArray[np.float32]) -> NDArray[np.float32]:
    if example.where is None:
        return np.hstack([example.rows, context(first, example.words, example.groups)])
    return second_look(first, example.rows, example.words, example.where)
