"""The closing summary of a news crawl: a line for each site, and whether the crawl was a success."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.leaving import INTERRUPTED
from crawler.sites import SiteEntry
from crawler.spiders.news import NewsSpider
from crawler.tables import print_table

COUNTS = ("fetched", "new", "revised", "unchanged", "skipped", "failed", "later")


def print_round(spider: NewsSpider, ended: str) -> None:
    """Print how each site's visit went, in the order of the file."""
    print_table(("site", "found by", *COUNTS, "visit"), [_row(spider, entry) for entry in spider.entries])
    if ended == INTERRUPTED:
        print("Stopped early: the next run carries on where this one ended.")  # noqa: T201


def warnings(spider: NewsSpider) -> Iterator[str]:
    """Yield a line for each site whose visit could not do its work."""
    for name, report in spider.reports.items():
        if not report.healthy:
            yield f"{name}: {report.reason}"


def failure(spider: NewsSpider) -> str | None:
    """The line that says why the crawl is no success: sites were due, and none could be visited. Else None."""
    count = len(spider.reports)
    if not count or any(report.healthy for report in spider.reports.values()):
        return None
    if count == 1:
        return "the only site that was due could not be visited"
    return f"not one of the {count} sites that were due could be visited"


def _row(spider: NewsSpider, entry: SiteEntry) -> list[object]:
    name = entry.name
    if name in spider.resting:
        return [name, *[None] * (len(COUNTS) + 1), f"not due until {spider.resting[name]:%Y-%m-%d %H:%M} UTC"]
    report = spider.reports.get(name)
    if report is None:
        return [name, *[None] * (len(COUNTS) + 1), "cut off"]
    outcome = report.reason if report.healthy else f"failed: {report.reason}"
    outcome += "" if entry.verify_tls else ", TLS certificate not checked"
    return [name, report.source or "", *(report.counts.get(each, 0) for each in COUNTS), outcome]
