"""Trains the block classifier: ``make train CORPUS=…`` writes extractors/data/blocks.npz and its provenance.

Two forests: the first sees a block alone, the second sees the first's verdicts around it as well. The second is
trained on verdicts about sites that the first had not seen, as it will meet them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import lightgbm as lgb
import numpy as np
from numpy.typing import NDArray

from extractors.classifier import MODEL
from extractors.classifier.context import NAMES as CONTEXT_NAMES
from extractors.classifier.context import context
from extractors.classifier.features import NAMES
from training.dataset import Example, composed_examples, corpus_examples
from training.export import arrays_of

FOLDS = 4
ROUNDS = 200
COMPOSED = 2500
COMPOSED_WEIGHT = 0.4
PARAMETERS = {
    "objective": "cross_entropy",
    "learning_rate": 0.06,
    "num_leaves": 16,
    "min_data_in_leaf": 40,
    "feature_fraction": 0.5,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 5.0,
    "seed": 1,
    "deterministic": True,
    "verbose": -1,
}
DATA = Path(__file__).resolve().parent.parent / "extractors" / "data"

Rows = Sequence[NDArray[np.float32]]


def fold_of(site: str) -> int:
    """The fold of a site: all pages of one site are in one."""
    return int(hashlib.sha256(site.encode()).hexdigest(), 16) % FOLDS


def fit(examples: Sequence[Example], rows: Rows) -> lgb.Booster:
    """A forest for the examples' labels, from a matrix of features an example."""
    weights = np.concatenate(
        [example.weights * (COMPOSED_WEIGHT if example.source == "composed" else 1) for example in examples]
    )
    labels = np.concatenate([example.labels for example in examples])
    known = weights > 0
    return lgb.train(PARAMETERS, lgb.Dataset(np.vstack(rows)[known], labels[known], weight=weights[known]), ROUNDS)


def unseen_verdicts(examples: Sequence[Example], rows: Rows) -> list[NDArray[np.float32]]:
    """For each example the verdicts of a forest trained on the other folds' sites."""
    out: list[NDArray[np.float32]] = [np.empty(0, np.float32)] * len(examples)
    folds = [fold_of(example.site) for example in examples]
    for fold in range(FOLDS):
        chosen = [number for number, other in enumerate(folds) if other != fold]
        forest = fit([examples[number] for number in chosen], [rows[number] for number in chosen])
        for number, other in enumerate(folds):
            if other == fold:
                out[number] = np.asarray(forest.predict(rows[number]), dtype=np.float32)
    return out


def second_rows(examples: Sequence[Example], first: Rows) -> list[NDArray[np.float32]]:
    """The features of the second look."""
    return [
        np.hstack([example.rows, context(verdict, example.words, example.boxes)])
        for example, verdict in zip(examples, first, strict=True)
    ]


def train(examples: Sequence[Example], say: Callable[[str], None]) -> dict[str, NDArray[np.generic]]:
    """The arrays of both forests."""
    rows = [example.rows for example in examples]
    first = fit(examples, rows)
    say("first look trained")
    seconds = second_rows(examples, unseen_verdicts(examples, rows))
    second = fit(examples, seconds)
    say("second look trained")
    return {**arrays_of(first, "first"), **arrays_of(second, "second")}


def main() -> int:
    """Train on a corpus and the composed pages, write the model and its provenance."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, help="a folder with manifest.jsonl and pages/")
    corpus = parser.parse_args().corpus
    if not (corpus / "manifest.jsonl").is_file():
        print(f"{corpus} holds no manifest.jsonl: name the folder of a corpus", file=sys.stderr)
        return 1
    examples = [*corpus_examples(corpus), *composed_examples(COMPOSED, seed=0)]
    np.savez_compressed(DATA / MODEL, allow_pickle=False, **train(examples, print))
    counts: dict[str, int] = {}
    for example in examples:
        counts[example.source] = counts.get(example.source, 0) + 1
    provenance = {
        "trained_by": "training/train.py",
        "pages": counts,
        "features": [*NAMES, *CONTEXT_NAMES],
        "parameters": {**PARAMETERS, "rounds": ROUNDS},
    }
    (DATA / MODEL).with_suffix(".json").write_text(json.dumps(provenance, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
