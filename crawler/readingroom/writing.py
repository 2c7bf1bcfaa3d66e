"""How a text is written: from which side, in which language, and which words in it were looked for."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

from extractors.article import paragraphs_of

Direction = Literal["ltr", "rtl"]

FOUND = "\x02{}\x03"
"""How the words that a search found are marked until they are shown."""

_ENOUGH = 2000  # characters by which a text's direction is judged
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*")
_MARKED = re.compile("\x02([^\x02\x03]*)\x03")
_UNPRINTED = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f]")


class Part(NamedTuple):
    """A piece of a passage; ``found`` where it is what was looked for."""

    text: str
    found: bool


def direction(text: str) -> Direction:
    """The side on which most of a text's letters begin: a quote or a name in another script does not turn it."""
    kinds = [unicodedata.bidirectional(character) for character in text[:_ENOUGH]]
    return "rtl" if sum(kind in ("R", "AL") for kind in kinds) > kinds.count("L") else "ltr"


def language_tag(code: str | None) -> str:
    """A page's language code as the ``lang`` of an element; empty, which stands for unknown, for what is none."""
    return code.replace("_", "-") if code and _LANGUAGE.fullmatch(code) else ""


def printed(text: str | None) -> str:
    """The text without the control characters that HTML does not allow."""
    return _UNPRINTED.sub("", text or "")


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a story as they are shown; lines inside one stay apart."""
    return [printed(part.strip("\n")) for part in paragraphs_of(text)]


def parts(passage: str) -> list[Part]:
    """A passage whose found words are marked with ``FOUND``, cut into what was found and what was not."""
    pieces = enumerate(_MARKED.split(passage))
    return [Part(printed(piece), bool(place % 2)) for place, piece in pieces if piece]


def web_address(address: str | None) -> str | None:
    """The address where it may be linked to: http and https, nothing that a browser would run."""
    return address if address and re.match(r"https?://[^\s/]", address, re.IGNORECASE) else None
