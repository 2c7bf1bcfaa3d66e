"""Trains the block classifier: ``make train CORPUS=…`` writes extractors/data/blocks.npz and its provenance.

The same corpus and code give the same model, byte for byte.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from extractors.classifier import MODEL
from extractors.classifier.context import NAMES as CONTEXT_NAMES
from extractors.classifier.features import NAMES
from extractors.classifier.standing import NAMES as STANDING_NAMES
from training.dataset import COMPOSED_SEED, VARIANTS, Example, composed_examples, corpus_examples, variant_examples
from training.fitting import BLOCKS, ROUNDS, VARIANT_WEIGHT, Fitted, Recipe, fit_model
from training.folds import FOLDS

DATA = Path(__file__).resolve().parent.parent / "extractors" / "data"


def provenance(
    corpus: Path, examples: Sequence[Example], fitted: Fitted, recipe: Recipe, features: Sequence[str]
) -> dict[str, Any]:
    """What a model was made from and with, enough to make it again; no date, no path."""
    return {
        "corpus_manifest_sha256": hashlib.sha256((corpus / "manifest.jsonl").read_bytes()).hexdigest(),
        "pages": dict(Counter(example.source for example in examples if not example.is_variant)),
        "blocks": sum(len(example.labels) for example in examples),
        "composed": {"seed": COMPOSED_SEED, "split": "train", "weight": recipe.composed_weight},
        "libraries": {name: version(name) for name in ("lightgbm", "numpy", "lxml", "rapidfuzz")},
        "parameters": {**recipe.parameters, "rounds": ROUNDS, "folds": FOLDS},
        "held_out_f1_of_first_looks": dict(fitted.held_out),
        "features": list(features),
    }


def write_model(name: str, fitted: Fitted, told: Mapping[str, Any]) -> None:
    """Write a model into its file among the extractors' data, and what is ``told`` of it beside it."""
    np.savez_compressed(DATA / name, allow_pickle=False, **fitted.arrays)
    text = json.dumps(told, indent=1)
    (DATA / name).with_suffix(".json").write_text(text + "\n", encoding="utf-8")


def corpus_asked_for(description: str | None) -> Path:
    """The folder of a corpus that the command line names; the command ends with a line where it is none."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="a folder with manifest.jsonl and pages/")
    corpus: Path = parser.parse_args().corpus
    if not (corpus / "manifest.jsonl").is_file():
        sys.exit(f"{corpus} holds no manifest.jsonl: name the folder of a corpus")
    return corpus


def main() -> None:
    """Train on a corpus and the composed pages, write the model and its provenance."""
    corpus = corpus_asked_for(__doc__)
    examples = [*corpus_examples(corpus), *composed_examples(), *variant_examples(corpus)]
    print(f"{len(examples)} pages read; fitting takes some minutes")
    fitted = fit_model(examples)
    made = {
        "trained_by": "training/train.py",
        "measured_by": "make bench-extract; docs/benchmarks.md has the figures on unseen sites",
        "variants": {"of_a_page": VARIANTS, "weight": VARIANT_WEIGHT},
    }
    features = [*NAMES, *CONTEXT_NAMES, *STANDING_NAMES]
    write_model(MODEL, fitted, made | provenance(corpus, examples, fitted, BLOCKS, features))


if __name__ == "__main__":
    main()
