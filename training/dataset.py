"""Pages as the block classifier sees them, with their labels: the corpus and the project's own composed pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from multiprocessing import Pool
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.classifier.features import features, word_counts
from extractors.classifier.standing import Layout, layout
from extractors.page.parsing import parse
from extractors.prepare import prepare
from tests.pages.training import iter_pages
from tests.pages.truth import Truth
from training.corpus import CorpusPage, read_corpus
from training.labels import beyond_the_break, label_blocks, label_by_snippets
from training.variants import partners, variant

COMPOSED = "composed"
"""The source of the project's own pages."""
COMPOSED_PAGES = 2500
COMPOSED_SEED = 0
VARIANTS = 3
"""Variants of each page of the corpus; of one that only snippets are known of, one."""


@dataclass(frozen=True, slots=True)
class Example:
    """A page's blocks: ``rows`` of features, ``labels`` from 0 to 1, ``weights`` 0 where no label is known.

    ``where`` they stand is None for the lines of a dump, which has no boxes.
    """

    name: str
    source: str
    site: str
    rows: NDArray[np.float32]
    labels: NDArray[np.float32]
    weights: NDArray[np.float32]
    words: NDArray[np.float32]
    groups: NDArray[np.int64]
    is_variant: bool = False
    where: Layout | None = None


def corpus_examples(corpus: Path) -> list[Example]:
    """The pages of a corpus that hold any text. Raises OSError or ValueError for a folder that is no corpus."""
    with Pool() as pool:
        found = pool.map(_corpus_example, read_corpus(corpus), chunksize=8)
    return [example for example in found if example is not None]


def variant_examples(corpus: Path) -> list[Example]:
    """Variants of the pages of a corpus, of the same site and source. Raises OSError or ValueError as above."""
    pages = read_corpus(corpus)
    jobs = [
        (page, partner, number)
        for number in range(VARIANTS)
        for page, partner in partners(pages, number)
        if partner is not None or number == 0
    ]
    with Pool() as pool:
        found = pool.starmap(_variant_example, jobs, chunksize=8)
    return [example for example in found if example is not None]


def composed_examples() -> list[Example]:
    """The project's own composed pages, those that a model may see; their shell stands for the site."""
    with Pool() as pool:
        found = pool.starmap(_composed_example, iter_pages(COMPOSED_PAGES, "train", COMPOSED_SEED), chunksize=32)
    return [example for example in found if example is not None]


def _corpus_example(page: CorpusPage) -> Example | None:
    return _of_corpus(page, page.name, page.body())


def _variant_example(page: CorpusPage, partner: CorpusPage | None, number: int) -> Example | None:
    html = variant(page, partner, number)
    example = _of_corpus(page, f"{page.name} {number}", html)
    return example and replace(example, is_variant=True)


def _of_corpus(page: CorpusPage, name: str, html: bytes | str) -> Example | None:
    example = _example(name, page.source, page.site, html, page.url, page.reference)
    if example is None or page.reference["text"] is None:
        return example
    looks = list(map(tuple, example.groups[:, [1, -2]].tolist()))  # the box around the block's own, and the markup
    beyond = beyond_the_break(example.labels, example.words, looks)
    return replace(example, weights=np.where(beyond, 0, example.weights).astype(np.float32))


def _composed_example(name: str, html: str, truth: Truth) -> Example | None:
    shell = name.split("-")[3]
    return _example(name, COMPOSED, shell, html, None, {"text": truth.text})


def _example(
    name: str, source: str, site: str, html: bytes | str, url: str | None, reference: dict[str, Any]
) -> Example | None:
    prepared = prepare(parse(html, url), menus=False)  # each line is an example of its own
    blocks = prepared.blocks
    if not blocks:
        return None
    texts = [block.text for block in blocks]
    if reference["text"] is not None:
        labels, known = label_blocks(texts, reference["text"]), [1.0] * len(texts)
    else:
        labels, known = label_by_snippets(texts, reference["must_have"], reference["must_not_have"])
    words, where = word_counts(blocks), layout(blocks, prepared.boxes)
    weights = ((np.sqrt(words) + 1) * np.array(known)).astype(np.float32)
    return Example(
        name=name,
        source=source,
        site=site,
        rows=features(blocks, prepared.boxes, prepared.said),
        labels=np.array(labels, dtype=np.float32),
        weights=weights * 100 / max(float(weights.sum()), 1.0),
        words=words,
        groups=where.groups,
        where=where,
    )
