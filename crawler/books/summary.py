"""The closing summary of a crawl, and whether it was a success."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from crawler.books.bookkeeping import COMPLAINT
from crawler.books.visitnotes import gives_nothing
from crawler.console.counting import counted
from crawler.console.tables import put
from crawler.console.terminal import one_line
from crawler.fetch.backoff import LEFT_ALONE
from crawler.fetch.leaving import INTERRUPTED

FINISHED = "finished"
"""Scrapy's word for a crawl that did all it had to."""

_HANDED_OUT = {
    "wordpress": "from the site's REST interface, without fetching their pages",
    "feed": "from the site's feed, as their pages could not be had",
}


@dataclass(frozen=True, slots=True)
class Summary:
    """What a crawl did.

    ``again`` counts addresses that no listing named in this crawl and whose time had come. ``copied`` counts stories by
    what was read instead of their pages; ``skipped``, ``failed`` and ``later`` count pages by reason, the most frequent
    first; ``left_alone`` says for hosts that asked for it until when.
    """

    found: int
    source: str | None
    unchanged_listings: int
    not_due: int
    again: int
    fetched: int
    copied: Mapping[str, int]
    filed: Mapping[str, int]
    skipped: Mapping[str, int]
    failed: Mapping[str, int]
    later: Mapping[str, int]
    left_alone: Mapping[str, str]
    ended: str
    noted: str | None

    @property
    def complaint(self) -> str | None:
        """The one line that says why the crawl is no success; None for a success, also for one that was stopped."""
        if self.noted:
            return self.noted
        troubles = {**self.skipped, **self.failed, **self.later}
        if self.fetched or self.copied or self.filed.get("unchanged") or not troubles or self.ended == INTERRUPTED:
            return None
        if self.source and not gives_nothing(sum(troubles.values()), self.found):
            return None
        return f"not one page could be had: {', '.join(troubles)}"


def summarize(stats: Mapping[str, Any]) -> Summary:
    """The summary of a crawl's stats."""
    return Summary(
        found=stats.get("discovery/found", 0),
        source=stats.get("discovery/source"),
        unchanged_listings=stats.get("discovery/unchanged", 0),
        not_due=max(stats.get("discovery/found", 0) - stats.get("ledger/leased", 0), 0),
        again=max(stats.get("ledger/leased", 0) - stats.get("discovery/found", 0), 0),
        fetched=stats.get("fetch/pages", 0),
        copied=_below(stats, "fetch/copied/"),
        filed=_below(stats, "file/"),
        skipped=_below(stats, "skipped/"),
        failed=_below(stats, "failed/") | _below(stats, "gone/"),
        later=_below(stats, "later/"),
        left_alone={key.removeprefix(LEFT_ALONE): stats[key] for key in sorted(stats) if key.startswith(LEFT_ALONE)},
        ended=str(stats.get("finish_reason", "")),
        noted=stats.get(COMPLAINT),
    )


def print_summary(summary: Summary) -> None:
    """Print the summary as a small table, and below it what is to be known of hosts and of the next run."""
    put(lambda _: Group(_table(summary), *map(Text, _remarks(summary))))


def _table(summary: Summary) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0))
    for name, count, reason in _rows(summary):
        table.add_row(Text(one_line(name)), str(count), Text(one_line(reason)))
    return table


def _remarks(summary: Summary) -> Iterator[str]:
    for host, until in summary.left_alone.items():
        yield f"{one_line(host)} asked to be left alone until {until}: nothing is asked of it before."
    if summary.ended == INTERRUPTED:
        yield "Stopped early: the next run carries on where this one ended."


def _rows(summary: Summary) -> list[tuple[str, int, str]]:
    rows = [("found", summary.found, _ways(summary))]
    if summary.not_due and summary.ended == FINISHED:
        rows.append(("not due", summary.not_due, "known, and not changed since or not yet to be tried again"))
    elif summary.not_due:
        rows.append(("left", summary.not_due, "for the next run, those that are due"))
    if summary.again:
        rows.append(("again", summary.again, "known from earlier runs, and due now"))
    rows.append(("fetched", summary.fetched, ""))
    rows += [("copied", count, _HANDED_OUT.get(origin, origin)) for origin, count in summary.copied.items()]
    names = [
        "new",
        "revised",
        *(name for name in summary.filed if name not in ("new", "revised", "unchanged")),
    ]
    rows += [(name, summary.filed.get(name, 0), "") for name in (*names, "unchanged")]
    rows += [("skipped", count, reason) for reason, count in summary.skipped.items()] or [("skipped", 0, "")]
    rows += [("failed", count, reason) for reason, count in summary.failed.items()]
    return rows + [("later", count, reason) for reason, count in summary.later.items()]


def _ways(summary: Summary) -> str:
    ways = [f"by {summary.source}"] if summary.source else []
    if count := summary.unchanged_listings:
        ways.append(f"nothing new in {counted(count, 'listing')}")
    return ", ".join(ways)


def _below(stats: Mapping[str, Any], prefix: str) -> dict[str, int]:
    counts = {key.removeprefix(prefix): value for key, value in stats.items() if key.startswith(prefix)}
    return dict(sorted(counts.items(), key=lambda item: -item[1]))
