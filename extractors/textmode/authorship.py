"""Reads who wrote a story and when, amid the words of its page.

A name ends before a word that the text writes small elsewhere, or else before the last of the words written large: the
story begins with that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from itertools import pairwise

from extractors.metadata.names import names_in_eastern
from extractors.metadata.vocabulary import AUTHOR, AUTHOR_NOUN, BEFORE_NAME, BY, POSTED
from extractors.textmode.days import day_at
from extractors.textmode.spans import ENDS, Span

HEAD = 150
"""Words of a page among which headline, author and day are."""
LONGEST_NAME = 4
"""Words of a name."""
_LONGEST_DEK = 60  # words
_LONGEST_REPORTER = 14  # characters
_LONGEST_CREDITS = 24  # words
_SMALL = frozenset("on am um le à el em il den op dnia na в at in the".split())
_IN = frozenset({"in", "i", "em", "en", "dans", "w", "v", "dalam", "στο", "στη", "в"})
"""What stands between author or day and the category."""
_BETWEEN = frozenset({"posted", "share", "like", "comments-heading", "comment-reply"})
_NAMES_SITE = frozenset({"newsletter", "footer", "menu"})
_SIGNED = 10  # words behind the heading over comments, among which one begins
_SIGNING = frozenset({"comment-author", "comment-meta", "comment-reply", "comments-heading", "comment-form"})
_WIDE_NAME = re.compile(r"[\u3040-\u30ff\u3400-\u9fff・]{2,8}")
_SEPARATOR = re.compile(r"[|–—·»›«•/-]|::")
_BY = re.compile(rf"(?:{BEFORE_NAME}|{BY}|{AUTHOR_NOUN}|由)[:：]?|{AUTHOR}[:：]", re.IGNORECASE)
_POSTED = re.compile(
    rf"(?:{POSTED}|投稿日|發表於|发表于|đăng vào|نُشر في|submitted|soumis|enviado|inviato|ingediend|eingereicht)"
    r"(?: (?:on|at|am|um|le|à|el|em|il|den|op|dnia|na|в))?[:：]?",
    re.IGNORECASE,
)


def is_reporter(said: str) -> bool:
    """Return whether a few words are a reporter's name and office, in Chinese, Japanese or Korean."""
    return len(said) <= _LONGEST_REPORTER and len(names_in_eastern(said)) == 1


class Credits:
    """Reads who wrote a story and when, from the words of its page."""

    def __init__(self, words: Sequence[str], spans: Sequence[Span]) -> None:
        self._words = words
        self._spans = {span.start: span for span in spans}
        self._said = Counter(words)
        self._pairs = Counter(pairwise(words))

    def first(self) -> tuple[int, int]:
        """Return from where to where author and day stand that are the first in the text; twice 0 for none."""
        for start in range(min(HEAD, len(self._words))):
            stop, is_sure = self._read(start)
            above = self._words[start - 1].lower() if start else ""
            if stop > start and (is_sure or above not in _SMALL):
                return start, stop
        return 0, 0

    def below(self, start: int) -> tuple[int, int]:
        """Return from where to where they stand below a headline that ends at ``start``, or below its dek."""
        stop, _ = self._read(start, is_below=True)
        if stop > start:
            return start, stop
        for at in range(start + 1, min(start + _LONGEST_DEK, len(self._words))):
            stop, is_sure = self._read(at, is_below=ENDS.search(self._words[at - 1]) is not None)
            if stop > at and is_sure:
                return at, stop
        return start, start

    def end(self, start: int) -> int:
        """Return where they end that begin at ``start``; there, where none do."""
        return self._read(start, is_below=True)[0]

    def opens_discussion(self, at: int) -> bool:
        """Return whether a comment or the form to write one begins soon behind a place."""
        near = range(at, min(at + _SIGNED, len(self._words)))
        return any(day_at(self._words, place) or self.kind_at(place) in _SIGNING for place in near)

    def names_site(self, at: int) -> bool:
        """Return whether a word is of a phrase that has the site's name behind it: "Follow “Low Water”"."""
        return any(span.start <= at < span.stop and span.kind in _NAMES_SITE for span in self._spans.values())

    def kind_at(self, at: int) -> str | None:
        """Return the kind of the phrase that begins there, None for none."""
        return self._spans[at].kind if at in self._spans else None

    def _read(self, start: int, *, is_below: bool = False) -> tuple[int, bool]:
        """Return where author and day end, and whether it is both of them, or the words for it say so."""
        words, at = self._words, start
        known: set[str] = set()
        while at < len(words) and at - start < _LONGEST_CREDITS:
            what, stop = self._next(at, known, is_below=is_below)
            if stop == at:
                break
            known.add(what)
            at = stop
        while at > start and words[at - 1].lower() in _SMALL:
            at -= 1
        is_any = "day" in known or ("name" in known and is_below)
        return (at if is_any else start), "day" in known and bool(known & {"name", "bare name", "posted"})

    def _next(self, at: int, known: Set[str], *, is_below: bool) -> tuple[str, int]:
        """Return what stands there among author and day, of which some is ``known``, and its end; there for none."""
        if day := day_at(self._words, at):
            return "day", day
        if posted := self._posted_end(at):
            return "posted", posted
        if _BY.fullmatch(self._words[at]) and (name := self._name_end(at + 1)) > at + 1:
            return "name", name
        if (
            "name" not in known
            and (is_below or "day" in known)
            and (bare := self._bare_name_end(at, is_below=is_below))
        ):
            return "bare name", bare
        if not known:
            return "", at
        if self._words[at] in _IN and (category := self._name_end(at + 1)) > at + 1:
            return "category", category
        if self._is_between(at):
            return "mark", at + 1
        return ("phrase", self._spans[at].stop) if self.kind_at(at) in _BETWEEN else ("", at)

    def _reporter_end(self, at: int) -> int | None:
        """Return where a name ends that Chinese, Japanese or Korean calls a reporter's; None for none."""
        stops = range(at + 1, min(at + 2, len(self._words)) + 1)
        return next((stop for stop in stops if is_reporter(" ".join(self._words[at:stop]))), None)

    def _is_between(self, at: int) -> bool:
        """Return whether a word may stand between author and day: a small one, a mark, a number, an address."""
        word = self._words[at]
        return word.lower() in _SMALL or not any(map(str.isalpha, word)) or "@" in word

    def _posted_end(self, at: int) -> int | None:
        """Return where the words end that stand before an author's name or a day: "Posted on"; None for others."""
        stops = range(min(at + 3, len(self._words)), at, -1)
        return next((stop for stop in stops if _POSTED.fullmatch(" ".join(self._words[at:stop]))), None)

    def _bare_name_end(self, start: int, *, is_below: bool) -> int | None:
        """Return where a name ends that stands between marks, over a day, or below one and elsewhere; None for none."""
        words = self._words
        for stop in range(start + 1, min(start + LONGEST_NAME, len(words) - 1) + 1):
            if not words[stop - 1][:1].isupper() or ENDS.search(words[stop - 1]):
                break
            is_apart = not words[stop][:1].isalnum() and day_at(words, stop + 1)
            if is_below and (day_at(words, stop) or is_apart):
                return stop
        if start and _SEPARATOR.fullmatch(words[start - 1]):
            return self._name_end(start) if self._name_end(start) > start + 1 else None
        pair = tuple(words[start : start + 2])
        is_name = len(pair) == 2 and all(word[:1].isupper() for word in pair) and self._pairs[pair[0], pair[1]] > 1
        return start + 2 if is_name else None

    def _name_end(self, start: int) -> int:
        """Return where a name ends that begins there."""
        words, end = self._words, start
        if start < len(words) and _WIDE_NAME.fullmatch(words[start]):
            return start + 1
        while end < len(words) and end - start <= LONGEST_NAME + 1:
            if not words[end][:1].isupper() or words[end].lower() in self._said:
                break
            end += 1
            if words[end - 1].endswith(",") or (ENDS.search(words[end - 1]) and len(words[end - 1]) > 2):
                break
        if end in (len(words), start):
            return end
        is_broken = words[end - 1].endswith((",", ".", "!", "?"))
        is_over = day_at(words, end) or not words[end][:1].isalpha() or self._posted_end(end) or self._is_filed(end)
        if is_over or (words[end][:1].isupper() and not is_broken):
            return end if end - start <= LONGEST_NAME else start
        if self._said[words[start]] > 1 and self._pairs[words[start], words[start + 1]] == 1:
            return min(start + 1, max(end - 1, start))  # it comes again, without what follows it here
        return min(start + 2, max(end - 1, start))

    def _is_filed(self, at: int) -> bool:
        """Return whether a small word stands there, and a day behind it or a category, and what begins large."""
        near = self._words[at : at + 3]
        if len(near) < 3 or near[0] not in _SMALL:
            return False
        return day_at(self._words, at + 1) is not None or all(word[:1].isupper() for word in near[1:])
