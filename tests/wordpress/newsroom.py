"""The sample site: who writes for it, and every post that it starts with."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypedDict, Unpack

from tests.wordpress import blocks
from tests.wordpress.kinds import KINDS
from tests.wordpress.manuscript import Comment, Editor, Manuscript
from tests.wordpress.prose import LANGUAGES, Writer
from tests.wordpress.truth import Status

TITLE = "The Callow Courier"
TAGLINE = "News from the estuary since the mill burned"
TIMEZONE = "Asia/Seoul"  # hours away from UTC on purpose: a time that is read naively is wrong by nine hours
FIRST_POST = datetime(2021, 1, 4, 22, 40, tzinfo=UTC)

AUTHORS = {
    "Agnes Marlow": "Agnes Marlow has covered the harbour since it had fish in it.",
    "Tobias Fenn": "",
    "Åsa Lindqvist": "",
    "이서연": "",
    "J. P. O’Rourke": "J. P. O’Rourke writes about money and those who have lost it.",
}

BEATS = {
    "harbour": "News/Harbour",
    "council": "News/Council",
    "schools": "News/Schools",
    "courts": "News/Courts",
    "weather": "Weather",
    "sport": "Sport/Rowing",
    "market": "Business/Markets",
    "culture": "Culture/Music",
}
ELSEWHERE = "World"
TAGS = ("long read", "budget", "port callow", "interview", "archive", "verdict", "tides", "Überblick")

# How many posts of each kind the site starts with, beyond those that are made one by one below.
COUNTS = {
    "prose": 40,
    "one-sentence": 12,
    "image-only": 6,
    "gallery": 4,
    "captioned": 10,
    "table": 8,
    "list": 10,
    "list-only": 3,
    "quote": 10,
    "code": 5,
    "crossheads": 12,
    "line-breaks": 4,
    "multi-page": 6,
    "more-tag": 10,
    "chrome-words": 5,
}
FOREIGN_POSTS = 5
UNPUBLISHED: tuple[Status, ...] = ("protected", "private", "draft", "trash")


class Details(TypedDict, total=False):
    """What may be said of a post beyond its kind."""

    language: str
    status: Status
    editor: Editor
    modified_at: datetime
    comments_open: bool
    sticky: bool
    straight: bool


def posts(seed: int = 1) -> list[Manuscript]:
    """Return every post and page that the site starts with, one about every four days; seeds decide."""
    return list(_Editor(random.Random(seed)).everything())


class _Editor:
    """Commissions posts one after the other and sees to it that no headline is used twice."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._headlines: set[str] = set()
        self._clock = FIRST_POST

    def everything(self) -> Iterator[Manuscript]:
        kinds = [kind for kind, count in COUNTS.items() for _ in range(count)]
        self._dice.shuffle(kinds)
        for kind in kinds:
            editor: Editor = self._dice.choice(("block", "block", "classic"))
            # Block themes link the further pages of a post only if the block editor made them.
            yield self._post(kind, editor="block" if kind == "multi-page" else editor)
        for language in LANGUAGES[1:]:
            for _ in range(FOREIGN_POSTS):
                yield self._post("prose", language=language)
        yield from self._special_posts()
        yield from (self._post("prose", status=status) for status in UNPUBLISHED)
        yield from (self._page(headline) for headline in ("About the Courier", "How to reach us"))

    def _special_posts(self) -> Iterator[Manuscript]:
        for _ in range(10):
            yield self._updated(self._post("prose"))
        for editor in ("block", "classic") * 3:
            yield replace(self._post("prose", straight=True, editor=editor), kind="straight")
        for _ in range(6):
            yield self._post("prose", comments_open=False)
        for kind in ("one-sentence", "one-sentence", "image-only", "prose", "prose", "prose"):
            post = self._post(kind)
            yield replace(post, comments=tuple(self._thread(Writer("en", self._dice), 25)))
        for _ in range(2):
            yield self._post("prose", sticky=True)

    def _post(self, kind: str, **details: Unpack[Details]) -> Manuscript:
        dice, language = self._dice, details.get("language", "en")
        writer = Writer(language, dice)
        return Manuscript(
            kind=kind,
            headline=self._headline(writer),
            body=tuple(KINDS[kind](writer, dice)),
            author=dice.choice(list(AUTHORS)),
            published_at=self._next_moment(),
            categories=self._categories(writer.topic),
            tags=tuple(dice.sample(TAGS, dice.choice((0, 1, 2, 3)))),
            comments=tuple(self._thread(writer, dice.choice((0, 0, 0, 1, 3, 6)))),
            **details,
        )

    def _page(self, headline: str) -> Manuscript:
        body = tuple(blocks.paragraph(text) for text in Writer("en", self._dice).paragraphs(3))
        details: dict[str, Any] = {"author": "Agnes Marlow", "published_at": self._next_moment()}
        return Manuscript(kind="page", type="page", headline=headline, body=body, comments_open=False, **details)

    def _updated(self, post: Manuscript) -> Manuscript:
        return replace(post, kind="updated", modified_at=post.published_at + timedelta(hours=self._dice.randint(2, 60)))

    def _headline(self, writer: Writer) -> str:
        headline = writer.headline()
        while headline in self._headlines:
            headline = writer.headline()
        self._headlines.add(headline)
        return headline

    def _categories(self, topic: str) -> tuple[str, ...]:
        beat = BEATS.get(topic, ELSEWHERE)
        others = [path for path in BEATS.values() if path != beat]
        return (beat, self._dice.choice(others)) if self._dice.random() < 0.3 else (beat,)

    def _next_moment(self) -> datetime:
        self._clock += timedelta(minutes=self._dice.randint(2000, 9000))
        return self._clock

    def _thread(self, writer: Writer, length: int) -> Iterator[Comment]:
        for place in range(length):
            # Answers go to comments that anybody can see: an answer to a hidden one would not be shown.
            answers = 0 if place and self._dice.random() < 0.4 else None
            approved = place == 0 or self._dice.random() < 0.8
            yield Comment(writer.name(), writer.comment(), approved, answers)
