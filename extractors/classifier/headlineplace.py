"""Finds the block that holds a page's headline, by what the page's title says."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.page.blocks import Block
from extractors.page.elements import HEADINGS, leads_home
from extractors.page.printed import squash
from extractors.phrases import filled_in

_RANKS = {"h1": 0.5, "h2": 0.1}
"""What a heading has ahead of other lines that are as like the title."""
_LARGE = frozenset({"h1", "h2", "h3"})
_PLAIN = frozenset({"div", "td", "p"})
"""Tags of a headline; it stands in a smaller heading where that is the title word for word."""
_NEAR = 6
_MOTTO_WORDS = 12
_NAME_WORDS = 3


def headline_place(blocks: Sequence[Block], title: str) -> int:
    """The index of the block that holds the page's headline: the h1 most like ``title``; -1 without one."""
    said = squash(title)
    wanted = set(said.split())
    best, place = 0.0, -1
    for number, block in enumerate(blocks):
        tag = block.box.tag
        if not (
            tag in _LARGE or (tag in _PLAIN and len(block.text) < 200) or (tag in HEADINGS and block.squashed == said)
        ):
            continue
        words = block.squashed.split()
        if not words or (tag != "h1" and (wanted.isdisjoint(words) or _is_motto(block))):
            continue
        got = set(words)
        score = 2 * len(got & wanted) / (len(got) + len(wanted)) if wanted else 0.0
        if tag in _RANKS and not (block.link_chars and leads_home(block.box.element)):
            score += _RANKS[tag]
        if score > best and score >= 0.5:
            best, place = score, number
    place = _below_path(blocks, place, said)
    return _spoken_of(blocks, _beside_name(blocks, place, said), said)


def _is_motto(block: Block) -> bool:
    """Whether a block is a heading in a menu that leads nowhere: it says what site that is the menu of."""
    return block.box.tag in HEADINGS and not block.link_chars and any(box.tag == "nav" for box in block.box.ancestry())


def _below_path(blocks: Sequence[Block], place: int, title: str) -> int:
    """The number of the line below block ``place`` by which a title begins, where that holds links, as a path does.

    Systems that put the day into the title print it among the steps as well.
    """
    if place < 0 or blocks[place].box.tag in HEADINGS or not blocks[place].link_chars:
        return place
    below = range(place + 1, min(place + _NEAR, len(blocks)))
    return next((number for number in below if _opens(blocks[number], title)), place)


def _opens(block: Block, title: str) -> bool:
    return " " in block.squashed and not block.link_chars and f"{title} ".startswith(f"{block.squashed} ")


def _beside_name(blocks: Sequence[Block], place: int, title: str) -> int:
    """The number of the heading that a title names beside what block ``place`` says: then that names the site.

    A site's name stands behind the story's, or before it where it leads home, and above it on the page, with no text
    between. One that leads nowhere is short.
    """
    if place < 0 or blocks[place].squashed == title:
        return place
    name, is_home = blocks[place].squashed, leads_home(blocks[place].box.element)
    rest = title.removesuffix(f" {name}")
    if rest == title and is_home:
        rest = title.removeprefix(f"{name} ")
    if rest == title or (not is_home and blocks[place].words > _NAME_WORDS):
        return place
    for number in range(place + 1, len(blocks)):
        block = blocks[number]
        if block.box.tag in HEADINGS and block.squashed == rest:
            return number
        if block.words > _MOTTO_WORDS and not block.link_chars:
            break
    return place


def _spoken_of(blocks: Sequence[Block], place: int, title: str) -> int:
    """The number of the line above block ``place`` that fills in its phrase, as "3 comments on %s"; else its own.

    Where no line says it, the page shows no headline if ``title`` says that alone: it is spoken of there, not shown.
    """
    if place < 0 or blocks[place].box.tag == "h1":
        return place
    told = set(map(squash, filled_in(blocks[place].text)))
    above = (number for number in range(place) if told and not blocks[number].is_link)
    alone = any(f" {words} " in f" {title} " for words in told) and blocks[place].squashed not in title
    return next((number for number in above if blocks[number].squashed in told), -1 if alone else place)
