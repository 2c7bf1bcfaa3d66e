"""Trains the line classifier: ``make train-text CORPUS=…`` writes extractors/data/lines.npz and its provenance.

The same corpus and code give the same model, byte for byte.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.textmode.features import AROUND, NAMES
from extractors.textmode.model import MODEL, LineModel
from training.export import arrays_of
from training.fitting import Fitted, Recipe, fit_forest, fit_model
from training.text_dataset import Dump, composed_dumps, corpus_dumps
from training.train import corpus_asked_for, provenance, write_model

LINES = Recipe(seed=1, composed_weight=0.8)
"""The line model's: of five recipes that by which most dumps made by tools are exact; docs/benchmarks.md has them."""


def fit_lines(dumps: Sequence[Dump]) -> Fitted:
    """The forests for the lines of stories and, third, the one for their headlines."""
    headed = [dump.headline for dump in dumps if dump.headline is not None]
    headline = arrays_of(fit_forest(headed, [example.rows for example in headed], LINES), "headline")
    fitted = fit_model([dump.story for dump in dumps], LINES)
    return Fitted(fitted.arrays | headline, fitted.held_out)


def line_model(dumps: Sequence[Dump]) -> LineModel:
    """A model fitted on the dumps, to read others with."""
    return LineModel.from_arrays(fit_lines(dumps).arrays)


def main() -> None:
    """Train on dumps of a corpus and of the composed pages, write the model and its provenance."""
    corpus = corpus_asked_for(__doc__)
    dumps = [*corpus_dumps(corpus), *composed_dumps()]
    print(f"{len(dumps)} dumps read; fitting takes some minutes")
    fitted = fit_lines(dumps)
    made = {"trained_by": "training/train_text.py", "measured_by": "make bench-text"}
    told = provenance(corpus, [dump.story for dump in dumps], fitted, LINES, [*NAMES, *AROUND])
    write_model(MODEL, fitted, made | told)


if __name__ == "__main__":
    main()
