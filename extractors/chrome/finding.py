"""Finds the chrome of a page: what rules name by simple look-ups, then what shows itself by what it does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import NamedTuple

from extractors.chrome.appeals import find_appeals
from extractors.chrome.askinglines import find_asking_lines
from extractors.chrome.captions import find_captions
from extractors.chrome.cards import find_pointers, find_related, find_teasers
from extractors.chrome.consent import find_consent
from extractors.chrome.containers import (
    APPEAL,
    CAPTION,
    CONSENT,
    DISCUSSION,
    FIELD_LABEL,
    FORM,
    LINES,
    RELATED,
    RULES,
    SECOND_COPY,
)
from extractors.chrome.copies import find_copies
from extractors.chrome.fieldlabels import find_field_labels
from extractors.chrome.forms import find_forms
from extractors.chrome.lines import find_lines
from extractors.chrome.rule import ChromeRule
from extractors.discussion.finding import find_discussion
from extractors.page.blocks import Block, Box
from extractors.page.elements import WHOLE
from extractors.page.survey import Survey

RECOGNISED: tuple[tuple[ChromeRule, Callable[[Survey, set[int]], set[int]]], ...] = (
    (LINES, find_lines),
    (CONSENT, find_consent),
    (FORM, find_forms),
    (DISCUSSION, find_discussion),
    (RELATED, find_related),
    (RELATED, find_teasers),
    (RELATED, find_pointers),
    (APPEAL, find_appeals),
    (APPEAL, find_asking_lines),
    (CAPTION, find_captions),
    (SECOND_COPY, find_copies),
)

_ELOQUENT = frozenset({"wp-comments", "comment-service", "consent-service", "dialog"})
"""Rules for boxes that may hold more paragraphs than the story does."""

_BUTTONS = frozenset({"share-service"})
_BUTTON_WORDS = 100

_SEVERAL_LONG = 5  # long paragraphs that are more than a box of buttons holds


class _Selected(NamedTuple):
    """Which rule knows a box, by its id, its classes and its tag."""

    ids: dict[str, ChromeRule]
    classes: dict[str, ChromeRule]
    tags: dict[str, ChromeRule]


@cache
def _by_selector(rules: tuple[ChromeRule, ...]) -> _Selected:
    named = _Selected({}, {}, {})
    for rule in rules:
        for selector in rule.selectors.split():
            kind = {"#": named.ids, ".": named.classes}.get(selector[0], named.tags)
            kind.setdefault(selector.lstrip("#."), rule)
    return named


def find_chrome(survey: Survey) -> dict[Block, ChromeRule]:
    """Each block that is chrome beyond doubt, with the rule that says so; never the headline."""
    boxes = named_boxes(survey.blocks, survey.boxes, survey.headline)
    found = {number: boxes[block.box] for number, block in enumerate(survey.blocks) if block.box in boxes}
    found.update(dict.fromkeys(find_field_labels(survey, boxes), FIELD_LABEL))
    for rule, recognise in RECOGNISED:
        taken = set(found)
        found.update(dict.fromkeys(recognise(survey, taken) - taken, rule))
    found.pop(survey.headline, None)
    return {survey.blocks[number]: rule for number, rule in found.items()}


def named_boxes(blocks: Sequence[Block], boxes: Iterable[Box], headline: int) -> dict[Box, ChromeRule]:
    """Each box that lies in a container named by a rule, with the rule; never one that holds the headline."""
    named = _by_selector(RULES)
    holding = set(blocks[headline].box.ancestry()) if headline >= 0 else set()
    found: dict[Box, ChromeRule] = {}
    for box in boxes:
        if not box.blocks:
            continue
        outer = found.get(box.parent) if box.parent is not None else None
        rule = outer or (None if box in holding or box.tag in WHOLE else _rule_of(box, named))
        if rule is not None and (
            outer or rule.name in _ELOQUENT or not (_holds_most(box) or _says_too_much(box, rule))
        ):
            found[box] = rule
    return found


def _holds_most(box: Box) -> bool:
    """Whether nearly all long paragraphs of the page stand in a box: it was never closed, or is misnamed."""
    page = box.ancestry()[-1]
    return box.long_blocks >= _SEVERAL_LONG and box.long_blocks * 5 > page.long_blocks * 4


def _says_too_much(box: Box, rule: ChromeRule) -> bool:
    """Whether a box of buttons holds a paragraph and more words than any has: it was never closed."""
    return rule.name in _BUTTONS and box.long_blocks > 0 and box.words > _BUTTON_WORDS


def _rule_of(box: Box, named: _Selected) -> ChromeRule | None:
    attributes = box.attributes
    if attributes:
        if (identity := attributes.get("id")) in named.ids:
            return named.ids[identity]
        for name in attributes.get("class", "").split():
            if name in named.classes:
                return named.classes[name]
    return named.tags.get(box.tag)
