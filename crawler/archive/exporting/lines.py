"""JSON Lines, which hold everything and can be imported again, and CSV for spreadsheets."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from crawler.archive.printing import csv_value, json_line
from crawler.storage.stories.reading import COLUMNS
from crawler.storage.stories.story import Story

LISTS = ("authors", "categories", "tags")

_NOT_IN_CSV = ("sources", "evidence", "fingerprint", "text")
CSV_COLUMNS = (*(name for name in COLUMNS if name not in _NOT_IN_CSV), *LISTS, "removed", "revisions", "text")
"""``removed`` and ``revisions`` are numbers here, the lists of names are joined with semicolons."""


def write_jsonl(stories: Iterable[Story], out: TextIO) -> int:
    """Write a JSON object a line."""
    written = 0
    for story in stories:
        out.write(json_line(story) + "\n")
        written += 1
    return written


def write_csv(stories: Iterable[Story], out: TextIO) -> int:
    """Write a row a story below the names of the columns; no value is a formula to a spreadsheet."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(CSV_COLUMNS)
    written = 0
    for story in stories:
        names = {"authors": story["authors"], "categories": story["categories"], "tags": story["tags"]}
        flat = dict(story) | {name: "; ".join(listed) for name, listed in names.items()}
        flat |= {"removed": len(story["removed"]), "revisions": len(story["revisions"])}
        writer.writerow([csv_value(flat[name]) for name in CSV_COLUMNS])
        written += 1
    return written
