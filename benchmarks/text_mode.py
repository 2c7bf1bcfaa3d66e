"""Measures text mode on a corpus, and on the project's own composed pages: ``python -m benchmarks.text_mode CORPUS``.

Each page is dumped in several crude ways, with menus and comments left in, and ``clean_text`` cleans the dump: by the
shipped model, and by models that have not seen the page's site. The corpus is a folder with ``manifest.jsonl`` and
``pages/ID.html.gz``; its references are also cleaned themselves, where every word taken out is a false removal.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from multiprocessing import get_context
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from benchmarks.scoring import flat
from extractors.article import Article
from extractors.textmode.cleaning import clean_text
from extractors.textmode.model import SHIPPED
from tests.pages.training import iter_pages
from training.corpus import CorpusPage, read_corpus
from training.dumps import STYLES, dump
from training.folds import fold_of
from training.text_dataset import composed_dumps, corpus_dumps
from training.train_text import line_model

WORD = re.compile(r"\w+")
COMPOSED_PAGES = 500
LONG = 60  # characters of a paragraph that is looked for by itself
FOLDS = 4
SEEN = ("dump", "wrapped")
"""The styles that are read by the shipped model as well, which has seen the pages."""

_shared: dict[str, Any] = {}


class Score(NamedTuple):
    """Of one dump, shares of words: the reference's that were lost, the output's that are none of the story's.

    And the paragraphs that the dump prints as the reference does, how many of them were lost, the lines of furniture
    before and after, and whether the headline is right (None: none was given).
    """

    lost: float
    leaked: float
    leaked_before: float
    paragraphs: int
    paragraphs_lost: int
    furniture: int
    furniture_before: int
    headline: bool | None


def main() -> None:
    """Print the shares of words lost and leaked, and the false removals on clean text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="folder with manifest.jsonl and pages/")
    corpus = parser.parse_args().corpus
    pages = [page for page in read_corpus(corpus) if page.reference["text"]]
    table = Table("dumps", "model", *COLUMNS, title=f"{len(pages)} pages")
    with get_context("fork").Pool() as pool:
        changed = sum(pool.map(is_changed, (page.reference["text"] for page in pages), chunksize=8))
        print(f"clean references: {len(pages)}, changed: {changed}", flush=True)
        seen = {style: pool.starmap(score, ((page, style) for page in pages), chunksize=8) for style in SEEN}
    print(f"dumps read by the shipped model: {len(SEEN) * len(pages)}", flush=True)
    for style, found in read_unseen(pages, corpus).items():
        table.add_row(style, "site unseen", *columns(found))
    for style, found in seen.items():
        table.add_row(style, "seen", *columns(found))
    table.add_row("composed", "held back", *columns(composed_scores()))
    Console(width=150).print(table)


def read_unseen(pages: Sequence[CorpusPage], corpus: Path) -> dict[str, list[Score]]:
    """The scores by style of dump, each page read by a model that was fitted without its site."""
    _shared.update(pages=pages, dumps=[*corpus_dumps(corpus), *composed_dumps()])
    with get_context("fork").Pool() as pool:  # forked workers share the dumps without copying them
        found = []
        for scores in pool.imap(_read_fold, range(FOLDS)):
            found.append(scores)
            print(f"folds fitted and read: {len(found)} of {FOLDS}", flush=True)
    return {style: [score for scores in found for score in scores[style]] for style in STYLES}


def _read_fold(fold: int) -> dict[str, list[Score]]:
    others = [each for each in _shared["dumps"] if fold_of(each.story.site, "measured") != fold]
    pages = [page for page in _shared["pages"] if fold_of(page.site, "measured") == fold]
    with SHIPPED.replaced(line_model(others)):
        return {style: [score(page, style) for page in pages] for style in STYLES}


COLUMNS = ("words lost", "none lost in", "long lines lost", "leaked", "furniture lines", "headline given", "right")


def columns(scores: Sequence[Score]) -> Iterator[str]:
    """What the scores are together, as columns of the table."""
    yield f"{fmean(one.lost for one in scores):.3%}"
    yield f"{fmean(one.lost == 0 for one in scores):.1%}"
    yield f"{sum(one.paragraphs_lost for one in scores)} of {sum(one.paragraphs for one in scores):,}"
    yield f"{fmean(one.leaked for one in scores):.1%} of {fmean(one.leaked_before for one in scores):.1%}"
    yield f"{fmean(one.furniture for one in scores):.1f} of {fmean(one.furniture_before for one in scores):.1f}"
    given = [one.headline for one in scores if one.headline is not None]
    yield f"{len(given) / len(scores):.1%}"
    yield f"{fmean(given):.1%}" if given else "–"


def composed_scores() -> list[Score]:
    """The scores of composed pages that are held back, most of which hold more furniture than story."""
    told = (page for page in iter_pages(COMPOSED_PAGES, "test", seed=1) if page[2].paragraphs)
    return [scored(dump(page.encode()), truth.text, truth.headline) for _, page, truth in told]


def score(page: CorpusPage, style: str) -> Score:
    """What cleaning a dump of the page in that style lost of its reference and left of the rest."""
    return scored(STYLES[style](page.body()), page.reference["text"], page.reference["headline"])


def scored(dumped: str, reference: str, headline: str | None) -> Score:
    """What cleaning the dump lost of ``reference`` and left of the rest."""
    article = clean_text(dumped)
    output = all_text(article)
    wanted, before, after = words(reference), words(dumped), words(output)
    there = wanted & before
    told = " ".join(reference.split())
    lines = [" ".join(line.split()) for line in dumped.split("\n") if line.strip()]
    left = Counter(" ".join(line.split()) for line in output.split("\n"))
    furniture = Counter(line for line in lines if line not in told and line != headline)
    paragraphs = {line for line in lines if len(line) >= LONG and line in told}
    return Score(
        lost=1 - (there & after).total() / max(1, there.total()),
        leaked=1 - (after & wanted).total() / max(1, after.total()),
        leaked_before=1 - there.total() / max(1, before.total()),
        paragraphs=len(paragraphs),
        paragraphs_lost=len(paragraphs.difference(left)),
        furniture=(furniture & left).total(),
        furniture_before=furniture.total(),
        headline=None if article.headline is None else flat(article.headline) == flat(headline or ""),
    )


def words(text: str) -> Counter[str]:
    """Return how often each word stands in ``text``."""
    return Counter(WORD.findall(text.lower()))


def all_text(article: Article) -> str:
    """Return what the article keeps: a headline or a dek in a field of its own is not lost."""
    return "\n".join(filter(None, (article.headline, article.dek, article.text)))


def is_changed(reference: str) -> bool:
    """Return whether cleaning a clean text changes any of its words."""
    return clean_text(reference).text.split() != reference.split()


if __name__ == "__main__":
    main()
