"""Reads a fetched page in a worker process, and makes one story of one that was split over several pages."""

from __future__ import annotations

from dataclasses import fields, replace

from crawler.records.finds import Announcement
from crawler.records.pages import FetchedPage
from extractors import Article, Outcome, RemovedBlock
from extractors.page.parsing import decode
from extractors.reading import Reading, read
from extractors.site.sketch import Sketch, joined

REPEATED = "repeated-part"
NEWS_SITEMAP = "news sitemap"
"""The source of a field of which the page says nothing."""


def read_page(page: FetchedPage) -> Article:
    """The article of a page, as :func:`read_and_sketch` gives it."""
    return read_and_sketch(page)[0]


def read_and_sketch(page: FetchedPage) -> tuple[Article, Sketch]:
    """The article of a page and its continuations, whose text is joined in order without repeats, and their sketch.

    Where the site's own copy of the story was read instead, the article's ``sources`` say which.
    """
    parts = readings(page)
    articles = [part.article for part in parts]
    story = articles[0] if len(parts) == 1 else join_parts(articles)
    if page.announced:
        story = completed(story, page.announced)
    if page.origin != "page":
        story = replace(story, sources={**story.sources, "text": page.origin})
    return story, joined([part.sketch for part in parts])


def completed(story: Article, announced: Announcement) -> Article:
    """The story with what its page leaves open, as a news sitemap says it."""
    said = {field.name: getattr(announced, field.name) for field in fields(announced)}
    added = {name: value for name, value in said.items() if value and not getattr(story, name)}
    return replace(story, **added, sources={**story.sources, **dict.fromkeys(added, NEWS_SITEMAP)})


def readings(page: FetchedPage) -> list[Reading]:
    """The reading of a page and of each of its continuations, by the rules and the memory of its site."""
    bodies = (page.body, *(each.body for each in page.continuations))
    return [read(decode(body, page.encoding), page.final_url, page.rules, page.memory) for body in bodies]


def join_parts(parts: list[Article]) -> Article:
    """One article of the parts of a story: the first part's fields, every part's text and removed blocks.

    A part that repeats an earlier one whole, and the opening that a part has in common with the first, go to
    ``removed``.
    """
    first = parts[0]
    paragraphs = list(first.paragraphs)
    removed = list(first.removed)
    for part in parts[1:]:
        repeated = _repeated(first.paragraphs, part.paragraphs)
        above = len(paragraphs)
        removed += (RemovedBlock(REPEATED, "printed on an earlier page of the story", text, above) for text in repeated)
        paragraphs += part.paragraphs[len(repeated) :]
        removed += (_moved_down(block, above - len(repeated), above) for block in part.removed)
    story = first if first.outcome is not Outcome.MEDIA else _telling(parts)
    return replace(
        first,
        text="\n\n".join(paragraphs),
        outcome=story.outcome,
        evidence=f"{story.evidence}; {len(parts)} pages joined".removeprefix("; "),
        removed=tuple(removed),
    )


def _moved_down(block: RemovedBlock, by: int, least: int) -> RemovedBlock:
    """The block of a later part, with its place in the whole story."""
    return replace(block, paragraph=None if block.paragraph is None else max(block.paragraph + by, least))


def _repeated(first: tuple[str, ...], part: tuple[str, ...]) -> tuple[str, ...]:
    """The paragraphs at the start of ``part`` with which ``first`` starts as well."""
    count = 0
    for ours, theirs in zip(first, part, strict=False):
        if ours != theirs:
            break
        count += 1
    return part[:count]


def _telling(parts: list[Article]) -> Article:
    """The first part that has a text, of a story that opens with a picture."""
    return next((part for part in parts if part.outcome is Outcome.ARTICLE), parts[0])
