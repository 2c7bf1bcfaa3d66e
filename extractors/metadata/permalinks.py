"""Finds the headings of a weblog's entries: each holds an anchor that a permanent link beside it names on another page.

So do weblogs that keep a month's or a day's entries on one page: Blosxom, Movable Type, Greymatter, Radio UserLand.
"""

from __future__ import annotations

from itertools import islice

from lxml.etree import XPath
from lxml.html import HtmlElement

from extractors.page.addresses import absolute, parts_of
from extractors.page.elements import HEADINGS

_LINKS = XPath("descendant::a[contains(@href, '#') and not(starts-with(@href, '#'))]")
_ANCHORS = XPath("descendant::*[@name or @id][self::a or self::h1 or self::h2 or self::h3 or self::h4]")
_MOST = 500  # links and anchors that are looked at


def headings_of_entries(tree: HtmlElement, url: str | None) -> list[HtmlElement]:
    """Return the headings whose anchor a link to another page of the site names, in document order."""
    here = parts_of(url)
    named: set[str] = set()
    for link in islice(_LINKS(tree), _MOST) if url else ():
        there = parts_of(absolute(link.get("href") or "", url))
        if there.fragment and there.netloc == here.netloc and there.path != here.path:
            named.add(there.fragment)
    anchors = islice(_ANCHORS(tree), _MOST) if named else ()
    marked = (anchor for anchor in anchors if named & {anchor.get("name"), anchor.get("id")})
    found = (
        next((step for step in (anchor, *anchor.iterancestors()) if step.tag in HEADINGS), None) for anchor in marked
    )
    return list(dict.fromkeys(heading for heading in found if heading is not None))
