"""Reads a corpus with models that have not seen the page's site, or nothing of its source."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from extractors import extract
from extractors.classifier import SHIPPED, BlockModel
from training.corpus import CorpusPage
from training.dataset import COMPOSED, Example, composed_examples, corpus_examples, variant_examples
from training.fitting import fit_model
from training.folds import fold_of

_FOLDED = "of the fold "
_shared: dict[str, Any] = {}


def read_unseen(pages: Sequence[CorpusPage], folder: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The texts by page id, cross-validated by site, and with each source left out in turn."""
    examples = [*corpus_examples(folder), *composed_examples(), *variant_examples(folder)]
    by_site = _held_out(pages, examples, lambda example: f"{_FOLDED}{fold_of(example.site, 'measured')}")
    return by_site, _held_out(pages, examples, lambda example: example.source)


def _held_out(
    pages: Sequence[CorpusPage], examples: Sequence[Example], group_of: Callable[[Example], str]
) -> dict[str, str]:
    """Read each group's pages with a model trained on all other groups and the composed pages."""
    groups: dict[str, list[Example]] = {}
    for example in examples:
        groups.setdefault(COMPOSED if example.source == COMPOSED else group_of(example), []).append(example)
    _shared.update(pages={page.name: page for page in pages}, groups=groups)
    jobs = sorted(groups.keys() - {COMPOSED})
    with get_context("fork").Pool() as pool:  # forked workers share the examples without copying them
        read = pool.map(_read_group, jobs, chunksize=1)
    return {name: text for texts in read for name, text in texts.items()}


def _read_group(held_back: str) -> dict[str, str]:
    groups: dict[str, list[Example]] = _shared["groups"]
    training = [example for group, examples in groups.items() if group != held_back for example in examples]
    with SHIPPED.replaced(BlockModel.from_arrays(fit_model(training).arrays)):
        pages = [_shared["pages"][example.name] for example in groups[held_back] if not example.is_variant]
        return {page.name: extract(page.body(), page.url).text for page in pages}
