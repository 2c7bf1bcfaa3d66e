"""What a chrome rule is: a named container, and what a reader is told of it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChromeRule:
    """A named container of chrome: its ``selectors``, separated by spaces, and the ``reason`` a reader is given."""

    name: str
    selectors: str
    reason: str
