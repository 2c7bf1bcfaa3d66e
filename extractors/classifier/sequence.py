"""Features of a block's place in the page's sequence: before or after the headline, near prose, repeated elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from itertools import chain, compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from extractors.classifier.matrix import Matrix, by_columns
from extractors.classifier.said import Said
from extractors.page.blocks import Block, Box
from extractors.page.elements import HEADINGS
from extractors.page.printed import squash
from extractors.phrases import chrome_kind

NAMES = tuple(
    (
        "place place_from_end place_share words_before_share from_headline after_headline has_headline is_headline "
        "since_long until_long same_signature signature_words repeats repeat_number in_headline best_distance in_best "
        "before_best after_best window_words window_links run_short topic title_share declared described h1_before "
        "heading_links phrase comment_phrase comments_before comments_after since_comment until_comment since_related "
        "page_blocks page_words page_long_share page_link_share page_paragraphs"
    ).split()
)

RELATED = frozenset({"related", "sidebar", "post-navigation"})
"""Kinds of phrases that stand over links to other stories."""

_FAR = 99
_WINDOW = 7
_LONGEST_GAP = 30
_LONGEST_PHRASE = 120
_TELLING_WORDS = 8  # of a line that is no label

Column = NDArray[np.float32]


def columns(blocks: Sequence[Block], words: Column, said: Said, headline: int) -> Matrix:
    """The features of all blocks, shape (blocks, len(NAMES)); ``headline`` is the headline's index or -1."""
    squashed = [block.squashed for block in blocks]
    spoken = [set(text.split()) for text in squashed]
    links = np.array([block.link_chars / len(block.text) for block in blocks], dtype=np.float32)
    headline_text = squashed[headline] if headline >= 0 else squash(said.title)
    distance = _distances(blocks, _best_box(blocks, words))
    inside = distance < 3
    total = max(float(words.sum()), 1.0)
    parts = [
        *_positions(words, headline, total),
        *_prose(words, links),
        *_repeats(blocks, squashed, words, headline_text),
        *_around_best(distance, inside),
        *_windows(words, links),
        _topic(spoken, inside),
        _title_share(spoken, headline_text),
        _declared(squashed, said.body),
        _described(squashed, said.description),
        np.cumsum([block.box.tag == "h1" and place != headline for place, block in enumerate(blocks)]),
        _heading_links(blocks, links),
        *_phrases(blocks, headline),
        *_page(blocks, words, links, total),
    ]
    return by_columns(parts, len(blocks))


def _positions(words: Column, headline: int, total: float) -> list[NDArray[np.float32]]:
    count = len(words)
    places = np.arange(count, dtype=np.float32)
    known = headline >= 0
    return [
        places,
        count - places,
        places / count,
        np.cumsum(words) / total,
        places - headline if known else places,
        (places > headline if known else np.zeros(count)).astype(np.float32),
        np.full(count, known, dtype=np.float32),
        (places == headline).astype(np.float32),
    ]


def _prose(words: Column, links: Column) -> list[Column]:
    long = (words >= 20) & (links < 0.33)
    return [since(long), since(long[::-1])[::-1]]


def since(flags: NDArray[np.bool_], most: int = _LONGEST_GAP) -> Column:
    """Blocks or lines between each and the last flagged one before it, ``most`` at most."""
    places = np.arange(len(flags))
    last = np.full(len(flags), -most - 1)
    last[1:] = np.maximum.accumulate(np.where(flags, places, last))[:-1]
    gaps: Column = np.minimum(places - last - 1, most).astype(np.float32)
    return gaps


def _repeats(
    blocks: Sequence[Block], squashed: Sequence[str], words: Column, headline_text: str
) -> list[Sequence[float] | NDArray[Any]]:
    looks = signatures(blocks)
    alike = np.bincount(looks)
    alike_words = np.bincount(looks, words)
    texts = Counter(squashed)
    seen: dict[str, int] = {}
    numbers = []
    for text in squashed:
        seen[text] = number = seen.get(text, 0) + 1
        numbers.append(number)
    return [
        alike[looks],
        (alike_words / alike)[looks],
        [texts[text] for text in squashed],
        numbers,
        [bool(text) and text in headline_text for text in squashed],
    ]


def signatures(blocks: Sequence[Block]) -> NDArray[np.int64]:
    """A number for each block, equal where two look alike in the markup: in tags and classes of the nearest boxes."""
    known: dict[Box, int] = {}
    numbers: dict[Hashable, int] = {}
    for block in blocks:
        box = block.box
        if box in known:
            continue
        outer = box.parent
        look = (
            box.tag,
            box.attributes.get("class"),
            outer and outer.tag,
            outer and outer.attributes.get("class"),
            outer and outer.parent and outer.parent.tag,
        )
        known[box] = numbers.setdefault(look, len(numbers))
    return np.array([known[block.box] for block in blocks], dtype=np.int64)


def _best_box(blocks: Sequence[Block], words: Column) -> Box | None:
    """The box with most prose close by: a paragraph counts for its parent, half for the next, and so on."""
    scores: dict[Box, float] = {}
    for block, count in zip(blocks, words.tolist(), strict=True):
        if count < 12 or block.link_chars * 3 > len(block.text) or block.box.hidden:
            continue
        box = block.box.parent if block.box.tag in ("p", "li") else block.box
        weight = min(count, 120.0)
        for _ in range(4):
            if box is None:
                break
            scores[box] = scores.get(box, 0.0) + weight
            weight *= 0.5
            box = box.parent
    return max(scores, key=lambda box: scores[box]) if scores else None


def _distances(blocks: Sequence[Block], best: Box | None) -> Column:
    """For each block the steps up to the first box around ``best``, and three for each step from ``best`` to it."""
    ancestors = {box: step for step, box in enumerate(best.ancestry())} if best else {}
    known: dict[Box, float] = {}
    for block in blocks:
        if block.box in known:
            continue
        steps, box = 0, block.box
        while box not in ancestors and box.parent is not None:
            steps, box = steps + 1, box.parent
        known[block.box] = steps + 3 * ancestors[box] if box in ancestors else _FAR
    return np.array([known[block.box] for block in blocks], dtype=np.float32)


def _around_best(distance: Column, inside: NDArray[np.bool_]) -> list[NDArray[np.float32]]:
    places = np.arange(len(distance))
    held = np.flatnonzero(inside)
    first, last = (held[0], held[-1]) if len(held) else (0, len(distance))
    flags = [inside, places < first, places > last]
    return [distance, *(flag.astype(np.float32) for flag in flags)]


def _windows(words: Column, links: Column) -> list[NDArray[Any]]:
    near_words = _moving_sum(words)
    return [near_words, _moving_sum(words * links) / np.maximum(near_words, 1), since(words >= 10)]


def _moving_sum(values: Column) -> Column:
    if len(values) < _WINDOW:
        return np.full(len(values), values.sum(), dtype=np.float32)
    return np.convolve(values, np.ones(_WINDOW, dtype=np.float32), "same")


def _topic(spoken: Sequence[set[str]], inside: NDArray[np.bool_]) -> list[float]:
    """For each block the share of its long words that other blocks of the best box use; -1 without long words."""
    long_words = [{word for word in words if len(word) > 5} for words in spoken]
    kept = inside.tolist()
    times = Counter(chain.from_iterable(compress(long_words, kept)))
    used, again = set(times), {word for word, count in times.items() if count > 1}
    return [
        len(found & (again if is_kept else used)) / len(found) if found else -1.0
        for found, is_kept in zip(long_words, kept, strict=True)
    ]


def _title_share(spoken: Sequence[set[str]], title: str) -> list[float]:
    wanted = {word for word in title.split() if len(word) > 3}
    return [len(wanted & words) / max(len(wanted), 1) for words in spoken]


def _declared(squashed: Sequence[str], body: str) -> list[float]:
    """1 for a block that the declared body holds, 0 for one it does not, -1 where none is declared."""
    if not body:
        return [-1.0] * len(squashed)
    return [float(bool(text) and text in body) for text in squashed]


def _described(squashed: Sequence[str], description: str) -> list[float]:
    if not description:
        return [0.0] * len(squashed)
    start = description[:80]
    return [float(len(text) > 20 and (text in description or start in text)) for text in squashed]


def _heading_links(blocks: Sequence[Block], links: Column) -> Column:
    """For each block the link share of the heading of its section, -1 above the first: teasers have linked ones."""
    headings = np.array([block.box.tag in HEADINGS for block in blocks])
    last = np.maximum.accumulate(np.where(headings, np.arange(len(blocks)), -1))
    shares: Column = np.where(last >= 0, links[last], -1.0).astype(np.float32)
    return shares


def _phrases(blocks: Sequence[Block], headline: int) -> list[NDArray[np.float32]]:
    """Where interface phrases stand, in any language that they are known in, above all those of comment sections."""
    kinds = [chrome_kind(block.text) if len(block.text) < _LONGEST_PHRASE else None for block in blocks]
    if headline >= 0 and blocks[headline].box.tag in HEADINGS:
        kinds[headline] = None  # a story may be titled "Leave a comment"
    comment = np.array([kind is not None and kind.startswith("comment") for kind in kinds])
    comment[_links_to_comments(blocks, kinds, headline)] = False
    related = np.array([kind in RELATED for kind in kinds])
    count = np.cumsum(comment, dtype=np.float32)
    return [
        np.array([kind is not None for kind in kinds], dtype=np.float32),
        comment.astype(np.float32),
        count - comment,
        count[-1] - count,
        since(comment),
        since(comment[::-1])[::-1],
        since(related),
    ]


def _links_to_comments(blocks: Sequence[Block], kinds: Sequence[str | None], headline: int) -> list[int]:
    """The links and buttons between headline and story that lead to the comments, as "12 comments" does: none begin."""
    found: list[int] = []
    for number in range(headline + 1, min(headline + 1 + _WINDOW * 2, len(blocks)) if headline >= 0 else 0):
        block, kind = blocks[number], kinds[number]
        is_told = block.words >= _TELLING_WORDS and sum(map(str.isdigit, block.text)) * 5 < len(block.text)
        if kind is None and is_told and block.link_chars * 2 < len(block.text):
            return found
        if kind is not None and (block.is_link or block.box.tag == "button"):
            found.append(number)
    return []


def _page(blocks: Sequence[Block], words: Column, links: Column, total: float) -> list[Column]:
    count = len(blocks)
    long = (words >= 20) & (links < 0.33)
    paragraphs = sum(block.box.tag == "p" for block in blocks)
    values = (count, total, words[long].sum() / total, (words * links).sum() / total, paragraphs)
    return [np.full(count, value, dtype=np.float32) for value in values]
