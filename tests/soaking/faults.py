"""The faults of the soak's pages: how often each comes, and how the ledger has to say that it ended."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Fate:
    """How an address with a fault ends: ``state`` and the beginning of ``reason`` in the ledger.

    ``share`` of ten thousand addresses are of this kind.
    """

    share: int
    state: str = "done"
    reason: str = ""


SUDDEN = "extraction failed ("
"""The beginning of the reason of a page that no worker could read, also where harm was done to the worker."""

FATES: Mapping[str, Fate] = {
    "slow": Fate(100),
    "silent": Fate(5, "pending", "no answer in time"),
    "reset": Fate(20, "pending", "connection failed"),
    "cut": Fate(20, "pending", "connection broke off"),
    "endless": Fate(5, "skipped", "page too large"),
    "bomb": Fate(20, "skipped", "page too large"),
    "hog": Fate(5, "failed", SUDDEN),
    "missing": Fate(100, "gone", "HTTP 404"),
    "removed": Fate(50, "gone", "HTTP 410"),
    "error": Fate(50, "pending", "HTTP 500"),
    "shaky": Fate(100),  # HTTP 500 the first time
    "busy": Fate(20),  # HTTP 429 the first time
    "moved": Fate(100),  # redirected to another story
    "twin": Fate(100),  # another story's page, with that one's canonical address
    "loop": Fate(20, "failed", "redirects without end"),
    "empty": Fate(20, "pending", "empty answer"),
    "picture": Fate(20, "skipped", "not a web page but binary"),
    "forbidden": Fate(20, "skipped", "robots.txt forbids it"),
    "door": Fate(50, "skipped", ""),  # a form to log in with: the reason is the evidence for that
    "good": Fate(9175),
}


@lru_cache(maxsize=200_000)
def kind_of(paper: str, number: int) -> str:
    """Which kind the page of this number in a paper is: always the same; the first dozen are good."""
    if number < 12:
        return "good"
    (kind,) = random.Random(f"{paper}/{number}").choices(list(FATES), [fate.share for fate in FATES.values()])
    return kind
