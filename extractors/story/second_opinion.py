"""Asks trafilatura where the classifier is in doubt; the only module that knows it.

On most pages the classifier is sure, and asking would change nothing but take most of a page's time.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from itertools import compress, pairwise

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from extractors.decision import SURE
from extractors.page.blocks import Block, Box
from extractors.page.elements import SILENT
from extractors.page.printed import squash
from extractors.story.below import below_story, home_of
from extractors.story.closing import closing_lists

DOUBT = 0.15
"""Words in doubt to words kept from which it is asked: one page in ten that the model has not seen the like of."""
_LOG_ODDS = 2.0
"""What its opinion counts beside the classifier's, as measured on pages of unseen sites: see docs/benchmarks.md."""
_BELOW = 4.0
"""What it counts where it leaves out what stands in boxes of its own below the story's."""
_CLOSING = 4.0
"""What it counts where it keeps a list that closes the story and is in doubt as a whole; that it drops one, nothing."""
_OWN = 0.7
"""The verdict from which a block needs no second one: in the story's box, between two that both keep."""
FEWEST_WORDS = 150.0
"""Words in a text from which it is asked."""
FEWEST_OWN = 100
"""Words that the classifier keeps below which any other opinion is better than none."""
LEAST_SHARED = 0.3
MOST_MORE = 2.0
"""How much of what the classifier keeps, and how many times as much, trafilatura may hold to be believed."""
_SUREST = 0.9
"""The verdict of what is the story beyond doubt."""
HOPELESS = 0.03
"""The verdict below which its opinion saves no block, so that it is not shown the boxes that hold none above."""
_UNREAD = tuple(SILENT - {"head", "title", "meta", "link", "base"})
"""Elements that it takes out as well, but for scripts with JSON-LD; what is in them is in no box, and not bounded."""
_MOST_BOXES = 6_000
_MOST_TEXT = 60_000  # words: each block is looked for in all that it keeps
_DEEPEST = 100
_DEEPEST_TABLE = 12
_LONGEST_NAME = 2_000
"""Beyond these it takes seconds (its issue 704 on tables) or more stack than there is."""


def is_in_doubt(verdicts: NDArray[np.float32], blocks: Sequence[Block]) -> bool:
    """Whether too much of a text is undecided; never of a short one, of which trafilatura knows less."""
    words = np.array([block.words for block in blocks])
    kept = float((verdicts * words).sum())
    undecided = float((np.minimum(verdicts, 1 - verdicts) * words).sum())
    return undecided > DOUBT * max(kept, FEWEST_WORDS)


def can_be_asked(boxes: Sequence[Box]) -> bool:
    """Whether a page is of a size and shape that trafilatura reads in good time."""
    if not 0 < len(boxes) < _MOST_BOXES or boxes[0].words > _MOST_TEXT:
        return False
    names = (box.attributes.get(name, "") for box in boxes for name in ("class", "id"))
    if max(box.depth for box in boxes) >= _DEEPEST or max(map(len, names)) >= _LONGEST_NAME:
        return False
    return _deepest_table(boxes[0].element) < _DEEPEST_TABLE


def _deepest_table(page: HtmlElement) -> int:
    """How many tables stand in each other at most, those without a box among them: a block may hold some, all empty."""
    around: dict[HtmlElement | None, int] = {None: 0}
    for table in page.iter("table"):
        around[table] = around[next(table.iterancestors("table"), None)] + 1
    return max(around.values())


def weighed(blocks: Sequence[Block], verdicts: NDArray[np.float32], boxes: Sequence[Box]) -> NDArray[np.float32]:
    """The verdicts, moved towards what trafilatura makes of the blocks, if it is asked and about the same story.

    Where too much of the text is undecided all of them move, else those on what stands in boxes below the story's and
    on lists in doubt that close it.
    """
    in_doubt = is_in_doubt(verdicts, blocks)
    below, closing = np.zeros(len(blocks), dtype=np.bool_), list[list[int]]()
    if _kept_words(blocks, verdicts) >= FEWEST_WORDS:  # of a shorter text trafilatura knows less
        below, closing = below_story(blocks, verdicts, boxes), closing_lists(blocks, verdicts, boxes)
    if not (in_doubt or below.any() or closing) or not can_be_asked(boxes):
        return verdicts
    kept = _opinion(blocks, verdicts, boxes)
    if kept is None:
        return verdicts
    moves = np.where(kept, _LOG_ODDS, -_LOG_ODDS) if in_doubt else np.zeros(len(blocks))
    moves[~kept & _stands(blocks, verdicts, boxes, kept)] = 0.0
    moves[below & ~kept] = -_BELOW
    for items in closing:
        if 2 * kept[items].sum() >= len(items):
            moves[items] = _CLOSING
    clear = np.clip(verdicts, 1e-4, 1 - 1e-4)
    moved: NDArray[np.float32] = (1 / (1 + np.exp(-np.log(clear / (1 - clear)) - moves))).astype(np.float32)
    return np.where(moves, moved, verdicts)


def _stands(
    blocks: Sequence[Block], verdicts: NDArray[np.float32], boxes: Sequence[Box], kept: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which blocks the classifier keeps alone: quotations and lists that trafilatura drops in the midst of a story."""
    words = [block.words if verdict >= SURE else 0 for block, verdict in zip(blocks, verdicts.tolist(), strict=True)]
    home = home_of(blocks, words, boxes)
    inside = np.array([home in block.box.ancestry() for block in blocks])
    both = np.flatnonzero(inside & kept & (verdicts >= SURE))
    stands = np.zeros(len(blocks), dtype=np.bool_)
    if len(both):
        amid = slice(both[0], both[-1])
        stands[amid] = inside[amid] & (verdicts[amid] >= _OWN)
    return stands


def _kept_words(blocks: Sequence[Block], verdicts: NDArray[np.float32]) -> int:
    return sum(block.words for block, verdict in zip(blocks, verdicts.tolist(), strict=True) if verdict >= SURE)


def _opinion(blocks: Sequence[Block], verdicts: NDArray[np.float32], boxes: Sequence[Box]) -> NDArray[np.bool_] | None:
    """Which blocks trafilatura keeps; None where it keeps none or speaks of something else."""
    told = _text(_shown(boxes, {block.box for block in compress(blocks, verdicts >= HOPELESS)}))
    text = squash(told)
    kept = _said_in(blocks, text, frozenset(map(squash, told.split("\n"))))
    return kept if text and _is_about_the_same(blocks, verdicts, kept) else None


def _said_in(blocks: Sequence[Block], text: str, lines: frozenset[str]) -> NDArray[np.bool_]:
    """Which blocks a text of these ``lines`` holds, word for word: most are one of them.

    Of others what stands between the first and the last word must stand so in the text, which is soon asked: only
    where it does, the text is searched, and once for blocks that say the same.
    """
    words = text.split(" ")
    known = {*words, *pairwise(words)}
    found: dict[str, bool] = {}
    for block in blocks:
        said = block.squashed
        if said not in found:
            inner = said.split(" ")[1:-1]
            could_be = known.issuperset(inner) and known.issuperset(pairwise(inner))
            found[said] = said in lines or (could_be and said in text)
    return np.array([found[block.squashed] for block in blocks])


def _is_about_the_same(blocks: Sequence[Block], verdicts: NDArray[np.float32], theirs: NDArray[np.bool_]) -> bool:
    """Whether two choices of blocks could be of one story: else trafilatura took a sidebar, or the whole page.

    What the classifier is very sure of tells what the story is: most of what it keeps may be a gallery below. Where it
    is sure of nothing, the other text may be much longer: a live report in boxes that look like comments.
    """
    words = np.array([block.words for block in blocks])
    ours, surest = verdicts >= SURE, verdicts >= _SUREST
    our_words = words[ours].sum()
    if our_words < FEWEST_OWN:
        return True
    told = surest if words[surest].sum() >= FEWEST_OWN else ours
    shared = words[told & theirs].sum() >= LEAST_SHARED * words[told].sum()
    return bool(shared and (not surest.any() or words[theirs].sum() <= MOST_MORE * our_words))


def _text(tree: HtmlElement) -> str:
    """What trafilatura, asked for its quick answer, holds for the story; empty where it fails."""
    import trafilatura  # here, where it is needed: loading it takes as long as many a command

    try:
        document = trafilatura.bare_extraction(tree, fast=True, include_comments=False)
    except (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError):
        return ""  # an opinion that is not to be had changes nothing
    return getattr(document, "text", None) or ""


def _shown(boxes: Sequence[Box], hopeful: set[Box]) -> HtmlElement:
    """A copy of the page without what it need not see: the less there is, the sooner it answers.

    Left out are boxes that neither are ``hopeful`` nor hold one that is, scripts and styles, and the spans of cells,
    which it would fill with empty ones.
    """
    for box in reversed(boxes):
        if box in hopeful and box.parent is not None:
            hopeful.add(box.parent)
    root = boxes[0].element
    places = {box.element for box in boxes if box not in hopeful and box.parent in hopeful}
    tree = deepcopy(root)
    unread = [twin for element, twin in zip(root.iter(), tree.iter(), strict=True) if element in places]
    unread += [element for element in tree.iter(*_UNREAD) if "ld+json" not in (element.get("type") or "")]
    for element in unread:
        element.clear(keep_tail=True)  # to drop it lxml would move its tail, and raise over a control character in it
    for cell in tree.iter("td", "th"):
        for name in ("colspan", "rowspan"):
            cell.attrib.pop(name, None)
    return tree
