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
_JOINT = re.compile(
    r"\b(?:sponsored|in (?:paid )?(?:partnership|collaboration|cooperation)|paid (?:partnership|collaboration))\b"
    r"|\b(?:kooperation|zusammenarbeit) mit\b|\ben (?:collaboration|partenariat) avec\b"
    r"|\ben colaboración con\b|\bem parceria com\b"
    r"|\bin collaborazione con\b|\bwe współpracy z\b|\bve spolupráci s\b|együttműködés"
    r"|\bu s(?:ar|ur)adnji sa?\b|у сарадњи са?\b"
    r"|в сотрудничестве с\b"
    r"|у співпраці з\b"
    r"|\bi (?:samarbejde|samarbete|samarbeid) med\b|\byhteistyössä\b|\bin samenwerking met\b|בשיתוף"
    r"|iş ?birliği|بالتعاون مع",
    re.IGNORECASE,
)
_THIS_POST = re.compile(
    r"\bthis (?:post|page|article|blog|guide|video)\b|\b(?:dieser|cet article|ce billet|este|questo|ten wpis"
    r"|tento|dit|deze|acest)\b"
    r"|\b(?:ovaj|ova|овај|ова|ez a|этот|цей|denne|dette|det här|tämä|bu yazı|bu içerik)\b|^\W*(?:הפוסט|הכתבה|هذا)",
    re.IGNORECASE,
)
"""What a note on a post speaks of that somebody paid for, both at once: that it was, and that it is this one."""
_OF_THE_PAGE = re.compile(
    r"\bthis (?:post|page|article|site|website|blog|guide)\b|\b(?:diese[rs]?|cet article"
    r"|este (?:art[íi]culo|artigo|post)|questo articolo|ten (?:wpis|artykuł)|dit artikel)\b"
    r"|\b(?:i|we)\b.{0,20}\b(?:earn|receive)|\bearns? (?:me|us)\b"
    r"|\bearn .{0,30}\bat no\b|^\W*(?:affiliate )?disclosure\b",
    re.IGNORECASE,
)
"""What a note on a page's links speaks of, both at once: that they are paid for, and whose they are."""


def tells_of_partner(text: str) -> bool:
    """Whether a note says with whom this very post was made; where it is set apart from the story, as a note is."""
    return _JOINT.search(text) is not None and _THIS_POST.search(text) is not None


def tells_of_paid_links(text: str) -> bool:
    """Whether a note says what the page's own links earn; in quotation marks somebody in the story says it."""
    if _PAID_LINKS.search(text) is None or _OF_THE_PAGE.search(text) is None:
        return False
    return not any(mark in text for mark in "“„«")
