"""Knows the lines of WordPress.com's comment form by their shape, in languages whose words for it are not known."""

from __future__ import annotations

import re

_LONGEST = 120  # characters
_LONGEST_UNFILLED = 60
_ACCOUNT = re.compile(
    r"\b(?:WordPress\.com|Facebook|Twitter|Google\+?)(?!\w).*[(（]\s*[^()（）/]{2,30}/[^()（）/]{2,30}[)）]"
)
_PRIVATE = re.compile(r"[^()（）.。!?]{2,25}[(（][^()（）]{2,20}[)）]\s*[(（][^()（）]{6,80}[)）]")
_UNFILLED = re.compile(r"(?:%[sd]\s*[^\W\d].*|.*[^\W\d]\W{0,2}%[sd])[\s:：.…]*")
_ENDS = (")", "）", ":", "：", "s", "d", "…", ".")
_CODE = re.compile(r"[\"'`=;<>{}\\]|%[sd].*%[sd]")


def form_kind(line: str) -> str | None:
    """Return the kind of the line of that form which ``line`` looks like, None for any other.

    They are those that name an account and, in brackets, two ways out of it; the field whose second bracket promises
    that it is kept private; and what a theme forgot to fill in.
    """
    if len(line) > _LONGEST or not (line.startswith("%") or line.endswith(_ENDS)):
        return None
    if _ACCOUNT.search(line):
        return "comment-login"
    if _PRIVATE.fullmatch(line):
        return "comment-form"
    if len(line) <= _LONGEST_UNFILLED and "%" in line and _UNFILLED.fullmatch(line) and not _CODE.search(line):
        return "comment-login"
    return None
