"""What a line of a page's dump looks like and where it stands, as numbers and in any language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Sequence
from itertools import chain, islice

import numpy as np
from numpy.typing import NDArray

from extractors.classifier.context import NAMES as CONTEXT_NAMES
from extractors.classifier.matrix import Matrix, neighbours
from extractors.classifier.sequence import since
from extractors.metadata.datetext import YEAR
from extractors.textmode.head import is_byline, is_headline, is_name
from extractors.textmode.lines import Line
from extractors.textmode.post import NAMING
from extractors.textmode.tail import HEADS_A_LIST, RULES

_KINDS: tuple[frozenset[str], ...] = tuple(
    frozenset(kinds.split())
    for kinds in (
        "comments-heading comments-closed",
        "comment-form form-field comment-login",
        "comment-meta comment-reply comment-author",
        "share like",
        "related read-more",
        "post-navigation",
        "newsletter",
        "menu search login",
        "cookies feed footer",
        "sidebar",
        "posted",
        "categories tags",
    )
)
_LOOK = (
    "length words word_length ends_sentence starts_small large digits capitals commas stops time year rule item "
    "separators address trails_off colon quotes wide gap often number_of_it phrase weight name byline headline_like "
    "signed named_elsewhere"
).split()
_PLACE = (
    "place place_share place_from_end lines gap_share prose_share kinds told_before told_after since_long until_long "
    "topic title_share before_core after_core"
).split()
_NEAR = ("length", "ends_sentence", "phrase", "time", "large", "name")
_SHIFTS = (-3, -2, -1, 1, 2, 3)
_WINDOWS = (5, 15)
_MOVING = ("length", "prose", "phrase", "time")

_FAR = 60
_LONG = 60  # characters
_ITEM = re.compile(r"\s*(?:[-–—•*·▪►+]\s|\(?\d{1,3}[.)]\s)")
_SEPARATORS = re.compile(r"[|•·›»>/→]")
_ADDRESS = re.compile(r"https?://|www\.|@\w")
_TRAILS_OFF = re.compile(r"(?:…|\.\.\.|\[…\])\W*$")
_STOPS = re.compile(r"[.!?。！？।]['\"”’»)]*(?=\s|$)")
_QUOTES = re.compile(r"[\"“”„«»「」]")
_WIDE = re.compile(r"[\u0e00-\u0eff\u1000-\u11ff\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WORD = re.compile(r"\w+")
_TOPICAL = 5  # letters of a word that tells what a text is about
_NAMING = 3  # times as long as a headline, a line that names it
_LONGEST_NAMING = 120  # characters
_MOST_NAMING = 100  # lines, the first ones

NAMES: tuple[str, ...] = (
    *_LOOK,
    *(f"kind_{number}" for number in range(len(_KINDS))),
    *_PLACE,
    *(f"since_{number}" for number in range(len(_KINDS))),
    *(f"until_{number}" for number in range(len(_KINDS))),
    *(f"{name}_{side}_{size}" for size in _WINDOWS for side in ("before", "after") for name in _MOVING),
    *(f"{name}@{shift:+d}" for shift in _SHIFTS for name in _NEAR),
)

AROUND: tuple[str, ...] = tuple(name for name in CONTEXT_NAMES if not name.startswith("first_box"))
"""The features of the second look, which the groups of :func:`line_groups` give; a line stands in no boxes."""


def line_features(lines: Sequence[Line], said: Container[int]) -> Matrix:
    """The features of all lines, shape (lines, len(NAMES)); those in ``said`` are readers' comments."""
    look = _looks(lines, said)
    kinds = np.array([[line.kind in group for group in _KINDS] for line in lines])
    of = dict(zip(_LOOK, look.T, strict=True))
    prose = np.array([line.is_prose for line in lines], dtype=np.float32)
    moving = [of["length"], prose, of["phrase"], of["time"]]
    parts = [
        look,
        kinds.astype(np.float32),
        _places(lines, prose, of["length"]),
        np.column_stack([_since(flags) for flags in kinds.T]),
        np.column_stack([_since(flags[::-1])[::-1] for flags in kinds.T]),
        *(_means(moving, size) for size in _WINDOWS),
        neighbours(np.column_stack([of[name] for name in _NEAR]), _SHIFTS),
    ]
    return np.hstack(parts).astype(np.float32)


def line_groups(lines: Sequence[Line]) -> NDArray[np.int64]:
    """For each line the groups that it is in, shape (lines, 2): lines alike, and its section below a phrase."""
    looks: dict[tuple[object, ...], int] = {}
    alike = [
        looks.setdefault((line.kind, line.is_short, line.is_prose, line.ends_sentence, line.gap > 0), len(looks))
        for line in lines
    ]
    return np.column_stack([alike, np.cumsum([line.kind in HEADS_A_LIST for line in lines])]).astype(np.int64)


def line_words(lines: Sequence[Line]) -> NDArray[np.float32]:
    """The words of each line; in scripts written without spaces every other character counts."""
    counts = [len(line.said.split()) + len(_WIDE.findall(line.said)) / 2 for line in lines]
    return np.array(counts, dtype=np.float32)


def _looks(lines: Sequence[Line], said: Container[int]) -> Matrix:
    texts = [" ".join(line.said.split()) for line in lines]
    often = Counter(texts)
    seen: Counter[str] = Counter()
    names = _named(lines, texts)
    rows = []
    for number, (line, text) in enumerate(zip(lines, texts, strict=True)):
        seen[text] += 1
        words = text.split()
        letters = max(len(text), 1)
        rows.append(
            (
                np.log1p(len(text) + 2 * len(_WIDE.findall(text))),
                len(words),
                letters / max(len(words), 1),
                line.ends_sentence,
                text[:1].islower(),
                sum(word[0].isupper() for word in words) / max(len(words), 1),
                sum(map(str.isdigit, text)) / letters,
                sum(map(str.isupper, text)) / letters,
                text.count(",") + text.count("、") + text.count("，"),
                len(_STOPS.findall(text)),
                line.is_time,
                YEAR.search(text) is not None,
                line.is_rule,
                _ITEM.match(line.said) is not None,
                len(_SEPARATORS.findall(text)),
                _ADDRESS.search(text) is not None,
                _TRAILS_OFF.search(text) is not None,
                text.endswith((":", "：")),
                len(_QUOTES.findall(text)),
                len(_WIDE.findall(text)) / letters,
                min(line.gap, 3),
                often[text],
                seen[text],
                line.kind in RULES,
                line.weight,
                is_name(line),
                is_byline(line),
                is_headline(line),
                number in said,
                names[number],
            )
        )
    return np.array(rows, dtype=np.float32)


def _named(lines: Sequence[Line], texts: Sequence[str]) -> list[int]:
    """For each line how many short ones say it among other words, as a breadcrumb says the headline."""
    naming = (text for text in texts if len(text) <= _LONGEST_NAMING and NAMING.search(text))
    others = list(islice(naming, _MOST_NAMING))
    whole = "\n".join(others)
    return [
        sum(text in other and len(text) < len(other) <= _NAMING * len(text) for other in others)
        if text in whole and line.is_short and is_headline(line)
        else 0
        for line, text in zip(lines, texts, strict=True)
    ]


def _places(lines: Sequence[Line], prose: NDArray[np.float32], length: NDArray[np.float32]) -> Matrix:
    count = len(lines)
    places = np.arange(count, dtype=np.float32)
    told = np.array([min(len(line.said), 480) for line in lines], dtype=np.float32) * prose
    total = max(float(told.sum()), 1.0)
    before = np.cumsum(told) - told
    long = length >= np.log1p(_LONG)
    first, last = _core(prose, told)
    inside = (places >= first) & (places < last)
    words = [{word.lower() for word in _WORD.findall(line.said) if len(word) >= _TOPICAL} for line in lines]
    columns = [
        np.minimum(places, 200),
        places / count,
        np.minimum(count - places, 200),
        np.full(count, np.log1p(count)),
        np.full(count, np.mean([line.gap > 0 for line in lines])),
        np.full(count, prose.mean()),
        np.full(count, len({line.kind for line in lines if line.kind in RULES})),
        before / total,
        1 - (before + told) / total,
        _since(long),
        _since(long[::-1])[::-1],
        _topic(words, inside),
        _title_share(lines, words, int(first)),
        np.minimum(np.maximum(first - places, 0), _FAR),
        np.minimum(np.maximum(places - last, 0), _FAR),
    ]
    return np.column_stack(columns).astype(np.float32)


def _core(prose: NDArray[np.float32], told: NDArray[np.float32]) -> tuple[int, int]:
    """Where the stretch with most prose starts and ends, short lines counting against it."""
    best, core, total, first = 0.0, (0, 0), 0.0, 0
    for number, (is_prose, much) in enumerate(zip(prose.tolist(), told.tolist(), strict=True)):
        if total <= 0:
            total, first = 0.0, number
        total += much if is_prose else -30.0
        if total > best:
            best, core = total, (first, number + 1)
    return core


def _topic(words: Sequence[set[str]], inside: NDArray[np.bool_]) -> list[float]:
    """For each line the share of its long words that other lines of the core use; -1 without long words."""
    kept = inside.tolist()
    times = Counter(chain.from_iterable(found for found, is_kept in zip(words, kept, strict=True) if is_kept))
    return [
        sum(times[word] > is_kept for word in found) / len(found) if found else -1.0
        for found, is_kept in zip(words, kept, strict=True)
    ]


def _title_share(lines: Sequence[Line], words: Sequence[set[str]], first: int) -> list[float]:
    """For each line the share of the words of the last headline-like line above the core that it says."""
    above = next((number for number in range(first - 1, -1, -1) if is_headline(lines[number])), None)
    wanted = words[above] if above is not None else set()
    return [len(wanted & found) / len(wanted) if wanted else -1.0 for found in words]


def _since(flags: NDArray[np.bool_]) -> NDArray[np.float32]:
    return since(flags, _FAR)


def _means(columns: Sequence[NDArray[np.float32]], size: int) -> Matrix:
    """The means of each column over the ``size`` lines before each line, then over those after it."""
    found = []
    for side in (1, -1):
        for column in columns:
            sums = np.concatenate([[0.0], np.cumsum(column[::side])])
            places = np.arange(len(column))
            start = np.maximum(places - size, 0)
            found.append(((sums[places] - sums[start]) / np.maximum(places - start, 1))[::side])
    return np.column_stack(found).astype(np.float32)
