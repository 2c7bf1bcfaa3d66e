"""Spans of time as people write them: "90s", "30m", "6h", "1d", "2w", "1h30m"."""

from __future__ import annotations

import re
from datetime import timedelta

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_PART = re.compile(r"\s*(\d{1,6})\s*([smhdw])\s*")


def read_duration(text: str) -> timedelta:
    """The span that ``text`` names; raises ``ValueError`` for what is none, and for none at all."""
    if not re.fullmatch(f"(?:{_PART.pattern})+", text):
        raise ValueError(f"no duration: {text!r}")
    span = sum((timedelta(**{_UNITS[unit]: int(number)}) for number, unit in _PART.findall(text)), timedelta())
    if not span:
        raise ValueError(f"no time at all: {text!r}")
    return span


def write_duration(span: timedelta) -> str:
    """The shortest way to write a span of whole seconds: ``read_duration`` gives it back."""
    seconds = int(span.total_seconds())
    parts = []
    for unit, length in (("w", 604800), ("d", 86400), ("h", 3600), ("m", 60), ("s", 1)):
        count, seconds = divmod(seconds, length)
        if count:
            parts.append(f"{count}{unit}")
    return "".join(parts)
