"""Tells a page of posts in full, one below the other, from a story."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from itertools import islice

from extractors.metadata.permalinks import headings_of_entries
from extractors.outcomes.entries import href_of
from extractors.page.addresses import absolute, parts_of
from extractors.page.blocks import Block, Box
from extractors.page.survey import Survey

_FEWEST = 3  # posts
_SHARE = 0.7  # of the text that was found
_NEAR = 8  # blocks of a post among which its title is
_TITLES = frozenset({"h1", "h2", "h3"})
_ACCOUNT = re.compile(
    r"/(?:members?|users?|profiles?|authors?|people)(?:/|\.php|$)|member\.php|profile\.php", re.IGNORECASE
)
"""Where the name of who wrote a post on a board leads to."""


def shows_sections(survey: Survey, kept: Mapping[int, int], address: str | None) -> bool:
    """The same as :func:`shows_posts` where posts stand in a ``section``, as parts of a story do."""
    return shows_posts(survey, kept, address, tag="section")


def shows_posts(survey: Survey, kept: Mapping[int, int], address: str | None, *, tag: str = "article") -> bool:
    """Whether most of what was found stands in several ``article`` boxes, each with a heading that leads to it.

    ``kept`` are the words of the blocks that were found, ``address`` is where the page was read, without which nothing
    is told: a heading of a story's part leads to a place on its own page, or to another site. The headline stands in
    none of the posts where but one of them was found to be text.
    """
    rows: defaultdict[int, list[range]] = defaultdict(list)
    for box in survey.spans if address else ():
        if box.tag == tag and _leads_to_page(survey, box, address):
            rows[box.depth].append(survey.spans[box])
    posts = max(rows.values(), key=len, default=[])
    told = [sum(kept.get(number, 0) for number in span) for span in posts]
    if len(posts) < _FEWEST or sum(told) < _SHARE * sum(kept.values()):
        return False
    return sum(map(bool, told)) > 1 or not any(survey.headline in span for span in posts)


def _leads_to_page(survey: Survey, box: Box, address: str | None) -> bool:
    """Whether the first heading in a box is a link to another page of the site."""
    headings = (survey.blocks[number] for number in islice(survey.spans[box], _NEAR))
    heading = next((block for block in headings if block.box.tag in _TITLES), None)
    return heading is not None and _page_of(heading, address) is not None


def _page_of(heading: Block, address: str | None) -> str | None:
    """The path of the other page of the site to which a heading, a link or all in one, leads; None where to none."""
    href = href_of(heading) if heading.is_link else None
    path = _path_of(href, address) if href else None
    return None if path is None or path == parts_of(address).path or _ACCOUNT.search(path) else path


def _path_of(href: str, address: str | None) -> str | None:
    """The path to which an address leads on the site, None where it leaves that."""
    there = parts_of(absolute(href, address))
    return there.path if there.netloc == parts_of(address).netloc else None


def shows_beginnings(survey: Survey, kept: Mapping[int, int], address: str | None) -> bool:
    """Whether most of what was found stands below headings alike that each lead to a page, as a link below does.

    So do blogs whose posts have no boxes: title, beginning, "Read on", "3 comments".
    """
    titles: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)
    for number, block in enumerate(survey.blocks) if address else ():
        path = _page_of(block, address) if block.box.tag in _TITLES else None
        if path is not None:
            titles[block.box.tag].append((number, path))
    row = max(titles.values(), key=len, default=[])
    if len(row) < _FEWEST:
        return False
    around = survey.blocks[row[-1][0]].box.parent
    end = survey.spans[around].stop if around is not None else len(survey.blocks)
    stops = (*(number for number, _ in row[1:]), max(end, row[-1][0] + 1))
    told = [
        sum(kept.get(number, 0) for number in range(title, stop))
        for (title, path), stop in zip(row, stops, strict=True)
        if any(_leads_to(survey.blocks[number], path, address) for number in range(title + 1, stop))
    ]
    return sum(map(bool, told)) >= _FEWEST and sum(told) >= _SHARE * sum(kept.values())


def shows_entries(survey: Survey, kept: Mapping[int, int], address: str | None) -> bool:
    """Whether most of what was found stands below headings that are a weblog's entries', by their permanent links."""
    tree = survey.boxes[0].element.getroottree().getroot() if survey.boxes and address else None
    headings = set(headings_of_entries(tree, address)) if tree is not None else set()
    numbers = [number for number, block in enumerate(survey.blocks) if block.box.element in headings]
    told = sum(count for number, count in kept.items() if numbers and number > numbers[0])
    return len(numbers) > 1 and told >= _SHARE * sum(kept.values())


def _leads_to(block: Block, path: str, address: str | None) -> bool:
    """Whether a link in a block leads to a page, or to a place on it."""
    hrefs = (link.get("href") for link in block.box.element.iter("a")) if block.link_chars else ()
    return any(href and _path_of(href, address) == path for href in hrefs)
