"""Finds what a page says twice: a second copy of the body for phones, a pull quote of the story's own sentence.

What an author says twice stays: the same words in each entry of a list, the head of each table, a refrain. A copy is
told from it by its box, which says nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractors.blocks import Block, Box, Look, look, word_count
from extractors.survey import Survey

_FEWEST_WORDS = 6  # words from which a block that says the same again is no refrain or answer
_FEWEST_CHARACTERS = 20  # the same in scripts that write no spaces
_RUN_WORDS = 25  # words from which a run of blocks is a copy of another
_MOST_QUOTED = 60  # words of a pull quote
_MOST_FRESH = 0.25  # words that a box may say first, to those it says again
_ASIDE = frozenset({"blockquote", "aside", "figure"})
_ENTRIES = frozenset({"li", "tr", "dd", "dt"})


def find_copies(survey: Survey, taken: set[int]) -> set[int]:
    """The numbers of the blocks that repeat, in the same order, blocks above them and below the headline."""
    texts = [block.squashed for block in survey.blocks]
    repeated = {text for text, count in Counter(texts).items() if count > 1}
    first: dict[str, int] = {}
    found: set[int] = set()
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
        if origin < number and _says_nothing_else(survey, texts, origin, number):
            found.update(_copied_run(survey, texts, origin, number))
    return found


def _says_nothing_else(survey: Survey, texts: Sequence[str], origin: int, number: int) -> bool:
    """Whether the largest box around a block that its ``origin`` is not in holds, but for links, copies only."""
    box = _apart(survey.blocks[number].box, survey.blocks[origin].box)
    span = survey.spans[box]
    before = set(texts[survey.headline + 1 : span.start])
    words = Counter[bool]()
    for place in span:
        if survey.is_prose(place):
            words[texts[place] in before] += survey.blocks[place].words
    return words[False] <= words[True] * _MOST_FRESH


def _apart(box: Box, other: Box) -> Box:
    """The largest box around ``box`` that ``other`` is not in; ``box`` itself if there is none."""
    around = set(other.ancestry())
    return next((step for step in reversed(box.ancestry()) if step not in around), box)


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
    first: dict[str, Block] = {}
    found: set[Block] = set()
    for block, text in zip(kept, texts, strict=True):
        if not _is_telling(text):
            continue
        origin = first.setdefault(text, block)
        if block in pulled:
            is_echo = origin is not block or text in whole
        else:
            is_echo = origin is not block and _is_copy(block, origin, kept, texts)
        if is_echo:
            found.add(block)
    return found or _second_half(kept, texts)


def _second_half(kept: Sequence[Block], texts: Sequence[str]) -> set[Block]:
    """The blocks of the second half, where it says what the first does, in another box: a short post for phones."""
    half = len(kept) // 2
    if not half or texts[:half] != texts[half:] or kept[0].box.parent is kept[half].box.parent:
        return set()
    return set(kept[half:])


def _is_copy(block: Block, origin: Block, kept: Sequence[Block], texts: Sequence[str]) -> bool:
    """Whether a block stands in a box of its own, apart from ``origin``, that holds copies only."""
    box = _apart(block.box, origin.box)
    if box is block.box and look(box) == look(origin.box) and box.parent is origin.box.parent:
        return False
    inside = [place for place, other in enumerate(kept) if box in other.box.ancestry()]
    before = set(texts[: inside[0]])
    return all(texts[place] in before for place in inside)


def _is_pulled(block: Block, looks: Counter[Look]) -> bool:
    """Whether a block is set as a pull quote is, or looks like no other block of the story."""
    if block.words > _MOST_QUOTED or block.box.tag in _ENTRIES:
        return False
    return looks[look(block.box)] == 1 or any(box.tag in _ASIDE for box in block.box.ancestry(4))


def _is_telling(text: str) -> bool:
    return len(text.split()) >= _FEWEST_WORDS or (not text.isascii() and word_count(text) >= _FEWEST_CHARACTERS // 2)
