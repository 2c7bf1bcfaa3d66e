"""What WordPress was told to publish, and therefore what a crawler must find."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, get_args

Status = Literal["publish", "protected", "private", "draft", "trash"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostTruth:
    """A post or page as it was written.

    ``pages`` holds the paragraphs of each page of the post (most have one) as a reader sees them: headings,
    list items, quotations and their sources count as paragraphs, and so do table rows, their cells joined by
    `` | ``, and blocks of code, which keep their lines. ``captions`` are the words under its pictures and no
    paragraphs, ``comments`` all that readers wrote, also what awaits moderation. Datetimes are in UTC,
    ``categories`` and ``tags`` sorted by name.
    """

    id: int
    type: Literal["post", "page"]
    url: str
    status: Status
    kind: str
    language: str
    headline: str
    author: str
    published_at: datetime
    modified_at: datetime
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    pages: tuple[tuple[str, ...], ...]
    captions: tuple[str, ...]
    comments: tuple[str, ...]

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """All pages' paragraphs, in order."""
        return tuple(paragraph for page in self.pages for paragraph in page)

    @property
    def public(self) -> bool:
        """Whether a reader who is not logged in and knows no password can read it."""
        return self.status == "publish"


def from_json(entry: Mapping[str, Any], site: str) -> PostTruth:
    """Return the post of one entry of the truth file; its URL is ``site`` and the entry's path."""
    if entry["status"] not in get_args(Status):
        raise ValueError(f"post {entry['id']}: no such status: {entry['status']}")
    values = {field.name: entry[field.name] for field in fields(PostTruth) if field.name != "url"}
    for name in ("published_at", "modified_at"):
        values[name] = datetime.fromisoformat(values[name])
    for name in ("categories", "tags", "captions", "comments"):
        values[name] = tuple(values[name])
    values["pages"] = tuple(tuple(page) for page in values["pages"])
    return PostTruth(**values, url=site + entry["path"])


def read(path: Path, site: str) -> list[PostTruth]:
    """Return the posts of the truth file at ``path``, in the order in which they were added."""
    return [from_json(entry, site) for entry in json.loads(path.read_text(encoding="utf-8"))]


def write(path: Path, entries: Iterable[Mapping[str, Any]]) -> None:
    """Write the truth file: one JSON list, an object a post, readable to a human."""
    path.write_text(json.dumps(list(entries), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
