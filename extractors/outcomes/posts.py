"""Tells a page of posts in full, one below the other, from a story."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from itertools import islice

from extractors.metadata.addresses import absolute
from extractors.page.addresses import parts_of
from extractors.page.blocks import Box, Look, look
from extractors.page.survey import Survey

_FEWEST = 3  # posts
_SHARE = 0.7  # of the text that was found
_NEAR = 8  # blocks of a post among which its title is
_TITLES = frozenset({"h1", "h2", "h3"})
_ACCOUNT = re.compile(
    r"/(?:members?|users?|profiles?|authors?|people)(?:/|\.php|$)|member\.php|profile\.php", re.IGNORECASE
)
"""Where the name of who wrote a post on a board leads to."""


def shows_posts(survey: Survey, kept: Mapping[int, int], address: str | None) -> bool:
    """Whether most of what was found stands in several ``article`` boxes alike, each with a heading that leads to it.

    ``kept`` are the words of the blocks that were found, ``address`` is where the page was read, without which nothing
    is told: a heading of a story's part leads to a place on its own page, or to another site. The headline stands in
    none of the posts where but one of them was found to be text.
    """
    rows: defaultdict[tuple[int, Look], list[range]] = defaultdict(list)
    for box in survey.spans if address else ():
        if box.tag == "article" and _leads_to_page(survey, box, address):
            rows[box.depth, look(box)].append(survey.spans[box])
    posts = max(rows.values(), key=len, default=[])
    told = [sum(kept.get(number, 0) for number in span) for span in posts]
    if len(posts) < _FEWEST or sum(told) < _SHARE * sum(kept.values()):
        return False
    return sum(map(bool, told)) > 1 or not any(survey.headline in span for span in posts)


def _leads_to_page(survey: Survey, box: Box, address: str | None) -> bool:
    """Whether the first heading in a box is a link to another page of the site."""
    headings = (survey.blocks[number] for number in islice(survey.spans[box], _NEAR))
    heading = next((block for block in headings if block.box.tag in _TITLES), None)
    if heading is None or not heading.is_link:
        return False
    link = next(heading.box.element.iter("a"), None)
    href = link.get("href") if link is not None else None
    here = parts_of(address)
    there = parts_of(absolute(href, address)) if href else here
    is_of_site = there.netloc == here.netloc and there.path != here.path
    return is_of_site and _ACCOUNT.search(there.path) is None
