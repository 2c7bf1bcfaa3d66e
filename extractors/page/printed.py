"""Text as a page prints it: spaces made single, line breaks kept, or only the words for comparison."""

from __future__ import annotations

import re
from itertools import chain, groupby

from extractors.sentences import CLOSED

BREAK = "\0"
"""Stands for a line break while text is gathered: the one character that no parsed page holds."""

_WORD = re.compile(r"\w+")
# A table of bytes: for a text of ASCII three times as fast as the expression.
_ASCII_WORDS = bytes(ord(mark.lower()) if mark.isalnum() or mark == "_" else 32 for mark in map(chr, range(128))) * 2
_STEERING = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_INVISIBLE = ("\u200b", "\ufeff", "\u00ad")  # the last says where a word may be broken
_BARS = re.compile(r"^\|+(?:\s\|+)*(?:\s|$)|(?:\s\|+)+$")  # between the links of a bar, and at its ends
_FEWEST_WORDS = 6
_SPELLED = 0.85
_MARKS = ".,:;!?…()[]\"'“”„‘’«»-–—"
_SENTENCE_END = (*CLOSED, "…")
_JOINERS = "\u200c\u200d\u2060"  # seen only by what they stand between


def squash(text: str) -> str:
    """A text's words in lower case with single spaces: equal for texts that differ in marks and spaces only."""
    if text.isascii():
        return " ".join(text.encode().translate(_ASCII_WORDS).decode().split())
    return " ".join(_WORD.findall(text.lower()))


def headline_apart(text: str, title: str) -> tuple[str, str]:
    """The first line of a text and the rest, where a page's ``title``, squashed, begins or ends with that line.

    So stands a headline without an element of its own right above its story. For any other text: ``""`` and all of it.
    """
    first, broken, rest = text.partition("\n") if title else (text, "", "")
    words = squash(first) if broken else ""
    if " " in words and (f"{title} ".startswith(f"{words} ") or f" {title}".endswith(f" {words}")):
        return first, rest
    return "", text


def as_flowing(text: str) -> str:
    """Text with the spaces of its markup made single ones, a line a break."""
    if text.isprintable() and "  " not in text:  # so are most: no break, nothing invisible, no space but the common one
        return _without_bars(text.strip(" "))
    for mark in _INVISIBLE if not text.isascii() else ():
        text = text.replace(mark, "")
    if BREAK in text:
        flowing = "\n".join(line for line in (" ".join(line.split()) for line in text.split(BREAK)) if line)
    else:
        flowing = " ".join(text.split())
    if not flowing.isprintable() and _STEERING.search(flowing):
        return as_flowing(_STEERING.sub(_meant, text))
    flowing = _without_bars(flowing)
    return flowing if flowing.isascii() or flowing.strip(_JOINERS) else ""


def _meant(found: re.Match[str]) -> str:
    """What browsers show of a character that terminals obey: nothing, a space, or what Windows' encoding has for it."""
    if found[0].isspace():
        return " "
    return bytes([ord(found[0])]).decode("cp1252", "ignore") if found[0] > "\x7f" else ""


def _without_bars(text: str) -> str:
    return _BARS.sub("", text) if text.startswith("|") else text


def as_set(text: str, *, whole: bool, typed: bool = False) -> list[str]:
    """Preformatted text, its spaces kept: in one piece without empty lines, or parted at them if it is prose.

    With ``whole`` it is not parted whatever it is; if it was ``typed`` into a page without markup it is, and loses
    the spaces before its lines.
    """
    shown = _STEERING.sub(_meant, text.replace("\r", "").replace(BREAK, "\n"))
    lines = [line.rstrip() for line in shown.split("\n")]
    parts = [list(part) for is_empty, part in groupby(lines, key=lambda line: not line.strip()) if not is_empty]
    if typed:
        return ["\n".join(" ".join(line.split()) for line in part) for part in parts]
    if not whole and 2 * sum(map(_is_prose, parts)) > len(parts) > 1:
        return ["\n".join(part) for part in parts]
    return ["\n".join(chain.from_iterable(parts))]


def _is_prose(lines: list[str]) -> bool:
    """Whether lines set as they are typed end as a sentence does, and are words for the most part."""
    text = " ".join(lines)
    words = text.split()
    spelled = sum(word.strip(_MARKS).isalpha() for word in words)
    return len(words) >= _FEWEST_WORDS and text.endswith(_SENTENCE_END) and spelled >= _SPELLED * len(words)
