"""What a site counts on the pages of its stories: readers, comments, days since. That a number grew is no news."""

from __future__ import annotations

import re

LONGEST = 15
"""Words of a line that counts something."""

_NUMBER = re.compile(r"(?:(?<!\w)[-+−–±▲▼△▽↑↓]\s?)?\d+(?:[.,:\u00a0\u202f]\d+)*")  # with the sign of a share price
_PLURAL = re.compile(r"(?<=[a-z])s\b")


def without_numbers(line: str) -> str:
    """What a line says besides its numbers, in small letters and one number; longer ones as they are."""
    return _PLURAL.sub("", _NUMBER.sub("#", line.casefold())) if len(line) < LONGEST * 20 else line


def may_count(line: str) -> bool:
    """Whether a line is short enough to be one that counts."""
    return sum(any(map(str.isalnum, word)) for word in line.split()) <= LONGEST
