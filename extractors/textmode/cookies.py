"""Finds notices about cookies in the dump of a page: sentences above the story and over the buttons to agree."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.sentences import END
from extractors.textmode.lines import Line

COOKIES = re.compile(
    r"(?<![a-z])cookies?(?![a-z])|\b(?:kak|informasjonskaps|vafrakök)(?:or|er|ler|ur)\b|\bsüti|\bçerez|ciastecze?k|\beväste"
    r"|\bslapuk|\bsīkdat|\bküpsis|\bkolačić|\bpiškot|\bgaletes\b|\bкуки\b|бисквитк|колачић"
    "|คุกกี้|クッキー|쿠키|कुकी|עוגיות|تعريف الارتباط",
    re.IGNORECASE,
)
"""What cookies are called in interfaces, in some thirty languages."""
_BUTTON = re.compile(
    "accept all|akzeptieren|tout accepter|acept(?:ar|o) tod[oa]s?|accetta tutt[io]|aceitar tudo|aceitar todos"
    "|alles accepteren|acceptera alla|godta alle|accepter alle|hyväksy kaikki|zaakceptuj wszystko|přijmout vše"
    "|prijať všetko|összes elfogadása|accept(?:ă)? toate|tümünü kabul et|принять все|прийняти всі|приемам всички"
    "|αποδοχή όλων|chấp nhận tất cả|terima semua|ยอมรับทั้งหมด|सभी स्वीकार करें|אישור הכל|قبول الكل|모두 동의|同意する"
    "|全部接受|接受所有",
    re.IGNORECASE,
)
"""What is written on the button below a notice; elsewhere it proves nothing."""
_LONGEST = 8  # lines of a notice, its buttons not counted
_SENTENCE = re.compile(f"(?<={END})")
_MENU = frozenset({"menu", "search", "login"})


def cookie_lines(lines: Sequence[Line], headline: int | None) -> frozenset[int]:
    """Return the numbers of the lines of notices above the headline, or above the menu where no headline is known.

    A notice speaks of cookies and has a button below, or at its end, or the menu below and nothing but its like above;
    a story about cookies stands below its headline.
    """
    end = headline if headline is not None else next((n for n, line in enumerate(lines) if line.kind in _MENU), 0)
    found: set[int] = set()
    for button in filter(lambda number: _is_button(lines[number]), range(min(end + 1, len(lines)))):
        top = _top(lines, button)
        found.update(range(top, button + (top < button)))
    over = next((number for number in range(end + 1) if number < len(lines) and lines[number].kind in _MENU), 0)
    above = range(over if over <= _LONGEST else 0)
    found.update(
        number
        for number in range(end)
        if COOKIES.search(lines[number].said) and (number in above or _ends_in_button(lines[number].said))
    )
    return frozenset(found)


def _top(lines: Sequence[Line], button: int) -> int:
    """Return the line in which the notice above a button begins, the last one's own number where there is none."""
    top = button
    for number in range(button - 1, max(button - 1 - _LONGEST, -1), -1):
        if lines[number].kind not in (None, "cookies", "newsletter", "footer"):
            break
        if COOKIES.search(lines[number].said):
            top = number
    return top


def _is_button(line: Line) -> bool:
    return line.kind == "cookies" or _BUTTON.fullmatch(line.said.strip()) is not None


def _ends_in_button(said: str) -> bool:
    """Return whether a notice ends in the words of its button, with no space between or with one."""
    return _BUTTON.match(_SENTENCE.split(said)[-1].strip()) is not None
