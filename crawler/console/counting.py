"""A number with what it counts, as people say it: 1 story, 2,000 stories."""

from __future__ import annotations

Unit = tuple[str, str]
"""What is counted: the name of one, and that of several."""


def counted(count: int, one: str, several: str = "") -> str:
    """The count with the name of what there is ``one`` or ``several`` of; left out, several are one with an s."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"
