"""Keeps whole what is one thing in a story: a table, a list, an accordion, a box of text, its footnotes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.decision import DOUBT, Decision, saved
from extractors.page.blocks import Block, Box, Look, look
from extractors.page.elements import HEADINGS
from extractors.page.survey import Survey
from extractors.story.shape import LONGEST_LABEL

_LISTS = frozenset({"ul", "ol", "dl"})
_ALONE = 0.05  # the verdict from which a line is saved by a box of text
_BY_AND_LARGE = 0.35  # the mean verdict by words of a box of text that is the story's
_NOTE = re.compile(r"(?:^|[\s_-])(?:foot|end)-?notes?(?:$|[\s_-])", re.IGNORECASE)
_NOTE_REACH = 4  # boxes around a footnote in which one is called so
_SEVERAL = 2  # titles alike that open texts
_ITEM = 0.1  # the verdict from which an item is saved by its list


def with_whole_tables(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions, with every row kept of a table of which half the rows are: its head is part of it."""
    tables: dict[Box, list[int]] = {}
    for number, decision in enumerate(decisions):
        if decision.block.box.tag == "tr":
            table = next((box for box in decision.block.box.ancestry() if box.tag == "table"), decision.block.box)
            tables.setdefault(table, []).append(number)
    out = list(decisions)
    for rows in tables.values():
        if 2 * sum(decisions[number].removed is None for number in rows) >= len(rows):
            for number in rows:
                removed = decisions[number].removed
                if removed is not None and removed.rule == "model":
                    out[number] = saved(decisions[number], "row of a table of the story")
    return out


def with_whole_lists(decisions: Sequence[Decision], survey: Survey) -> list[Decision]:
    """The decisions, with the doubtful items kept of a list of which half is, or that stands within the story.

    In a list between paragraphs of the story links are items as any other; elsewhere they may lead to other stories.
    """
    innermost = innermost_lists(survey.boxes)
    lists: dict[Box, list[int]] = {}
    for number, decision in enumerate(decisions):
        around = innermost[decision.block.box.number]
        if around is not None:
            lists.setdefault(around, []).append(number)
    out = list(decisions)
    for around, items in lists.items():
        missed = [number for number in items if decisions[number].is_withheld(_ITEM)]
        if not missed:
            continue
        is_within = _is_within_story(decisions, around, items) or _follows_story(decisions, survey, around, items)
        kept = sum(decisions[number].removed is None for number in items)
        for number in missed if is_within or 2 * kept >= len(items) else ():
            if survey.kinds[number] is None and (is_within or survey.is_plain(number)):
                out[number] = saved(decisions[number], "item of a list of the story")
    return out


def with_boxed_headings(decisions: Sequence[Decision], survey: Survey) -> list[Decision]:
    """The decisions, with the doubtful heading kept of a box in which it stands over a list that is kept whole."""
    out = list(decisions)
    for box in survey.boxes:
        around = box.parent
        if box.tag not in _LISTS or around is None or not box.blocks or survey.holds_headline(around):
            continue
        span, items = survey.spans[around], survey.spans[box]
        heading = decisions[span.start]
        is_alone = items.start == span.start + 1 and items.stop == span.stop
        if not is_alone or heading.block.box.tag not in HEADINGS or not heading.is_withheld(_ALONE):
            continue
        if survey.kinds[span.start] is None and all(decisions[number].removed is None for number in items):
            out[span.start] = saved(heading, "heads a list of the story")
    return out


def innermost_lists(boxes: Sequence[Box]) -> list[Box | None]:
    """For each box the innermost list that it is or stands in."""
    lists: list[Box | None] = []
    for box in boxes:
        outer = None if box.parent is None else lists[box.parent.number]
        lists.append(box if box.tag in _LISTS else outer)
    return lists


def _follows_story(decisions: Sequence[Decision], survey: Survey, around: Box, items: Sequence[int]) -> bool:
    """Whether a list of which more than half is kept stands right below a kept sentence of the same box."""
    above = items[0] - 1
    if above < 0 or decisions[above].removed is not None or not survey.is_sentence(above):
        return False
    kept = sum(decisions[number].removed is None for number in items)
    return decisions[above].block.box.parent is around.parent and 2 * kept > len(items)


def _is_within_story(decisions: Sequence[Decision], around: Box, items: Sequence[int]) -> bool:
    """Whether a list that is in doubt as a whole stands between kept blocks of the box that it stands in."""
    before, after = _next_judged(decisions, items[0], -1), _next_judged(decisions, items[-1], 1)
    if before < 0 or after >= len(decisions):
        return False
    if any(
        decisions[place].removed or decisions[place].block.box.parent is not around.parent for place in (before, after)
    ):
        return False
    return sum(decisions[number].verdict for number in items) >= DOUBT * len(items)


def _next_judged(decisions: Sequence[Decision], number: int, step: int) -> int:
    """The place of the nearest block above or below that no rule has removed: an advertisement parts nothing."""
    number += step
    while 0 <= number < len(decisions) and _is_ruled_out(decisions[number]):
        number += step
    return number


def _is_ruled_out(decision: Decision) -> bool:
    return decision.removed is not None and decision.removed.rule != "model"


def with_whole_texts(decisions: Sequence[Decision], survey: Survey) -> list[Decision]:
    """The decisions, with all lines kept of a box that holds nothing but text which is by and large the story's.

    No link, phrase of the interface or other chrome stands in it: what is too short to tell by itself is told by the
    rest.
    """
    out = list(decisions)
    homes = dict.fromkeys(decision.block.box.parent for decision in decisions if decision.removed is None)
    for home in homes:
        span = survey.spans[home] if home is not None and not survey.holds_headline(home) else range(0)
        if _is_all_text(decisions, survey, span):
            for number in span:
                if decisions[number].removed is not None:
                    out[number] = saved(decisions[number], "in a box that is all text of the story")
    return out


def _is_all_text(decisions: Sequence[Decision], survey: Survey, span: range) -> bool:
    """Whether blocks are plain, kept or only withheld by the classifier, and by words nearer to being kept."""
    if not span or span.start <= survey.headline:
        return False
    words, kept = 0, 0.0
    for number in span:
        decision = decisions[number]
        block = decision.block
        if not survey.is_plain(number) or block.link_chars or block.box.hidden:
            return False
        if decision.removed is not None and not decision.is_withheld(_ALONE):
            return False
        words += block.words
        kept += block.words * (1.0 if decision.removed is None else decision.verdict)
    return kept >= _BY_AND_LARGE * words


def with_toggles(decisions: Sequence[Decision], survey: Survey) -> list[Decision]:
    """The decisions, with the titles kept that open the texts below them on the page itself, as in an accordion.

    Several alike are wanted, each right above a kept sentence: one alone may be any button.
    """
    labels = [
        number
        for number, decision in enumerate(decisions[:-1])
        if decision.is_withheld(0.0) and survey.kinds[number] is None and _is_linked_label(decision.block)
    ]
    told = {number for number in labels if decisions[number + 1].removed is None and survey.is_prose(number + 1)}
    out = list(decisions)
    if len(told) < _SEVERAL:
        return out
    titles: dict[Look, list[int]] = {}
    opening = {box: _opens_here(box) for box in dict.fromkeys(decisions[number].block.box for number in labels)}
    for number in labels:
        if opening[decisions[number].block.box]:
            titles.setdefault(look(decisions[number].block.box), []).append(number)
    for numbers in titles.values():
        if len(numbers) >= _SEVERAL and told.issuperset(numbers):
            for number in numbers:
                out[number] = saved(decisions[number], "opens a text of the story")
    return out


def _is_linked_label(block: Block) -> bool:
    return 0 < len(block.text) <= block.link_chars and block.words <= LONGEST_LABEL


def _opens_here(box: Box) -> bool:
    """Whether links and buttons in a box lead nowhere else."""
    return all((link.get("href") or "#").startswith("#") for link in box.element.iter("a"))


def with_notes(decisions: Sequence[Decision], survey: Survey) -> list[Decision]:
    """The decisions, with the plain blocks kept that stand below kept ones in boxes which call themselves footnotes.

    A sentence that leads back to its mark is a note whatever the verdict.
    """
    out, begun = list(decisions), False
    leading: dict[Box, bool] = {}
    for number, decision in enumerate(decisions):
        begun = begun or decision.removed is None
        if not begun or not decision.is_withheld(0.0) or not survey.is_plain(number):
            continue
        notes = [
            box for box in decision.block.box.ancestry(_NOTE_REACH) if _NOTE.search(box.attributes.get("class", ""))
        ]
        leading |= {note: _leads_back(note) for note in notes if note not in leading}
        is_sure = survey.is_sentence(number) and any(map(leading.__getitem__, notes))
        if notes and (is_sure or decision.is_withheld(_ALONE)):
            out[number] = saved(decision, "a footnote")
    return out


def _leads_back(note: Box) -> bool:
    """Whether a note links to a place on its page, as to the mark in the text that it is for."""
    return any(len(link.get("href") or "") > 1 and link.get("href", "")[0] == "#" for link in note.element.iter("a"))
