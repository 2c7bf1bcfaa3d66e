"""A post as it is handed to WordPress, and the truth about it once WordPress has given it an id."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from tests.wordpress import blocks
from tests.wordpress.truth import Status

Editor = Literal["block", "classic"]
PASSWORD = "correct horse"


@dataclass(frozen=True, slots=True)
class Comment:
    """A reader's comment; ``answers`` is the place in the post's comments of the one it replies to."""

    name: str
    text: str
    approved: bool = True
    answers: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manuscript:
    """All that is decided about a post before WordPress sees it.

    ``categories`` are paths (``News/Courts``); the post is filed in the last part only, as WordPress does.
    A post in ``straight`` type is typed with the keys of a keyboard, and WordPress sets its quotes and
    dashes as they should be.
    """

    kind: str
    headline: str
    body: tuple[blocks.Block, ...]
    author: str
    published_at: datetime
    modified_at: datetime | None = None
    type: Literal["post", "page"] = "post"
    status: Status = "publish"
    language: str = "en"
    editor: Editor = "block"
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()
    comments_open: bool = True
    sticky: bool = False
    straight: bool = False

    def for_wordpress(self) -> dict[str, Any]:
        """Return the post as the PHP side reads it."""
        content = blocks.content(self.body, self.editor)
        return {
            "type": self.type,
            "status": "publish" if self.status == "protected" else self.status,
            "password": PASSWORD if self.status == "protected" else "",
            "headline": self.headline,
            "content": _typed(content) if self.straight else content,
            "author": self.author,
            "published_at": _utc(self.published_at),
            "modified_at": _utc(self.modified_at or self.published_at),
            "categories": list(self.categories),
            "tags": list(self.tags),
            "comments_open": self.comments_open,
            "sticky": self.sticky,
            "comments": [_comment(self, place) for place in range(len(self.comments))],
        }

    def truth(self, filed: Mapping[str, Any]) -> dict[str, Any]:
        """Return the post's entry in the truth file; ``filed`` holds the ``id`` and ``path`` that it got."""
        return {
            "id": filed["id"],
            "path": filed["path"],
            "type": self.type,
            "status": self.status,
            "kind": self.kind,
            "language": self.language,
            "headline": self.headline,
            "author": self.author,
            "published_at": self.published_at.isoformat(),
            "modified_at": (self.modified_at or self.published_at).isoformat(),
            "categories": sorted(path.rpartition("/")[2] for path in self.categories),
            "tags": sorted(self.tags),
            "pages": blocks.pages(self.body),
            "captions": [caption for block in self.body for caption in block.captions],
            "comments": [comment.text for comment in self.comments],
        }


def _comment(post: Manuscript, place: int) -> dict[str, Any]:
    comment = post.comments[place]
    return {
        "name": comment.name,
        "text": comment.text,
        "approved": comment.approved,
        "answers": comment.answers,
        "written_at": _utc(post.published_at + timedelta(hours=2 * place + 1)),
    }


def _typed(text: str) -> str:
    for printed, key in (("“", '"'), ("”", '"'), ("’", "'"), (" – ", " - ")):
        text = text.replace(printed, key)
    return text


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
