"""The days and months that addresses name, as those of archives do."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from crawler.discovery.documents import moment

EVERYWHERE = timedelta(days=1)
"""How long after a day is over in one place it is over everywhere."""
_DAY = re.compile(r"(?<!\d)(?:19|20)\d\d[/-](?:0[1-9]|1[0-2])(?:[/-](?:0[1-9]|[12]\d|3[01]))?(?!\d)")
_WHOLE_DAY = len("2024-05-03")


class Span(NamedTuple):
    """A day or a month, from its beginning to its end."""

    begins: datetime
    ends: datetime

    def was_over(self, at: datetime) -> bool:
        """Whether it was over everywhere by then."""
        return at > self.ends + EVERYWHERE


def latest_day(addresses: Iterable[str]) -> Span | None:
    """The latest day or month that the addresses name; a month ends with its 31st day at the latest."""
    days = (found[0].replace("/", "-") for address in addresses if (found := _DAY.search(address)))
    latest = max(days, default="")
    first = moment(f"{latest}-01"[:_WHOLE_DAY])
    return Span(first, first + timedelta(days=1 if len(latest) == _WHOLE_DAY else 31)) if first else None
