"""Knows a note that says what a page's own links earn: no story says so of itself, unless somebody in it does."""

from __future__ import annotations

import re

_PAID_LINKS = re.compile(
    r"affiliate-? ?(?:links?|disclosure|market)|\bamazon associate\b"
    r"|\b(?:earn|receiv|get|mak|paid)\w*\s(?:[\w-]+\s){0,4}(?<!\bthe )commissions?\b(?!['’])"
    r"|\bcommissions?\b.{0,40}\b(?:links?|purchases?|sales|earned|you buy)\b"
    r"|liens affiliés|enlaces de afiliad|links de afiliad"
    r"|link di affiliazione|linki afiliacyjne",
    re.IGNORECASE,
)
_OF_THE_PAGE = re.compile(
    r"\bthis (?:post|page|article|site|website|blog|guide)\b|\b(?:diese[rs]?|cet article"
    r"|este (?:art[íi]culo|artigo|post)|questo articolo|ten (?:wpis|artykuł)|dit artikel)\b"
    r"|\b(?:i|we)\b.{0,20}\b(?:earn|receive)|\bearns? (?:me|us)\b"
    r"|\bearn .{0,30}\bat no\b|^\W*(?:affiliate )?disclosure\b",
    re.IGNORECASE,
)
"""What a note on a page's links speaks of, both at once: that they are paid for, and whose they are."""


def tells_of_paid_links(text: str) -> bool:
    """Whether a note says what the page's own links earn; in quotation marks somebody in the story says it."""
    if _PAID_LINKS.search(text) is None or _OF_THE_PAGE.search(text) is None:
        return False
    return not any(mark in text for mark in "“„«")
