"""Finds what browsers for terminals print around a page: titles of its feeds above, the addresses of links below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.textmode.lines import Line

_LISTED = re.compile(
    r"\s*\[?(\d{1,4})[.\]]:?\s+(?:(?:https?|ftp|mailto|tel|file|android-app|ios-app|whatsapp|viber|tg|sms):\S+|javascript:.*)$"
)
_NUMBERED = re.compile(r"\[(\d{1,4})\](?=\S)")  # before the words of a link, not behind those of a note
_HEADINGS = frozenset(
    "references|visible links|hidden links|verweise|sichtbare verweise|références|liens visibles|referencias"
    "|enlaces visibles|riferimenti|link visibili|referências|verwijzingen|referenser|ссылки|видимые ссылки|odnośniki"
    "|reference|odkazy|hivatkozások|referanslar|参照|引用|参考".split("|")
)
_FEEDS = re.compile(r"#(?![#\s]).*(?:»|\balternate\b|\b(?:RSS|Feed|Atom)\b)", re.DOTALL)
_FEWEST = 0.5  # of the addresses have their number before words of the text


def listed_links(lines: Sequence[Line]) -> range:
    """Return the numbers of the lines of such a list at the end of a text, its headings among them.

    An author's own sources are numbered behind the words that they prove.
    """
    start, listed = len(lines), set[str]()
    while start and ((found := _LISTED.match(lines[start - 1].text)) or (listed and _is_heading(lines[start - 1]))):
        start -= 1
        listed.update(found.groups() if found else ())
    if not listed:
        return range(len(lines), len(lines))
    used = {number for line in lines[:start] for number in _NUMBERED.findall(line.text)}
    if len(listed & used) < max(_FEWEST * len(listed), 1):
        return range(len(lines), len(lines))
    return range(start, len(lines))


def _is_heading(line: Line) -> bool:
    return line.said.strip(" :").lower() in _HEADINGS


def feed_titles(lines: Sequence[Line]) -> range:
    """Return the number of the first line where it has the titles of what the page's head links to, else none."""
    return range(bool(lines) and _FEEDS.match(lines[0].text) is not None)
