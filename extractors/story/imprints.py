"""Takes out what a site prints with each post about the post itself: its address, licence and author, each labelled."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractors.article import RemovedBlock
from extractors.decision import Decision
from extractors.page.addresses import parts_of
from extractors.page.blocks import Block
from extractors.page.survey import Survey

_ADDRESS = re.compile(r"https?://\S+")
_LABELLED = re.compile(r"[^:：]{1,30}[:：]")
_LABEL = 30  # characters beside an address
_LABEL_WORDS = 5
_SHORTEST_PATH = 6  # characters of a path that tells one page from others
_MOST_LINES = 8  # of an imprint
_AROUND = 3  # boxes around an address, its own the first
_LONGEST = 300  # characters of a line of an imprint


def without_imprint(decisions: Sequence[Decision], survey: Survey, addresses: Iterable[str | None]) -> list[Decision]:
    """The decisions without lines that are a label and the address of the page, and the labelled lines beside them.

    ``addresses`` are those under which the page is known. An author names the addresses of other pages.
    """
    paths = {path for path in map(_path, addresses) if len(path) >= _SHORTEST_PATH}
    out = list(decisions)
    for number in range(len(out) if paths else 0):
        if not _prints_address(out[number].block, paths):
            continue
        for place in _row(survey, number):
            if out[place].removed is None or out[place].is_withheld(0.0):
                removed = RemovedBlock(
                    "imprint", "what a site says of each post: its address, licence, author", out[place].block.text
                )
                out[place] = replace(out[place], removed=removed)
    return out


def _path(address: str | None) -> str:
    parts = parts_of(address)
    return (f"{parts.path}?{parts.query}" if parts.query else parts.path).strip("/")


def _prints_address(block: Block, paths: set[str]) -> bool:
    """Whether a block is the page's address in print, alone or with a label."""
    if "://" not in block.text or len(block.text) > _LONGEST:
        return False
    label, *others = _ADDRESS.sub("\0", block.text).split("\0")
    rest = label + "".join(others)
    is_label = len(others) == 1 and len(rest) <= _LABEL and len(rest.split()) <= _LABEL_WORDS
    found = _ADDRESS.search(block.text)
    return is_label and found is not None and _path(found[0].rstrip(".。,;)>")) in paths


def _row(survey: Survey, number: int) -> list[int]:
    """The lines of the small box around an address that are labelled as well, the address among them."""
    for box in survey.blocks[number].box.ancestry(_AROUND):
        span = survey.spans[box]
        if len(span) > 1:
            is_small = len(span) <= _MOST_LINES and not survey.holds_headline(box)
            return [place for place in span if place == number or (is_small and _is_labelled(survey.blocks[place]))]
    return [number]


def _is_labelled(block: Block) -> bool:
    return len(block.text) <= _LONGEST and _LABELLED.match(block.text) is not None
