"""Finds what a page says twice: a second copy of the body for phones, a pull quote of the story's own sentence.

What an author says twice stays: the same words in each entry of a list, the head of each table, a refrain. A copy is
told from it by its box, which says nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from extractors.page.blocks import Block, Box, Look, look, word_count
from extractors.page.survey import Survey

_FEWEST_WORDS = 6  # words from which a block that says the same again is no refrain or answer
_FEWEST_CHARACTERS = 20  # the same in scripts that write no spaces
_RUN_WORDS = 25  # words from which a run of blocks is a copy of another
_MOST_QUOTED = 60  # words of a pull quote
_MOST_PULLED = 300  # quotes that are looked for in a story: a page with more lists quotations
_MOST_FRESH = 0.25  # words that a box may say first, to those it says again
_ASIDE = frozenset({"blockquote", "aside", "figure"})
_ENTRIES = frozenset({"li", "tr", "dd", "dt"})


def find_copies(survey: Survey, taken: set[int]) -> set[int]:
    """The numbers of the blocks that repeat, in the same order, blocks above them and below the headline."""
    texts = [block.squashed for block in survey.blocks]
    repeated = {text for text, count in Counter(texts).items() if count > 1}
    if not repeated:
        return set()
    first: dict[str, int] = {}
    found: set[int] = set()
    below = _first_places(texts, survey.headline + 1)
    copying: dict[Box, bool] = {}
    for number, text in enumerate(texts):
        if (
            text not in repeated
            or number in taken
            or number in found
            or number <= survey.headline
            or survey.blocks[number].box.hidden
        ):
            continue
        origin = first.setdefault(text, number) if _is_telling(text) else number
        if origin == number:
            continue
        own, other = survey.blocks[number].box, survey.blocks[origin].box
        box = _apart(own, other)
        if box.tag in _ENTRIES and _apart(other, own).tag == box.tag:
            continue
        if box not in copying:
            copying[box] = _says_nothing_else(survey, texts, survey.spans[box], below)
        if copying[box]:
            found.update(_copied_run(survey, texts, origin, number))
    return found


def _first_places(texts: Sequence[str], start: int = 0) -> dict[str, int]:
    """Where each text stands first, from ``start`` on."""
    return {texts[number]: number for number in range(len(texts) - 1, start - 1, -1)}


def _says_nothing_else(survey: Survey, texts: Sequence[str], span: range, first: Mapping[str, int]) -> bool:
    """Whether the blocks of a ``span`` say, but for links, what stands ``first`` before it."""
    words = Counter[bool]()
    for place in span:
        if survey.is_prose(place):
            words[first.get(texts[place], place) < span.start] += survey.blocks[place].words
    return words[False] <= words[True] * _MOST_FRESH


def _apart(box: Box, other: Box) -> Box:
    """The largest box around ``box`` that ``other`` is not in; ``box`` itself if there is none."""
    own, others = box.ancestry(), other.ancestry()
    shared = 0
    while shared < len(own) and shared < len(others) and own[-1 - shared] is others[-1 - shared]:
        shared += 1
    return own[-1 - shared] if shared < len(own) else box


def _copied_run(survey: Survey, texts: Sequence[str], origin: int, number: int) -> range:
    """The blocks around ``number`` that say what those around ``origin`` say, if they are more than a line."""
    if survey.shares_box(origin, number):
        return range(0)
    start, stop = 0, 1
    while origin - start > survey.headline + 1 and number - start - 1 > origin:
        if texts[origin - start - 1] != texts[number - start - 1]:
            break
        start += 1
    while (
        origin + stop < number - start and number + stop < len(texts) and texts[origin + stop] == texts[number + stop]
    ):
        stop += 1
    run = range(number - start, number + stop)
    return run if sum(survey.blocks[place].words for place in run) >= _RUN_WORDS else range(0)


def echoes(kept: Sequence[Block]) -> set[Block]:
    """The blocks of a story that stand apart and say what another says: copies of it, and pull quotes."""
    texts = [block.squashed for block in kept]
    looks = Counter(look(block.box) for block in kept)
    pulled = {block for block in kept if _is_pulled(block, looks)}
    whole = "\n".join(text for block, text in zip(kept, texts, strict=True) if block not in pulled)
    first = _first_places(texts)
    copying: dict[Box, bool] = {}
    found: set[Block] = set()
    for number, (block, text) in enumerate(zip(kept, texts, strict=True)):
        origin = first[text]
        if (origin == number and block not in pulled) or not _is_telling(text):
            continue
        if block in pulled:
            is_echo = origin < number or (len(pulled) <= _MOST_PULLED and text in whole)
        elif _says_it_again(block, kept[number - 1]):
            is_echo = kept[number - 1] not in found
        elif is_echo := _is_set_apart(block, kept[origin]):
            box = _apart(block.box, kept[origin].box)
            if box not in copying:
                copying[box] = _holds_copies_only(kept, texts, first, number, box)
            is_echo = copying[box]
        if is_echo:
            found.add(block)
    return found or _second_half(kept, texts)


def _second_half(kept: Sequence[Block], texts: Sequence[str]) -> set[Block]:
    """The blocks of the second half, where it says what the first does, in another box: a short post for phones."""
    half = len(kept) // 2
    if not half or texts[:half] != texts[half:] or kept[0].box.parent is kept[half].box.parent:
        return set()
    return set(kept[half:])


def _says_it_again(block: Block, above: Block) -> bool:
    """Whether a block says what the one right above it does, and looks different: a caption of the same words."""
    return block.squashed == above.squashed and look(block.box) != look(above.box)


def _is_set_apart(block: Block, origin: Block) -> bool:
    """Whether a block is no mere neighbour of ``origin`` that looks like it."""
    box, other = block.box, origin.box
    return box.parent is not other.parent or look(box) != look(other)


def _holds_copies_only(
    kept: Sequence[Block], texts: Sequence[str], first: Mapping[str, int], number: int, box: Box
) -> bool:
    """Whether all blocks of ``box``, of which block ``number`` is one, say what stands before it."""
    start = stop = number
    while start > 0 and _is_in(kept[start - 1], box):
        start -= 1
    while stop < len(kept) and _is_in(kept[stop], box):
        stop += 1
    return all(first[text] < start for text in texts[start:stop])


def _is_in(block: Block, box: Box) -> bool:
    around: Box | None = block.box
    while around is not None and around.depth > box.depth:
        around = around.parent
    return around is box


def _is_pulled(block: Block, looks: Counter[Look]) -> bool:
    """Whether a block is set as a pull quote is, or looks like no other block of the story."""
    if block.words > _MOST_QUOTED or block.box.tag in _ENTRIES:
        return False
    return looks[look(block.box)] == 1 or any(box.tag in _ASIDE for box in block.box.ancestry(4))


def _is_telling(text: str) -> bool:
    return len(text.split()) >= _FEWEST_WORDS or (not text.isascii() and word_count(text) >= _FEWEST_CHARACTERS // 2)
