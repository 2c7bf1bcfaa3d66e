"""The options by which people choose stories: by site, by date, by a condition."""

from __future__ import annotations

import argparse
import re
from datetime import UTC, datetime, timedelta

from crawler.errors import AskedWrongly
from crawler.storage import Reader
from crawler.storage.search.selection import Selection

_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def add_selection(parser: argparse.ArgumentParser) -> None:
    """Add ``--site``, ``--since`` and ``--until``."""
    parser.add_argument("--site", metavar="NAME", help="only stories of this site, as the table sites names it")
    parser.add_argument(
        "--since", metavar="DATE", help="only stories published then or later: 2024, 2024-05, 2024-05-03"
    )
    parser.add_argument("--until", metavar="DATE", help="only stories published then or earlier, that day included")


def add_where(parser: argparse.ArgumentParser) -> None:
    """Add ``--where``."""
    meaning = "only stories for which this condition holds, over articles_readable"
    parser.add_argument("--where", metavar="SQL", help=meaning)


def selection(reader: Reader, opts: argparse.Namespace) -> Selection:
    """What the options ask for; raises ``AskedWrongly`` for no such site, no date, no condition."""
    if opts.site is not None:
        _check_site(reader, opts.site)
    since = None if opts.since is None else _period("--since", opts.since)[0]
    until = None if opts.until is None else _period("--until", opts.until)[1]
    if since and until and until <= since:
        raise AskedWrongly(f"--until: {opts.until} is before --since {opts.since}")
    chosen = Selection(opts.site, since, until, getattr(opts, "where", None))
    if chosen.where is not None and (fault := reader.fault_of(chosen)):
        hint = "a condition on the columns of articles_readable is expected, as in: words > 300"
        raise AskedWrongly(f"--where: {fault}; {hint}")
    return chosen


def _check_site(reader: Reader, name: str) -> None:
    known = reader.sites()
    if name not in known:
        there_are = f"there are {', '.join(known[:8])}{' …' * (len(known) > 8)}" if known else "there is none"
        raise AskedWrongly(f"--site: no site {name!r} in {reader.path}; {there_are}")


def _period(option: str, text: str) -> tuple[datetime, datetime]:
    """The first moment of the year, month, day or second that ``text`` names, and the first after it."""
    try:
        if found := _DAY.fullmatch(text.strip()):
            year, month, day = found.groups()
            first = datetime(int(year), int(month or 1), int(day or 1), tzinfo=UTC)
            after = first + timedelta(days=1 if day else 31 if month else 366)
            return first, after if day else after.replace(day=1) if month else after.replace(month=1, day=1)
        moment = datetime.fromisoformat(text.strip())
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment, moment + timedelta(seconds=1)
    except (ValueError, OverflowError):
        raise AskedWrongly(f"{option}: {text!r} is no date; write 2024, 2024-05 or 2024-05-03") from None
