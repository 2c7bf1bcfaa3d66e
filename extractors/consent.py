"""Knows a wall that asks a reader to agree before anything is shown: what it is headed, and the button to agree."""

from __future__ import annotations

import re
from collections.abc import Iterable

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


def asks_to_agree(headings: Iterable[str], buttons: Iterable[str]) -> str | None:
    """The heading of a page that speaks of cookies, advertising or privacy over a button to agree; None for no such."""
    topic = next((heading for heading in headings if _TOPIC.search(heading)), None)
    agrees = topic and any(len(label) <= _LONGEST_BUTTON and _AGREE.search(label) for label in buttons)
    return topic if agrees else None
