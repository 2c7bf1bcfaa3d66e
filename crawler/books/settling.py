"""What becomes of an address whose page could not be had: tried again, and when, or given up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from crawler.fetch.trouble import Remedy, Trouble
from crawler.records.endings import Settlement, State
from crawler.records.pages import LedgerEntry

MAX_ATTEMPTS = 5
"""Attempts at a page, over several crawls, before it counts as failed."""
FIRST_WAIT = timedelta(minutes=15)
"""Before the second attempt; doubled before each one after it."""

_STATES: dict[Remedy, State] = {"wait": "pending", "skip": "skipped", "gone": "gone", "fail": "failed"}


def settled(entry: LedgerEntry, trouble: Trouble) -> tuple[Settlement, datetime]:
    """What the ledger is to hold of the attempt, and when another would be due, if one is."""
    attempts = entry.attempts + (not trouble.everywhere)
    state = _STATES[trouble.remedy]
    if state == "pending" and attempts >= MAX_ATTEMPTS:
        state = "failed"
    again = trouble.retry_at or datetime.now(UTC) + FIRST_WAIT * 2 ** max(attempts - 1, 0)
    settlement = Settlement(
        url=entry.url,
        state=state,
        reason=str(trouble),
        outcome=trouble.reason,
        status=trouble.status,
        not_before=again if trouble.remedy == "wait" else None,
        counted=not trouble.everywhere,
    )
    return settlement, again
