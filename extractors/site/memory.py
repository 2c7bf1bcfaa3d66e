"""What a site's other pages say about a page: a block that recurs on them is the site's chrome, in any language.

A story has words that recur as well: a column's standing intro, crossheads, a quotation, an answer like "No." They
stand where the story stands, set as it is, and the classifier is as sure of them. Such a block is left alone, and so is
any other about which there is doubt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from statistics import median

from extractors.article import RemovedBlock
from extractors.decision import Decision
from extractors.page.blocks import Block, Box, look
from extractors.page.elements import HEADINGS
from extractors.page.survey import Survey
from extractors.site.sketch import home_of, mark_of

RULE = "site-memory"
FEWEST = 3
"""Other pages on which a block must have been seen to count as recurring."""
FEWEST_OF_SURE = 6
"""How many they must be where the classifier is sure of the block."""
LEAST_SHARE = 0.25
LEAST_SHARE_OF_SURE = 0.5
"""The share of the other pages on which they must be; it takes the larger one within the story as well."""
SURE = 0.8
"""The verdict from which the classifier is sure."""

_AS_SURE = 0.1  # how far below the story's paragraphs a verdict may be and still be as sure as theirs
_HOME_SHARE = 3  # one in so many pages has its story where a site's stories stand
_LONGEST_ALONE = 150  # words of a text that recurs whole; more are a story at several addresses
_TEXT_BOXES = frozenset("p li dd dt tr td th blockquote pre figure figcaption ul ol dl table".split()) | HEADINGS
"""Tags that an author's own text has; any other box was built by the site."""


@dataclass(frozen=True, slots=True)
class SiteMemory:
    """What is remembered of ``pages`` pages of a site.

    ``seen`` holds, for blocks on two of them and more, on how many; ``homes`` are the places where their stories stand.
    ``knows_page`` says that the page to be read is one of them.
    """

    pages: int = 0
    seen: Mapping[int, int] = field(default_factory=dict, hash=False)
    homes: frozenset[int] = frozenset()
    knows_page: bool = False

    @classmethod
    def of(cls, pages: Collection[tuple[int, Iterable[int]]], times: int = 1) -> SiteMemory:
        """The memory that pages make, each given as its home and the marks of its blocks, each standing for so many."""
        seen = Counter(chain.from_iterable(marks for _, marks in pages))
        homes = Counter(home for home, _ in pages)
        return cls(
            pages=times * len(pages),
            seen={mark: times * count for mark, count in seen.items() if times * count > 1},
            homes=frozenset(home for home, count in homes.items() if _HOME_SHARE * count >= len(pages)),
        )

    def others(self) -> int:
        """The number of other pages remembered."""
        return self.pages - self.knows_page

    def times(self, block: Block) -> int:
        """The number of other pages on which the block was seen, in the same place."""
        return max(self.seen.get(mark_of(block), 0) - self.knows_page, 0)


NO_MEMORY = SiteMemory()


def without_remembered(decisions: Sequence[Decision], survey: Survey, memory: SiteMemory) -> list[Decision]:
    """The decisions without blocks that the site's other pages have as well and that are no part of the story."""
    if memory.others() < FEWEST:
        return list(decisions)
    page = _Recalled(decisions, survey, memory)
    found = {number for number in page.times if page.is_chrome(number)}
    found |= {number for number in page.times if page.heads(number, found)}
    out = list(decisions)
    for number in found:
        reason = f"site memory, seen on {page.times[number]} of {memory.others()} pages"
        block = decisions[number].block
        out[number] = replace(decisions[number], removed=RemovedBlock(RULE, reason, block.text))
    return out


class _Recalled:
    """A page's kept blocks, told apart by whether they recur; ``times`` says how often those do that do."""

    def __init__(self, decisions: Sequence[Decision], survey: Survey, memory: SiteMemory) -> None:
        self.decisions = decisions
        self.survey = survey
        self.memory = memory
        self.kept = [number for number, decision in enumerate(decisions) if decision.removed is None]
        seen = {number: memory.times(decisions[number].block) for number in self.kept}
        self.times = {number: times for number, times in seen.items() if times >= FEWEST}
        own = [number for number in self.kept if number not in self.times]
        self.own_boxes = {box for number in own for box in decisions[number].block.box.ancestry()}
        self.story_boxes = {self._box(number).parent for number in own if survey.is_prose(number)}
        self.own_settings = {(look(box), box.parent) for box in self.own_boxes}
        prose = [number for number in own if survey.is_prose(number) and number != survey.headline]
        self.as_sure = median(decisions[number].verdict for number in prose) - _AS_SURE if prose else 0.0
        self.says_nothing_else = not prose
        self.words = sum(decisions[number].block.words for number in self.times)

    def is_chrome(self, number: int) -> bool:
        """Whether a recurring block is the site's and not the story's, beyond doubt."""
        decision = self.decisions[number]
        share = self.times[number] / self.memory.others()
        if self.says_nothing_else:
            away = home_of(decision.block) not in self.memory.homes
            return away and share >= LEAST_SHARE_OF_SURE and self.words <= _LONGEST_ALONE
        outermost = self._outermost(number)
        if not self._is_set_apart(number, outermost):
            doubted = decision.verdict < min(SURE, self.as_sure) or decision.block.is_link
            return doubted and share >= LEAST_SHARE_OF_SURE and self._says_something(number)
        if decision.verdict < SURE and outermost.parent not in self.story_boxes:
            return share >= LEAST_SHARE
        return share >= LEAST_SHARE_OF_SURE and self.times[number] >= FEWEST_OF_SURE

    def heads(self, number: int, chrome: set[int]) -> bool:
        """Whether a recurring heading or label stands directly over chrome."""
        return number + 1 in chrome and not self._says_something(number)

    def _box(self, number: int) -> Box:
        return self.decisions[number].block.box

    def _outermost(self, number: int) -> Box:
        """The largest box around a block that holds nothing of the story."""
        box = self._box(number)
        while box.parent is not None and box.parent not in self.own_boxes:
            box = box.parent
        return box

    def _is_set_apart(self, number: int, outermost: Box) -> bool:
        """Whether the block stands in a box that the site put there: nothing of the story is in it, or set like it."""
        if outermost in self.own_boxes or outermost.tag in _TEXT_BOXES:
            return False
        if (look(outermost), outermost.parent) in self.own_settings:
            return False
        return outermost is not self._box(number) or self._says_something(number)

    def _says_something(self, number: int) -> bool:
        """Whether the block is more than a label: a sentence, or links."""
        block = self.decisions[number].block
        return block.box.tag not in HEADINGS and (self.survey.is_prose(number) or block.is_link)
