"""Measures text mode on a corpus, and on the project's own composed pages: ``python -m benchmarks.text_mode CORPUS``.

Each page is dumped as crudely as people do it, every block on lines of its own with menus and comments left in, and
``clean_text`` cleans the dump. The corpus is a folder with ``manifest.jsonl`` and ``pages/ID.html.gz``; its references
are also cleaned themselves, where every word taken out is a false removal.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

from lxml import html
from lxml.etree import iterwalk

from extractors.article import Article
from extractors.plaintext import clean_text
from tests.pages.training import iter_pages

WORD = re.compile(r"\w+")
SILENT = ("script", "style", "noscript", "template", "head", "textarea", "select", "svg", "iframe")
BLOCKS = frozenset(
    "address article aside blockquote br button dd div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hr label legend li main nav ol option p pre section table td th tr ul".split()
)


COMPOSED_PAGES = 500
LONG = 60  # characters of a paragraph that is looked for by itself


class Score(NamedTuple):
    """Of one page, shares of words: the reference's that were lost, the output's that are none of the story's.

    And the paragraphs that the dump prints as the reference does, and how many of them were lost.
    """

    lost: float
    leaked: float
    leaked_before: float
    paragraphs: int
    paragraphs_lost: int


def main() -> None:
    """Print the shares of words lost and leaked, and the false removals on clean text."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="folder with manifest.jsonl and pages/")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print the N pages that lost most")
    options = parser.parse_args()
    pages = list(read_pages(options.corpus))
    print(f"clean references: {len(pages)}, changed: {sum(map(is_changed, (text for _, text, _ in pages)))}")
    scores = {name: score(page, text) for name, text, page in pages}
    lost, leaked, before, *_ = (fmean(column) for column in zip(*scores.values(), strict=True))
    paragraphs = sum(one.paragraphs for one in scores.values())
    paragraphs_lost = sum(one.paragraphs_lost for one in scores.values())
    unharmed = fmean(one.lost == 0 for one in scores.values())
    print(f"dumps: {len(scores)}, without a word lost: {unharmed:.1%}, words lost: {lost:.3%}")
    print(f"paragraphs of the stories: {paragraphs}, lost: {paragraphs_lost}")
    print(f"words that are none of the story's: {leaked:.1%} of the output, {before:.1%} of the dump")
    print_composed()
    for name, one in sorted(scores.items(), key=lambda item: -item[1].lost)[: options.show]:
        print(f"{name} lost {one.lost:.1%} leaked {one.leaked:.1%}")


def print_composed() -> None:
    """Print what is left of the furniture of composed pages, of which most hold more of it than of a story."""
    left, before, lost, pages = 0, 0, 0, 0
    for _, page, truth in iter_pages(COMPOSED_PAGES, "test", seed=1):
        if truth.paragraphs:
            text, article = dump(page.encode()), clean_text(dump(page.encode()))
            told, kept = " ".join(truth.text.split()), all_text(article).split("\n")
            before += sum(line not in told for line in text.split("\n"))
            left += sum(line not in told for line in article.text.split("\n"))
            lost += sum(line in text.split("\n") and line not in kept for line in truth.text.split("\n"))
            pages += 1
    print(f"composed pages: {pages}, lines of theirs lost: {lost}; of the furniture a page", end=" ")
    print(f"{left / pages:.1f} lines are left of {before / pages:.1f}")


def read_pages(corpus: Path) -> Iterator[tuple[str, str, str]]:
    """Yield name, reference and crude dump of each page of ``corpus`` that has a reference."""
    with (corpus / "manifest.jsonl").open(encoding="utf-8") as manifest:
        for row in map(json.loads, manifest):
            if row["text"]:
                page = gzip.decompress((corpus / "pages" / f"{row['id']}.html.gz").read_bytes())
                yield row["id"], row["text"], dump(page)


def dump(page: bytes) -> str:
    """Return the text of ``page`` with a blank line between blocks, as a crude HTML-to-text gives it."""
    tree = html.document_fromstring(page.decode("utf-8", "replace").encode(), parser=html.HTMLParser(encoding="utf-8"))
    parts: list[str] = []
    _collect(tree, parts)
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n\n".join(filter(None, lines))


def _collect(element: html.HtmlElement, parts: list[str]) -> None:
    """Append the text of ``element`` to ``parts``."""
    skipped = 0
    for event, node in iterwalk(element, events=("start", "end", "comment", "pi")):
        silent = not isinstance(node.tag, str) or node.tag in SILENT
        edge = "\n" if isinstance(node.tag, str) and node.tag in BLOCKS else ""
        if event == "start":
            skipped += silent
            parts.append(edge if skipped else edge + (node.text or "").replace("\n", " "))
            continue
        skipped -= silent and event == "end"
        parts.append(edge if skipped else edge + (node.tail or "").replace("\n", " "))


def words(text: str) -> Counter[str]:
    """Return how often each word stands in ``text``."""
    return Counter(WORD.findall(text.lower()))


def all_text(article: Article) -> str:
    """Return what the article keeps: a headline or a dek in a field of its own is not lost."""
    return "\n".join(filter(None, (article.headline, article.dek, article.text)))


def is_changed(reference: str) -> bool:
    """Return whether cleaning a clean text changes any of its words."""
    return clean_text(reference).text.split() != reference.split()


def score(page: str, reference: str) -> Score:
    """Return what cleaning the dump ``page`` lost of ``reference`` and left of the rest."""
    output = all_text(clean_text(page))
    wanted, before, after = words(reference), words(page), words(output)
    there = wanted & before
    told = " ".join(reference.split())
    paragraphs = {line for line in page.split("\n") if len(line) >= LONG and line in told}
    return Score(
        lost=1 - (there & after).total() / max(1, there.total()),
        leaked=1 - (after & wanted).total() / max(1, after.total()),
        leaked_before=1 - there.total() / max(1, before.total()),
        paragraphs=len(paragraphs),
        paragraphs_lost=len(paragraphs.difference(output.split("\n"))),
    )


if __name__ == "__main__":
    main()
