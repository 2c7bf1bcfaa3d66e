"""What a site prints in many of its stories for a while, or tries on readers: notices, numbers, teasers, headlines."""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import NamedTuple

from crawler.storage.stories.counters import may_count, without_numbers
from crawler.storage.stories.known import Known
from crawler.storage.stories.revising import Revisions
from extractors import Article

MOST = 3
"""Lines that such a notice has."""
MOST_TEASERS = 6
"""Lines with which a story leads to others."""
SHORTEST_TEASER = 30
"""Characters by which a line is known to be another story's headline, or cut from its text: whole paragraphs that two
stories share were written for both."""
MOST_LINES = 2_000
"""Lines of a text that is compared; in longer ones any line may come and go."""
LOOKED_AT = 20
"""Other stories of the site, the newest, among which such a line is looked for."""
COUNTED, ENOUGH = 2, 3
"""Of them, so many have the same line, but for the numbers in one that counts: then it is the site's. A score that was
corrected stands in one story."""

_OTHERS = """SELECT headline, text, (SELECT text FROM revisions WHERE article_id = articles.id ORDER BY id DESC LIMIT 1)
  FROM articles WHERE site = (SELECT site FROM articles WHERE id = ?) AND id <> ?
  ORDER BY published_at DESC LIMIT ?"""


class Difference(NamedTuple):
    """The lines that only one of two texts has, where the rest is the same.

    ``counted`` are those that changed in their numbers alone, without these; the others ``went`` or ``came``.
    """

    counted: frozenset[str]
    went: frozenset[str]
    came: frozenset[str]


def only_its_site_changed(connection: sqlite3.Connection, known: Known, article: Article) -> bool:
    """Whether a story differs from what is on file only by what its site counts or prints in many of its stories.

    The last of the stories to lose a notice keep it among their revisions, so it is never lost. Or by one of several
    headlines that the site shows in turn.
    """
    if known.headline != article.headline:
        return known.text == article.text and Revisions(connection).alternates(known.form, article.headline)
    difference = difference_of(known.text, article.text)
    if difference is None:
        return False
    others = connection.execute(_OTHERS, (known.id, known.id, LOOKED_AT)).fetchall()
    texts = [{*_lines(text), *_lines(earlier or "")} for _, text, earlier in others]
    counts = [set(map(without_numbers, text)) for text in texts] if difference.counted else []
    if not all(sum(line in text for text in counts) >= COUNTED for line in difference.counted):
        return False
    parts = difference.went, difference.came
    left = [[line for line in lines if sum(line in text for text in texts) < ENOUGH] for lines in parts]
    if any(len(lines) - len(rest) > MOST or len(rest) > MOST_TEASERS for lines, rest in zip(parts, left, strict=True)):
        return False
    headlines = [headline or "" for headline, *_ in others]
    return all(_is_teaser(line, headlines, texts) for rest in left for line in rest)


def difference_of(before: str, after: str) -> Difference | None:
    """How two texts differ, where that is by whole lines; None where it is by none, or by their order."""
    one, other = ([line for line in text.split("\n") if line] for text in (before, after))
    ones, others = set(one), set(other)
    if ones == others or max(len(one), len(other)) > MOST_LINES:
        return None
    if [line for line in one if line in others] != [line for line in other if line in ones]:
        return None
    went, came = ({line: without_numbers(line) for line in lines} for lines in (ones - others, others - ones))
    counted = Counter(filter(may_count, went.values())) & Counter(filter(may_count, came.values()))
    return Difference(
        frozenset(counted),
        *(frozenset(line for line, plain in lines.items() if plain not in counted) for lines in (went, came)),
    )


def _lines(text: str) -> list[str]:
    """The lines of another story's text, as far as it is looked at."""
    return text.split("\n", MOST_LINES)[:MOST_LINES]


def _is_teaser(line: str, headlines: list[str], texts: list[set[str]]) -> bool:
    """Whether a line is the headline of another story, or what a paragraph of one begins with."""
    begins = line.rstrip(".… ")
    if len(begins) < SHORTEST_TEASER:
        return False
    told = (each for text in texts for each in text if len(each) > len(line))
    return any(each.startswith(begins) for each in headlines) or any(each.startswith(begins) for each in told)
