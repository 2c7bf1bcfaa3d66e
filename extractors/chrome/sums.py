"""Sums over what a page says, each made when it is first asked for: how much of it is prose, above what and below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container
from functools import cached_property

from extractors.page.blocks import Look, look
from extractors.page.survey import Survey
from extractors.page.tally import Tally


class Sums:
    """What a page says beside what is ``taken``; each sum is made when it is first asked for, which is seldom."""

    def __init__(self, survey: Survey, taken: Container[int]) -> None:
        self.survey = survey
        self._taken = taken

    def is_story_above(self, number: int) -> bool:
        """Whether prose that no rule has taken stands between the headline and a block, or a picture does."""
        between = range(self.survey.headline + 1, number)
        return self.told.of(between) > 0 or self.survey.has_media_above(number)

    @cached_property
    def told(self) -> Tally:
        """The blocks that are prose, or set in lines."""
        return self._tally(lambda number: self.survey.is_prose(number) or self.survey.is_set_in_lines(number))

    @cached_property
    def sentences(self) -> Tally:
        """The blocks that are sentences."""
        return self._tally(self.survey.is_sentence)

    @cached_property
    def sentence_words(self) -> Tally:
        """The words of sentences."""
        return self._tally(lambda number: self.survey.is_sentence(number) * self.survey.blocks[number].words)

    @cached_property
    def prose_words(self) -> Tally:
        """The words of prose."""
        return self._tally(lambda number: self.survey.is_prose(number) * self.survey.blocks[number].words)

    @cached_property
    def looks(self) -> Counter[Look]:
        """How many boxes that look so hold a sentence."""
        return Counter(look(box) for box, span in self.survey.spans.items() if self.sentences.of(span))

    def _tally(self, count: Callable[[int], int]) -> Tally:
        return Tally(0 if number in self._taken else count(number) for number in range(len(self.survey.blocks)))
