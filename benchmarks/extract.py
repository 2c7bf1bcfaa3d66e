"""Measures extraction on a corpus, beside trafilatura in the same run: ``make bench-extract CORPUS=DIR``.

Words are scored as bags; snippets as found or leaked. The shipped model has seen the corpus, so its own figures say
little: read the lines of models that have not seen a page's site, or anything of its source. ``--seen-only`` leaves
them out, as fitting takes some minutes.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import fmean, median

import trafilatura

from benchmarks.scoring import Score, score, summed
from extractors import extract
from training.corpus import CorpusPage, read_corpus
from training.unseen import read_unseen

PEER = "trafilatura"
SEEN = "copydesk, pages seen"
SITE_UNSEEN = "copydesk, site unseen"
SOURCE_UNSEEN = "copydesk, source unseen"
WORSE_BY = 0.05
"""A page is worse than the peer's if its F1 is lower by more."""
WARM_UP = 5


@dataclass(slots=True)
class Reading:
    """A contender's texts by page id, and the CPU milliseconds of each page where they were measured."""

    texts: dict[str, str] = field(default_factory=dict)
    milliseconds: dict[str, float] = field(default_factory=dict)


def ours(body: bytes, url: str) -> str:
    """The text that copydesk files."""
    return extract(body, url).text


def theirs(body: bytes, url: str) -> str:
    """The text that trafilatura gives, with its metadata read as well."""
    document = trafilatura.bare_extraction(body, url=url, with_metadata=True)
    return (getattr(document, "text", None) or "") if document else ""


def read_in_turn(pages: Sequence[CorpusPage], readers: Mapping[str, Callable[[bytes, str], str]]) -> dict[str, Reading]:
    """Read every page with every reader in turn, in one process, and clock the CPU of each."""
    for page in pages[:WARM_UP]:
        for reader in readers.values():
            reader(page.body(), page.url)
    readings = {name: Reading() for name in readers}
    for page in pages:
        body = page.body()
        for name, reader in readers.items():
            started = time.process_time()
            text = reader(body, page.url)
            readings[name].milliseconds[page.name] = 1000 * (time.process_time() - started)
            readings[name].texts[page.name] = text
    return readings


def scores_of(pages: Sequence[CorpusPage], reading: Reading) -> dict[str, Score]:
    """The score of each page by id; a page that was not read scores as empty."""
    return {page.name: score(reading.texts.get(page.name, ""), page.reference) for page in pages}


def print_sets(pages: Sequence[CorpusPage], scores: Mapping[str, Mapping[str, Score]]) -> None:
    """Print a line a set and contender."""
    print(f"{'set':26s}{'contender':26s}{'pages':>6s}{'P':>8s}{'R':>8s}{'F1':>8s}{'found':>8s}{'leaked':>8s}")
    for name in sorted({name for page in pages for name in page.sets}):
        members = [page.name for page in pages if name in page.sets]
        for contender, found in scores.items():
            total = summed(found[member] for member in members)
            figures = (total.precision, total.recall, total.f1, total.found, total.leaked)
            cells = "".join("       -" if figure != figure else f"{figure:8.4f}" for figure in figures)
            print(f"{name:26s}{contender:26s}{total.pages:6d}{cells}")


def print_comparison(pages: Sequence[CorpusPage], scores: Mapping[str, Mapping[str, Score]]) -> None:
    """Print how much of the peer's loss each contender cuts, and on how many pages it is clearly worse."""
    peer = scores[PEER]
    known = [page for page in pages if page.reference["text"]]
    sources = sorted({page.source for page in known})

    def loss(found: Mapping[str, Score]) -> float:
        return fmean(1 - summed(found[page.name] for page in known if page.source == source).f1 for source in sources)

    for contender, found in scores.items():
        if contender != PEER:
            worse = fmean(found[page.name].f1 < peer[page.name].f1 - WORSE_BY for page in known)
            cut = 1 - loss(found) / loss(peer)
            print(f"{contender}: cuts {PEER}'s loss by {cut:.1%} in the mean over {', '.join(sources)};", end=" ")
            print(f"worse by more than {WORSE_BY} on {worse:.1%} of the pages")


def print_times(readings: Mapping[str, Reading]) -> None:
    """Print the CPU time a page, and the ratio to the peer's."""
    peer = fmean(readings[PEER].milliseconds.values())
    for contender, reading in readings.items():
        spent = reading.milliseconds
        slowest = max(spent, key=lambda name: spent[name])
        print(
            f"{contender}: CPU ms a page: mean {fmean(spent.values()):.1f}, median {median(spent.values()):.1f};",
            end=" ",
        )
        print(f"{fmean(spent.values()) / peer:.2f} of {PEER}'s mean; slowest {spent[slowest]:.0f} ms ({slowest})")


def main() -> int:
    """Read the corpus and print the figures; 1 for a folder that is no corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="a folder with manifest.jsonl and pages/")
    parser.add_argument("--seen-only", action="store_true", help="only the shipped model, which has seen the corpus")
    options = parser.parse_args()
    logging.disable(logging.CRITICAL)  # what trafilatura complains about is part of its answer
    try:
        pages = read_corpus(options.corpus)
    except (OSError, ValueError) as error:
        print(f"{options.corpus} is no corpus: {error}", file=sys.stderr)
        return 1
    clocked = read_in_turn(pages, {PEER: theirs, SEEN: ours})
    readings = dict(clocked)
    if not options.seen_only:
        by_site, by_source = read_unseen(pages, options.corpus)
        readings |= {SITE_UNSEEN: Reading(by_site), SOURCE_UNSEEN: Reading(by_source)}
    scores = {name: scores_of(pages, reading) for name, reading in readings.items()}
    print_sets(pages, scores)
    print_comparison(pages, scores)
    print_times(clocked)
    return 0


if __name__ == "__main__":
    sys.exit(main())
