"""The new answers to saved queries, listed below a crawl's summary."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crawler.console.tables import print_table
from crawler.queries.answering import Answers

MOST_LISTED = 20
"""Stories that are listed of one query; the table ``matches`` has all."""


def print_answers(answers: Sequence[Answers]) -> None:
    """Print the stories that answer queries anew; nothing where there are none."""
    rows = [row for each in answers for row in _rows(each)]
    if rows:
        print()  # noqa: T201
        print_table(("saved query", "published", "headline", "address"), rows)


def _rows(answers: Answers) -> Iterator[Sequence[object]]:
    for match in answers.matches[:MOST_LISTED]:
        headline = " ".join((match["headline"] or "").split())
        yield answers.query, (match["published_at"] or "")[:10], headline, match["url"]
    if more := answers.matches[MOST_LISTED:]:
        yield answers.query, None, f"and {len(more)} more", None
