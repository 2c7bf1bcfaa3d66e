"""The sections of a report: for each question a plot, and a table with what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from matplotlib.figure import Figure

from crawler.reporting import plots
from crawler.storage import Reader
from crawler.storage.figures import reported as figures
from crawler.storage.figures.coverage import covered_sites
from crawler.storage.figures.newsstand import SiteRow, last_day, site_rows

DAYS, MONTHS, CRAWLS = 90, 36, 60
ROWS = 40
"""Rows of a plot and of a table; an archive may have hundreds of sites and thousands of authors."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table below a plot; ``caption`` says what is not in it, too."""

    caption: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Section:
    """One question: its name in file names, its title, a line on what is shown, the plot and the tables.

    ``figure`` is None where there is nothing to draw; the line says why.
    """

    name: str
    title: str
    lead: str
    figure: Figure | None = None
    tables: Sequence[Table] = ()


def sections(reader: Reader) -> list[Section]:
    """All sections, in the order of the report."""
    until = last_day(reader) or date.today()
    sites = site_rows(reader, until, DAYS)
    names = [row.site for row in sites if row.articles][:ROWS]
    total = sum(row.articles > 0 for row in sites)
    return [
        articles_a_day(sites, until),
        coverage(reader, names, total, until),
        quality(reader, names, total),
        authors_and_categories(reader),
        syndication(reader),
        crawl_history(reader),
    ]


def articles_a_day(sites: Sequence[SiteRow], until: date) -> Section:
    """How many stories each site published on each of the last days."""
    busy = sorted((row for row in sites if sum(row.daily)), key=lambda row: -sum(row.daily))
    title, first = "Stories a day", until - timedelta(days=DAYS - 1)
    if not busy:
        return Section("stories-a-day", title, "No story has a date yet.")
    shown = {row.site: row.daily for row in busy[: plots.COLOURED]}
    if others := busy[plots.COLOURED :]:
        shown[f"{len(others)} others"] = tuple(map(sum, zip(*(row.daily for row in others), strict=True)))
    rows = [(row.site, sum(row.daily), sum(row.daily) / DAYS, max(row.daily), row.articles) for row in busy[:ROWS]]
    table = Table(
        f"Stories in these {DAYS} days{_of(len(rows), len(busy), 'sites')}",
        ("site", "stories", "a day", "most on a day", "in all"),
        rows,
    )
    lead = f"From {first} to {until}, the last day with a story, by the sites' own dates."
    return Section("stories-a-day", title, lead, plots.stacked_days(until, shown), [table])


def coverage(reader: Reader, names: Sequence[str], total: int, until: date) -> Section:
    """Stories in each month, and the months without any."""
    known = covered_sites(reader)
    headings = ("known", "fetched", "articles", "pending", "skipped", "failed", "gone", "months_missing")
    rows = [(site["site"], *(site[name] for name in headings)) for site in known]
    rows.sort(key=lambda row: -row[1])
    missing = [tuple(gap.values()) for gap in figures.gaps(reader, ROWS)]
    tables = [
        Table(
            f"Addresses known, and what became of them{_of(min(len(rows), ROWS), len(rows), 'sites')}",
            ("site", *(name.replace("_", " ") for name in headings)),
            rows[:ROWS],
        ),
        Table("The longest spans without a story, between months with some", ("site", "from", "to", "months"), missing),
    ]
    span = _months(until)
    counts = np.zeros((len(names), len(span)), dtype=int)
    for row in figures.months(reader, names, span[0], span[-1]):
        counts[names.index(row["site"]), span.index(row["month"])] = row["articles"]
    lead = (
        f"Stories in each of the last {MONTHS} months{_of(len(names), total, 'sites')}; white is a month without any."
    )
    figure = plots.heat(names, span, counts, "stories a month") if counts.any() else None
    return Section("coverage", "Coverage and gaps", lead, figure, tables)


def quality(reader: Reader, names: Sequence[str], total: int) -> Section:
    """What is missing in stories, and how much was removed from their pages."""
    title = "Quality by site"
    if not names:
        return Section("quality", title, "No stories yet.")
    found = {row["site"]: row for row in figures.quality(reader, names)}
    rows = [found[name] for name in names]
    columns = {
        "words (median)": "median_words",
        "without byline": "no_byline",
        "without date": "no_date",
        "removed": "removed",
        "agreement": "agreement",
    }
    figure = plots.bars(
        names, {title: [row[name] for row in rows] for title, name in columns.items()}, shares=list(columns)[1:]
    )
    shares = ("no_headline", "no_byline", "no_date", "no_language", "paywalled", "removed", "agreement")
    table = Table(
        f"Shares of each site's newest {figures.SAMPLE:,} stories{_of(len(names), total, 'sites')}",
        ("site", "stories", "words (median)", *(name.replace("no_", "without ") for name in shares)),
        [(row["site"], row["stories"], row["median_words"], *(_share(row[name]) for name in shares)) for row in rows],
    )
    lead = (
        "Removed: the share of a page's characters that are no part of the story. Agreement: word F1 of extraction "
        "from pages with the copy that the site itself hands out, in the last crawl that compared them."
    )
    return Section("quality", title, lead, figure, [table])


def authors_and_categories(reader: Reader) -> Section:
    """Who wrote most, and about what."""
    tables, figure = list[Table](), None
    for kind, plural in (("author", "authors"), ("category", "categories")):
        found = figures.busiest(reader, kind, ROWS)
        rows = [(row["name"], row["articles"], row["words"], _day(row["last_published_at"])) for row in found]
        tables.append(Table(f"The {plural} with most stories", (kind, "stories", "words", "last story"), rows))
    top = [(row[0], row[1]) for table in tables for row in table.rows[:15]]
    if top:
        authors = len(tables[0].rows[:15])
        names = [name for name, _ in top]
        series: dict[str, Sequence[float | None]] = {"stories": [count for _, count in top]}
        figure = plots.bars(names, series, shares=())
        figure.axes[0].axhline(authors - 0.5, color="black", linewidth=0.8)
    lead = "The first fifteen authors, and below the line the first fifteen categories." if top else "None named yet."
    return Section("authors-and-categories", "Top authors and categories", lead, figure, tables)


def syndication(reader: Reader) -> Section:
    """Which sites print what others had first."""
    found = figures.pairs(reader)
    title = "Syndication between sites"
    if not found:
        return Section("syndication", title, "No story was found on two sites.")
    names = list(dict.fromkeys(name for row in found for name in (row["earliest_site"], row["site"])))[:20]
    counts = np.zeros((len(names), len(names)), dtype=int)
    for row in found:
        if row["earliest_site"] in names and row["site"] in names:
            counts[names.index(row["earliest_site"]), names.index(row["site"])] = row["stories"]
    rows = [(row["earliest_site"], row["site"], row["stories"], _share(row["share"])) for row in found[:ROWS]]
    table = Table(
        f"Reprints{_of(len(rows), len(found), 'pairs of sites')}",
        ("first on", "then on", "stories", "share of the text"),
        rows,
    )
    lead = "Each row a site that had stories first, each column one that had them later, by the sites' own dates."
    return Section("syndication", title, lead, plots.heat(names, names, counts, "stories"), [table])


def crawl_history(reader: Reader) -> Section:
    """What the last crawls brought, and what went wrong."""
    found = figures.crawls(reader, CRAWLS)
    title = "Crawls"
    if not found:
        return Section("crawls", title, "No crawl has run yet.")
    counted = {"new": "new", "revised": "revised", "failed": "failed", "to be tried again": "later"}
    figure = plots.history(
        [f"{row['id']} · {row['started_at'][5:10]}" for row in found],
        {title: [row[name] for row in found] for title, name in counted.items()},
    )
    counts = ("sites", "unhealthy", "fetched", *counted.values())
    rows = [
        (
            *(row["id"], row["spider"], _minute(row["started_at"]), row["reason"] or "killed, or still running"),
            *(row[name] or 0 for name in counts),
            row["trouble"],
        )
        for row in reversed(found)
    ]
    headings = ("no.", "spider", "began (UTC)", "ended", "sites", "in trouble", "fetched", *counted, "for example")
    errors = [tuple(row.values()) for row in figures.causes(reader, ROWS)]
    tables = [
        Table(f"The last {len(rows)} crawls", headings, rows),
        Table("Why pages could not be had", ("cause", "addresses", "sites", "reason", "for example"), errors),
    ]
    return Section("crawls", title, "Pages by what became of them, one bar a crawl.", figure, tables)


def _months(until: date) -> list[str]:
    last = until.year * 12 + until.month - 1
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(last - MONTHS + 1, last + 1)]


def _of(shown: int, total: int, what: str) -> str:
    return f"; shown are {shown} of {total:,} {what}" if shown < total else ""


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.1%}"


def _day(moment: str | None) -> str:
    return (moment or "")[:10]


def _minute(moment: str) -> str:
    return moment[:16].replace("T", " ")
