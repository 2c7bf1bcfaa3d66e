"""Keeps what a post of a few lines says in the box that its system keeps its text in."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from extractors.decision import Decision, saved
from extractors.page.blocks import Block, Box
from extractors.page.elements import HEADINGS
from extractors.page.survey import Survey
from extractors.phrases import row_kind
from extractors.story.postframe import SHORT

_UNLIKELY = 0.02  # the verdict from which plain lines in the box are its text
_LINKED = 0.3  # the same for lines with links, which may be the theme's
_BARE = frozenset({"div", "span", "section", "center"})
"""Tags that say nothing of their words: beside paragraphs a few words in one are a label."""
_CARDS = frozenset({"div", "section", "article"})
_CARD_BLOCKS = 4
_ASIDE = frozenset({"aside", "footer", "nav", "form"})
_END = frozenset({"share", "like", "related", "post-navigation", "categories", "tags", "posted", "newsletter"})
"""Kinds of the phrases that a theme prints in the box, below the text."""


def with_short_post(
    decisions: Sequence[Decision], survey: Survey, field_of: Callable[[Block], str | None]
) -> list[Decision]:
    """The decisions, with what a post of a few lines says in its box kept, down to the first line of the theme's.

    Links are text where the post is nothing else: a list of them is a post, too. Where no box is named as one, and
    nothing is kept, it is what stands in the headline's ``article`` itself. ``field_of`` tells which field of the
    article holds a block's text, None for none.
    """
    own = _own(decisions, survey)
    if not own or sum(decisions[number].block.words for number in own) > SHORT or _is_kept_elsewhere(decisions, own):
        return list(decisions)
    is_marked_up = any(decisions[number].block.box.tag not in _BARE for number in own)
    links_only = all(decisions[number].block.is_link and decisions[number].block.box.tag not in _BARE for number in own)
    apart = _in_boxes_apart(survey, own)
    out = list(decisions)
    for number in own:
        decision = decisions[number]
        block = decision.block
        if (block.is_link and not links_only) or field_of(block) is not None or number in apart:
            continue
        if not links_only and _is_in_card(survey, number):
            continue
        if is_marked_up and block.box.tag in _BARE and not survey.is_sentence(number):
            continue
        least = _LINKED if block.link_chars else _UNLIKELY
        if decision.is_withheld(0.0 if links_only or survey.is_sentence(number) else least):
            out[number] = saved(decision, "all that a short post says")
    return out


def _own(decisions: Sequence[Decision], survey: Survey) -> list[int]:
    """The blocks of the post that no rule takes, down to the first phrase that a theme prints below a text."""
    own: list[int] = []
    for number in survey.story or _in_article(decisions, survey):
        decision = decisions[number]
        kind = None if _is_question(decision.block, survey.kinds[number]) else survey.kinds[number]
        kind = kind or (row_kind(decision.block.text) if decision.block.link_chars else None)
        if kind == "related" and _is_in_card(survey, number):
            continue
        if kind in _END:
            break
        if kind is None and (decision.removed is None or decision.is_withheld(0.0)):
            own.append(number)
    ends = [place for place, number in enumerate(own) if decisions[number].block.box.tag not in HEADINGS]
    return own[ends[0] : ends[-1] + 1] if ends else []


def _in_boxes_apart(survey: Survey, own: Sequence[int]) -> set[int]:
    """The blocks in boxes beside the post's paragraphs that hold a link or button of their own, or are asides.

    A theme's or plugin's box is one; what stands in it is left to the classifier. A page builder sets all in boxes.
    """
    found: set[int] = set()
    home = next((box for box in survey.blocks[own[0]].box.ancestry() if survey.spans[box] == survey.story), None)
    beside = (number for number in own if survey.blocks[number].box.parent is home)
    if home is None or not any(survey.is_sentence(number) for number in beside):
        return found
    for number in own:
        around = survey.blocks[number].box.ancestry()
        top = around[around.index(home) - 1]
        if top.tag in _ASIDE or (top.tag in _BARE and any(map(survey.is_control, survey.spans[top]))):
            found.add(number)
    return found


def _is_in_card(survey: Survey, number: int) -> bool:
    """Whether the box around a line that is no sentence holds a link as well and no sentence: it leads to a story."""
    around = survey.blocks[number].box.parent
    if around is None or around.tag not in _CARDS or survey.is_sentence(number) or around.blocks > _CARD_BLOCKS:
        return False
    span = survey.spans[around]
    return any(survey.blocks[place].is_link for place in span) and not any(map(survey.is_sentence, span))


def _is_question(block: Block, kind: str | None) -> bool:
    """Whether a paragraph asks what a heading over comments may ask as well: in the post's box its author does."""
    return kind == "comments-heading" and block.box.tag == "p" and block.text.endswith("?")


def _is_kept_elsewhere(decisions: Sequence[Decision], own: Sequence[int]) -> bool:
    """Whether a block is kept that is not among ``own``: then the box is but a part of a longer story."""
    return any(decision.removed is None for decision in (*decisions[: own[0]], *decisions[own[-1] + 1 :]))


def _in_article(decisions: Sequence[Decision], survey: Survey) -> list[int]:
    """The blocks below the headline that stand in its ``article`` itself, none where anything is kept."""
    if survey.headline < 0 or any(decision.removed is None for decision in decisions):
        return []
    around = survey.blocks[survey.headline].box.ancestry()
    article = next((box for box in around if box.tag == "article"), None)
    if article is None:
        return []
    span = survey.spans[article]
    below = range(survey.headline + 1, span.stop)
    return [number for number in below if _stands_in(survey.blocks[number].box, article)]


def _stands_in(box: Box, article: Box) -> bool:
    """Whether a box is a paragraph of the article, or an item of a list, with no other box around it."""
    step = box.parent if box.tag == "li" and box.parent is not None else box
    return box.tag in ("p", "li") and step.parent is article
