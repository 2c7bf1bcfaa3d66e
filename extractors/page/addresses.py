"""Takes addresses apart; what pages print for one and is none has no parts, and holds nothing up."""

from __future__ import annotations

from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

_NOTHING = SplitResult("", "", "", "", "")


def parts_of(address: str | None) -> SplitResult:
    """The parts of an address, all of them empty where it is none, as ``http://[ferry]/``; never raises."""
    try:
        return urlsplit(address or "")
    except ValueError:
        return _NOTHING


def absolute(value: str, base: str | None) -> str | None:
    """``value`` as an absolute http address, no name and password in it; None where it cannot be one."""
    try:
        address = urljoin(base or "", value.strip()) if value else ""
    except ValueError:
        return None
    parts = parts_of(address)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return None
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if "@" in parts.netloc else address
