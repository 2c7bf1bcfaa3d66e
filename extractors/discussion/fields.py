"""Reads the fields of one comment out of its element: who wrote it, when, and what."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from copy import deepcopy
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from lxml.html import HtmlElement

from extractors.metadata.datetext import parse_date
from extractors.metadata.wording import shown
from extractors.page.segmenting import segment
from extractors.phrases import chrome_kind

_LONGEST_NAME = 80
_LONGEST_DATE = 60
# What shows an author, the surest first: classes, or "<tag>" for a tag.
_AUTHORS = (
    re.compile(r"^fn$|author[-_]+name$|^user-?name$|^nick-?name$|^<name>$|^<creator>$"),
    re.compile(r"^<cite>$|comment[-_]*author$|comment[-_]*by$|^commenter$|^user$|^author$|^<author>$|^poster$"),
    re.compile(r"author|user"),
    re.compile(r"^<(?:b|strong|h[2-6])>$"),
    re.compile(r"^<(?:a|span)>$"),
)
_DATED = re.compile(r"date|time|meta|posted|when|ago|^<(?:small|i|em|header|footer)>$")
_CONTENT = re.compile(r"^(?:(?:wp-block-)?comments?[-_]*)?(?:content|text|body|message|copy)$|^<(?:text|commenttext)>$")
_AROUND = re.compile(  # what stands in a comment beside what was said
    r"reply|respond|^says$|vcard|author|avatar|comment-?meta|metadata|comment-?date|comment-?footer|comment-?header"
    r"|like|vote|rating|share|edit-link|moderation|permalink|screen-reader-text|actions?$|toolbar|submitted"
)
_SILENT = ("script", "style", "form", "button", "template", "noscript", "time", "cite")
_TAIL = re.compile(r"[\s:,·•|–—(-]+$")


def author_of(comment: HtmlElement, others: Collection[HtmlElement]) -> str | None:
    """The name of who wrote a comment, what lies in ``others`` left aside; None where none is shown."""
    own = list(_own(comment, others))
    for pattern in _AUTHORS:
        for element in own:
            if any(map(pattern.search, _called(element))) and (name := _name(element)):
                return name
    return None


def date_of(comment: HtmlElement, others: Collection[HtmlElement], language: str | None) -> datetime | None:
    """When a comment was written, aware; None where the page does not say it as a date."""
    own = list(_own(comment, others))
    stated = [value for each in own for key in ("datetime", "data-date") if (value := each.get(key))]
    printed = (shown(each) for each in own if each.tag == "time" or any(map(_DATED.search, _called(each))))
    below = (shown(each) for each in own if len(each) == 0)
    for text in (*stated, *printed, *below):
        if len(text) <= _LONGEST_DATE and any(map(str.isdigit, text)) and (found := parse_date(text, language)):
            return found
    return None


def text_of(comment: HtmlElement, others: Collection[HtmlElement]) -> str:
    """What was said in a comment, plain, paragraphs parted by blank lines; empty where nothing was."""
    own = list(_own(comment, others))
    said = next((each for each in own if any(map(_CONTENT.search, _called(each))) and not _holds_author(each)), comment)
    copy = deepcopy(said)
    copy.tail = None
    twins = dict(zip(said.iter(), copy.iter(), strict=True))
    for element, twin in twins.items():
        if element is not said and twin.getparent() is not None and (element in others or _is_around(element)):
            twin.drop_tree()
    blocks = [line for block in segment(copy)[0] for line in block.lines]
    paragraphs = [block.text for block in blocks if block.text.strip()]
    if said is comment:
        paragraphs = _without_signature(paragraphs, author_of(comment, others))
    return "\n\n".join(paragraphs)


def _own(comment: HtmlElement, others: Collection[HtmlElement]) -> Iterator[HtmlElement]:
    """The elements of a comment that are not those of another one in it."""
    waiting = [child for child in reversed(comment) if isinstance(child.tag, str)]
    while waiting:
        element = waiting.pop()
        if element in others:
            continue
        yield element
        waiting += [child for child in reversed(element) if isinstance(child.tag, str)]


def _called(element: HtmlElement) -> list[str]:
    """What an element calls itself: its classes, and in brackets its tag and the property it states."""
    names = element.get("class", "").lower().split()
    return [*names, f"<{element.tag!s}>", f"<{element.get('itemprop', '').lower()}>"]


def _name(element: HtmlElement) -> str:
    """The name that an element shows; empty where what it shows is none."""
    says = [child for child in element.iter("span") if "says" in child.get("class", "").split()]
    text = shown(element)
    for child in says:
        text = text.removesuffix(shown(child))
    text = _TAIL.sub("", text)
    if not text or len(text) > _LONGEST_NAME or not any(map(str.isalpha, text)):
        return ""
    return "" if any(map(str.isdigit, text)) and parse_date(text) else text


def _holds_author(element: HtmlElement) -> bool:
    """Whether an element that may be what was said holds the comment's signature as well."""
    return any(_AUTHORS[0].search(name) or "vcard" in name for each in element.iter("*") for name in _called(each))


def _is_around(element: HtmlElement) -> bool:
    if not isinstance(element.tag, str) or element.tag in _SILENT:
        return True
    return any(map(_AROUND.search, element.get("class", "").lower().split()))


def _without_signature(paragraphs: list[str], author: str | None) -> list[str]:
    """The paragraphs without the lines that open them with who and when, and without links to answer."""
    lines = [(place, line) for place, text in enumerate(paragraphs) for line in text.split("\n")]
    while lines and _is_signature(lines[0][1], author):
        del lines[0]
    kept = [(place, line) for place, line in lines if chrome_kind(line) is None]
    return ["\n".join(line for _, line in part) for _, part in groupby(kept, key=itemgetter(0))]


def _is_signature(line: str, author: str | None) -> bool:
    """Whether a line is no more than who wrote the comment, and when."""
    rest = line.replace(author, "", 1) if author else line
    if len(rest) > _LONGEST_DATE:
        return False
    return not any(map(str.isalnum, rest)) or (rest != line and any(map(str.isdigit, rest))) or bool(parse_date(rest))
