"""Hosts that asked to be left alone, remembered from one crawl to the next."""

from __future__ import annotations

import sqlite3
from datetime import datetime, timedelta

from crawler.records.endings import HostRest
from crawler.storage.clock import LONGEST_WAIT, from_now
from crawler.storage.rows import now, utc_text

HOSTS = (
    """CREATE TABLE host_rests ( -- Hosts that asked to be left alone, by 429 or 503
  host TEXT PRIMARY KEY, -- The host, with a port that is not the usual one
  until TEXT NOT NULL, -- Nothing is asked of it before this time
  reason TEXT NOT NULL, -- What it answered
  asked_at TEXT NOT NULL -- When it did
) WITHOUT ROWID""",
)

_ENTER = """INSERT INTO host_rests(host, until, reason, asked_at) VALUES (?, ?, ?, ?)
  ON CONFLICT(host) DO UPDATE SET until = excluded.until, reason = excluded.reason, asked_at = excluded.asked_at"""


class Hosts:
    """The table ``host_rests``, written inside the caller's transaction."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rest(self, rest: HostRest) -> None:
        """Enter until when a host is to be left alone."""
        self._connection.execute(_ENTER, (rest.host, utc_text(rest.until + timedelta(seconds=1)), rest.reason, now()))

    def resting(self) -> list[HostRest]:
        """The hosts that are to be left alone now; those whose time is over are forgotten."""
        self._connection.execute(
            "DELETE FROM host_rests WHERE until <= ? OR until > ?", (now(), from_now(LONGEST_WAIT))
        )
        rows = self._connection.execute("SELECT host, until, reason FROM host_rests")
        return [HostRest(host, datetime.fromisoformat(until), reason) for host, until, reason in rows]
