"""Knows the heading over readers' comments by the title it quotes, in languages whose words for it are not known."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.textmode.lines import Line

_OPENING, _CLOSING = '“”„«»‹›"‘‚「『', '”“»«›‹"’‘」』'
_QUOTED = re.compile(rf"[{_OPENING}]\s*(\S.*\S)\s*[{_CLOSING}]")
_LONGEST = 240  # characters of such a heading
_SHORTEST = 8  # bytes of a title
_MOST_WORDS = 6  # beside the title
_SIGNED, _NEAR = 5, 3  # lines below the heading, among which a comment's author or day is, a link to answer or a form
_SIGNING = frozenset({"comment-author", "comment-meta", "comment-reply", "comments-heading", "comment-form"})


def with_discussions(lines: Sequence[Line]) -> list[Line]:
    """Return ``lines``, those of kind ``comments-heading`` that quote a title above and count the comments on it."""
    titles: set[str] = set()
    first = next((number for number, line in enumerate(lines) if line.is_prose), len(lines))
    heads = {line.said.strip() for line in lines[:first] if line.is_short and len(line.said.split()) > 1}
    found: list[Line] = []
    for number, line in enumerate(lines):
        is_torn = number > first and _is_torn(lines, number, heads)
        is_heading = is_torn or (line.kind is None and _quotes(line.said, titles) and _is_signed(lines, number))
        if is_torn:
            found[-1] = replace(found[-1], known="comments-heading")
        found.append(replace(line, known="comments-heading") if is_heading else line)
        if line.is_short and len(line.said.encode()) >= _SHORTEST:
            titles.add(line.said.strip())
    return found


def _is_torn(lines: Sequence[Line], number: int, heads: set[str]) -> bool:
    """Return whether a line says one of the ``heads`` over the story again, below words that a dump tore off it.

    "One answer to", "Low tide", "Neide", "said:".
    """
    if lines[number].said.strip() not in heads:
        return False
    above = lines[number - 1]
    words = above.said.split()
    is_label = above.kind is None and 1 < len(words) <= _MOST_WORDS and not above.ends_sentence
    return is_label and words[-1][:1].islower() and _is_signed(lines, number)


def quoted_title(said: str) -> str | None:
    """What a heading has in quotation marks, from the first to the last of them; None for nothing."""
    quoted = _quoted(said)
    return quoted and quoted[1]


def _quoted(said: str) -> re.Match[str] | None:
    return _QUOTED.search(said) if len(said) <= _LONGEST else None


def _quotes(said: str, titles: set[str]) -> bool:
    """Return whether a line has one of the ``titles`` in quotation marks, and few other words."""
    quoted = _quoted(said)
    if quoted is None or quoted[1] not in titles:
        return False
    beside = said[: quoted.start()] + said[quoted.end() :]
    return 0 < len(beside.split()) <= _MOST_WORDS


def _is_signed(lines: Sequence[Line], number: int) -> bool:
    """Return whether soon below a line somebody's comment starts; below one that counts, or the form to write one."""
    below = lines[number + 1 : number + 1 + _SIGNED]
    if any(line.is_time or line.kind == "comment-author" for line in below[:_NEAR]):
        return True
    return any(map(str.isdigit, lines[number].said)) and any(line.kind in _SIGNING for line in below)
