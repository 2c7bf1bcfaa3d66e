"""Dumps of pages as the line classifier sees them, with their labels: the corpus and the project's own pages.

Each page is dumped twice, once plainly and once in another style, which its name decides. Where the plain dump prints
the headline there is a third, from the headline on: what people copy who select a story with what stands below it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from multiprocessing import Pool
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from extractors.textmode.comments import comment_lines
from extractors.textmode.features import line_features, line_groups, line_words
from extractors.textmode.lines import Line, read_lines
from tests.pages.training import iter_pages
from tests.pages.truth import Truth
from training.corpus import CorpusPage, read_corpus
from training.dataset import COMPOSED, COMPOSED_SEED, Example
from training.dumps import STYLES, dump
from training.labels import label_blocks

COMPOSED_DUMPS = 900
"""Composed pages that are dumped, those that a model may see."""
_MOST_LINES = 6000
_BELOW = (20, 40, 80, _MOST_LINES)  # lines below a story that is copied
_TOLD, _PARAGRAPH = 0.8, 12  # a line's label and words that make it a paragraph of the story
_LONGEST_HEADLINE = 250  # characters
_OTHER_LINES = 0.3
"""What a line that is no headline counts beside one that is."""


@dataclass(frozen=True, slots=True)
class Dump:
    """A dump's lines: as an example of what is the story's, and as one of what is its headline, where that is known."""

    story: Example
    headline: Example | None


def corpus_dumps(corpus: Path) -> list[Dump]:
    """Dumps of the pages of a corpus that have a reference. Raises OSError or ValueError for a folder that is none."""
    pages = [page for page in read_corpus(corpus) if page.reference["text"] is not None]
    with Pool() as pool:
        return [each for found in pool.map(_corpus_dumps, pages, chunksize=8) for each in found]


def composed_dumps() -> list[Dump]:
    """Dumps of the project's own composed pages; their shell stands for the site."""
    with Pool() as pool:
        pages = iter_pages(COMPOSED_DUMPS, "train", COMPOSED_SEED)
        return [each for found in pool.starmap(_composed_dumps, pages, chunksize=16) for each in found]


def _corpus_dumps(page: CorpusPage) -> list[Dump]:
    reference = page.reference
    like = (page.name, page.source, page.site)
    return _dumps(like, page.body(), reference["text"], reference["headline"])


def _composed_dumps(name: str, html: str, truth: Truth) -> list[Dump]:
    if not truth.paragraphs:
        return []
    return _dumps((name, COMPOSED, name.split("-")[3]), html.encode(), truth.text, truth.headline)


def _dumps(like: tuple[str, str, str], page: bytes, text: str, headline: str | None) -> list[Dump]:
    number = int(hashlib.sha256(like[0].encode()).hexdigest(), 16)
    others = [style for style in STYLES.values() if style is not dump]
    plain, other = (read_lines(style(page)) for style in (dump, others[number % len(others)]))
    sheets = (plain, other, _copied(plain, text, headline, _BELOW[number % len(_BELOW)]))
    return [_dump(like, lines, text, headline) for lines in sheets if 0 < len(lines) <= _MOST_LINES]


def _copied(lines: list[Line], text: str, headline: str | None, below: int) -> list[Line]:
    """The lines from the headline on, and so many below the story; none where the headline is not known."""
    labels, words = _labels(lines, text), line_words(lines)
    place = _headline(lines, labels, words, headline)
    told = np.flatnonzero(labels > _TOLD)
    return [] if place is None else lines[place : int(told[-1]) + 1 + below]


def _labels(lines: list[Line], text: str) -> NDArray[np.float32]:
    return np.array(label_blocks([line.said for line in lines], text), dtype=np.float32)


def _dump(like: tuple[str, str, str], lines: list[Line], text: str, headline: str | None) -> Dump:
    labels, words = _labels(lines, text), line_words(lines)
    weights = np.sqrt(words) + 1
    name, source, site = like
    story = Example(
        name=name,
        source=source,
        site=site,
        rows=line_features(lines, comment_lines(lines)),
        labels=labels,
        weights=(weights * 100 / float(weights.sum())).astype(np.float32),
        words=words,
        groups=line_groups(lines),
    )
    place = _headline(lines, labels, words, headline)
    return Dump(story, None if place is None else _of_headline(story, lines, place))


def _headline(
    lines: list[Line], labels: NDArray[np.float32], words: NDArray[np.float32], headline: str | None
) -> int | None:
    """The number of the line that is the headline: the last that says it above the story; None where none does."""
    wanted = _flat(headline or "")
    told = np.flatnonzero((labels > _TOLD) & (words > _PARAGRAPH))
    saying = [number for number, line in enumerate(lines) if wanted and _flat(line.said) == wanted]
    if not len(told) or not saying:
        return None
    return next((number for number in reversed(saying) if number <= told[0]), saying[0])


def _of_headline(story: Example, lines: list[Line], place: int) -> Example:
    is_headline = np.arange(len(lines)) == place
    short = np.array([len(line.said) < _LONGEST_HEADLINE for line in lines]) | is_headline
    weights = np.where(is_headline, 1.0, _OTHER_LINES * short)
    return replace(story, labels=is_headline.astype(np.float32), weights=weights.astype(np.float32))


def _flat(text: str) -> str:
    return " ".join(text.lower().split())
