"""A text as shingles: runs of neighbouring words, hashed, by which texts are compared and near-duplicates found.

Case, punctuation, quotation marks and the division into paragraphs do not matter. A shingle is five words; where it
begins with a character of a script that does not part words (Korean counts among them: sites differ in its spaces), it
is nine characters. Both rules look at what stands right there only, so that a text quoted in one of another language
has the same shingles as by itself.
"""

from __future__ import annotations

import re
import sys
import unicodedata
import zlib
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from crawler.storage.search.pairs import UNPARTED

WORDS, CHARACTERS = 5, 9
"""The length of a shingle, in words and in characters of a script that does not part words."""
MOST_TOKENS = 50_000
"""Words that are looked at; a book is compared by its beginning."""

Hashes: TypeAlias = NDArray[np.uint64]
Flags: TypeAlias = NDArray[np.bool_]

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_SPACE, _NEWLINE = ord(" "), ord("\n")
_PARTED, _UNPARTED, _DIGIT = 1, 2, 4
_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


@dataclass(frozen=True, slots=True)
class Shingles:
    """The shingles of a text in order: ``hashes``, how many ``tokens`` each spans, which ``paragraphs`` they begin in.

    ``distinct`` are the hashes sorted, each once. ``size`` counts the text's words (characters, in scripts that do not
    part words), ``numbers`` are those printed.
    """

    hashes: Hashes
    tokens: NDArray[np.int64]
    places: NDArray[np.int64]
    paragraphs: NDArray[np.int64]
    distinct: Hashes
    size: int
    numbers: frozenset[str]

    def smallest(self, count: int) -> list[int]:
        """The text's sketch: its ``count`` smallest hashes, each once, as numbers that SQLite holds in six bytes.

        Two texts share so many of them, on average, as they share of all their shingles (Broder, "On the resemblance
        and containment of documents", 1997).
        """
        sketch: list[int] = each_once(self.distinct >> np.uint64(16))[:count].tolist()
        return sketch

    def covered(self, other: Hashes, without: Hashes) -> float:
        """The share of the text that stands in one with the hashes ``other``, 0 to 1.

        What the hashes ``without`` cover is left out of the reckoning, as if it stood in neither. Both are sorted.
        """
        counted = ~self._covered(without)
        total = int(np.count_nonzero(counted))
        return int(np.count_nonzero(self._covered(other) & counted)) / total if total else 0.0

    def _covered(self, hashes: Hashes) -> Flags:
        """Which of the text's words belong to a shingle of these hashes."""
        places, lengths = (values[within(self.hashes, hashes)] for values in (self.places, self.tokens))
        begun, ended = (np.bincount(each, minlength=self.size + 1) for each in (places, places + lengths))
        return np.cumsum(begun - ended)[:-1] > 0


def shingled(text: str) -> Shingles:
    """The shingles of a text whose paragraphs are parted by blank lines."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    letters = np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    kinds = _kinds()[letters]
    starts = _starts(kinds)
    values, starts = _values(letters, kinds, starts)[:MOST_TOKENS], starts[:MOST_TOKENS]
    hashes, lengths = _runs(values, WORDS), np.full(len(starts), WORDS)
    if len(unparted := np.flatnonzero(kinds[starts] & _UNPARTED)):
        hashes[unparted], lengths[unparted] = _runs(values, CHARACTERS)[unparted], CHARACTERS
    places = np.flatnonzero(np.arange(len(starts)) + lengths <= len(starts))
    hashes, blank_lines = hashes[places], np.flatnonzero((letters[1:] == _NEWLINE) & (letters[:-1] == _NEWLINE))
    paragraphs = np.searchsorted(blank_lines, starts[places])
    numbers = _numbers(plain, kinds)
    return Shingles(hashes, lengths[places], places, paragraphs, each_once(hashes), len(starts), numbers)


@cache
def _kinds() -> NDArray[np.uint8]:
    """What each character there is can be: part of a word, one by itself, a digit, or none of these, 0."""
    every = np.arange(sys.maxunicode + 1, dtype="<u4").view("<U1")
    kinds = np.where(np.strings.isalnum(every), _PARTED, 0)
    for first, last in zip(UNPARTED[::3], UNPARTED[2::3], strict=True):
        kinds[ord(first) : ord(last) + 1] = _UNPARTED
    kinds[np.strings.isdecimal(every)] |= _DIGIT
    return kinds.astype(np.uint8)


def _starts(kinds: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Where a word begins, or a character stands that is one."""
    begins = kinds > 0
    begins[1:] &= (kinds[1:] & kinds[:-1] & _PARTED) == 0
    return np.flatnonzero(begins)


def _values(letters: NDArray[np.uint32], kinds: NDArray[np.uint8], starts: NDArray[np.int64]) -> Hashes:
    """A number for each of the words, which begin there."""
    touching = starts[1:][kinds[starts[1:] - 1] > 0]
    spaced = np.where(kinds, letters, np.uint32(_SPACE))
    spaced = np.insert(spaced, touching, _SPACE) if len(touching) else spaced
    words = spaced.tobytes().decode("utf-32-le").encode().split()
    return np.fromiter(map(zlib.crc32, words), np.uint64, len(words))


def _numbers(plain: str, kinds: NDArray[np.uint8]) -> frozenset[str]:
    """The runs of digits in the text."""
    digits = np.flatnonzero(kinds & _DIGIT)
    if not len(digits):
        return frozenset()
    ends = np.flatnonzero(digits[1:] - digits[:-1] > 1)
    first, last = (digits[np.concatenate(places)] for places in (([0], ends + 1), (ends, [len(digits) - 1])))
    return frozenset(plain[begin : end + 1] for begin, end in zip(first.tolist(), last.tolist(), strict=True))


def each_once(values: Hashes) -> Hashes:
    """The values sorted, each once."""
    values = np.sort(values)
    return values[np.concatenate(([True], values[1:] != values[:-1]))] if len(values) else values


def within(values: Hashes, others: Hashes) -> Flags:
    """Which of the values are among the others, which are sorted."""
    if not len(others):
        return np.zeros(len(values), dtype=bool)
    found: Flags = others[np.minimum(np.searchsorted(others, values), len(others) - 1)] == values
    return found


def _runs(values: Hashes, length: int) -> Hashes:
    """A hash of each run of ``length`` values, at the place of its first; where no run fits, of what is left."""
    padded = np.concatenate([values, np.zeros(length, dtype=np.uint64)])
    run = np.full(len(values), length, dtype=np.uint64)
    for offset in range(length):
        run = run * _STEP + padded[offset : offset + len(values)]
    run = (run ^ (run >> np.uint64(30))) * _MIX[0]  # splitmix64, so that the smallest hashes are a fair sample
    run = (run ^ (run >> np.uint64(27))) * _MIX[1]
    return run ^ (run >> np.uint64(31))
