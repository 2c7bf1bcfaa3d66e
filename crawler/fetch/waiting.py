"""How long a server asks to be left alone: its Retry-After header."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

from scrapy.http import Response

MAX_WAIT = timedelta(days=1)
"""The longest Retry-After that is believed."""
_MOST_DIGITS = 9
"""Digits of a number of seconds: Python reads none of thousands."""


def stated_wait(response: Response, now: datetime) -> datetime | None:
    """The time (aware) that a Retry-After header, in seconds or as a date, asks for; None where there is none."""
    value = (response.headers.get(b"Retry-After") or b"").decode("latin-1").strip()
    if value.isdecimal():
        return now + (MAX_WAIT if len(value) > _MOST_DIGITS else min(timedelta(seconds=int(value)), MAX_WAIT))
    try:
        stated = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    return min(stated if stated.tzinfo else stated.replace(tzinfo=UTC), now + MAX_WAIT)
