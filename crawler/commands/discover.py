"""``scrapy discover URL``: what each way of finding a site's stories finds, without crawling it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from crawler.archive.printing import json_text
from crawler.console.commandline import CheckedCommand
from crawler.console.secrecy import redacted
from crawler.console.tables import print_table
from crawler.console.terminal import harmless
from crawler.spiders.base import ArgumentError
from crawler.spiders.site import site_addresses
from crawler.visits.surveying import Finding, Survey, SurveySpider

HEADINGS = ("way", "found", "dated", "whole text", "newest", "requests", "example")


class Command(CheckedCommand):
    """Surveys one site. Exit code 0: stories were found; 1: none; 2: it was asked wrongly."""

    requires_project = True

    def syntax(self) -> str:
        """Return the command's arguments."""
        return "[--format text|json] URL"

    def short_desc(self) -> str:
        """Return what the command does."""
        return "Show what each way of finding a site's stories finds, without crawling it"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add ``--format``."""
        super().add_options(parser)
        parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")

    def work(self, args: list[str], opts: argparse.Namespace) -> None:
        """Survey the site and print what was found."""
        if len(args) != 1:
            told = " ".join(args) or "nothing"
            self.refuse(f"one site's address is expected, as https://news.example or news.example, not {told}")
        try:
            addresses = site_addresses(args[0])
        except ArgumentError as error:
            self.refuse(str(error).replace("; give -a url=", "; give "))
        found = self.brought(SurveySpider, addresses)
        if opts.format == "json":
            sys.stdout.write(json_text(_as_json(found)))
        elif found.findings:
            _print(found)
        if found.cut_off or found.used is None:
            tried = ", ".join(finding.way for finding in found.findings)
            reason = (
                found.cut_off
                or found.trouble
                or f"no stories found (tried {tried}); give pages to scrapy crawl pages -a urls=FILE"
            )
            self.remark(f"{found.url}: {reason}")
            self.exitcode = 1


def _print(found: Survey) -> None:
    print_table(HEADINGS, map(_row, found.findings))
    print()
    if found.used:
        print(f"A crawl of {harmless(redacted(found.url))} uses the first way that finds anything: {found.used}.")
    for line in _notes(found):
        print(harmless(line))


def _row(finding: Finding) -> tuple[object, ...]:
    count: object = len(finding.addresses) if finding.complete else f"{len(finding.addresses)}, and more"
    newest = finding.newest.strftime("%Y-%m-%d %H:%M") if finding.newest else None
    example = next(iter(finding.addresses), None)
    return (finding.way, count, finding.dated, finding.whole_text, newest, finding.requests, example)


def _notes(found: Survey) -> Iterator[str]:
    if found.trouble:
        yield f"The front page could not be had: {found.trouble}."
    for finding in found.findings:
        if finding.refusals:
            reasons = ", ".join(f"{reason} ({count})" for reason, count in finding.refusals.items())
            yield f"{finding.way}: not to be had: {reasons}"


def _as_json(found: Survey) -> dict[str, object]:
    ways = [
        {
            "way": finding.way,
            "found": len(finding.addresses),
            "complete": finding.complete,
            "dated": finding.dated,
            "whole_text": finding.whole_text,
            "newest": finding.newest and finding.newest.isoformat(),
            "requests": finding.requests,
            "refusals": dict(finding.refusals),
            "addresses": list(finding.addresses),
        }
        for finding in found.findings
    ]
    return {"url": found.url, "used": found.used, "trouble": found.trouble, "cut_off": found.cut_off, "ways": ways}
