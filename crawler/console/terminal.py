"""Text from pages on its way to a terminal."""

from __future__ import annotations

import re

_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Control characters but tab and newline, other ends of lines, and what reorders what is shown."""


def harmless(text: str) -> str:
    r"""The text with every character that could steer a terminal written out, as ``\x1b``."""
    return _UNSAFE.sub(lambda match: match.group().encode("unicode_escape").decode("ascii"), text)


def one_line(text: str) -> str:
    """The text made harmless, with single spaces for its line breaks: what a page says begins no line of ours."""
    return harmless(" ".join(text.split()))
