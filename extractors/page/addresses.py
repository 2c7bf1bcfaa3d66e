"""Takes addresses apart; what pages print for one and is none has no parts, and holds nothing up."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

_NOTHING = SplitResult("", "", "", "", "")


def parts_of(address: str | None) -> SplitResult:
    """The parts of an address, all of them empty where it is none, as ``http://[ferry]/``; never raises."""
    try:
        return urlsplit(address or "")
    except ValueError:
        return _NOTHING
