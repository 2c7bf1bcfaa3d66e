"""The trained model as it is shipped: read without the library that trained it, and from what it says it was made."""

from __future__ import annotations

import json
from importlib.resources import files

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray

from extractors.classifier.context import NAMES as CONTEXT_NAMES
from extractors.classifier.context import context
from extractors.classifier.features import NAMES, features
from extractors.classifier.forest import Forest
from extractors.classifier.standing import NAMES as STANDING_NAMES
from extractors.classifier.standing import layout, standing
from extractors.page.parsing import parse
from extractors.prepare import prepare
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
    assert told["features"] == [*NAMES, *CONTEXT_NAMES, *STANDING_NAMES]
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


def test_a_block_knows_its_standing_in_the_story_that_the_first_look_saw() -> None:
    story = "".join(f"<p>{'word ' * 60}number {number}.</p>" for number in range(3))
    cards = "".join(f"<div class=card><p>{'other ' * 12}{number}.</p></div>" for number in range(2))
    page = f"<html><body><div><h1>Head</h1></div><div>{story}</div><div>{cards}</div></body></html>"
    prepared = prepare(parse(page))
    rows = features(prepared.blocks, prepared.boxes, prepared.said)
    first = np.array([0.1, 0.9, 0.9, 0.9, 0.3, 0.1], dtype=np.float32)
    table = standing(first, rows, layout(prepared.blocks, prepared.boxes))
    told = dict(zip(STANDING_NAMES, table.astype(float).T.round(1).tolist(), strict=True))
    assert told["in_home"] == [0, 1, 1, 1, 0, 0]
    assert told["before_home"] == told["before_sure"] == [1, 0, 0, 0, 0, 0]
    assert told["behind_home"] == told["behind_sure"] == [0, 0, 0, 0, 1, 1]
    assert told["alike_most"] == [0.1, 0.9, 0.9, 0.9, 0.3, 0.3]
    assert told["alike_above"] == [-1, -1, 0.9, 0.9, -1, 0.3]
    assert told["kept_paragraphs"] == [3] * 6


def test_a_post_of_a_few_lines_tells_of_no_standing() -> None:
    prepared = prepare(parse("<html><body><h1>Fog</h1><p>More fog.</p><p>A boat, then fog.</p></body></html>"))
    rows = features(prepared.blocks, prepared.boxes, prepared.said)
    table = standing(np.ones(3, dtype=np.float32), rows, layout(prepared.blocks, prepared.boxes))
    assert table.shape == (3, len(STANDING_NAMES))
    assert (table == -1).all()
