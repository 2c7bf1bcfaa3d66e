"""Extraction is as good as it was: floors.toml says how good, for composed pages and for a corpus."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from statistics import fmean
from typing import Any

import pytest

from benchmarks.scoring import word_prf
from extractors import extract
from tests.pages.training import iter_pages
from training.corpus import read_corpus

FLOORS: dict[str, Any] = tomllib.loads(Path(__file__).with_name("floors.toml").read_text(encoding="utf-8"))
PAGES = 200
CORPUS = os.environ.get("CORPUS")
EVERY = 10


def test_composed_pages_that_no_model_has_seen_come_out_as_well_as_ever() -> None:
    exact, scores = [], []
    for _, html, truth in iter_pages(PAGES, "test", seed=1):
        text = extract(html).text
        exact.append(text == truth.text)
        if truth.text:
            scores.append(word_prf(text, truth.text))
    found = {
        "exact": fmean(exact),
        "precision": fmean(score[0] for score in scores),
        "recall": fmean(score[1] for score in scores),
    }
    floors = FLOORS["composed"]
    assert {name: value for name, value in found.items() if value < floors[name]} == {}


@pytest.mark.skipif(CORPUS is None, reason="no CORPUS=DIR is named")
@pytest.mark.parametrize("source", FLOORS["corpus"])
def test_the_corpus_is_read_as_well_as_ever(source: str) -> None:
    pages = [page for page in read_corpus(Path(CORPUS or "")) if page.source == source][::EVERY]
    scores = [word_prf(extract(page.body(), page.url).text, page.reference["text"]) for page in pages]
    assert fmean(score[2] for score in scores) >= FLOORS["corpus"][source]["f1"]
