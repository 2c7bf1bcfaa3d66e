"""What people type into a search, as an FTS5 expression: its operators kept, everything else made searchable."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.errors import AskedWrongly
from crawler.storage.search.pairs import SEARCHED, is_unparted, pair_phrase
from crawler.storage.search.ranking import Term

_TOKEN = re.compile(
    r"""(?P<space>\s+) | "(?P<phrase>(?:[^"]|"")*)" | (?P<quote>") | (?P<sign>[(){}:*^+,])
      | (?P<word>[^\s"(){}:*^+,]+)""",
    re.VERBOSE,
)
_TYPESET_QUOTES = str.maketrans(dict.fromkeys("“”„‟", '"'))  # as word processors and web pages print them
_BAREWORD = re.compile(r"[A-Za-z0-9_\x80-\U0010ffff]+")
_OPERATORS = frozenset({"AND", "OR", "NOT", "NEAR"})
_HANGUL = re.compile(r"[\u1100-\u11ff\uac00-\ud7a3]")
_BEGINS_LATIN = re.compile(r"[0-9A-Za-z]")
# Letters, digits and the vowel signs that Python's \w leaves out: of Hebrew, Arabic and the scripts of India.
WORD = r"\w\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0963\u0966-\u0dff"
"""The characters of words, as a class of a regular expression."""
WORDS = re.compile(f"[{WORD}]+")

HINT = (
    'write words, "a phrase", begin*, a AND b, a OR b, a NOT b, (groups), headline: word; '
    "quote what is meant as it stands"
)


@dataclass(frozen=True, slots=True)
class Needle:
    """A word or phrase asked for: ``begins`` where longer words count, ``inside`` where it may stand in one."""

    words: str
    begins: bool = False
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression that FTS5 takes, the terms that it has, and the needles by which a hit shows in a text."""

    fts: str
    terms: tuple[Term, ...]
    needles: tuple[Needle, ...]


LONGEST = 10_000
"""Characters of an expression: FTS5 takes a minute over some of ten times as many."""


def expression(typed: str) -> Expression:
    """The FTS5 expression for what was typed; raises ``AskedWrongly`` for what cannot be one.

    Words, ``"phrases"``, ``begin*``, AND, OR, NOT, NEAR(…), groups and ``headline:`` are FTS5's own. A word with other
    signs in it (``e-mail``) is taken as a phrase, and words of scripts that do not part them are found anywhere.
    """
    if len(typed) > LONGEST:
        raise AskedWrongly(f"a search of {len(typed):,} characters; {LONGEST:,} at most are looked for at once")
    tokens = list(_tokens(unicodedata.normalize("NFC", typed).translate(_TYPESET_QUOTES)))
    parts, terms, needles = list[str](), list[Term](), list[Needle]()
    left_out = _LeftOut()
    near = ("word", "NEAR") in tokens
    in_braces = False
    for place, (kind, text) in enumerate(tokens):
        before = tokens[place - 1][1] if place else ""
        following = tokens[place + 1][1] if place + 1 < len(tokens) else ""
        wanted = not left_out.covers(kind, text)
        if kind == "sign" and text in "{}":
            in_braces = text == "{"
        if kind == "word" and (following == ":" or in_braces):
            parts.append(_column(text, in_braces=following != ":"))
        elif kind == "sign" or (kind == "word" and text in _OPERATORS) or _is_distance(tokens, place):
            parts.append("" if text == "*" and (before == "*" or is_unparted(before)) else text)
        elif any(char.isalnum() for char in text):
            in_group = near or parts[-1:] == [":"]  # where a filter of columns cannot stand
            in_its_place = near or before in ("^", "+") or following == "+"
            begins = following == "*"
            part, needle = _found_by(kind, text, begins=begins, in_group=in_group, in_its_place=in_its_place)
            parts.append(part)
            typed_so = f'"{text}"' if kind == "phrase" else text
            terms.append(_term_of(part, typed_so, begins=begins and not is_unparted(text), wanted=wanted))
            needles += [needle] if wanted else []
    if not any(part.strip('"* ') for part in parts):
        raise AskedWrongly(f"nothing to search for in {typed!r}; {HINT}")
    return Expression(" ".join(parts), tuple(terms), tuple(dict.fromkeys(needles)))


def _tokens(typed: str) -> Iterator[tuple[str, str]]:
    for found in _TOKEN.finditer(typed):
        kind = found.lastgroup or ""
        if kind == "quote":
            raise AskedWrongly(f'a quotation mark (") is not closed in {typed!r}; {HINT}')
        if kind == "word" and re.match(r"-\w", found.group()):
            word = found.group()[1:]
            raise AskedWrongly(f"{found.group()!r}: to leave stories out, write NOT {word}, as in: harbour NOT {word}")
        if kind != "space":
            yield kind, found.group(kind)


def _found_by(kind: str, text: str, *, begins: bool, in_group: bool, in_its_place: bool) -> tuple[str, Needle]:
    words = text.replace('""', '"') if kind == "phrase" else text
    if is_unparted(words):
        # Korean does part its words: one like 12월 or K팝 is looked for where a word begins with it.
        if _HANGUL.search(words) and _BEGINS_LATIN.match(words):
            columns = "" if in_group else f"{{{' '.join(SEARCHED)}}} : "
            return f"{columns}{_quoted(words)} *", Needle(words, begins=True)
        return pair_phrase(words, in_its_place=in_its_place), Needle(words, inside=True)
    term = text if kind == "word" and _BAREWORD.fullmatch(text) else _quoted(words)
    return term, Needle(words, begins=begins)


def _term_of(part: str, typed: str, *, begins: bool, wanted: bool) -> Term:
    """The term that a part of an expression is."""
    pieces = part.rpartition(" : ")[2].strip("* ").replace('"', " ").split()
    words = tuple(word for piece in pieces for word in ([piece] if is_unparted(piece) else WORDS.findall(piece)))
    if begins:
        return Term(f"{part} *", f"{typed}*", words, begins, wanted)
    return Term(part, typed, words, part.endswith("*"), wanted)


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


def _column(name: str, *, in_braces: bool) -> str:
    """The column with its pairs, so that a filter reaches all scripts; raises ``AskedWrongly`` for what is none."""
    bare = name.lower().lstrip("-")
    if bare not in SEARCHED:
        columns = ", ".join(SEARCHED)
        raise AskedWrongly(f'no column {name!r} to search in; there are {columns}; quote it to search for it: "{name}"')
    both = f"{bare} {bare}_pairs"
    if in_braces:
        return both
    return f"- {{{both}}}" if name.startswith("-") else f"{{{both}}}"


def _is_distance(tokens: list[tuple[str, str]], place: int) -> bool:
    """Whether the token is the number in ``NEAR(a b, 5)``."""
    return place > 0 and tokens[place - 1] == ("sign", ",") and tokens[place][1].isdigit()


class _LeftOut:
    """Follows an expression from left to right and knows what stands behind a NOT."""

    def __init__(self) -> None:
        self._armed = False
        self._depth = 0

    def covers(self, kind: str, text: str) -> bool:
        """Whether the next token is behind a NOT."""
        if self._depth:
            self._depth += {"(": 1, ")": -1}.get(text, 0) if kind == "sign" else 0
            return True
        if self._armed:
            self._armed = kind == "sign" and text != "("
            self._depth = int((kind, text) == ("sign", "("))
            return True
        self._armed = (kind, text) == ("word", "NOT")
        return False
