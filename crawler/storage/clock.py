"""What to make of noted times that have yet to come: the clock of this machine, or of a site, was ahead once.

They are not believed, or what they hold back (another look, a wait, a visit) would wait until they have come.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from crawler.storage.rows import utc_text

AHEAD = timedelta(days=1)
"""How far a clock may be ahead unnoticed; what that holds back waits no longer than this."""
LONGEST_WAIT = timedelta(days=2)
"""No page waits longer for its next attempt: a Retry-After is believed up to a day."""
LONGEST_REST = timedelta(days=30)
"""No sitemap, feed or page of links is left alone for longer."""
LONGEST_UNSEEN = timedelta(days=150)
"""No page is due for another look later than that."""


def has_yet_to_come(moment: datetime) -> bool:
    """Whether a moment (aware) at which something is said to have happened is one that has yet to come."""
    return moment > datetime.now(UTC) + AHEAD


def from_now(span: timedelta) -> str:
    """The moment after ``span`` from now on, as the tables write it."""
    return utc_text(datetime.now(UTC) + span)
