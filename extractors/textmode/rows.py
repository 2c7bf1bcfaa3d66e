"""Knows rows of an interface's phrases, as they stand where a tool puts a space in the place of each tag.

"Share this: Twitter Click to share on Twitter (Opens in new window) Print" is one line there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from extractors.phrases import chrome_kind, filled_in, may_be_row, row_kind
from extractors.sentences import holds_sentences
from extractors.textmode.forms import form_kind

_LONGEST = 24  # words of a phrase
_MOST_WORDS = 70  # of a row
_LONGEST_FILLING = 6  # words for the %s of a phrase
_ADDRESSES_READERS = frozenset({"share", "related", "read-more", "newsletter", "post-navigation", "sidebar"})
"""Kinds of phrases that say something to readers; amid a story they are the story's only for certain."""
_SERVICES = re.compile(
    r"\b(?:facebook|instagram|twitter|youtube|tiktok|linkedin|google|pinterest|reddit|whatsapp|telegram|tumblr|threads"
    r"|bluesky|mastodon|snapchat|skype|viber|vk)\b",
    re.IGNORECASE,
)
"""Names in phrases to share: a story about these services, or that lists somebody's pages there, says them as well."""


def mixed_kind(line: str) -> str | None:
    """Return the kind of the first of several phrases that ``line`` is a row of, with bare numbers between; or None."""
    words = line.split()
    if not 2 < len(words) <= _MOST_WORDS or not may_be_row(line) or not _ends_in_phrase(words):
        return None
    reached: dict[int, str] = {0: ""}  # how many words are phrases → the kind of the first of these
    for start in range(len(words)):
        if start not in reached:
            continue
        first = reached[start]
        if first and not any(map(str.isalpha, words[start])):
            reached.setdefault(start + 1, first)
        for stop in range(start + 1, min(start + _LONGEST, len(words)) + 1):
            if stop not in reached and (kind := _kind(" ".join(words[start:stop]))):
                reached[stop] = first or kind
    return reached.get(len(words))


def _ends_in_phrase(words: Sequence[str]) -> bool:
    """Return whether the last word is a bare number, or ends a phrase: no other line is worth the rest."""
    starts = range(len(words) - 1, max(len(words) - _LONGEST, 0) - 1, -1)
    return not any(map(str.isalpha, words[-1])) or any(_kind(" ".join(words[start:])) for start in starts)


@lru_cache(maxsize=8192)  # a page prints its phrases on many lines
def _kind(part: str) -> str | None:
    """Return the kind of a phrase that leaves room for a few words at most."""
    kind = chrome_kind(part) or form_kind(part)
    filling = " ".join(filled_in(part)) if kind else ""
    return None if len(filling.split()) > _LONGEST_FILLING or holds_sentences(filling) else kind


def addresses_readers(said: str, kind: str | None) -> bool:
    """Return whether a line of this ``kind`` is a phrase that no story says by itself, as "Share this"."""
    if kind not in _ADDRESSES_READERS or not _SERVICES.search(said):
        return kind in _ADDRESSES_READERS
    unnamed = _SERVICES.sub(" ", said)
    is_row = len(_SERVICES.findall(said)) > 1 and any(map(str.isalpha, unnamed))
    return (is_row and row_kind(said) == kind) or chrome_kind(unnamed) == kind
