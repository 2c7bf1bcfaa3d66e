"""Takes out phrases of the interface that stray into a story: whole lines of them that are not set as the story is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.advertlabels import labels_advert
from extractors.article import RemovedBlock
from extractors.decision import Decision
from extractors.discussion.finding import is_asked_as_story
from extractors.page.blocks import Block
from extractors.page.elements import HEADINGS
from extractors.page.survey import Survey
from extractors.phrases import filled_in, row_kind
from extractors.story.shape import are_beside

_FEWEST_LETTERS = 12
"""Letters of a phrase that is no word of an author's by chance."""
_AUTHORS = frozenset({"comment-author", "posted", "categories", "tags"})
"""Kinds of phrases around a name or a day, which an author may write as well: "Anna said:"."""
_FILLED_IN = frozenset({"read-more", "related", "post-navigation"})
"""Kinds that an author may write around words of his own: "More from the islands:"."""
_BUTTON_WORDS = 5
_OPENS = ("aria-", "data-")  # attributes of a button that opens a part of the page
_LONGEST_ADVERT = 120  # characters of such a line, with the rules that may be drawn around it
_LANGUAGE = ("language-", "lang-", "highlight-", "brush-")
"""How the classes begin by which code is said to be in a language."""
_OFTEN = 3  # times that a label is printed which is no line of an author's
_LIKES = frozenset({"like", "comment-meta"})
"""Kinds that no author writes between two paragraphs: "Liked by 3 people"."""
_PARTS = frozenset({"td", "th", "li", "dd", "dt"})
"""Tags of what stands in a row or list: the first and the last of it have one neighbour."""


def without_strays(decisions: Sequence[Decision], survey: Survey) -> list[Decision]:
    """The decisions without such lines; one between kept blocks beside it stays, and a heading over kept prose."""
    out = list(decisions)
    repeated = _repeated_labels(decisions, survey)
    for number, decision in enumerate(decisions):
        if decision.removed is not None:
            continue
        reason = "a button or label that the page repeats" if number in repeated else ""
        if _names_code(survey, number):
            reason = "the language of the code below"
        elif _is_advert(decision):
            reason = "the label of an advertisement"
        elif _is_lone_button(decisions, number):
            reason = "a button"
        elif is_stray(decisions, survey, number):
            reason = f"a phrase of the interface ({survey.kinds[number]}), apart from the story"
        if reason:
            out[number] = replace(decision, removed=RemovedBlock("stray-phrase", reason, decision.block.text))
    return out


def _names_code(survey: Survey, number: int) -> bool:
    """Whether a block is one word over code, by which the class of the box around both, or of the code, names it."""
    block = survey.blocks[number]
    below = survey.blocks[number + 1].box if number + 1 < len(survey.blocks) else None
    if below is None or below.tag != "pre" or below.parent is None or below.parent not in block.box.ancestry():
        return False
    names = f"{below.parent.attributes.get('class', '')} {below.attributes.get('class', '')}".lower().split()
    return not {f"{prefix}{block.text.lower()}" for prefix in _LANGUAGE}.isdisjoint(names)


def _repeated_labels(decisions: Sequence[Decision], survey: Survey) -> set[int]:
    """The kept blocks that several buttons of the page say, or ``_OFTEN`` lines by which to read on."""
    places: dict[tuple[str, int], list[int]] = {}
    for number, decision in enumerate(decisions):
        block, kind = decision.block, survey.kinds[number]
        if _is_short_button(block):
            places.setdefault((block.squashed, 2), []).append(number)
        elif kind == "read-more" and decision.removed is None and not filled_in(block.text):
            places.setdefault((block.squashed, _OFTEN), []).append(number)
    return {number for (_, fewest), numbers in places.items() if len(numbers) >= fewest for number in numbers}


def _is_short_button(block: Block) -> bool:
    """Whether a block is a button of a few words, and no title of a text that one of them opens."""
    is_button = block.box.tag == "button" or block.box.attributes.get("role") == "button"
    return is_button and block.words <= _BUTTON_WORDS and not block.text.endswith(("?", "？", "؟"))


def _is_lone_button(decisions: Sequence[Decision], number: int) -> bool:
    """Whether a block is a short button that opens no text of the page and stands beside none."""
    block = decisions[number].block
    if not _is_short_button(block) or any(name.startswith(_OPENS) for name in block.box.attributes):
        return False
    return block.box.parent is None or block.box.parent.tag not in HEADINGS


def _is_advert(decision: Decision) -> bool:
    """Whether a block, which is no heading and no item, is nothing but the label of an advertisement."""
    tag, text = decision.block.box.tag, decision.block.text
    if len(text) > _LONGEST_ADVERT or tag in HEADINGS or tag in _PARTS:
        return False
    return labels_advert(text)


def is_stray(decisions: Sequence[Decision], survey: Survey, number: int) -> bool:
    """Whether a block is nothing but a phrase of the interface, and not set between kept blocks as the story's are."""
    return _is_phrase(survey, number) and not _is_set_in(decisions, survey, number)


def _is_phrase(survey: Survey, number: int) -> bool:
    """Whether a block is nothing but a phrase that sites print around their stories, and long enough to be one."""
    block = survey.blocks[number]
    kind, text = survey.kinds[number] or (row_kind(block.text) if block.is_link else None), block.text
    if kind is None or kind in _AUTHORS or sum(map(str.isalpha, text)) < _FEWEST_LETTERS:
        return False
    return kind not in _FILLED_IN or not filled_in(text)


def _is_no_authors(kind: str | None, text: str) -> bool:
    """Whether a phrase of this kind is never one's own words: who likes a post, or the address that a page prints."""
    return (kind in _LIKES and not filled_in(text)) or (kind == "footer" and "://" in text)


def _is_set_in(decisions: Sequence[Decision], survey: Survey, number: int) -> bool:
    if _is_no_authors(survey.kinds[number], survey.blocks[number].text):
        return False
    box = decisions[number].block.box
    beside = [
        place
        for place in (number - 1, number + 1)
        if 0 <= place < len(decisions)
        and decisions[place].removed is None
        and are_beside(decisions[place].block.box, box)
    ]
    if box.tag in HEADINGS:
        return number + 1 in beside and survey.is_prose(number + 1)
    if survey.kinds[number] == "comments-heading" and number - 1 in beside and is_asked_as_story(survey, number):
        return True
    return len(beside) == 2 or (
        box.tag in _PARTS and any(decisions[place].block.box.tag == box.tag for place in beside)
    )
