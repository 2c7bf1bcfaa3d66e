"""Reads a day as the Unicode locale data says that it is written in a language: "2025 թ. մարտի 14"."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from babel.dates import tokenize_pattern

from extractors.metadata.months import locale_of

_WIDTHS = ("full", "long", "medium")
_SPACE = re.compile(r"\s+")
_FIELDS = {
    "y": r"(?P<year>\d{4})",
    "d": r"(?P<day>\d{1,2})",
    "E": r"[^\d,]{1,24}?",
    "c": r"[^\d,]{1,24}?",
    "G": r"\D{1,16}?",
}
_MONTHS = ("M", "L")
_NAMED = 3  # letters of a pattern from which on a month is a name

Found = tuple[int, int, int, int]
"""Year, month and day, and where they end in the text."""


def day_as_written(text: str, language: str | None) -> Found | None:
    """The first day in a text in lower case, in the forms of its language; None for none."""
    for pattern, months in _patterns(language) if language else ():
        if match := pattern.search(text):
            told = match.groupdict()
            number = months.get(told.get("name") or "") or int(told.get("number") or 0)
            return int(match["year"]), number, int(match["day"]), match.end()
    return None


@lru_cache(maxsize=64)
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], dict[str, int]], ...]:
    """The forms of a language that have a word in them, with the numbers of its months."""
    locale = locale_of(language)
    if locale is None:
        return ()
    months = {
        unicodedata.normalize("NFKC", name.lower()): number
        for context in locale.months.values()
        for width in ("wide", "abbreviated")
        for number, name in context[width].items()
    }
    written = (_pattern(locale.date_formats[width].pattern, months) for width in _WIDTHS)
    return tuple((re.compile(pattern), months) for pattern in dict.fromkeys(written) if pattern)


def _pattern(form: str, months: dict[str, int]) -> str:
    """The expression of a form of CLDR, ``""`` for one that has no word in it and could be any three numbers."""
    out, says = "", False
    for kind, token in tokenize_pattern(form):
        if kind == "chars":
            words = unicodedata.normalize("NFKC", str(token).lower())
            says = says or any(map(str.isalpha, words))
            out += r"\s*".join(map(re.escape, _SPACE.split(words)))
            continue
        field, letters = token[0], int(token[1])
        if field in _MONTHS and letters >= _NAMED:
            says = True
            names = sorted(map(re.escape, months), key=len, reverse=True)
            out += rf"(?P<name>{'|'.join(names)})"
        else:
            out += r"(?P<number>\d{1,2})" if field in _MONTHS else _FIELDS.get(field, "")
    return rf"(?<!\d){out}(?!\d)" if says and all(name in out for name in ("<year>", "<day>")) else ""
