"""Knows what tells of a post's author below it: a small box with the name, a line in italics that begins with it."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from extractors.page.blocks import Box
from extractors.story.postframe import BIO_WORDS, Frame

_OPENING = 6  # words of what tells of an author, among which the name is
_SURE_TEXT = 0.9  # the verdict on what is no author's box
_NAME_WORDS = 4
_QUOTED = 2  # boxes around the name that ends a quotation
_DIGIT = re.compile(r"\d")
_SLANTED = frozenset({"i", "em", "small"})


def tells_of_author(post: Frame, number: int) -> bool:
    """Whether a block below a post begins with an author's name, set as no paragraph is, or stands below the name."""
    block = post.survey.blocks[number]
    if post.begins_with_author(block.text) and (_ends_in_link(block.box) or _is_set_off(post, number)):
        return True
    return any(
        _names_author(post, place, box, number)
        for box in post.around(number, BIO_WORDS)
        for place in range(post.survey.spans[box].start, number)
        if place not in post.credited
        and not _is_byline(post, place, number)
        and all(map(post.survey.is_prose, range(place + 1, number)))
    )


def _is_byline(post: Frame, place: int, number: int) -> bool:
    """Whether the line above a block stands over the first text of a post that a picture opens: it says who wrote it.

    Where the classifier is sure of that text, which does not begin with the name, it is no author's box.
    """
    if post.first >= 0 or post.decisions[number].verdict < _SURE_TEXT:
        return False
    opening = " ".join(post.survey.blocks[number].squashed.split()[:_OPENING])
    if any(name in opening for name in (post.survey.blocks[place].squashed, *post.names)):
        return False
    return not any(map(post.survey.is_prose, range(post.survey.headline + 1, place)))


def _ends_in_link(box: Box) -> bool:
    """Whether the words of a box end in those of a link, as to more of an author's."""
    text = "".join(box.element.itertext()).rstrip()
    return any(label and text.endswith(label) for link in box.element.iter("a") if (label := _label(link)))


def _label(link: HtmlElement) -> str:
    return "".join(link.itertext()).strip()


def _is_set_off(post: Frame, number: int) -> bool:
    """Whether a block is all in italics, stands below a rule, or in another box than the post's text does."""
    box = post.survey.blocks[number].box
    inner = list(box.element)
    if len(inner) == 1 and inner[0].tag in _SLANTED and _label(inner[0]) == _label(box.element):
        return True
    above = box.element.getprevious()
    if above is not None and above.tag == "hr" and number not in post.survey.story:
        return True
    return post.first >= 0 and box.parent is not post.survey.blocks[post.first].box.parent


def _names_author(post: Frame, number: int, box: Box, below: int) -> bool:
    """Whether a line is the name of an author, or beside a portrait that which the words below begin with."""
    block, words = post.survey.blocks[number], post.survey.blocks[below]
    if post.survey.kinds[number] is not None or block.box.tag == "button":
        return False
    if any(step.tag == "blockquote" for step in block.box.ancestry(_QUOTED)):
        return False
    if block.words > _NAME_WORDS or post.survey.is_prose(number) or _DIGIT.search(block.text) or not block.squashed:
        return False
    if post.is_author(block.squashed):
        return True
    told = f"{words.squashed} ".startswith(f"{block.squashed} ") or not block.text.isascii()
    return told and words.text.startswith(block.text) and next(box.element.iter("img", "picture"), None) is not None
