"""An address that is used again: whether what stands there is another story than that which did before."""

from __future__ import annotations

import re
from typing import NamedTuple

from crawler.storage.stories.doubles import share_in_common

REMNANT = 0.2
"""The share of its text that two stories may have in common, as the lines that stand in each of a site's."""
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")


class Standing(NamedTuple):
    """A story as it stood at an address; ``published_at`` and ``last_filed_at`` as the tables write them."""

    headline: str | None
    text: str
    published_at: str | None
    last_filed_at: str


def took_its_place(before: Standing, now: Standing) -> bool:
    """Whether it was published after the other was filed last, with neither its headline nor its words."""
    if before.published_at is None or now.published_at is None:
        return False
    if now.published_at <= max(before.last_filed_at, before.published_at):
        return False
    return not _share_words(before.headline, now.headline) and share_in_common(before.text, now.text) < REMNANT


def _share_words(one: str | None, other: str | None) -> bool:
    """Whether one of two headlines has a third of the long words of the other, or there is nothing to compare."""
    here, there = (set(_LONG_WORD.findall((each or "").casefold())) for each in (one, other))
    return 3 * len(here & there) >= min(len(here), len(there))
