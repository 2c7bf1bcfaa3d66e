"""A text as shingles: runs of neighbouring words, hashed, by which texts are compared and near-duplicates found.

Case, punctuation, quotation marks and the division into paragraphs do not matter. A shingle is five words; where it
begins with a character of a script that does not part words (Korean counts among them: sites differ in its spaces), it
is nine characters. Both rules look at what stands right there only, so that a text quoted in one of another language
has the same shingles as by itself.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from crawler.storage.pairs import UNPARTED

WORDS, CHARACTERS = 5, 9
"""The length of a shingle, in words and in characters of a script that does not part words."""
MOST_TOKENS = 50_000
"""Words that are looked at; a book is compared by its beginning."""

Hashes: TypeAlias = NDArray[np.uint64]

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_UNPARTED = re.compile(f"[{UNPARTED}]")
_TOKEN = re.compile(rf"[{UNPARTED}]|[^\W_{UNPARTED}]+")
_NUMBER = re.compile(r"\d+")
_STEP = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


@dataclass(frozen=True, slots=True)
class Shingles:
    """The shingles of a text in order: ``hashes``, how many ``tokens`` each spans, which ``paragraphs`` they begin in.

    ``size`` counts the text's words (characters, in scripts that do not part words), ``numbers`` are those printed.
    """

    hashes: Hashes
    tokens: NDArray[np.int64]
    places: NDArray[np.int64]
    paragraphs: NDArray[np.int64]
    size: int
    numbers: frozenset[str]

    def smallest(self, count: int) -> list[int]:
        """The text's sketch: its ``count`` smallest hashes, each once, as numbers that SQLite holds in six bytes.

        Two texts share so many of them, on average, as they share of all their shingles (Broder, "On the resemblance
        and containment of documents", 1997).
        """
        return [int(each) for each in np.unique(self.hashes >> np.uint64(16))[:count]]

    def covered(self, other: Hashes, without: Hashes) -> float:
        """The share of the text that stands in one with the hashes ``other``, 0 to 1.

        What the hashes ``without`` cover is left out of the reckoning, as if it stood in neither.
        """
        counted = ~self._covered(without) if len(without) else np.ones(self.size, dtype=bool)
        total = int(counted.sum())
        return float((self._covered(other) & counted).sum() / total) if total else 0.0

    def _covered(self, hashes: Hashes) -> NDArray[np.bool_]:
        """Which of the text's words belong to a shingle of these hashes."""
        shared = np.isin(self.hashes, hashes)
        edges = np.zeros(self.size + 1, dtype=np.int64)
        np.add.at(edges, self.places[shared], 1)
        np.add.at(edges, self.places[shared] + self.tokens[shared], -1)
        covered: NDArray[np.bool_] = np.cumsum(edges[:-1]) > 0
        return covered


def shingled(text: str) -> Shingles:
    """The shingles of a text whose paragraphs are parted by blank lines."""
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold()
    told = [_TOKEN.findall(paragraph) for paragraph in plain.split("\n\n")]
    tokens = [token for paragraph in told for token in paragraph][:MOST_TOKENS]
    paragraphs = np.repeat(np.arange(len(told)), [len(paragraph) for paragraph in told])[:MOST_TOKENS]
    values = np.fromiter(map(_value, tokens), np.uint64, len(tokens))
    unparted = np.zeros(len(tokens), dtype=bool)
    if _UNPARTED.search(plain):
        unparted[:] = [_UNPARTED.match(token) is not None for token in tokens]
    by_words, by_characters = _runs(values, WORDS), _runs(values, CHARACTERS)
    lengths = np.where(unparted, CHARACTERS, WORDS)
    places = np.flatnonzero(np.arange(len(tokens)) + lengths <= len(tokens))
    hashes = np.where(unparted[places], by_characters[places], by_words[places])
    numbers = frozenset(_NUMBER.findall(plain))
    return Shingles(hashes, lengths[places], places, paragraphs[places], len(tokens), numbers)


@lru_cache(maxsize=65_536)
def _value(token: str) -> int:
    """A number for a word; texts of one language share most of theirs."""
    return zlib.crc32(token.encode())


def _runs(values: Hashes, length: int) -> Hashes:
    """A hash of each run of ``length`` values, at the place of its first; where no run fits, of what is left."""
    padded = np.concatenate([values, np.zeros(length, dtype=np.uint64)])
    run = np.full(len(values), length, dtype=np.uint64)
    for offset in range(length):
        run = run * _STEP + padded[offset : offset + len(values)]
    run = (run ^ (run >> np.uint64(30))) * _MIX[0]  # splitmix64, so that the smallest hashes are a fair sample
    run = (run ^ (run >> np.uint64(27))) * _MIX[1]
    return run ^ (run >> np.uint64(31))
