"""Measures headline, byline and dates against a corpus, beside trafilatura in the same run.

``python -m benchmarks.metadata CORPUS [--half tuned|held]`` prints a table; CORPUS holds ``manifest.jsonl``
and ``pages/ID.html.gz``. Sites are split in two by a hash of their host: rules are tuned on one half and
believed on the other.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import re
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import trafilatura

from extractors.metadata import read_metadata
from extractors.page.parsing import parse

WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Answer:
    """What a reader says of a page: headline, authors, and the day of publication as ``YYYY-MM-DD``."""

    headline: str
    authors: tuple[str, ...]
    published: str


@dataclass
class Tally:
    """Sums over pages; ``mean`` of a name is its average."""

    values: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, name: str, value: float) -> None:
        """Add one page's figure."""
        self.values[name].append(value)

    def mean(self, name: str) -> float:
        """Return the average of ``name``, NaN where no page had it."""
        figures = self.values[name]
        return sum(figures) / len(figures) if figures else float("nan")


def half_of(url: str | None) -> str:
    """Return the half of the corpus that the site of ``url`` falls in: ``tuned`` or ``held``."""
    host = (urlsplit(url or "").hostname or url or "").removeprefix("www.")
    return "held" if hashlib.sha256(host.encode()).digest()[0] & 1 else "tuned"


def word_f1(got: str, want: str) -> float:
    """Return the F1 of the words of two short texts."""
    left, right = WORD.findall(got.lower()), WORD.findall(want.lower())
    common = sum(min(left.count(word), right.count(word)) for word in set(left))
    return 2 * common / (len(left) + len(right)) if common else 0.0


def reference_names(text: str) -> set[str]:
    """Return the names of a reference's author string; credentials after a comma are no names."""
    parts = re.split(r",|;| & | and | with ", text)
    return {_fold(part) for part in parts if len(part.split()) > 1 or len(parts) == 1}


def _fold(name: str) -> str:
    return " ".join(WORD.findall(name.lower()))


def names_f1(got: tuple[str, ...], want: str) -> float:
    """Return the F1 of two sets of names."""
    left, right = {_fold(name) for name in got}, reference_names(want)
    common = len(left & right)
    return 2 * common / (len(left) + len(right)) if common else 0.0


def ours(body: bytes, url: str | None) -> tuple[Answer, float]:
    """Return copydesk's answer and the milliseconds of CPU it took, parsing left out."""
    page = parse(body, url)
    started = time.process_time()
    found = read_metadata(page)
    spent = 1000 * (time.process_time() - started)
    day = found.published_at.date().isoformat() if found.published_at else ""
    return Answer(found.headline or "", found.byline, day), spent


def theirs(body: bytes, url: str | None) -> tuple[Answer, float]:
    """Return trafilatura's answer and the milliseconds of CPU it took, parsing left out."""
    tree = trafilatura.load_html(body)
    started = time.process_time()
    found = trafilatura.extract_metadata(tree, default_url=url) if tree is not None else None
    spent = 1000 * (time.process_time() - started)
    if found is None:
        return Answer("", (), ""), spent
    authors = tuple(name.strip() for name in (found.author or "").split(";") if name.strip())
    return Answer(found.title or "", authors, found.date or ""), spent


def score(answer: Answer, row: dict[str, Any], tally: Tally) -> None:
    """Add one page's figures to ``tally``."""
    if row["headline"]:
        tally.add("headline", word_f1(answer.headline, row["headline"]) >= 0.9)
    if row["authors"]:
        f1 = names_f1(answer.authors, row["authors"])
        tally.add("authors exact", f1 == 1)
        tally.add("authors F1", f1)
    else:
        tally.add("author invented", bool(answer.authors))
    if row["published"]:
        tally.add("published", answer.published == row["published"][:10])
    else:
        tally.add("date invented", bool(answer.published))


def pages(corpus: Path, half: str | None) -> Iterator[tuple[dict[str, Any], bytes]]:
    """Yield the manifest rows that have references for metadata, with their pages."""
    with (corpus / "manifest.jsonl").open(encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            if row["headline"] and half in (None, half_of(row["url"])):
                with gzip.open(corpus / "pages" / f"{row['id']}.html.gz") as file:
                    yield row, file.read()


FIGURES = ("headline", "authors exact", "authors F1", "author invented", "published", "date invented", "ms")


def main() -> None:
    """Print a line a source, half and reader."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--half", choices=("tuned", "held"))
    options = parser.parse_args()
    tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
    for row, body in pages(options.corpus, options.half):
        for name, reader in (("copydesk", ours), ("trafilatura", theirs)):
            answer, spent = reader(body, row["url"])
            for group in (row["source"], f"{row['source']} {half_of(row['url'])}"):
                tally = tallies[group, name]
                score(answer, row, tally)
                tally.add("ms", spent)
    print(f"{'':34s}" + "".join(f"{name:>17s}" for name in (*FIGURES, "max ms")))
    for (group, name), tally in sorted(tallies.items()):
        cells = "".join(f"{tally.mean(figure):17.3f}" for figure in FIGURES)
        print(f"{group:22s}{name:12s}{cells}{max(tally.values['ms']):17.1f}")


if __name__ == "__main__":
    main()
