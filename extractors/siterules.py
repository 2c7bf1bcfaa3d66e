"""What somebody who knows a site says about its pages: selectors of more chrome, and of the body."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from extractors.blocks import Block, Box
from extractors.chrome_rules import ChromeRule


@dataclass(frozen=True, slots=True)
class SiteRules:
    """CSS selectors of more chrome to ``drop``, and of the ``body``; those of ``body`` are trusted over any guess."""

    drop: tuple[str, ...] = ()
    body: str | None = None


NO_RULES = SiteRules()


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a site's rules settle: blocks with the rule that removes them, and whether the body was found."""

    removed: dict[Block, ChromeRule]
    in_body: frozenset[Block]
    missed: str | None


def apply_rules(rules: SiteRules, tree: HtmlElement, blocks: Sequence[Block]) -> Ruled:
    """What ``rules`` settle on a page; a body selector that matches no text settles nothing and is ``missed``."""
    removed: dict[Block, ChromeRule] = {}
    inside: frozenset[Block] = frozenset()
    if rules.body:
        inside = frozenset(_blocks_in(_selected(rules.body, tree), blocks))
        outside = ChromeRule("site", "", f"site rule: outside the body {rules.body}")
        removed = {block: outside for block in blocks if inside and block not in inside}
    for selector in rules.drop:
        rule = ChromeRule("site", "", f"site rule: drop {selector}")
        removed.update(dict.fromkeys(_blocks_in(_selected(selector, tree), blocks), rule))
    return Ruled(removed, inside - removed.keys(), rules.body if rules.body and not inside else None)


@lru_cache(maxsize=256)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def _selected(selector: str, tree: HtmlElement) -> list[HtmlElement]:
    return list(_compiled(selector)(tree))


def _blocks_in(elements: Iterable[HtmlElement], blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks that stand in one of the elements, and those whose whole text an inline one holds."""
    wanted = set(elements)
    known: dict[Box, bool] = {}
    for block in blocks if wanted else ():
        if block.box not in known:
            known[block.box] = any(box.element in wanted for box in block.box.ancestry())
        if known[block.box] or any(_holds(element, block) for element in block.box.element if element in wanted):
            yield block


def _holds(element: HtmlElement, block: Block) -> bool:
    return "".join("".join(element.itertext()).split()) == "".join(block.text.split())
