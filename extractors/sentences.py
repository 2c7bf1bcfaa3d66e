"""The marks that sentences end with, in the scripts that news is written in."""

FULL_STOPS = tuple(".。｡।॥۔։።။។")
"""The marks of a statement: what a headline does not end with, though it may ask or call."""

STOPS = (*FULL_STOPS, *"!?！？؟՞")
"""The marks that a sentence ends with."""

CLOSED = (*STOPS, *'"”“»」』')
"""The same, and the quotation marks that close what somebody says."""

END = f"[{''.join(STOPS)}…]"
"""The pattern of a mark that a sentence ends with, or trails off with."""

CLOSING = r"['\"”’»)\]」』）]*"
"""The pattern of the marks that may close behind it."""

_WIDE = tuple(mark for mark in STOPS if mark > "\u2fff")  # no space stands behind them


def holds_sentences(text: str) -> bool:
    """Return whether a sentence ends amid ``text`` and another follows."""
    return any(f"{mark} " in text for mark in STOPS) or any(mark in text for mark in _WIDE)
