"""Whether one story is a reprint of another: what of each of two texts stands in the other, and what that means."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from crawler.storage.reprints.shingles import Hashes, Shingles, each_once, within

FEWEST = 24
"""Shingles that a text needs to be compared: what is shorter says too little to tell a reprint from a formula."""
REPRINTED = 0.5
"""Share of the shorter text that stands in the longer one of a reprint; two reports of one event share less."""
WHOLE = 0.6
"""Share of both texts from which on they are the same story, whatever else their neighbours are."""
EXCERPT = 0.15
"""Share of the longer text below which the shorter one is a piece in it: a brief in a digest, a long quotation."""
_SAME_HOUSE = 0.9
_SAME_HOUSE_LONGER = 0.5
_FEW_NUMBERS = 4

NO_HASHES: Hashes = np.zeros(0, dtype=np.uint64)


class Overlap(NamedTuple):
    """What two texts share, each share from 0 to 1: of the one, of the other; and of all that they say together."""

    share: float
    other_share: float
    similarity: float

    @property
    def is_excerpt(self) -> bool:
        """Whether the one is only a piece in the other."""
        return min(self.share, self.other_share) < EXCERPT

    @property
    def is_whole(self) -> bool:
        """Whether most of both is the same."""
        return min(self.share, self.other_share) >= WHOLE


def overlap(text: Shingles, other: Shingles, standing: Hashes) -> Overlap:
    """What two texts share, the shingles of ``standing`` text left out of both.

    ``similarity`` is the Jaccard index of the two sets of shingles. Where fewer than ``FEWEST`` are left of
    one, nothing is shared.
    """
    mine, theirs = (each.distinct[~within(each.distinct, standing)] for each in (text, other))
    both = int(np.count_nonzero(within(mine, theirs)))
    if min(len(mine), len(theirs)) < FEWEST or not both:
        return Overlap(0.0, 0.0, 0.0)
    similarity = both / (len(mine) + len(theirs) - both)
    return Overlap(text.covered(theirs, standing), other.covered(mine, standing), round(similarity, 4))


def is_reprint(text: Shingles, other: Shingles, found: Overlap, *, same_site: bool) -> bool:
    """Whether texts that overlap so are one story, or one a part of the other.

    A site fills the same form again and again, for the weather or the price of gold: on one site nearly all of the
    shorter text is to be in the longer, and each of its numbers; elsewhere at least half of the numbers.
    """
    least, most = sorted(found[:2])
    enough = most >= _SAME_HOUSE and least >= _SAME_HOUSE_LONGER if same_site else most >= REPRINTED
    # Of two equal shares either may be the shorter text: which was filed first does not matter.
    shorter = [
        pair for pair, share in (((text, other), found.share), ((other, text), found.other_share)) if share == most
    ]
    return enough and any(_numbers_agree(*pair, same_site=same_site) for pair in shorter)


def could_be_reprint(text: Shingles, other: Shingles, *, same_site: bool) -> bool:
    """Whether the numbers in the texts let the one be a reprint of the other, however much they overlap."""
    both_ways = ((text, other), (other, text))
    return any(_numbers_agree(shorter, longer, same_site=same_site) for shorter, longer in both_ways)


def _numbers_agree(shorter: Shingles, longer: Shingles, *, same_site: bool) -> bool:
    common = len(shorter.numbers & longer.numbers)
    if same_site:
        return common == len(shorter.numbers)
    return len(shorter.numbers) < _FEW_NUMBERS or 2 * common >= len(shorter.numbers)


def standing_text(text: Shingles, sketch: list[int], standing: set[int]) -> Hashes:
    """The hashes of the paragraphs that are standing text; ``standing`` are those of the ``sketch`` known to be.

    A paragraph is where at least half of what the sketch has of it is known to be.
    """
    if not standing:
        return NO_HASHES
    short = text.hashes >> np.uint64(16)
    asked = np.flatnonzero(short <= np.uint64(sketch[-1]))  # the sketch holds all the smallest
    known = asked[[each in standing for each in short[asked].tolist()]]
    count = int(text.paragraphs.max()) + 1
    of_known, of_asked = (np.bincount(text.paragraphs[places], minlength=count) for places in (known, asked))
    chosen = (of_known > 0) & (2 * of_known >= of_asked)
    return each_once(text.hashes[chosen[text.paragraphs]])
