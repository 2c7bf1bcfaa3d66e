"""Names for files out of what pages say: no path, no control characters, no name that a file system refuses."""

from __future__ import annotations

import re
import unicodedata

from crawler.storage.stories.story import Story

LONGEST = 80
"""Bytes of the part of a name that comes from a page; file systems take 255 for a whole name."""

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_OTHER = re.compile(r"[\W_]+")


def safe(text: str) -> str:
    """The letters and digits of the text, in lower case, joined with hyphens; empty where there are none."""
    words = _OTHER.sub("-", unicodedata.normalize("NFC", text).lower())
    return words.encode("utf-8", "ignore")[:LONGEST].decode("utf-8", "ignore").strip("-")


def story_path(story: Story, ending: str) -> str:
    """Where a story goes, no two to one place: ``SITE/2024/2024-05-03-words-of-the-headline-12.md``."""
    found = _DATE.match(story["published_at"] or "")
    day = found.group() if found else "undated"
    name = "-".join(part for part in (day, safe(story["headline"] or ""), str(int(story["id"]))) if part)
    site = ".".join(part for label in story["site"].split(".") if (part := safe(label))) or "site"
    return f"{site[:LONGEST]}/{day[:4] if found else day}/{name}{ending}"
