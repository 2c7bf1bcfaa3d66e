"""When to look at a page again although nothing says that it changed: young stories often, old ones rarely."""

from __future__ import annotations

from datetime import datetime, timedelta
from zlib import crc32

from crawler.storage.rows import utc_text

SOONEST = timedelta(hours=1)
LATEST = timedelta(days=90)
GROWTH = 4
"""A page is looked at again when its age has grown by one part in this many."""
UNDATED = timedelta(days=30)
"""The age that a page without a date is taken to have."""
SHORTLY, AFTER_REFUSAL = timedelta(minutes=45), timedelta(hours=20)
"""Before a page that was refused, or was not there, is asked for again, the first and the second time: at the next
visit, then on the next day, by whatever hourly and daily clock."""
AFTER_FAILURE = timedelta(days=7)
"""Before a page at which all attempts failed is given another."""
STALE_FOR = timedelta(hours=12)
"""How long a cache may go on with a page that its site has changed since. A wait of exactly this says that it may."""
SPREAD = 4
"""Waits are stretched by up to one part in this many, by the address: what came together does not all return so."""


def next_look(url: str, seen: datetime, published: datetime | None) -> datetime:
    """When a page that was seen at ``seen`` (aware) is due for another look, were its site to tell of no change.

    A story of a day ago is due after six hours or so, one of a week ago after two days, one of last year after three
    months.
    """
    age = seen - published if published else UNDATED
    wait = min(max(age / GROWTH, SOONEST), LATEST)
    return seen + wait * (1 + crc32(url.encode()) % 1000 / 1000 / SPREAD)


def next_try(since: str, moment: datetime) -> datetime:
    """When to ask again for a page that was not to be had ``since`` a moment, were its site to list it still.

    Once after an hour, as some are listed before they are published, then most of a day later, then after twice the
    time each time.
    """
    wait = moment - datetime.fromisoformat(since)
    if wait < SHORTLY:
        return moment + SHORTLY
    return moment + min(max(wait, AFTER_REFUSAL), LATEST)


def after_vain_look(lastmod: str | None, seen: datetime) -> str | None:
    """When to look once more at a page that was said to have changed at ``lastmod``, and was as before soon after.

    None where it was not so soon after, or where only the day is told: then there are other looks.
    """
    if lastmod is None or lastmod.endswith("T00:00:00Z") or not utc_text(seen - STALE_FOR) < lastmod <= utc_text(seen):
        return None
    return utc_text(seen + STALE_FOR)
