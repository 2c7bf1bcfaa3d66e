"""What a site prints for a while in all of its stories, as a notice: that it came or went is no news of a story."""

from __future__ import annotations

import sqlite3

from crawler.storage.stories.counters import only_counts, other_texts
from crawler.storage.stories.known import Known
from extractors import Article

MOST = 3
"""Lines that such a notice has."""
ENOUGH = 3
"""Of the newest other stories, so many have the same lines: then they are the site's."""
MOST_LINES = 2_000
"""Lines of a text that is compared; in longer ones any line may come and go."""


def only_its_site_changed(connection: sqlite3.Connection, known: Known, article: Article) -> bool:
    """Whether a story differs from what is on file only by what its site counts or prints in many of its stories."""
    return only_counts(connection, known, article) or _only_notices(connection, known, article)


def _only_notices(connection: sqlite3.Connection, known: Known, article: Article) -> bool:
    """Whether a story differs from what is on file by nothing but lines that came or went, and that others have too.

    The last of the stories to lose such a line keep it among their revisions, so it is never lost.
    """
    lines = (
        lines_that_came_or_went(known.text, article.text) if known.headline == article.headline else frozenset[str]()
    )
    if not lines:
        return False
    elsewhere = [set(text.split("\n")) for text in other_texts(connection, known)]
    return all(sum(line in story for story in elsewhere) >= ENOUGH for line in lines)


def lines_that_came_or_went(before: str, after: str) -> frozenset[str]:
    """The few lines which only one of two texts has, the rest being the same; none where more or else has changed."""
    one, other = ([line for line in text.split("\n") if line] for text in (before, after))
    if not 0 < abs(len(one) - len(other)) <= MOST or max(len(one), len(other)) > MOST_LINES:
        return frozenset()
    fewer, more = sorted((one, other), key=len)
    left = set(more) - set(fewer)
    return frozenset(left) if left and [line for line in more if line not in left] == fewer else frozenset()
