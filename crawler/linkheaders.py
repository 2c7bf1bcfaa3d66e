"""Reads the ``Link`` headers of an answer (RFC 8288): what a server says of a page outside of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

MOST_LINKS = 100
"""Links of an answer that are looked at: servers have early hints for hundreds of files."""

_LINK = re.compile(r"<([^<>]{1,4096})>([^<]*)")
_REL = re.compile(r";\s*rel\s*=\s*(?:\"([^\"]*)\"|([^\s;,\"]+))", re.IGNORECASE)


def linked(headers: Iterable[str], relation: str) -> list[str]:
    """The addresses, as they are written, that the headers name as this relation of the page, in order."""
    links = (link for header in headers for link in _LINK.finditer(header))
    return [link[1].strip() for link in islice(links, MOST_LINKS) if relation in _relations(link[2])]


def _relations(parameters: str) -> list[str]:
    named = _REL.search(parameters)
    return (named[1] or named[2] or "").lower().split() if named else []
