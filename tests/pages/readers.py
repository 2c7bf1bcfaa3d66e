"""Readers' comments: threaded, some longer than any story."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from tests.pages.language import Language


@dataclass(frozen=True, slots=True)
class Comment:
    """A reader's comment with the replies to it."""

    number: int
    name: str
    date: str
    paragraphs: tuple[str, ...]
    replies: tuple[Comment, ...] = field(default=())


def comments(tongue: Language, rng: random.Random) -> tuple[Comment, ...]:
    """Three or four threads in that language, one of them of several paragraphs."""
    return tuple(_comment(tongue, rng, depth=0) for _ in range(rng.choice((3, 4))))


def _comment(tongue: Language, rng: random.Random, depth: int) -> Comment:
    replies = rng.choice((0, 0, 1, 2)) if depth < 2 else 0
    return Comment(
        number=rng.randrange(100, 99_999),
        name=rng.choice(tongue.people["commenters"]),
        date=rng.choice(("12", "27", "3")) + " " + tongue.phrase("March") + " 2024",
        paragraphs=tuple(rng.sample(tongue.comments, rng.choice((1, 1, 2, len(tongue.comments))))),
        replies=tuple(_comment(tongue, rng, depth + 1) for _ in range(replies)),
    )
