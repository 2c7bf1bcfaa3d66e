"""Takes a menu for the one thing that it is: its links are one block, judged once, rather than one each."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.page.blocks import Block, Box
from extractors.page.elements import WHOLE
from extractors.page.outbound import Leads

FEWEST = 3
"""Links and buttons that make a menu."""
_MOST = 500
"""Lines of the longest one: what has more is a list of its own, or was made to take for ever."""
_SHARE = 0.8
"""The share of its words that stand in them."""
_WORDS = 6
"""Words that each of its lines has at most, in the mean: headlines of other stories have more."""
_LONGEST = 12
"""Words of a line that no menu has: where a link is left open, paragraphs stand in it, too."""
_CONTROLS = frozenset({"button", "label"})
_LISTS = ("ul", "ol")
_FURNITURE = frozenset({"nav", "footer", "aside"})


def is_menu(box: Box, blocks: Sequence[Block], *, headed: bool, titled: bool) -> bool:
    """Whether a box, the last of ``blocks`` in it, holds links and buttons of a few words each, and hardly more.

    What is ``headed`` is none: a list of links under a heading of its own, unless in a box for the site's furniture
    and not ``titled`` with the page's headline.
    """
    return (
        FEWEST <= box.blocks <= _MOST
        and not box.long_blocks
        and box.words < _WORDS * box.blocks
        and box.link_words + box.control_words >= _SHARE * box.words
        and box.tag not in WHOLE
        and not titled
        and not (headed and not any(outer.tag in _FURNITURE for outer in box.ancestry()))
        and all(block.items or block.words <= _LONGEST for block in blocks[box.start :])
        and not _is_authors(box)
    )


def _is_authors(box: Box) -> bool:
    """Whether a box outside the site's furniture holds links to several other sites, in bare lists."""
    lists = list(box.element.iter(*_LISTS))
    if not lists or any("class" in each.attrib or "id" in each.attrib for each in lists):
        return False
    if any(outer.tag in _FURNITURE for outer in box.ancestry()):
        return False
    leads = Leads()
    leads.add(box.element)
    return leads.are_elsewhere


def gathered(blocks: Sequence[Block], box: Box) -> Block:
    """The blocks of a menu as one, a line each."""
    items = [line for block in blocks for line in block.lines]
    return Block(
        text="\n".join([block.text for block in blocks]),
        box=box,
        words=box.words,
        link_chars=sum([block.link_chars for block in blocks]) + len(blocks) - 1,
        inline=0,
        bold_chars=0,
        images=sum([block.images for block in blocks]),
        items=tuple(items),
    )
