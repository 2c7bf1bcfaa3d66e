"""Finds what a page says twice: a second copy of the body for phones, a pull quote of the story's own sentence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from extractors.blocks import Block, look, word_count
from extractors.survey import Survey

_FEWEST_WORDS = 6  # words from which a block that says the same again is no refrain or answer
_FEWEST_CHARACTERS = 20  # the same in scripts that write no spaces
_RUN_WORDS = 25  # words from which a run of blocks is a copy of another
_ASIDE = frozenset({"blockquote", "aside", "figure"})


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
        if origin < number:
            found.update(_copied_run(survey, texts, origin, number))
    return found


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
    """The blocks of a story that repeat one above them, or stand apart and repeat a sentence of another."""
    texts = [block.squashed for block in kept]
    whole = "\n".join(texts)
    looks = Counter(look(block.box) for block in kept)
    seen: set[str] = set()
    found: set[Block] = set()
    for block, text in zip(kept, texts, strict=True):
        if not _is_telling(text):
            continue
        if text in seen or (_stands_apart(block, looks) and whole.count(text) > 1):
            found.add(block)
        seen.add(text)
    return found


def _stands_apart(block: Block, looks: Counter[tuple[str, str | None]]) -> bool:
    """Whether a block is set as a pull quote is, or looks like no other block of the story."""
    return looks[look(block.box)] == 1 or any(box.tag in _ASIDE for box in block.box.ancestry(4))


def _is_telling(text: str) -> bool:
    return len(text.split()) >= _FEWEST_WORDS or (not text.isascii() and word_count(text) >= _FEWEST_CHARACTERS // 2)
