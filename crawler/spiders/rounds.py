"""The closing summary of a news crawl: a line for each site, and whether the crawl was a success."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from crawler.console.tables import print_table
from crawler.fetch.leaving import INTERRUPTED
from crawler.records.visits import VisitReport
from crawler.sites import SiteEntry
from crawler.storage.frontier.visits import COUNTED


class Round(Protocol):
    """Visits to sites: those that are over have a report, those that are not due rest until some time (aware)."""

    @property
    def entries(self) -> Sequence[SiteEntry]: ...  # noqa: D102
    @property
    def resting(self) -> Mapping[str, datetime]: ...  # noqa: D102
    @property
    def reports(self) -> Mapping[str, VisitReport]: ...  # noqa: D102


def print_round(made: Round, ended: str) -> None:
    """Print how each site's visit went, in the order of the file."""
    print_table(("site", "found by", *COUNTED, "visit"), [_row(made, entry) for entry in made.entries])
    if ended == INTERRUPTED:
        print("Stopped early: the next run carries on where this one ended.")  # noqa: T201


def warnings(made: Round) -> Iterator[str]:
    """Yield a line for each site whose visit could not do its work."""
    for name, report in made.reports.items():
        if not report.healthy:
            yield f"{name}: {report.reason}"


def failure(made: Round) -> str | None:
    """The line that says why the crawl is no success: sites were due, and none could be visited. Else None."""
    count = len(made.reports)
    if not count or any(report.healthy for report in made.reports.values()):
        return None
    if count == 1:
        return "the only site that was due could not be visited"
    return f"not one of the {count} sites that were due could be visited"


def _row(made: Round, entry: SiteEntry) -> list[object]:
    name = entry.name
    if name in made.resting:
        return [name, *[None] * (len(COUNTED) + 1), f"not due until {made.resting[name]:%Y-%m-%d %H:%M} UTC"]
    report = made.reports.get(name)
    if report is None:
        return [name, *[None] * (len(COUNTED) + 1), "cut off"]
    outcome = report.reason if report.healthy else f"failed: {report.reason}"
    outcome += "" if entry.verify_tls else ", TLS certificate not checked"
    return [name, report.source or "", *(report.counts.get(each, 0) for each in COUNTED), outcome]
