"""What is noted during a visit to a site, and what becomes of it in the books."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from crawler.records.visits import VisitReport

FINISHED = "finished"
PAGES_USED_UP = "page budget used up"
TIME_USED_UP = "time budget used up"
_GOOD_ENDS = {FINISHED, PAGES_USED_UP, TIME_USED_UP}
"""Why a visit ends that did its work."""
NOTED = {"gone": "failed", "updated": "unchanged", "withheld": "unchanged"}
"""Under which of a visit's counts another kind of ending goes."""
MANY = 10
"""Pages after which it says something of a site that not one of them could be had."""


def gives_nothing(tried: int, found: int) -> bool:
    """Whether a site of which ``tried`` pages could not be had, and no other was, lets us have none of those ``found``.

    A visit that meets but a page that was removed, among those known and not due, is well.
    """
    return tried >= MANY or 0 < found <= tried


@dataclass(slots=True)
class VisitNotes:
    """What happens during a visit to a site: how its addresses were found, what became of them, what went wrong.

    ``troubles`` counts by reason the pages that could not be had.
    """

    source: str | None = None
    complaint: str | None = None
    counts: Counter[str] = field(default_factory=Counter)
    troubles: Counter[str] = field(default_factory=Counter)

    def report(self, reason: str) -> VisitReport:
        """The notes in the form in which they are kept."""
        healthy = self.complaint is None and reason in _GOOD_ENDS
        return VisitReport(self.complaint or reason, healthy, self.source, self.counts)
