"""Judges whether a site's pages still read as they did: rare faults that are suddenly frequent are the reading's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb
from typing import Literal

from crawler.console.counting import counted
from crawler.records.filings import FILED

State = Literal["learning", "good", "changed", "bad"]
"""``learning``: too few pages were read to say; ``changed``: its pages are built otherwise and read well; ``bad``: they
read badly, and worse forms of its stories are not filed."""

LABELS = {"bad": "reads badly", "changed": "changed"}
"""The states that people are told of, in words."""
FEWEST_KNOWN = 8
"""Pages that read well from which others can be judged by them."""
FEWEST = 3
"""Pages with a fault that are more than an accident."""
LEAST_SHARE = 1 / 3
MOST_LIKELY = 1e-4
"""The share of the pages that have a fault, and how likely that was before, from which the fault is the site's."""
CUT = 0.5
"""The share of its words of which a story has lost so much that its reading may be at fault."""
SHORTEST = 40
"""Words of a text from which it can lose any."""
GROWN = 1.5
"""How many times as long as before a story with chrome in it is."""

FAULTS: Mapping[str, str] = {
    "story": "no story found in the page",
    "short": "hardly any text",
    "lost": "half of the text lost",
    "chrome": "text that others have as well",
    "headline": "no headline",
    "byline": "no byline",
    "published_at": "no date",
}
"""What can be wrong with a page's reading, in words."""
FIELD_FAULTS = frozenset({"headline", "byline", "published_at"})

_LIKE = 12  # bits in which the templates of pages differ that are built alike, of 64
_CHROME_SHARE = 0.2  # of a text's words that stand on many other pages as well
_DOUBTED_FIRST = 10  # pages added to those known, of which half a page has the fault: few prove little


@dataclass(frozen=True, slots=True)
class PageReading:
    """How one page read; ``kept`` holds the mark of each block of its text with its words."""

    id: int
    outcome: str
    words: int
    words_before: int | None
    missing: frozenset[str]
    template: int
    kept: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """How a site is doing, ``since`` when (as the tables write times), and the ``faults`` of many of its pages."""

    state: State
    since: str
    reason: str
    faults: frozenset[str]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the latest pages of a site say of it: ``faults`` of FAULTS, ``reason`` in words, the ids of ``bad`` ones."""

    state: State
    reason: str = ""
    faults: frozenset[str] = frozenset()
    bad: frozenset[int] = frozenset()


def judge(known: Sequence[PageReading], latest: Sequence[PageReading]) -> Judgement:
    """How the latest pages read, by those of which is known that they read well."""
    if len(known) < FEWEST_KNOWN:
        return Judgement("learning", f"{counted(len(known) + len(latest), 'page')} read so far")
    usual, faulty = _faults(known, known), _faults(latest, known)
    counts = {fault: sum(fault in found for found in faulty) for fault in FAULTS}
    before = {fault: sum(fault in found for found in usual) for fault in FAULTS}
    faults = frozenset(f for f in FAULTS if _is_the_sites(counts[f], len(latest), before[f], len(known)))
    rebuilt = _rebuilt(known, latest)
    if faults:
        told = [f"{FAULTS[f]} on {counts[f]} of {len(latest)} pages" for f in FAULTS if f in faults]
        built = ["its pages are built otherwise than before"] if rebuilt else []
        bad = frozenset(reading.id for reading, found in zip(latest, faulty, strict=True) if found & faults)
        return Judgement("bad", "; ".join([*told, *built]), faults, bad)
    if rebuilt:
        return Judgement("changed", "its pages are built otherwise than before, and read as well")
    return Judgement("good")


def faults_of_change(before: Mapping[str, object], after: Mapping[str, object]) -> frozenset[str]:
    """What makes the second of two forms of a story look worse: rows with ``words`` and the fields of FIELD_FAULTS."""
    old, new = int(str(before["words"])), int(str(after["words"]))
    faults = {name for name in FIELD_FAULTS if before[name] and not after[name]}
    if has_lost(old, new):
        faults |= {"lost", "short", "story"}
    if new > GROWN * max(old, 1):
        faults.add("chrome")
    return frozenset(faults)


def has_lost(before: int, now: int) -> bool:
    """Whether a text of so many words has lost so many that its reading may be at fault."""
    return before >= SHORTEST and now < CUT * before


def _faults(readings: Sequence[PageReading], known: Sequence[PageReading]) -> list[set[str]]:
    """The faults of each reading, by what is usual on the pages known."""
    lengths = sorted(reading.words for reading in known)
    shortest = lengths[len(lengths) // 4] / 3
    recurring = _recurring(readings)
    return [_faults_of(reading, shortest, recurring) for reading in readings]


def _faults_of(reading: PageReading, shortest: float, recurring: frozenset[int]) -> set[str]:
    if reading.outcome not in FILED:
        return {"story"} | ({"lost"} if has_lost(reading.words_before or 0, 0) else set())
    faults = set(reading.missing)
    if reading.words < shortest:
        faults.add("short")
    if reading.words_before is not None and has_lost(reading.words_before, reading.words):
        faults.add("lost")
    again = sum(words for mark, words in reading.kept if mark in recurring)
    if again > _CHROME_SHARE * sum(words for _, words in reading.kept):
        faults.add("chrome")
    return faults


def _recurring(readings: Sequence[PageReading]) -> frozenset[int]:
    """The marks of the blocks that stand in many of the texts."""
    seen = Counter(mark for reading in readings for mark, _ in reading.kept)
    return frozenset(mark for mark, count in seen.items() if count >= max(FEWEST, LEAST_SHARE * len(readings)))


def _is_the_sites(count: int, of: int, before: int, known: int) -> bool:
    """Whether so many pages with a fault are no accident, by how many there were among those known."""
    if count < FEWEST or count < LEAST_SHARE * of:
        return False
    rate = min((before + 0.5) / (known + _DOUBTED_FIRST), 1.0)
    return sum(comb(of, k) * rate**k * (1 - rate) ** (of - k) for k in range(count, of + 1)) < MOST_LIKELY


def _rebuilt(known: Sequence[PageReading], latest: Sequence[PageReading]) -> bool:
    """Whether most of the latest pages are built as hardly any page known is."""
    strange = sum(_alike(reading, known) < 2 for reading in latest)
    return strange >= FEWEST and 2 * strange > len(latest)


def _alike(reading: PageReading, known: Sequence[PageReading]) -> int:
    return sum((reading.template ^ other.template).bit_count() <= _LIKE for other in known)
