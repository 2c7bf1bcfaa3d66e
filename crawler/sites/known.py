"""The rules of the sites in the file of sites, for commands that read pages of a database."""

from __future__ import annotations

import argparse
from pathlib import Path

from crawler.console.commandline import file_name
from crawler.errors import AskedWrongly
from crawler.sites.reading import DEFAULT_FILE, SitesError, read_sites
from extractors.site.rules import SiteRules


def add_sites_option(parser: argparse.ArgumentParser) -> None:
    """Add ``--sites``."""
    meaning = f"the file of sites, whose drop and body are obeyed; default: {DEFAULT_FILE}, where it is there"
    parser.add_argument("--sites", type=file_name, metavar="FILE", help=meaning)


def known_rules(path: Path | None) -> dict[str, SiteRules | None]:
    """The rules of each site in the file; none where no file is named and none is there. Raises ``AskedWrongly``."""
    if path is None and not Path(DEFAULT_FILE).exists():
        return {}
    try:
        return {entry.name: entry.rules for entry in read_sites(path or Path(DEFAULT_FILE))}
    except SitesError as error:
        raise AskedWrongly(str(error)) from error
