"""Measures what a site's memory adds to the reading of single pages: ``make bench-memory CORPUS=DIR``.

A corpus has few pages of any one site, so what a site's other pages have counts as if it had been seen on eight pages
for each of them: an upper bound for what the memory removes, rightly or wrongly, once that many were read.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.scoring import Score, score, summed
from extractors.reading import Reading, read
from extractors.site.memory import NO_MEMORY, RULE, SiteMemory
from training.corpus import CorpusPage, read_corpus

TIMES = 8
"""Pages that each other page of a site stands for."""
ARCHIVES = frozenset({"web.archive.org"})
"""Hosts whose pages are those of many sites."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A page's score from itself alone and with its site's memory, and the blocks that the memory removed."""

    name: str
    alone: Score
    helped: Score
    removed: tuple[str, ...]
    milliseconds: tuple[float, float]


def sites_of(pages: Iterable[CorpusPage]) -> list[list[CorpusPage]]:
    """The pages of each host that has several."""
    hosts: dict[str, list[CorpusPage]] = {}
    for page in pages:
        host = (urlsplit(page.url).hostname or "").removeprefix("www.") if page.reference["url"] else ""
        if host and host not in ARCHIVES:
            hosts.setdefault(host, []).append(page)
    return [members for members in hosts.values() if len(members) > 1]


def pairs(site: Sequence[CorpusPage]) -> Iterator[Pair]:
    """Yield each page of a site, read alone and with what the others have taught."""
    alone = [_clocked(page, NO_MEMORY) for page in site]
    for number, page in enumerate(site):
        others = [reading.sketch for other, (reading, _) in enumerate(alone) if other != number]
        reading, spent = _clocked(page, SiteMemory.of([(each.home, each.marks) for each in others], TIMES))
        before, spent_before = alone[number]
        removed = tuple(block.text for block in reading.article.removed if block.rule == RULE)
        scores = [score(each.article.text, page.reference) for each in (before, reading)]
        yield Pair(page.name, scores[0], scores[1], removed, (spent_before, spent))


def _clocked(page: CorpusPage, memory: SiteMemory) -> tuple[Reading, float]:
    body = page.body()
    started = time.process_time()
    reading = read(body, page.url, memory=memory)
    return reading, 1000 * (time.process_time() - started)


def main() -> int:
    """Read the corpus and print the figures; 1 for a folder that is no corpus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="a folder with manifest.jsonl and pages/")
    parser.add_argument("--show", action="store_true", help="print what the memory removed")
    options = parser.parse_args()
    try:
        sites = sites_of(read_corpus(options.corpus))
    except (OSError, ValueError) as error:
        print(f"{options.corpus} is no corpus: {error}", file=sys.stderr)
        return 1
    found = [pair for site in sites for pair in pairs(site)]
    print(f"{len(found)} pages of {len(sites)} sites")
    for name, chosen in (("alone", [pair.alone for pair in found]), ("with memory", [pair.helped for pair in found])):
        total = summed(chosen)
        print(f"{name:12s} P {total.precision:.4f} R {total.recall:.4f} F1 {total.f1:.4f}", end=" ")
        print(f"found {total.found:.4f} leaked {total.leaked:.4f}")
    changed = [pair for pair in found if pair.removed]
    better = [pair for pair in changed if pair.helped.f1 > pair.alone.f1]
    worse = [pair for pair in changed if pair.helped.f1 < pair.alone.f1]
    print(f"{sum(len(pair.removed) for pair in changed)} blocks removed from {len(changed)} pages:", end=" ")
    print(f"{len(better)} better, {len(worse)} worse")
    spent = [sum(pair.milliseconds[place] for pair in found) / len(found) for place in (0, 1)]
    print(f"CPU ms a page: alone {spent[0]:.1f}, with memory {spent[1]:.1f}")
    for pair in changed if options.show else ():
        mark = "+" if pair in better else "-" if pair in worse else " "
        for text in pair.removed:
            print(mark, pair.name, repr(text[:100]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
