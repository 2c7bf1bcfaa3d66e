"""Which sites are held out together."""

from __future__ import annotations

import hashlib

FOLDS = 4


def fold_of(site: str, purpose: str = "held") -> int:
    """The fold of a site, 0 to :data:`FOLDS` - 1: all pages of one site are in one; other folds for each purpose."""
    return int(hashlib.sha256(f"{purpose} {site}".encode()).hexdigest(), 16) % FOLDS
