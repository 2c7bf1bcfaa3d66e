"""Plain text as lines that know what they look like and where they stand."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from copy import copy
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import islice

from extractors.advertlabels import labels_advert
from extractors.metadata.datetext import parse_date
from extractors.metadata.vocabulary import POSTED
from extractors.phrases import LONGEST, POINTERS, chrome_kind, normalise, row_kind
from extractors.sentences import CLOSING, END, FULL_STOPS
from extractors.textmode.folds import folds, unfolded
from extractors.textmode.forms import breadcrumb_kind, form_kind, glued_kind, notice_kind
from extractors.textmode.markup import unmarked
from extractors.textmode.rows import mixed_kind

_BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_ANY_BREAK = re.compile(r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\ud800-\udfff]")
_WIDE = re.compile(r"[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SENTENCE_END = re.compile(rf"{END}{CLOSING}(?:\s*[↩↑][\ufe0e\ufe0f]?)*$")  # a note's arrow leads back
_COPYRIGHT = re.compile(
    r"(?:[^.!?。।©]{1,40}\s©\s*\d{4}|(?:copyright\s*)?(?:©|\(c\))\s*(?:copyright\s*)?"
    r"(?:\d{4}|all rights|(?-i:[^\W\da-zß-ÿа-я])[^!?\n]{1,60}\W(?:19|20)\d\d(?:\W*$|\.\s+(?-i:[^\W\da-z]))))",
    re.IGNORECASE,
)
_POSTED = re.compile(rf"\W*{POSTED}\w{{0,3}}\s*[:：]\s.*\d", re.IGNORECASE)
_LONGEST_POSTED = 160  # characters of a line of fields that begins so
_ARROW = re.compile(r"^\W*[←⟵⇐]|[→⟶⇒]\W*$")
_AGO = re.compile(r"\d+\s+\S+\s+(?:ago|geleden|temu|fa|sedan|siden|sitten|назад|тому|önce|前|전)\b", re.IGNORECASE)

_BUTTON = "(BUTTON)"  # what Lynx prints before the words of one

_PARAGRAPH = 200  # characters: text without blank lines but with such a line has a paragraph on each line
_FEWEST_ENDS, _ENDS = 3, 0.6  # lines that end sentences, and their share of the long ones: wrapped text has fewer
_PROSE = 100  # characters that make a line prose, whatever it ends with
_UNSTOPPED = 60  # the same in Thai, Lao and Khmer, which end no sentence with a mark
_WRITES_NO_STOPS = re.compile("[\u0e00-\u0eff\u1780-\u17ff]['\"”’»)]?$")
_SENTENCE = 45  # characters that make a line prose where it ends as a sentence
_SHORT = 120  # characters: titles of other stories are shorter
_LONGEST_LISTING = 200  # characters of a line of phrases with bars between
_PROOF = 24  # characters of a phrase that nobody writes by chance
_STOPS = (*FULL_STOPS, "…")
_FILLED_IN = frozenset({"posted", "read-more", "related", "comment-author", "post-navigation"})


MOST_LINES = 6_000
MOST_CHARACTERS = 2_000_000
"""What of a text is read: each is twenty times and more what a long story has, and takes a second or two."""


def end_of_reading(text: str) -> int:
    """The place up to which a text is read: its end, but for one that would take long."""
    end = min(len(text), MOST_CHARACTERS)
    if end <= MOST_LINES:
        return end
    breaks = (match.start() for match in _ANY_BREAK.finditer(text, 0, end))
    return next(islice(breaks, MOST_LINES, None), end)


@dataclass(frozen=True)
class Line:
    """A line with words: its text, and how many blank lines stand before it (0: the same block goes on).

    A paragraph that was wrapped is one line, whose text is set in several. One that ``is_torn`` may be the rest of the
    word that ends the line above. What is ``known`` of a line by others around it is the kind of phrase that it is, and
    that it ``is_title`` of the page.
    """

    text: str
    gap: int
    is_torn: bool = False
    known: str | None = None
    is_title: bool = False

    def moved(self, gap: int) -> Line:
        """Return the line with so many blank lines before it, and all that is known of it already."""
        moved = copy(self)
        object.__setattr__(moved, "gap", gap)  # what is known hangs on the text alone
        return moved

    @cached_property
    def said(self) -> str:
        """Return the text on one line, without what dumps set around links, headings and numbers."""
        return unmarked(unfolded(self.text))

    @cached_property
    def kind(self) -> str | None:
        """Return the kind of interface phrase that the line is, None for any other line."""
        if self.is_title:
            return None
        return self.known or (_kind(self.said) if len(self.said) <= LONGEST else None)

    @cached_property
    def weight(self) -> int:
        """Return how much the phrase proves: 2 for one that nobody writes by chance, 1 for common words, else 0.

        "Read also:" and a title prove nothing: authors point to other stories, too.
        """
        if self.kind is None or (self.kind == "related" and _pointing(self.said) is not None):
            return 0
        if self.kind in ("categories", "tags"):
            return 2 if ":" in self.text or "：" in self.text or self.ends_sentence else 1
        return 2 if self.kind not in _FILLED_IN and length_of(normalise(self.text)) >= _PROOF else 1

    @cached_property
    def is_prose(self) -> bool:
        """Return whether the line reads as a paragraph: long, or a sentence of some length. A phrase never does."""
        if self.kind is not None:
            return False
        length = length_of(self.said[: 2 * _PROSE])
        if length >= _UNSTOPPED and _WRITES_NO_STOPS.search(self.said[-2:]):
            return True
        return length >= _PROSE or (length >= _SENTENCE and self.ends_sentence)

    @cached_property
    def is_short(self) -> bool:
        """Return whether the line could be a title, a name or a link: short, and not ending as a sentence does."""
        return len(self.said) <= _SHORT and not self.ends_sentence

    @property
    def phrases(self) -> list[Line]:
        """Return the phrases that bars set apart in the line; the line alone where its parts are not all phrases."""
        parts = self.said.split(" | ") if len(self.said) <= _LONGEST_LISTING else []
        is_list = len(parts) > 1 and all(chrome_kind(part.strip()) for part in parts)
        return [Line(part.strip(), self.gap) for part in parts] if is_list else [self]

    @cached_property
    def is_rule(self) -> bool:
        """Return whether the line has no letter and no figure: dashes, asterisks, dots; or is a tag, or an image."""
        return not any(map(str.isalnum, self.said))

    @cached_property
    def ends_sentence(self) -> bool:
        """Return whether the line ends with the mark that ends a sentence."""
        return _ends_sentence(self.said)

    @cached_property
    def is_time(self) -> bool:
        """Return whether the line is little more than a day or a time, as under a commenter's name."""
        if len(self.said) > 50 or not any(map(str.isdigit, self.said)):
            return False
        return bool(_AGO.search(self.said)) or parse_date(self.said) is not None


@lru_cache(maxsize=4 * MOST_LINES)  # asked for anew at each look at a text
def _kind(said: str) -> str | None:
    if len(said) < _SHORT and _COPYRIGHT.match(said):
        return "footer"
    if _BUTTON in said and not _ends_sentence(said):
        return _kind(" ".join(said.replace(_BUTTON, " ").split())) or "menu"
    known = chrome_kind(said) or row_kind(said) or form_kind(said) or breadcrumb_kind(said)
    known = known or _posted_kind(said) or notice_kind(said) or _pointing(said)
    known = known or _listing(said) or glued_kind(said) or mixed_kind(said)
    return known or ("sidebar" if labels_advert(said) else None)  # the kind of phrase that "Advertisement" is


def _posted_kind(said: str) -> str | None:
    """Return ``posted`` for the label of publication with a day behind it, and other labels perhaps; or None."""
    is_field = len(said) <= _LONGEST_POSTED and _POSTED.match(said) is not None and not _ends_sentence(said)
    return "posted" if is_field and parse_date(said) is not None else None


def _listing(said: str) -> str | None:
    """Return the kind of the first of the phrases that bars set apart: "Posted in One | 3 comments"."""
    phrases = Line(said, 0).phrases
    return phrases[0].kind if len(phrases) > 1 else None


def _pointing(said: str) -> str | None:
    """Return the kind of a short line that leads to another story: by an arrow, or by "Read also:" and a title."""
    if len(said) >= _SHORT or said.endswith(_STOPS):
        return None
    if not _ends_sentence(said) and _ARROW.search(said):
        return "post-navigation"
    label, colon, title = said.replace("：", ":", 1).partition(":")
    return "related" if colon and title.strip("* ") and chrome_kind(label.strip()) in POINTERS else None


def _ends_sentence(said: str) -> bool:
    return bool(_SENTENCE_END.search(said[-8:]))


def read_lines(text: str) -> list[Line]:
    """Return the lines of ``text`` that have words, whatever its line ends; what cannot be filed becomes U+FFFD.

    A soft hyphen says where a word may be broken, and is no part of it: a search for the word would miss it.
    """
    text = text.replace("\ufeff", "").replace("\u00ad", "")
    text = _UNREADABLE.sub("\ufffd", _BREAKS.sub("\n", text))
    return _spread(_unwrapped(text.split("\n")))


def _unwrapped(raws: Sequence[str]) -> list[Line]:
    """Return the lines that ``raws`` are, those that a program wrapped as one."""
    whole = [Line(raw.strip(), 0) for raw in raws]
    on = folds([raw.rstrip() for raw in raws], lambda at: whole[at].kind is None, lambda at: whole[at].ends_sentence)
    blocks: list[tuple[list[str], Line]] = []
    gap = 1
    for number, raw in enumerate(raws):
        if plain := raw.strip() if gap else raw.rstrip():
            if number - 1 in on:
                blocks[-1][0].append(plain)
            else:
                blocks.append(([plain], whole[number].moved(gap)))
            gap = 0
        else:
            gap += 1
    return [line if parts == [line.text] else Line("\n".join(parts), line.gap) for parts, line in blocks]


def known_again(lines: Sequence[Line], known: Sequence[Line]) -> list[Line]:
    """Return ``lines``, for those that equal ``known`` ones these, which were asked already what they are."""
    same = {line: line for line in known}
    return [same.get(line, line) for line in lines]


def join_lines(lines: Sequence[Line], left_out: Container[int | None] = ()) -> str:
    """Return ``lines`` as text with a blank line between blocks, without those whose numbers are ``left_out``."""
    kept: list[Line] = []
    gap, last = 0, -1
    for number, line in enumerate(lines):
        gap = max(gap, line.gap)
        if line.is_torn and kept and number not in left_out and last == number - 1:
            kept[-1] = replace(kept[-1], text=kept[-1].text + line.text)
            gap, last = 0, number
        elif number not in left_out:
            last = number
            kept.append(_as_block(line, gap) if gap else line)
            gap = 0
    if kept:
        kept[0] = _as_block(kept[0], 1)
    parts = ((("\n\n" if line.gap else "\n"), line.text) for line in _spread(kept))
    return "".join(part for pair in parts for part in pair).lstrip("\n")


def _spread(lines: list[Line]) -> list[Line]:
    """Return ``lines`` with each as a block of its own, where there are no blank lines and the lines are paragraphs."""
    if any(line.gap for line in lines[1:]) or not _are_paragraphs(lines):
        return lines
    return [_as_block(line, 1) for line in lines]


def _as_block(line: Line, gap: int) -> Line:
    """Return a line that begins a block, below so many blank lines: there it is not set in."""
    text = line.text.strip()
    return line.moved(gap) if text == line.text else replace(line, text=text, gap=gap)


def _are_paragraphs(lines: Sequence[Line]) -> bool:
    """Return whether lines are paragraphs, not wrapped ones: one is too long, or most long ones end sentences."""
    long = [line for line in lines if length_of(line.text) >= _SENTENCE and line.kind is None]
    ends = sum(line.ends_sentence for line in long)
    is_long = any(len(line.text) >= _PARAGRAPH and "\n" not in line.text for line in lines)
    return is_long or (ends >= _FEWEST_ENDS and ends >= _ENDS * len(long))


def length_of(text: str) -> int:
    """Return how many characters ``text`` would have in an alphabet: a Chinese, Japanese or Korean one counts three."""
    return len(text) + 2 * len(_WIDE.findall(text))
