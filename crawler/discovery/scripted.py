"""The addresses in what a page hands to its scripts: lists of stories that are drawn in the browser alone. Pure."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from itertools import islice

from lxml import etree

from crawler.fetch.markup import tree_of

MOST_ADDRESSES = 5_000
"""Addresses in the data of a page that are looked at."""

_SCRIPTS = etree.XPath("//script[not(@src)]")
_NAMED = re.compile(
    r"(?:\b|_)(?:url|href|path|link|permalink|uri)\\?[\"']?\s*:\s*\\?[\"']"  # JSON, in a string of a script, or neither
    r"((?:https?:\\?/)?\\?/(?:[^\"'\\\s<>{}$]|\\/){1,1000})\\?[\"']",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"(?:https?:/)?/[^\s\"'<>{}]{1,2000}")
_HREFS = etree.XPath("//a/@href")
_FOR_MACHINES = re.compile(r"/(?:_\w+|api|graphql|static|assets|images?|fonts?)/", re.IGNORECASE)


def addresses_in_data(tree: etree._Element) -> Iterator[str]:
    """The addresses of pages, as they are written, in the data of a page's scripts."""
    texts = ("".join(script.itertext()) for script in _SCRIPTS(tree))
    named = (match[1].replace("\\/", "/") for text in texts for match in _NAMED.finditer(text))
    yield from (address for address in islice(named, MOST_ADDRESSES) if not _FOR_MACHINES.search(f"{address}/"))


def addresses_in_answer(data: object) -> Iterator[str]:
    """The addresses in data that a server hands to a list for its next page, those in markup included."""
    waiting, seen = deque([data]), 0
    while waiting and seen < MOST_ADDRESSES:
        each = waiting.popleft()
        seen += 1
        if isinstance(each, str):
            yield from _in_a_string(each)
        elif isinstance(each, (dict, list)):
            waiting.extend(each.values() if isinstance(each, dict) else each)


def _in_a_string(text: str) -> Iterator[str]:
    if _ADDRESS.fullmatch(text):
        yield text
    elif "<a " in text and (tree := tree_of(text)) is not None:
        yield from _HREFS(tree)
