"""What a site counts on the pages of its stories: readers, comments, days since. That a number grew is no news."""

from __future__ import annotations

import re
import sqlite3

from crawler.storage.stories.known import Known
from extractors import Article

LONGEST = 15
"""Words of a line that counts something."""
LOOKED_AT = 20
"""Other stories of the site, the newest, among which such a line is looked for."""
ENOUGH = 2
"""Of them, so many have the same line: then it is the site's. A score that was corrected stands in one story."""

_NUMBER = re.compile(r"(?:(?<!\w)[-+−–±▲▼△▽↑↓]\s?)?\d+(?:[.,:\u00a0\u202f]\d+)*")  # with the sign of a share price
_PLURAL = re.compile(r"(?<=[a-z])s\b")
_OTHERS = """SELECT text FROM articles WHERE site = (SELECT site FROM articles WHERE id = ?) AND id <> ?
  ORDER BY published_at DESC LIMIT ?"""


def only_counts(connection: sqlite3.Connection, known: Known, article: Article) -> bool:
    """Whether a story differs from what is on file by nothing but numbers in lines that others of its site have too."""
    lines = counting_lines(known.text, article.text) if known.headline == article.headline else frozenset[str]()
    if not lines:
        return False
    elsewhere = [{_without_numbers(line) for line in text.split("\n")} for text in other_texts(connection, known)]
    return all(sum(line in story for story in elsewhere) >= ENOUGH for line in lines)


def other_texts(connection: sqlite3.Connection, known: Known) -> list[str]:
    """The texts of the newest of the other stories of a story's site."""
    return [text for (text,) in connection.execute(_OTHERS, (known.id, known.id, LOOKED_AT))]


def counting_lines(before: str, after: str) -> frozenset[str]:
    """The lines, without their numbers, of which only those have changed; none where anything else has."""
    one, other = before.split("\n"), after.split("\n")
    if len(one) != len(other):
        return frozenset()
    changed = [(was, now) for was, now in zip(one, other, strict=True) if was != now]
    if any(_words(now) > LONGEST or _without_numbers(was) != _without_numbers(now) for was, now in changed):
        return frozenset()
    return frozenset(_without_numbers(now) for _, now in changed)


def _words(line: str) -> int:
    """The number of words, without dots and dashes between them."""
    return sum(any(map(str.isalnum, word)) for word in line.split())


def _without_numbers(line: str) -> str:
    return _PLURAL.sub("", _NUMBER.sub("#", line.casefold())) if len(line) < LONGEST * 20 else line
