"""Finds the lead of a page of which the classifier keeps nothing: the prose nearest below the headline."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from extractors.chrome.containers import APPEAL, FORM
from extractors.decision import Decision, saved
from extractors.page.blocks import Block
from extractors.page.elements import HEADINGS
from extractors.page.storybox import is_named
from extractors.page.survey import Survey
from extractors.story.shape import DISCUSSIONS, LEAD

_PICTURED = 0.4  # the verdict from which it is one under a picture
_PICTURED_SENTENCE = 0.2  # the same for a sentence that is set as a paragraph
_AROUND_NOTE = 3  # boxes of a note's line, its own the first
_TITLE = 4  # words of a link that may well be another story's title
_NAMES_TITLE = re.compile(r"(?:^|[-_\s])(?:title|headline)(?:$|[-_\s])", re.IGNORECASE)
_BELOW_STORY = DISCUSSIONS | {APPEAL.name, FORM.name}


def with_lead(decisions: Sequence[Decision], survey: Survey, field_of: Callable[[Block], str | None]) -> list[Decision]:
    """The decisions; where no block is kept, the prose nearest below the headline is, if there is any doubt.

    ``field_of`` tells which field of the article holds a block's text, None for none.
    """
    kept = (decision.block for decision in decisions if decision.removed is None)
    if survey.headline < 0 or any(field_of(block) is None for block in kept):
        return list(decisions)
    lead = _lead(decisions, survey, field_of)
    if lead is None:
        return list(decisions)
    return [
        saved(other, "nearest below the headline") if other is lead or _belongs(other, lead) else other
        for other in decisions
    ]


def with_untitled(
    decisions: Sequence[Decision], survey: Survey, field_of: Callable[[Block], str | None]
) -> list[Decision]:
    """The decisions; where nothing else is the story, the line of its box stays that the page is titled by.

    Systems for short notes take a note's first words for its title, and show them once. Whether the classifier takes
    them for the story makes no difference. ``field_of`` tells which field of the article holds a block's text.
    """
    out = list(decisions)
    if any(decision.removed is None for decision in out):
        return out
    headings = {decision.block.squashed for decision in out if decision.block.box.tag in HEADINGS}
    for number, decision in enumerate(out):
        says_title = number == survey.headline or _is_titled_by(decision, field_of)
        around = decision.block.box.ancestry(_AROUND_NOTE) if says_title and not _is_title(decision.block) else ()
        if decision.block.squashed not in headings and any(
            step.tag == "blockquote" or is_named(step) for step in around
        ):
            out[number] = saved(decision, "a note without a title of its own")
    return out


def _is_titled_by(decision: Decision, field_of: Callable[[Block], str | None]) -> bool:
    """Whether a block that no rule takes says what the article has for its headline."""
    removed = decision.removed
    return removed is not None and removed.rule in ("headline", "model") and field_of(decision.block) == "headline"


def _is_title(block: Block) -> bool:
    """Whether the box of a block calls itself a title: so it is one, whatever its tag."""
    return _NAMES_TITLE.search(block.box.attributes.get("class", "")) is not None


def _lead(decisions: Sequence[Decision], survey: Survey, field_of: Callable[[Block], str | None]) -> Decision | None:
    """The first doubtful prose below the headline; none where a discussion or a form comes first.

    What stands above the line of author and date is a standfirst, where a sentence below it is as likely.
    """
    leads = _leads(decisions, survey, field_of)
    lead, is_signed = next(leads, (None, False))
    below = next((other for other, signed in leads if signed), None)
    return below if below and lead and not is_signed and below.verdict >= lead.verdict else lead


def _leads(
    decisions: Sequence[Decision], survey: Survey, field_of: Callable[[Block], str | None]
) -> Iterator[tuple[Decision, bool]]:
    """The doubtful prose between headline and discussion or form, and whether a line of author or date is above it.

    Under a picture it takes more: what stands there may well be all there is, and what comes next another story's.
    """
    past_titles = is_signed = False
    for number in range(survey.headline + 1, len(decisions)):
        decision = decisions[number]
        past_titles = past_titles or _is_linked_title(decision.block)
        if decision.removed is not None and decision.removed.rule != "model":
            if decision.removed.rule in _BELOW_STORY:
                return
            continue
        field = field_of(decision.block)
        is_signed = is_signed or field == "byline"
        if not (survey.is_prose(number) or _is_poem(survey, number)) or field is not None:
            continue
        pictured = _PICTURED_SENTENCE if not past_titles and _is_paragraph(survey, number) else _PICTURED
        if decision.verdict > (pictured if survey.has_media_above(number) else LEAD):
            yield decision, is_signed


def _is_linked_title(block: Block) -> bool:
    """Whether a block is a link with as many words as a title has: below it a teaser may stand."""
    return block.words >= _TITLE and block.is_link


def _is_poem(survey: Survey, number: int) -> bool:
    """Whether a block is a paragraph of several lines, none of them a link."""
    return survey.blocks[number].box.tag == "p" and survey.is_set_in_lines(number)


def _is_paragraph(survey: Survey, number: int) -> bool:
    """Whether a block is a sentence in a paragraph's markup."""
    return survey.blocks[number].box.tag == "p" and survey.is_sentence(number)


def _belongs(other: Decision, lead: Decision) -> bool:
    return (
        other.in_doubt and other.block.box.parent is lead.block.box.parent and other.block.box.tag == lead.block.box.tag
    )
