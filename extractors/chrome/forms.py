"""Finds the forms that ask for a mail address, a password or a line of text, with the boxes titled for them."""

from __future__ import annotations

from extractors.chrome.sums import Sums
from extractors.page.blocks import Box, look
from extractors.page.elements import HEADINGS
from extractors.page.survey import Survey

_MOST_WORDS = 45  # words around a form
_SEVERAL = 2  # sentences above a form's box


def find_forms(survey: Survey, taken: set[int]) -> set[int]:
    """The numbers of the blocks, besides those ``taken``, in boxes that ask for a mail address or a password.

    What asks for any other line of text counts where it has no words of its own but a label above it.
    """
    found: set[int] = set()
    for form in survey.workings.line_forms:
        if form not in survey.spans:
            found.update(_label_of(survey, form))
    sums = Sums(survey, frozenset())
    for form in (*survey.workings.mail_forms, *survey.workings.login_forms):
        if not survey.holds_headline(form) and form.words <= _MOST_WORDS * 2:
            found.update(_titled_box(sums, form))
    return found - taken


def _titled_box(sums: Sums, form: Box) -> range:
    """The span of a form with the box around it, where that begins with a heading and holds little else."""
    survey, inner, box = sums.survey, form, form.parent
    span = survey.spans.get(form, range(0))
    if not span:
        return _label_of(survey, form)
    while box is not None and not survey.holds_headline(box):
        around = survey.spans[box]
        lead = survey.blocks[around.start]
        if box.words - inner.words > _MOST_WORDS or around.stop > span.stop + 2:
            break
        is_titled = lead.box.tag in HEADINGS or survey.kinds[around.start] == "newsletter"
        if around.start < span.start and not is_titled and not _is_apart(sums, box):
            break
        span, inner, box = around, box, box.parent
    return span


def _is_apart(sums: Sums, box: Box) -> bool:
    """Whether a box that names itself as no box of prose does stands below sentences with half of its own words.

    One sentence above it may be the dek of a post that is short, and has the form in its box.
    """
    span = sums.survey.spans[box]
    if not box.attributes.get("class") or sums.survey.story.start in span or _sets_prose(sums, box):
        return False
    above = range(sums.survey.headline + 1, span.start)
    return sums.sentences.of(above) >= _SEVERAL and 2 * sums.sentence_words.of(above) > sums.prose_words.of(span)


def _sets_prose(sums: Sums, box: Box) -> bool:
    """Whether another box that looks like this one holds a sentence: it is one of those that a story is set in."""
    own = sums.sentences.of(sums.survey.spans.get(box, range(0))) > 0
    return sums.looks[look(box)] > own


def _label_of(survey: Survey, form: Box) -> range:
    """The span of the block that a form without words of its own stands below, if it is headed or both stand aside."""
    box = form.parent
    span = survey.spans.get(box, range(0)) if box is not None else range(0)
    if len(span) != 1 or survey.headline in span:
        return range(0)
    (block,) = (survey.blocks[number] for number in span)
    first, broken, _ = block.text.partition("\n")
    is_headed = bool(broken) and 0 < block.bold_chars <= len(first)
    is_aside = box is not None and box.tag == "aside"
    return span if (is_headed or is_aside) and block.words <= _MOST_WORDS else range(0)
