"""Fingerprints on their way into their table: noted transaction by transaction, entered in the order of the table.

The hashes of a text belong to as many places of a large table, and each is a page to read, to log and to write home. So
a transaction notes all of its hashes in one row, and they are kept at hand to be asked. Once many are, each transaction
enters as many as it brings, those that come next in the order of hashes: of these, several go to a page. What is at
hand no longer is marked, so that the table is asked for what may be in it.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from crawler.storage.reprints.marks import Marks

AT_HAND = 200_000
"""Fingerprints that are at hand before any is entered: those of some 12,000 stories, 3 MB."""
LATELY = 16_384
"""Fingerprints that are noted before they are sorted in with the others at hand."""

FINGERPRINTS_NOTED = (
    """CREATE TABLE fingerprints_noted ( -- Fingerprints on their way into their table, a row a transaction
  id INTEGER PRIMARY KEY, -- Counts up
  pairs BLOB NOT NULL, -- Their hashes, then the story of each, all in eight bytes, the least significant first
  entered_to INTEGER NOT NULL, -- Up to this hash, this round has entered those of the rows up to round_of
  round_of INTEGER NOT NULL -- The last row whose fingerprints are all entered in this round
)""",
)

_LATER = "SELECT id, pairs, entered_to, round_of FROM fingerprints_noted WHERE id > ? ORDER BY id"
_NOTE = "INSERT INTO fingerprints_noted(pairs, entered_to, round_of) VALUES (?, ?, ?)"
_ENTER = "INSERT OR IGNORE INTO fingerprints(hash, article_id) VALUES (?, ?)"
_ROUND = "SELECT pairs FROM fingerprints_noted WHERE id <= ?"
_ALL_ENTERED = "DELETE FROM fingerprints_noted WHERE id <= ?"
_FIRST = -1  # before all hashes
_PACKED = "<i8"

_Numbers: TypeAlias = NDArray[np.int64]
_NONE: _Numbers = np.empty(0, np.int64)


class Noted:
    """The fingerprints that are noted, written inside the caller's transaction; where that fails, ``forget`` them."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.forget()

    def forget(self) -> None:
        """Drop what is at hand; ``follow`` reads it again, as the database has it."""
        self._last, self._entered_to, self._round_of = 0, _FIRST, 0
        self._hashes, self._stories = _NONE, _NONE  # in the order of hashes
        self._begun, self._done = 0, 0  # those between these two places are in the table as well
        self._lately = defaultdict[int, list[int]](list)
        self._late = 0
        self._new = list[tuple[int, int]]()
        self._marks = Marks(self._connection)

    def follow(self) -> None:
        """Read what was noted since, by whatever program, or all where nothing is at hand."""
        if self._marks.are_outdated:  # another program has ended a round: what it noted last may be gone already
            self.forget()
            self._marks.read()
        rows = self._connection.execute(_LATER, (self._last,)).fetchall()
        if rows:
            self._last, _, self._entered_to, self._round_of = rows[-1]
            in_round = bisect_right(rows, self._round_of, key=itemgetter(0))
            pairs = _unpacked(packed for _, packed, _, _ in rows[:in_round])
            entered = pairs[0] <= self._entered_to
            self._marks.set(pairs[0, entered])
            self._sort_in(pairs[:, ~entered], _unpacked(packed for _, packed, _, _ in rows[in_round:]))

    def entered(self, sketch: Sequence[int]) -> list[int]:
        """Those of these hashes that may be in the table; what is at hand as well may be left out."""
        return self._marks.among(sketch)

    def stories_of(self, sketch: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """The stories noted with each of these hashes that any was noted with."""
        found = {number: tuple(self._lately[number]) for number in sketch if number in self._lately}
        asked = np.array(sketch, np.int64)
        first = np.searchsorted(self._hashes, asked)
        there = first < len(self._hashes)
        there[there] = self._hashes[first[there]] == asked[there]
        for number, place in zip(asked[there].tolist(), first[there].tolist(), strict=True):
            end = int(np.searchsorted(self._hashes, number, "right"))
            found[number] = (*found.get(number, ()), *self._stories[place:end].tolist())
        return found

    def note(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Add hashes, each with its story, to what this transaction notes."""
        for number, story in pairs:
            self._new.append((number, story))
            self._lately[number].append(story)
            self._late += 1

    def settle(self) -> None:
        """Write down what this transaction noted, and enter in their table as many fingerprints as are too many."""
        if self._new:
            if self._late > LATELY:
                self._sort_in_late()
            at_hand = len(self._hashes) - (self._done - self._begun) + self._late
            self._enter(at_hand - AT_HAND)
            noted = np.array(self._new, _PACKED).T.tobytes()
            row = self._connection.execute(_NOTE, (noted, self._entered_to, self._round_of)).lastrowid
            assert row is not None
            self._last, self._new = row, []

    def _enter(self, many: int) -> None:
        """Enter the next ones in the order of hashes, at least so many, or all up to the last, where a round ends."""
        if many > 0 and not self._round_of:
            self._begin_round()
        if many <= 0 or not len(self._hashes):
            return
        end = len(self._hashes)
        if self._done + many < end:  # all stories of the last hash are entered with it
            end = int(np.searchsorted(self._hashes, self._hashes[self._done + many - 1], "right"))
        run = (each[self._done : end].tolist() for each in (self._hashes, self._stories))
        self._connection.executemany(_ENTER, zip(*run, strict=True))
        self._done = end
        if end < len(self._hashes):
            self._entered_to = int(self._hashes[end - 1])
        else:
            self._end_round()

    def _end_round(self) -> None:
        """Write the marks of all that this round has entered, which is noted no longer, and begin the next."""
        rows = self._connection.execute(_ROUND, (self._round_of,)).fetchall()
        hashes = _unpacked(packed for (packed,) in rows)[0]
        self._marks.set(hashes)
        self._marks.write(len(hashes))
        self._connection.execute(_ALL_ENTERED, (self._round_of,))
        self._begin_round()

    def _begin_round(self) -> None:
        """Begin at the first of the hashes that were noted before this transaction."""
        self._entered_to, self._round_of = _FIRST, self._last
        self._sort_in_late()

    def _sort_in_late(self) -> None:
        late = [(number, story) for number, stories in self._lately.items() for story in stories]
        self._lately.clear()
        self._late = 0
        self._sort_in(np.array(late, np.int64).reshape(-1, 2).T)

    def _sort_in(self, *more: _Numbers) -> None:
        self._marks.set(self._hashes[self._begun : self._done])
        left = np.delete(np.stack((self._hashes, self._stories)), slice(self._begun, self._done), axis=1)
        hashes, stories = np.concatenate((left, *more), axis=1)
        order = np.argsort(hashes)
        self._hashes, self._stories = hashes[order], stories[order]
        self._begun = self._done = int(np.searchsorted(self._hashes, self._entered_to, "right"))


def _unpacked(rows: Iterable[bytes]) -> _Numbers:
    """The hashes that are noted in some rows, and the story of each."""
    pairs = (np.frombuffer(packed, _PACKED).reshape(2, -1) for packed in rows)
    return np.concatenate((np.empty((2, 0), np.int64), *pairs), axis=1)
