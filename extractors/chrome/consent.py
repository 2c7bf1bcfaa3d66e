"""Knows what asks a reader to agree to cookies or tracking: a wall before anything is shown, a dialog over a story."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from extractors.page.blocks import Box
from extractors.page.survey import Survey

_LONGEST_BUTTON = 60  # characters
_TOPIC = re.compile(
    r"cookie|tracking|privacy|gdpr|dsgvo|consent|werbung|datenschutz|einwilligung|publicité|confidentialité"
    r"|vie privée"
    r"|publicidad|privacidad|publicidade|pubblicità|reklam|soukromí|zgod[ay]|prywatno|evästei|informasjonskapsl"
    r"|файл\w+ cookie|конфиденциальн|رضایت|ملفات تعريف|עוגיות|クッキー|쿠키|개인정보",
    re.IGNORECASE,
)
_AGREE = re.compile(
    r"\b(?:accept|agree|allow|consent|akzeptier|zustimm|einverstanden|accepter|j[’']accepte|tout accepter"
    r"|aceptar|acepto"
    r"|aceitar|concordo|accetta|accetto|akkoord|accepteren|toestaan|akceptuj|zgadzam|přijmout|souhlas|súhlas|elfogad"
    r"|godkänn|acceptera|godkend|tillad|godta|hyväksy|kabul|принять|соглас|прийняти|погодж|prihvat|αποδοχή|συμφωνώ)"
    r"|同意|동의|موافق|קבל|מסכי",
    re.IGNORECASE,
)
_LONGEST_LABEL = 6
"""Words of a button to agree."""
_NAME = re.compile(r"(?:^| )(?:cookie|consent|gdpr|dsgvo|ccpa|cmp|privacy|tracking)", re.IGNORECASE)
"""How the id or a class of such a dialog begins; a theme names a post for its categories, but behind a prefix."""
_NAMINGS = ("class", "id")
_SEVERAL = 2
"""Sentences about it that a dialog has; what is said in one is a notice, or a story's."""
_ABOUT = 0.5
"""The share of a dialog's prose that is about it."""


def find_consent(survey: Survey, taken: set[int]) -> set[int]:
    """The numbers of the blocks, besides those ``taken``, of dialogs about cookies or tracking with a button to agree.

    Their markup calls itself so, and they stand outside of the story: a post about cookies quotes their buttons, too.
    """
    boxes = survey.names.called(_names_one, *_NAMINGS)
    called = dict.fromkeys(number for box in boxes for number in survey.spans.get(box, ()))
    found: set[int] = set()
    told: dict[Box, bool] = {}
    for number in called:
        block = survey.blocks[number]
        if number not in found and block.words <= _LONGEST_LABEL and _AGREE.search(block.text):
            dialog = _dialog(survey, block.box, told)
            found.update(survey.spans[dialog] if dialog else ())
    return found - taken


def _dialog(survey: Survey, button: Box, told: dict[Box, bool]) -> Box | None:
    """The outermost box around a button to agree that is by and large about it, short of the page; None for no such.

    ``told`` remembers for each box that was looked at whether it is.
    """
    boxes = button.ancestry()[:-1]
    if any(box.tag == "article" for box in boxes):
        return None
    dialog = None
    for box in boxes:
        if survey.holds_headline(box) or survey.story.start in survey.spans[box]:
            break
        if box not in told:
            told[box] = _is_about(survey, survey.spans[box])
        dialog = box if told[box] else dialog
    return dialog


def _is_about(survey: Survey, span: range) -> bool:
    """Whether several sentences are about cookies or tracking, and most of the prose is."""
    prose = [number for number in span if survey.is_prose(number)]
    about = [number for number in prose if _TOPIC.search(survey.blocks[number].text)]
    return len(about) >= _SEVERAL and survey.prose_words(about) >= _ABOUT * survey.prose_words(prose)


@lru_cache(maxsize=4096)
def _names_one(names: str) -> bool:
    return _NAME.search(names) is not None


def asks_to_agree(headings: Iterable[str], buttons: Iterable[str]) -> str | None:
    """The heading of a page that speaks of cookies, advertising or privacy over a button to agree; None for no such."""
    topic = next((heading for heading in headings if _TOPIC.search(heading)), None)
    agrees = topic and any(len(label) <= _LONGEST_BUTTON and _AGREE.search(label) for label in buttons)
    return topic if agrees else None
