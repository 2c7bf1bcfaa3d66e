"""Knows a day amid the words of a text, in any language, with the hour behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.metadata.months import day_names

LONGEST_DAY = 8
"""Words of a day with its hour."""
_LONGEST_WORD = 16  # characters
_LONGEST_LINE = 14  # words of a line that tells a day
_NEAR = 4  # words of a day, among which a number is
_FIRST_UNCASED = "\u0590"
_WORD = r"(?:[^\W\d_]|[\u0610-\u065f\u0900-\u0eff]){2,14}"
_SHORT_DAY = re.compile(r"[a-zà-ž]{2,4}[.,]+")  # "mer,"
_YEAR = r"(?:19|20)\d\d"
_TIME = (
    r"(?:\s?[,–-]?\s?(?:(?:at|um|kl\.?|à|às|alle|om|o|в|ore)\s)?\d{1,2}[:.h]\d\d(?:\s?(?:[ap]\.?m\.?|Uhr|Uhr\.|น\.))?)?"
)
_DAY = re.compile(
    rf"(?:{_WORD}, )?"
    rf"(?:\d{{1,2}}(?:\.|º|er)? (?:de |d'|tháng )?{_WORD}(?: \d{{1,2}})?\.?[,،]? (?:de )?{_YEAR}(?:\.| г\.)?"
    rf"|(?:Tháng )?{_WORD}\.? \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR}|{_YEAR}\.? {_WORD} \d{{1,2}}\.?,?"
    rf"|\d{{1,2}}[./-]\d{{1,2}}[./-](?:19|20)?\d\d\.?|{_YEAR}[./-]\s?\d{{1,2}}[./-]\s?\d{{1,2}}\.?"
    rf"|{_YEAR}\s?[年년]\s?\d{{1,2}}\s?[月월]\s?\d{{1,2}}\s?[日일]){_TIME}",
    re.IGNORECASE,
)


def day_at(words: Sequence[str], start: int) -> int | None:
    """Return where a day ends that begins at word ``start``, with its hour; None where none does."""
    first = words[start] if start < len(words) else ""
    if first.rstrip(",").lower() in day_names() or _SHORT_DAY.fullmatch(first):
        return day_at(words, start + 1)
    if not (first[:1].isdigit() or first[:1].isupper() or first > _FIRST_UNCASED) or len(first) > _LONGEST_WORD:
        return None
    near = words[start : start + LONGEST_DAY]
    if not any(word[:1].isdigit() for word in near[:_NEAR]):
        return None
    ends = (stop for stop in range(len(near), 0, -1) if _DAY.fullmatch(" ".join(near[:stop])))
    return next((start + stop for stop in ends), None)


def tells_day(said: str) -> bool:
    """Return whether a line of a few words has a day among them: "Jane Doe writes on 3 May 2021"."""
    words = said.split()
    return len(words) <= _LONGEST_LINE and any(day_at(words, at) for at in range(len(words)))
