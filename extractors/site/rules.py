"""What somebody who knows a site says about its pages: selectors of chrome and body, blocks put back or taken out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from extractors.chrome.rule import ChromeRule
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


class Choice:
    """What a selector chooses on a page: tells of a block whether it stands there, or is all that an inline one holds.

    What was found out of a box is kept: a box may have blocks in their thousands, and a page menus, each asked about
    by itself.
    """

    def __init__(self, selector: str, tree: HtmlElement) -> None:
        self.selector = selector
        self._elements = frozenset(_compiled(selector)(tree))
        self._known: dict[Box, bool] = {}
        self._held: dict[Box, frozenset[str]] = {}

    def __contains__(self, block: Block) -> bool:
        if not self._elements:
            return False
        box = block.box
        if box not in self._known:
            self._known[box] = any(each.element in self._elements for each in box.ancestry())
            inline = (each for each in box.element if each in self._elements)
            self._held[box] = frozenset(_unspaced("".join(each.itertext())) for each in inline)
        return self._known[box] or (bool(self._held[box]) and _unspaced(block.text) in self._held[box])


class Choices:
    """What the selectors of a site's ``rules`` choose on a page, each looked for once."""

    def __init__(self, rules: SiteRules, tree: HtmlElement) -> None:
        self.rules = rules
        self.body = Choice(rules.body, tree) if rules.body else None
        self.drop = [Choice(selector, tree) for selector in rules.drop]
        self.keep = [Choice(selector, tree) for selector in rules.keep]
        self.restored = frozenset(rules.restored)
        self.stripped = frozenset(rules.stripped)


def apply_rules(choices: Choices, blocks: Sequence[Block]) -> Ruled:
    """What a site's rules settle of a page; a body selector that matches no text settles nothing and is ``missed``."""
    rules = choices.rules
    removed: dict[Block, ChromeRule] = {}
    inside: frozenset[Block] = frozenset()
    if choices.body:
        inside = frozenset(block for block in blocks if block in choices.body)
        outside = ChromeRule("site", "", f"site rule: outside the body {rules.body}")
        removed = {block: outside for block in blocks if inside and block not in inside}
    for choice in choices.drop:
        rule = ChromeRule("site", "", f"site rule: drop {choice.selector}")
        removed.update((block, rule) for block in blocks if block in choice)
    kept: dict[Block, str] = {}
    for choice in choices.keep:
        kept.update((block, f"site rule: keep {choice.selector}") for block in blocks if block in choice)
    _apply_words(choices, blocks, removed, kept)
    removed = {block: rule for block, rule in removed.items() if block not in kept}
    return Ruled(removed, kept, inside - removed.keys(), rules.body if rules.body and not inside else None)


def tells_lines_apart(choices: Choices, menu: Block) -> bool:
    """Whether a site's rules settle lines of a ``menu`` and not the whole of it."""
    if choices.rules == NO_RULES:
        return False
    lines, whole = (apply_rules(choices, blocks) for blocks in (menu.lines, (menu,)))
    return bool(lines.removed or lines.kept or lines.in_body) and not (whole.removed or whole.kept or whole.in_body)


def _apply_words(
    choices: Choices, blocks: Sequence[Block], removed: dict[Block, ChromeRule], kept: dict[Block, str]
) -> None:
    """Enter the blocks whose words somebody put back or took out, over what their places say."""
    if not (choices.restored or choices.stripped):
        return
    taken_out = ChromeRule("site", "", "site rule: taken out by hand")
    for block in blocks:
        key = words_key(block.text)
        if key in choices.restored:
            kept[block] = "site rule: put back by hand"
        elif key in choices.stripped:
            kept.pop(block, None)
            removed[block] = taken_out


@lru_cache(maxsize=256)
def _compiled(selector: str) -> CSSSelector:
    return CSSSelector(selector, translator="html")


def _unspaced(text: str) -> str:
    return "".join(text.split())
