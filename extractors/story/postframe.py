"""Where a short post stands on its page: its first text, the box it shares with the headline, who wrote it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from extractors.decision import Decision
from extractors.discussion.readers import DATE
from extractors.page.addresses import parts_of
from extractors.page.blocks import Block, Box, look
from extractors.page.elements import HEADINGS
from extractors.page.printed import squash
from extractors.page.survey import Survey
from extractors.story.shape import DISCUSSIONS

TEXT = frozenset({"p", "li", "blockquote", "pre", "dd"})
"""Tags of what is text though it is no sentence: a poem, a list."""
SHORT = 150
"""Words of a post of a few lines, at most."""
BIO_WORDS = 80
"""Words of a box about an author, at most."""

_CREDIT_WORDS = 10  # of the line of author and day
_NEAR = 4  # blocks beside the headline among which that line is
_DAY = re.compile(rf"{DATE.pattern}|(?<!\d)\d{{4}}(?!\d)")  # years of other calendars among them
_HERE = re.compile(r"#|javascript:|mailto:|$", re.IGNORECASE)
_NAME_WORDS = range(4, 1, -1)
_NAME_CHARACTERS = 3  # that are a name in scripts that write no spaces


@dataclass(frozen=True, slots=True)
class Frame:
    """A short post on its page.

    ``first`` is the number of its first text, -1 where a picture opens it; ``home`` the smallest box that holds the
    headline and that; ``names`` are the words of its authors' names, ``credits`` those of the dated lines beside the
    headline, ``credited`` the numbers of those; ``host`` is that of its site, "" where the page does not tell it.
    ``discussion`` is the number of the first block below its beginning that readers wrote; ``many`` counts boxes of
    several blocks, alike in one box, ``alike`` has all that are.
    """

    decisions: Sequence[Decision]
    survey: Survey
    first: int
    home: Box
    names: frozenset[str]
    credits: tuple[str, ...]
    credited: frozenset[int]
    host: str
    discussion: int
    many: Mapping[tuple[Box | None, tuple[str, str | None]], int]
    alike: Mapping[tuple[Box | None, tuple[str, str | None]], Sequence[Box]]

    def around(self, number: int, most_words: float = inf) -> Iterator[Box]:
        """Yield the boxes around a block that hold neither headline nor first text, nor more words, innermost first."""
        box: Box | None = self.survey.blocks[number].box
        while box is not None and box.words <= most_words:
            if self.first in self.survey.spans[box] or self.survey.holds_headline(box):
                return
            yield box
            box = box.parent

    def is_author(self, words: str) -> bool:
        """Whether squashed words are the name of an author, as the page tells it or prints it beside the headline."""
        return words in self.names or any(f" {words} " in line for line in self.credits)

    def begins_with_author(self, text: str) -> bool:
        """Whether a text begins with an author's name."""
        words = squash(text).split()
        if any(self.is_author(" ".join(words[:count])) for count in _NAME_WORDS if count < len(words)):
            return True
        opening = text[:_NAME_CHARACTERS]
        is_wide = not opening.isascii() and len(words) <= 2 < len(text)
        return is_wide and any(opening in line.replace(" ", "") for line in (*self.credits, *self.names))

    def leads_on(self, box: Box) -> bool:
        """Whether a link in or around a box leads to another page of the site."""
        return any(self._is_own(address) for address in addresses(box))

    def _is_own(self, address: str) -> bool:
        return not _HERE.match(address) and parts_of(address).netloc in ("", self.host)


def addresses(box: Box) -> Iterator[str]:
    """Where the links in a box lead, and the one around it."""
    yield from (link.get("href") or "" for link in box.element.iter("a"))
    yield from (link.get("href") or "" for link in box.element.iterancestors("a"))


def frame(
    decisions: Sequence[Decision],
    survey: Survey,
    names: Sequence[str],
    host: str,
    field_of: Callable[[Block], str | None],
) -> Frame | None:
    """The frame of a post below a headline; None where nothing follows that."""
    below = range(survey.headline + 1, len(decisions))
    first = next((number for number in below if _is_text(decisions, survey, number, field_of)), len(decisions))
    pictures = [place for place in survey.media if survey.headline < place <= first]
    around = survey.blocks[survey.headline].box.ancestry()
    home = next((box for box in around if _reaches(survey, box, first, pictures)), None)
    if home is None:
        return None
    beside = (*range(max(survey.headline - _NEAR, 0), survey.headline), *below[: min(_NEAR, first - below.start)])
    dated = [number for number in beside if _is_dated(survey.blocks[number])]
    near = {place for number in dated for place in range(beside.index(number) - 1, beside.index(number) + 2)}
    around_day = (number for place, number in enumerate(beside) if place in near)
    credited = [number for number in around_day if survey.blocks[number].words <= _CREDIT_WORDS]
    below_picture = {number for number in credited if number in pictures and number not in dated}
    naming = (number for number in credited if number in dated or not _tells_otherwise(survey, number))
    credits = tuple(f" {survey.blocks[number].squashed} " for number in naming)
    squashed = frozenset(filter(None, map(squash, names)))
    begin = max(-1 if pictures else first, survey.headline)
    readers = (number for number in range(begin, len(decisions)) if _is_of_discussion(decisions[number]))
    many = Counter((box.parent, look(box)) for box in survey.boxes if box.blocks > 1)
    alike = defaultdict[tuple[Box | None, tuple[str, str | None]], list[Box]](list)
    for box in survey.boxes:
        alike[box.parent, look(box)].append(box)
    start = next(readers, len(decisions))
    own = frozenset(credited) - below_picture
    return Frame(decisions, survey, -1 if pictures else first, home, squashed, credits, own, host, start, many, alike)


def _is_of_discussion(decision: Decision) -> bool:
    return decision.removed is not None and decision.removed.rule in DISCUSSIONS


def _tells_otherwise(survey: Survey, number: int) -> bool:
    """Whether a line beside that of the day is a sentence, or where the page is: what it begins with is no name."""
    headline = f" {survey.blocks[survey.headline].squashed} "
    return survey.is_sentence(number) or headline in f" {survey.blocks[number].squashed} "


def _is_dated(block: Block) -> bool:
    return block.words <= _CREDIT_WORDS and _DAY.search(block.text) is not None


def _is_text(
    decisions: Sequence[Decision], survey: Survey, number: int, field_of: Callable[[Block], str | None]
) -> bool:
    """Whether a block may be the beginning of a post: what no rule has taken, and no field holds."""
    decision = decisions[number]
    block = decision.block
    if decision.removed is not None and not decision.is_withheld(0.0):
        return False
    if block.box.tag in HEADINGS or not survey.is_plain(number) or field_of(block) is not None:
        return False
    return survey.is_prose(number) or block.box.tag in TEXT


def _reaches(survey: Survey, box: Box, first: int, pictures: Sequence[int]) -> bool:
    """Whether a box around the headline holds the post's first text as well, or a picture before that."""
    span = survey.spans[box]
    if first in span:
        return True
    return box in survey.around_media and box.tag != "header" and any(place <= span.stop for place in pictures)
