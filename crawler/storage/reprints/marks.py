"""Marks: which hashes may be in the table of fingerprints, told without a look into it.

Nearly all hashes of a text that nobody else has are in no other text, and to see that in a large table takes a page for
each. So two bits are set for every hash that is in it, their places told by the hash (a Bloom filter; B. H. Bloom,
"Space/time trade-offs in hash coding with allowable errors", 1970): where one of them is not, neither is the hash.
They are kept in memory, and written down whenever fingerprints that were noted are all in their table.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

MOST = 1 << 26
"""Bits at most, 8 MB: of a million stories, one hash in six that is not there seems to be."""
_FEWEST = 1 << 10
_ROOMY, _NARROW = 8, 4  # bits for each hash: at least so many when they are made, and before they are made anew
_SECOND = 13  # the hash is shifted by so many bits for the place of its second
_READ_TOGETHER = 65_536

FINGERPRINT_MARKS = (
    """CREATE TABLE fingerprint_marks ( -- Which hashes may be in fingerprints, told without a look: one row
  hashes INTEGER NOT NULL, -- Fingerprints that are marked: all but those that are noted
  bits BLOB NOT NULL -- Two bits of each hash are set, from the least significant one of the first byte
)""",
)

_MARKED = "SELECT hashes FROM fingerprint_marks"
_WRITE = "INSERT OR REPLACE INTO fingerprint_marks(rowid, hashes, bits) VALUES (1, ?, ?)"


class Marks:
    """The marks, kept inside the caller's transaction; where that fails, they are to be read again."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._hashes = 0
        self._bits = bytearray(_FEWEST // 8)

    @property
    def are_outdated(self) -> bool:
        """Whether another program has written marks since these were read or written."""
        row = self._connection.execute(_MARKED).fetchone()
        return self._hashes != (row[0] if row else 0)

    def read(self) -> None:
        """Read the marks as the database has them."""
        row = self._connection.execute(_MARKED).fetchone()
        self._hashes, self._bits = row[0] if row else 0, bytearray(_FEWEST // 8)
        if row:
            with self._connection.blobopen("fingerprint_marks", "bits", 1, readonly=True) as blob:
                self._bits = bytearray(len(blob))
                for at in range(0, len(blob), _READ_TOGETHER):
                    self._bits[at : at + _READ_TOGETHER] = blob.read(_READ_TOGETHER)

    def among(self, sketch: Sequence[int]) -> list[int]:
        """Those of the hashes that may be in the table; the others are not."""
        bits, last = self._bits, 8 * len(self._bits) - 1
        return [
            each
            for each in sketch
            if bits[(each & last) >> 3] >> (each & 7) & 1
            and bits[(each >> _SECOND & last) >> 3] >> (each >> _SECOND & 7) & 1
        ]

    def set(self, hashes: NDArray[np.int64]) -> None:
        """Mark hashes, for as long as the marks are at hand."""
        bits = np.frombuffer(self._bits, np.uint8)
        for places in (hashes, hashes >> _SECOND):
            places = places & (8 * len(bits) - 1)
            np.bitwise_or.at(bits, places >> 3, np.left_shift(1, places & 7).astype(np.uint8))

    def write(self, entered: int) -> None:
        """Write the marks down, with which ``entered`` more fingerprints of the table are marked.

        Where they have become too many for these bits, all are marked anew in more of them.
        """
        self._hashes += entered
        if 8 * len(self._bits) < min(_NARROW * self._hashes, MOST):
            self._set_anew()
        self._connection.execute(_WRITE, (self._hashes, self._bits))

    def write_all(self) -> None:
        """Write down the marks of all that is in the table, whoever entered it."""
        self._hashes = self._connection.execute("SELECT count(*) FROM fingerprints").fetchone()[0]
        self._set_anew()
        self._connection.execute(_WRITE, (self._hashes, self._bits))

    def _set_anew(self) -> None:
        bits = _FEWEST
        while bits < min(_ROOMY * self._hashes, MOST):
            bits *= 2
        self._bits = bytearray(bits // 8)
        cursor = self._connection.execute("SELECT hash FROM fingerprints")
        while rows := cursor.fetchmany(_READ_TOGETHER):
            self.set(np.array(rows, np.int64).ravel())
