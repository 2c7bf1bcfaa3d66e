"""What somebody who knows a site says about its pages: selectors of chrome and body, blocks put back or taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from extractors.chrome.containers import ChromeRule
from extractors.page.blocks import Block, Box
from extractors.page.printed import squash


@dataclass(frozen=True, slots=True)
class SiteRules:
    """CSS selectors of more chrome to ``drop``, and of the ``body``; those of ``body`` are trusted over any guess.

    What somebody decided block by block goes before them: ``restored`` and ``stripped`` are the words, as ``words_key``
    has them, of blocks that are story or none wherever they stand; ``keep`` are selectors of what is always story.
    """

    drop: tuple[str, ...] = ()
    body: str | None = None
    keep: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    stripped: tuple[str, ...] = ()


NO_RULES = SiteRules()
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a site's rules settle: blocks with the rule that removes them, and whether the body was found.

    ``kept`` are blocks that are story whatever else is thought of them, each with the reason.
    """

    removed: dict[Block, ChromeRule]
    kept: dict[Block, str]
    in_body: frozenset[Block]
    missed: str | None


def words_key(text: str) -> str:
    """What a block is known by: its words, whatever their case, marks, spaces and numbers are."""
    return _NUMBER.sub("0", squash(text)) or " ".join(text.split())


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
    kept: dict[Block, str] = {}
    for selector in rules.keep:
        kept.update(dict.fromkeys(_blocks_in(_selected(selector, tree), blocks), f"site rule: keep {selector}"))
    _apply_words(rules, blocks, removed, kept)
    removed = {block: rule for block, rule in removed.items() if block not in kept}
    return Ruled(removed, kept, inside - removed.keys(), rules.body if rules.body and not inside else None)


def tells_lines_apart(rules: SiteRules, tree: HtmlElement, menu: Block) -> bool:
    """Whether ``rules`` settle lines of a ``menu`` and not the whole of it."""
    if rules == NO_RULES:
        return False
    lines, whole = (apply_rules(rules, tree, blocks) for blocks in (menu.lines, (menu,)))
    return bool(lines.removed or lines.kept or lines.in_body) and not (whole.removed or whole.kept or whole.in_body)


def _apply_words(
    rules: SiteRules, blocks: Sequence[Block], removed: dict[Block, ChromeRule], kept: dict[Block, str]
) -> None:
    """Enter the blocks whose words somebody put back or took out, over what their places say."""
    if not (rules.restored or rules.stripped):
        return
    restored, stripped = set(rules.restored), set(rules.stripped)
    taken_out = ChromeRule("site", "", "site rule: taken out by hand")
    for block in blocks:
        key = words_key(block.text)
        if key in restored:
            kept[block] = "site rule: put back by hand"
        elif key in stripped:
            kept.pop(block, None)
            removed[block] = taken_out


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
