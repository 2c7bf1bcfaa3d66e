"""Reads the author out of a name by the headline that themes put the icon of a person before."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from extractors.metadata.names import is_full_name
from extractors.metadata.sheet import Sheet
from extractors.phrases import chrome_kind

_PERSON = re.compile(
    r"(?:^|\s)(?:[a-z]+[-_])?(?:fa|icon|bi|la|ti|ri|bx|dashicons|glyphicon|genericon|icofont)[-_](?:[a-z]+[-_])?"
    r"(?:user|users|author|person|account)(?:[-_](?:o|alt|fill|line|circle))*(?:$|\s)",
    re.IGNORECASE,
)
_MOST_WORDS = 4  # of a name in a script without capitals
_ICONS = frozenset({"i", "span", "svg", "em", "b"})


def name_by_icon(sheet: Sheet) -> tuple[str, ...]:
    """Return the name in full that such an icon stands before, between headline and story; ``()`` for none."""
    for holder, text, above in sheet.lines:
        if (
            above
            and (is_full_name(text) or _is_uncased_name(text))
            and not sheet.furniture.holds(holder)
            and _has_icon(holder)
        ):
            return (text,)
    return ()


def _has_icon(holder: HtmlElement) -> bool:
    """Return whether the first thing in an element, or the one beside it, is the icon of a person."""
    beside = [*holder[:1], holder.getprevious()]
    return any(step is not None and step.tag in _ICONS and _shows_person(step) for step in beside)


def _is_uncased_name(text: str) -> bool:
    """Return whether ``text`` is a few words in a script without capitals, and no phrase."""
    is_told = 1 < len(text.split()) <= _MOST_WORDS and chrome_kind(text) is None
    return is_told and all(not letter.isupper() and not letter.islower() and not letter.isdigit() for letter in text)


def _shows_person(element: HtmlElement) -> bool:
    return not (element.text or "").strip() and _PERSON.search(element.get("class") or "") is not None
