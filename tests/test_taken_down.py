"""A story that was taken down, whose page stays with its headline, its day and a note, is not there any more."""

from __future__ import annotations

import pytest

from extractors import extract

HEAD = (
    "<title>The last ferry</title><meta property='og:type' content='article'>"
    "<meta property='article:published_time' content='2026-05-03T09:30:00Z'>"
)


def page(*paragraphs: str) -> str:
    text = "".join(f"<p>{each}</p>" for each in paragraphs)
    return f"<html><head>{HEAD}</head><body><main><article><h1>The last ferry</h1>{text}</article></main></body></html>"


@pytest.mark.parametrize(
    "note",
    [
        "This article has been removed.",
        "The article has been removed at the request of its author.",
        "This story is no longer available.",
        "Dieser Artikel ist nicht mehr verfügbar.",
    ],
)
def test_a_note_in_place_of_a_story_is_none(note: str) -> None:
    article = extract(page(note))
    assert (article.outcome, article.text) == ("soft_404", "")
    assert note in {block.text for block in article.removed}


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("The ferry has been removed from the timetable.",),
        ("The last ferry left on Friday at six.", "An earlier article has been removed."),
    ],
)
def test_a_short_story_is_one(paragraphs: tuple[str, ...]) -> None:
    assert extract(page(*paragraphs)).text == "\n\n".join(paragraphs)
