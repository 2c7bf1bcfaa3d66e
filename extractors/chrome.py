"""Finds the boxes that a chrome rule names: simple look-ups, so that rules cost a page next to nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from extractors.blocks import Block, Box
from extractors.chrome_rules import RULES, ChromeRule

_UNTOUCHED = frozenset({"html", "body", "main", "article"})
"""Tags that hold a whole story when a theme gives them a name that a rule knows."""


@cache
def _by_selector(rules: tuple[ChromeRule, ...]) -> dict[str, ChromeRule]:
    named: dict[str, ChromeRule] = {}
    for rule in rules:
        for selector in rule.selectors.split():
            named.setdefault(selector, rule)
    return named


def find_chrome(
    blocks: Sequence[Block], boxes: Iterable[Box], headline: int, rules: tuple[ChromeRule, ...] = RULES
) -> dict[Box, ChromeRule]:
    """Each box that lies in a container named by a rule, with the rule; never one that holds the headline."""
    named = _by_selector(rules)
    holding = set(blocks[headline].box.ancestry()) if headline >= 0 else set()
    found: dict[Box, ChromeRule] = {}
    for box in boxes:
        outer = found.get(box.parent) if box.parent is not None else None
        rule = outer or (None if box in holding or box.tag in _UNTOUCHED else _rule_of(box, named))
        if rule is not None:
            found[box] = rule
    return found


def _rule_of(box: Box, named: dict[str, ChromeRule]) -> ChromeRule | None:
    attributes = box.element.attrib
    if attributes:
        identity = attributes.get("id")
        if identity and (rule := named.get(f"#{identity}")):
            return rule
        for name in (attributes.get("class") or "").split():
            if rule := named.get(f".{name}"):
                return rule
    return named.get(box.tag)
