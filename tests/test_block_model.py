"""The trained model as it is shipped: read without the library that trained it, and from what it says it was made."""

from __future__ import annotations

import json
from importlib.resources import files

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray

from extractors.classifier.context import NAMES as CONTEXT_NAMES
from extractors.classifier.context import context
from extractors.classifier.features import NAMES
from extractors.classifier.forest import Forest
from training.export import arrays_of


def _forest() -> tuple[lgb.Booster, NDArray[np.float32]]:
    rows = np.random.default_rng(1).normal(size=(400, 6)).astype(np.float32)
    labels = (rows[:, 0] + rows[:, 1] * rows[:, 2] > 0).astype(np.float32)
    parameters = {"objective": "cross_entropy", "num_leaves": 16, "verbose": -1, "num_threads": 1}
    return lgb.train(parameters, lgb.Dataset(rows, labels), 20), rows


def test_a_forest_is_exported_as_it_is() -> None:
    forest, rows = _forest()
    found = Forest.from_arrays(arrays_of(forest, "first"), "first").verdicts(rows)
    np.testing.assert_allclose(found, np.asarray(forest.predict(rows)), atol=1e-6)


def test_the_provenance_names_the_features_that_the_model_sees() -> None:
    told = json.loads(files("extractors").joinpath("data", "blocks.json").read_text(encoding="utf-8"))
    assert told["features"] == [*NAMES, *CONTEXT_NAMES]
    assert told["corpus_manifest_sha256"]
    assert {"wcxb", "newsarticles"} <= told["held_out_f1_of_first_looks"].keys()


def test_a_second_look_has_a_column_a_name_and_sees_the_likes_of_a_block() -> None:
    first = np.array([0.9, 0.1, 0.8, 0.2], dtype=np.float32)
    words = np.ones(4, dtype=np.float32)
    boxes = np.zeros((4, 5), dtype=np.int64)
    among = np.column_stack([boxes, [0, 1, 0, 1], [0, 0, 1, 1]])
    table = context(first, words, among)
    assert table.shape == (4, len(CONTEXT_NAMES))
    told = dict(zip(CONTEXT_NAMES, table.astype(float).T.round(2).tolist(), strict=True))
    assert told["first_alike"] == [0.85, 0.15, 0.85, 0.15]
    assert told["first_section"] == [0.5, 0.5, 0.5, 0.5]
    assert told["first_heading"] == [0.9, 0.9, 0.8, 0.8]
