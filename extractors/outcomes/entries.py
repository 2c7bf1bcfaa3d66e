"""Tells a page at a list's address from a story that stands at one: its text is that of other pages of the site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice, pairwise
from math import inf

from lxml.html import HtmlElement

from extractors.chrome.cards import could_be_headline, held_in, other_than_cards
from extractors.page.addresses import absolute, parts_of
from extractors.page.blocks import Block, Box, look
from extractors.page.elements import HEADINGS
from extractors.page.listaddresses import is_listing, is_page_of_a_list, is_search, is_sure_listing
from extractors.page.printed import squash
from extractors.prepare import Prepared

_SHARE = 0.7  # of the text that was found
_NAME, _DAY = 5, 24  # characters of a short name, and of a day written out
_FEW = 40  # words that may stand beside a list
_MOST_LINKS = 500  # that are looked at
_SEVERAL = 3  # lines of a list that a page says to be one story
_MANY, _NEARLY_ALL = 8, 0.95  # links of a list that no address tells of, and their share of its words
_ENDINGS = ("index.html", "index.htm", "index.php", ".html", ".htm")


@dataclass(frozen=True)
class Entries:
    """What a page at a list's ``address`` leads to; ``kept`` are the words of the blocks that were found to be text."""

    prepared: Prepared
    address: str
    kept: Mapping[int, int]

    @cached_property
    def titles(self) -> list[int]:
        """The numbers of the blocks that lead to a page of the site which is no list, and not above this one.

        A day or a count of comments that leads where the title above it does is none of its own.
        """
        ruled = other_than_cards(self.prepared.everything, self.prepared.ruled)
        found, last = list[int](), None
        for number, block in enumerate(self.prepared.everything):
            there = None if number in ruled or block.items else self._target(block)
            if there is not None and there != last:
                found.append(number)
                last = there
        return found

    @property
    def told(self) -> tuple[int, int]:
        """How many titles look as those do that some of the text is below, and how many of its words that are."""
        survey = self.prepared.survey
        held = held_in(survey.boxes, (survey.blocks[number].box for number in self.titles))
        following = pairwise([*self.titles, len(survey.blocks)])
        found = [self._below(number, end, held) for number, end in following]
        looks = {look(survey.blocks[number].box) for number, below in zip(self.titles, found, strict=True) if below}
        alike = sum(look(survey.blocks[number].box) in looks for number in self.titles)
        return alike, sum(self.kept[number] for number in self.links.union(*found))

    @cached_property
    def links(self) -> frozenset[int]:
        """The numbers of those of the text's blocks that are a link, be there a day beside it."""
        blocks = self.prepared.everything
        return frozenset(number for number in self.kept if _is_link(blocks[number]))

    def _below(self, title: int, end: int, held: list[int]) -> set[int]:
        """The numbers of the text's blocks that a title opens: those of its box, or what follows a heading."""
        survey = self.prepared.survey
        box = survey.blocks[title].box
        while box.parent is not None and held[box.parent.number] == 1 and not self._holds_headline(box.parent, title):
            box = box.parent
        span = survey.spans[box]
        if len(span) == 1 and box.parent is not None and box.tag in HEADINGS:
            span = range(title, min(end, survey.spans[box.parent].stop))
        found = {number for number in span if number in self.kept}
        opened = not any(number < title and survey.is_prose(number) for number in found)
        return found if opened else set()

    def _holds_headline(self, box: Box, title: int) -> bool:
        survey = self.prepared.survey
        own = survey.headline if self.has_headline else -1
        return own not in (-1, title) and own in survey.spans[box]

    @property
    def has_headline(self) -> bool:
        """Whether the page shows a headline of its own, that leads nowhere."""
        survey = self.prepared.survey
        return survey.headline >= 0 and not survey.blocks[survey.headline].is_link

    @property
    def headlines(self) -> int:
        """How many lines, those of menus too, lead elsewhere and are as long as a headline."""
        return sum(could_be_headline(line.text) and self._target(line) is not None for line in self._lines)

    @property
    def first(self) -> float:
        """The number of the first block below the headline with a line that leads elsewhere and is as long as one."""
        below = range(self.prepared.survey.headline + 1, len(self.prepared.everything))
        lines = ((number, line) for number in below for line in self.prepared.everything[number].lines)
        return next((number for number, line in lines if could_be_headline(line.text) and self.leads_on(line)), inf)

    @property
    def lists_below(self) -> int:
        """How many pages below this one it leads to, as a list of topics does to each of them."""
        here, host = _plain(self.address) + "/", parts_of(self.address).netloc
        links = islice(self.prepared.boxes[0].element.iter("a"), _MOST_LINKS) if self.prepared.boxes else ()
        found = (absolute(link.get("href") or "", self.address) for link in links)
        return len(
            {there for there in found if parts_of(there).netloc == host and _plain(there or "").startswith(here)}
        )

    @property
    def _lines(self) -> Iterator[Block]:
        return chain.from_iterable(block.lines for block in self.prepared.everything)

    @cached_property
    def _overlaid(self) -> dict[str, str]:
        """Where the links that lie over a card and show nothing lead, by the words that they have for who hears."""
        links = self.prepared.boxes[0].element.iter("a") if self.prepared.boxes else ()
        empty = (link for link in links if not len(link) and not (link.text or "").strip())
        said = ((squash(link.get("aria-label") or link.get("title") or ""), link.get("href") or "") for link in empty)
        return {label: href for label, href in said if label and href}

    def leads_on(self, line: Block) -> bool:
        """Whether a line leads to a page of the site which is no list, and not above this one."""
        return self._target(line) is not None

    def _target(self, block: Block) -> str | None:
        """Path and query of the page of the site to which a block leads; None where it is a list, or above this one."""
        href = href_of(block) if _is_link(block) else None
        if href is None and block.box.tag in HEADINGS:
            href = self._overlaid.get(block.squashed)
        there = absolute(href, self.address) if href else None
        if there is None or (is_listing(there) and is_sure_listing(there)):
            return None
        here, path = parts_of(self.address), _plain(there)
        leads = parts_of(there).netloc == here.netloc and not _plain(self.address).startswith(path)
        return f"{path}?{parts_of(there).query}" if leads else None


def lists_entries(prepared: Prepared, kept: Mapping[int, int], *, declared: bool) -> str | None:
    """Why a page is a list of entries, None where it may be a story; ``declared`` is whether it says that it is one.

    At a list's address a post's title leads to the post. One title is enough at an address that
    is surely a list's, several elsewhere; where little text was found, and none below a headline of the page's own,
    lines that lead to stories are.
    """
    address = prepared.address
    if not address:
        return None
    entries, sure = Entries(prepared, address, kept), is_sure_listing(address)
    if is_search(address) and not declared and sum(kept.values()) < _FEW:
        return "at the address of a search, with no story"
    if not is_listing(address):
        return _leads_on(entries)
    least = 1 if is_page_of_a_list(address) or (sure and not declared) else 2
    words = sum(kept.values())
    if words:
        posts, told = entries.told
        if (posts >= least or len(entries.links) == len(kept)) and told >= words * _SHARE:
            return f"at a list's address, and {told} of {words} words stand below titles that lead elsewhere"
    if not sure or words >= _FEW or (declared and words):
        return None
    own = entries.has_headline and any(prepared.survey.is_prose(number) for number in kept if number < entries.first)
    lines = entries.headlines if words else max(entries.headlines, len(entries.titles))
    least = _SEVERAL if declared else 2 if words and entries.has_headline else 1
    if not own and lines >= least:
        return "at a list's address, with links to stories and none of its own"
    return "at a list's address, with links to those below it" if not words and entries.lists_below > 1 else None


def _leads_on(entries: Entries) -> str | None:
    """Why a page anywhere is a list: all its text but heads of columns is links, each to another page of the site."""
    blocks = entries.prepared.everything
    links = [line for number in entries.kept for line in blocks[number].lines if _is_link(line)]
    if len(links) < _MANY or sum(line.words for line in links) < _NEARLY_ALL * sum(entries.kept.values()):
        return None
    leading = sum(entries.leads_on(line) for line in links)
    return f"{leading} links to pages of the site and nothing else" if leading >= _MANY else None


def _is_link(block: Block) -> bool:
    """Whether a block is a link, with no more than a day beside it."""
    return block.is_link or (block.link_chars >= _NAME and len(block.text) - block.link_chars <= _DAY)


def href_of(block: Block) -> str | None:
    """Where the first link of a block leads, or the link around its box."""
    element = block.box.element
    around = _around(element) if block.box.link else ()
    return next((href for link in chain(around, element.iter("a")) if (href := link.get("href"))), None)


def _around(element: HtmlElement) -> Iterator[HtmlElement]:
    return element.iterancestors("a")


def _plain(address: str) -> str:
    """An address's path without what may stand at the end of it or not."""
    path = parts_of(address).path
    ending = next((one for one in _ENDINGS if path.endswith(one)), "")
    return path.removesuffix(ending).rstrip("/") or "/"
