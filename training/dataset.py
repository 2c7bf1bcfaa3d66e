"""Pages as the block classifier sees them, with their labels: the corpus and the project's own composed pages."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing import Pool
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from numpy.typing import NDArray

from extractors.classifier.context import box_numbers
from extractors.classifier.features import features, word_counts
from extractors.page import parse
from extractors.prepare import prepare
from tests.pages.training import iter_pages
from training.labels import label_blocks, label_by_snippets


@dataclass(frozen=True, slots=True)
class Example:
    """A page's blocks: ``rows`` of features, ``labels`` from 0 to 1, ``weights`` 0 where no label is known."""

    name: str
    source: str
    site: str
    rows: NDArray[np.float32]
    labels: NDArray[np.float32]
    weights: NDArray[np.float32]
    words: NDArray[np.float32]
    boxes: NDArray[np.int64]


def corpus_examples(corpus: Path) -> list[Example]:
    """The pages of a corpus laid out as manifest.jsonl and pages/ID.html.gz."""
    lines = (corpus / "manifest.jsonl").read_text(encoding="utf-8").split("\n")
    with Pool() as pool:
        found = pool.map(_corpus_example, [(corpus, json.loads(line)) for line in lines if line], chunksize=8)
    return [example for example in found if example is not None]


def composed_examples(count: int, seed: int) -> Iterator[Example]:
    """The project's own composed pages; their shell stands for the site."""
    for name, html, truth in iter_pages(count, "train", seed):
        example = _example(name, "composed", name.split("-")[3], html, None, {"text": truth.text})
        if example is not None:
            yield example


def _corpus_example(job: tuple[Path, dict[str, Any]]) -> Example | None:
    corpus, entry = job
    html = gzip.decompress((corpus / "pages" / f"{entry['id']}.html.gz").read_bytes())
    host = urlsplit(entry["url"]).hostname or ""
    site = ".".join(host.split(".")[-2:])
    return _example(entry["id"], entry["source"], site, html, entry["url"], entry)


def _example(
    name: str, source: str, site: str, html: bytes | str, url: str | None, reference: dict[str, Any]
) -> Example | None:
    prepared = prepare(parse(html, url))
    blocks = prepared.blocks
    if not blocks:
        return None
    texts = [block.text for block in blocks]
    if reference["text"] is not None:
        labels, known = label_blocks(texts, reference["text"]), [True] * len(texts)
    else:
        labels, known = label_by_snippets(texts, reference["must_have"], reference["must_not_have"])
    words = word_counts(blocks)
    weights = (np.sqrt(words) + 1) * np.array(known, dtype=np.float32)
    return Example(
        name=name,
        source=source,
        site=site,
        rows=features(blocks, prepared.boxes, prepared.said),
        labels=np.array(labels, dtype=np.float32),
        weights=weights * 100 / max(float(weights.sum()), 1.0),
        words=words,
        boxes=box_numbers(blocks),
    )
