"""The addresses in what a page hands to its scripts: lists of stories that are drawn in the browser alone. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from lxml import etree

MOST_ADDRESSES = 5_000
"""Addresses in the data of a page that are looked at."""

_SCRIPTS = etree.XPath("//script[not(@src)]")
_NAMED = re.compile(
    r"(?:\b|_)(?:url|href|path|link|permalink|uri)\\?[\"']?\s*:\s*\\?[\"']"  # JSON, in a string of a script, or neither
    r"((?:https?:\\?/)?\\?/(?:[^\"'\\\s<>{}$]|\\/){1,1000})\\?[\"']",
    re.IGNORECASE,
)
_FOR_MACHINES = re.compile(r"/(?:_\w+|api|graphql|static|assets|images?|fonts?)/", re.IGNORECASE)


def addresses_in_data(tree: etree._Element) -> Iterator[str]:
    """The addresses of pages, as they are written, in the data of a page's scripts."""
    texts = ("".join(script.itertext()) for script in _SCRIPTS(tree))
    named = (match[1].replace("\\/", "/") for text in texts for match in _NAMED.finditer(text))
    yield from (address for address in islice(named, MOST_ADDRESSES) if not _FOR_MACHINES.search(f"{address}/"))
