"""Finds the sentences over a form to subscribe by mail, in any of thirty languages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.textmode.lines import Line

_MAIL = re.compile(
    r"e-?mail|correo electr|correio eletr|courriel|\be-?post|sähköpost|электронн\w* (?:почт|адрес)|пошт|поща"
    r"|邮箱|邮件|郵件|メール|이메일|메일|البريد|بريدك|ηλ\.? ?(?:διεύθ|ταχυδρ)|דואר|ईमेल|อีเมล|thư điện tử|hộp thư"
    r"|postafiók|skrzyn[ck]|schránk|postfach|posteingang|inbox",
    re.IGNORECASE,
)
"""What a mail, its address and its box are called."""
_ADDRESS = re.compile(r"\S+@\S+\.\w{2,}|[^\W\d]+@", re.IGNORECASE)  # an example of one, in its field
_FORM = frozenset({"newsletter", "form-field"})
_BUTTON = 3  # lines from the sentence to the button to subscribe


def subscription_lines(lines: Sequence[Line]) -> set[int]:
    """The lines that speak of mail right over its field and the button to subscribe, and those of their kind above.

    Or that stand there below the heading of such a box. The field may hold an example of an address.

    An author may ask for mail there as well: whoever asks has to know how sure the lines are the story's.
    """
    found: set[int] = set()
    for number, line in enumerate(lines[:-1]):
        below = lines[number + 1 : number + 1 + _BUTTON]
        is_field = below[0].kind in _FORM or _ADDRESS.fullmatch(below[0].said.strip()) is not None
        over_form = is_field and any(line.kind == "newsletter" for line in below)
        speaks = _MAIL.search(line.said) or (number and lines[number - 1].kind == "newsletter")
        if over_form and line.kind is None and speaks:
            found.add(number)
            if number and lines[number - 1].is_short and _MAIL.search(lines[number - 1].said):
                found.add(number - 1)
    return found
