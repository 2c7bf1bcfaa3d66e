"""A story with all that hangs on it, as one value: what people look at, and what exports and imports carry."""

from __future__ import annotations

from typing import NotRequired, TypedDict, final


class Removed(TypedDict):
    """A block that was removed from a story's page; its number where the story was asked for by itself."""

    id: NotRequired[int]
    rule: str
    reason: str
    text: str
    paragraph: int | None


class Form(TypedDict):
    """What a story said from a time on."""

    headline: str | None
    modified_at: str | None
    filed_at: str
    text: str


class Earlier(Form):
    """An earlier form of a story, with ``reread`` as the table has it."""

    replaced_at: str
    reread: int | None
    text_hash: str


@final
class Reprint(TypedDict):
    """Where else a story ran: the other story, how much of each text stands in the other, and whether they are one."""

    id: int
    site: str
    url: str
    headline: str | None
    published_at: str | None
    first_filed_at: str
    share: float | None
    other_share: float | None
    similarity: float | None
    one_story: int


class Withheld(TypedDict):
    """The form of a story that was not filed, as its site reads badly."""

    read_at: str
    reason: str
    headline: str | None
    words: int
    text: str


class Comment(TypedDict):
    """What a reader said under a story, and in answer to which other comment."""

    id: int
    parent_id: int | None
    author: str | None
    published_at: str | None
    text: str
    first_seen_at: str
    last_seen_at: str


@final
class Story(TypedDict):
    """The columns of ``articles`` by name, ``sources`` as a dict, with what hangs on the story.

    ``removed`` is in the order of the page, ``revisions`` from the oldest on. Only a story that was asked for by itself
    has ``reprints``, the earliest first, those that only share a piece with it at the end, and ``withheld``;
    ``comments`` are there where they are asked for.
    """

    id: int
    url: str
    site: str
    headline: str | None
    dek: str | None
    byline: str | None
    dateline: str | None
    published_at: str | None
    modified_at: str | None
    language: str | None
    site_name: str | None
    image_url: str | None
    words: int
    outcome: str
    first_filed_at: str
    last_filed_at: str
    gone_at: str | None
    fetched_url: str
    canonical_url: str | None
    evidence: str
    sources: dict[str, str]
    extractor: str | None
    rules: str | None
    text_hash: str
    fingerprint: str | None
    text: str
    authors: list[str]
    categories: list[str]
    tags: list[str]
    removed: list[Removed]
    revisions: list[Earlier]
    reprints: NotRequired[list[Reprint]]
    comments: NotRequired[list[Comment]]
    withheld: NotRequired[Withheld | None]


def since(story: Story | Reprint) -> str:
    """When a story was published, or first filed where its page does not say."""
    return story["published_at"] or story["first_filed_at"]
