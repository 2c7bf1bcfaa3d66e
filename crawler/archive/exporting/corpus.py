"""A corpus of plain texts: a file a story with nothing but its text, and a manifest that says what each is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from crawler.archive.exporting.names import story_path
from crawler.archive.printing import json_line, without_controls
from crawler.storage.stories.story import Story

MANIFEST = "manifest.jsonl"

_TOLD = (
    *("id", "url", "site", "headline", "dek", "authors", "dateline", "published_at", "modified_at", "language"),
    *("categories", "tags", "words", "outcome", "first_filed_at", "last_filed_at", "gone_at"),
)


def write(stories: Iterable[Story], folder: Path) -> int:
    """Write the texts into folders by site and year, and the manifest: a JSON object a line, with file and SHA-256."""
    written = 0
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / MANIFEST).open("w", encoding="utf-8", newline="\n") as manifest:
        for story in stories:
            name = story_path(story, ".txt")
            path, text = folder / name, without_controls(story["text"]).encode()
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
            facts = dict(story)
            told = {"file": name, "sha256": hashlib.sha256(text).hexdigest(), "bytes": len(text)}
            manifest.write(json_line(told | {field: facts[field] for field in _TOLD}) + "\n")
            written += 1
    return written
