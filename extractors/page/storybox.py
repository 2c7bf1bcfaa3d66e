"""Finds the box in which a system keeps a post's own text, by the names that systems give it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from extractors.page.blocks import Box, branches, kind
from extractors.page.names import NAMINGS, Names

_NAME = re.compile(
    r"(?:\w+[-_])?(?:entry|post|article|story|blog|single|e|gh)[-_]{0,2}(?:content|body|text|entry|copy)"
    r"(?:[-_]{0,2}(?:content|body|text|wrapper|inner|container))?(?:-\d+)?"
    r"|entry|storycontent|content-?text|field--?name-body|elementor-widget-theme-post-content",
    re.IGNORECASE,
)
"""What a box calls itself that holds a post's text and nothing else: a name of that form in full."""
_TYPED = re.compile(
    r"(?:\w+-)?rich-?text(?:-block)?(?:-\d+)?|wysiwyg|rte|prose|markup|markdown(?:-body)?|post-full-content|body-?text"
    r"|news-?text(?:-wrap)?|sqs-html-content|(?:\w+-)?page-content(?:-inner)?",
    re.IGNORECASE,
)
"""What a box calls itself that holds what somebody typed into an editor: the post's, where it is the only one."""
_IN_NAME = ("content", "body", "text", "entry", "copy")
_IN_TYPED = ("text", "content", "mark", "prose", "rte", "wysiwyg")
"""What is in all such names, and in few others: it spares most the patterns."""


def story_box(names: Names, headline: int) -> range:
    """The blocks of the one box below the headline that is named as a post's text is, none where there are several.

    Where one stands in the other it is the inner one. The first of several is the one where the others have another
    name, or stand in boxes that look unlike those around it: they are cards that tell of other posts. None is it where
    one with a picture and no word stands above it, unless beside it.
    """
    if headline < 0:
        return range(0)
    inner = innermost(_below(headline, names, names_text))
    if not inner:
        inner = innermost(_below(headline, names, _names_typed))
        return range(inner[0].start, inner[0].stop) if len(inner) == 1 else range(0)
    first, others = inner[0], inner[1:]
    if any(box.number < first.number and box.parent is not first.parent for box in pictured_boxes(names)):
        return range(0)
    is_one = not any(_is_like(first, other) for other in others)
    return range(first.start, first.stop) if is_one else range(0)


def pictured_boxes(names: Names) -> list[Box]:
    """The innermost boxes that are named as a post's text is and show a picture or player, and no word."""
    return [box for box in innermost(names.called(names_text, *NAMINGS)) if not box.blocks and shows_picture(box)]


def shows_picture(box: Box) -> bool:
    """Whether a picture or player stands in a box."""
    return next(box.element.iter("img", "picture", "video", "iframe"), None) is not None


def _below(headline: int, names: Names, test: Callable[[str], bool]) -> list[Box]:
    return [box for box in names.called(test, *NAMINGS) if box.blocks and box.start > headline]


def is_named(box: Box) -> bool:
    """Whether a box calls itself one that holds a post's text and nothing else."""
    return any(map(names_text, _namings(box)))


def is_typed(box: Box) -> bool:
    """Whether a box calls itself one that holds what somebody typed into an editor."""
    return any(map(_names_typed, _namings(box)))


def _namings(box: Box) -> Iterator[str]:
    attributes = box.attributes
    return (attributes[naming] for naming in NAMINGS if naming in attributes)


def innermost(named: Sequence[Box]) -> list[Box]:
    """Those of the boxes that hold no other of them."""
    outer = {step for box in named for step in box.ancestry()[1:]} if len(named) > 1 else ()
    return [box for box in named if box not in outer]


def _is_like(first: Box, other: Box) -> bool:
    """Whether two boxes share a name of a post's text, and stand in boxes beside each other that look alike."""
    names = set(filter(_is_text_name, _names(first)))
    if names.isdisjoint(_names(other)):
        return False
    ways = branches(first, other)
    return ways is None or kind(ways[0]) == kind(ways[1])


def _names(box: Box) -> Iterator[str]:
    return (name for naming in _namings(box) for name in naming.split())


def _is_text_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


@lru_cache(maxsize=4096)
def names_text(names: str) -> bool:
    """Whether one of the names is what a box calls itself that holds a post's text and nothing else."""
    lower = names.lower()
    return any(map(lower.__contains__, _IN_NAME)) and any(map(_is_text_name, names.split()))


@lru_cache(maxsize=4096)
def _names_typed(names: str) -> bool:
    lower = names.lower()
    return any(map(lower.__contains__, _IN_TYPED)) and any(map(_TYPED.fullmatch, names.split()))
