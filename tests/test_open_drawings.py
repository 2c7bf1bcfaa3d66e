"""A drawing in a page (SVG) ends where browsers end it: one that is left open hides none of the story behind it."""

from __future__ import annotations

import pytest

from extractors import extract
from tests.servers import PARAGRAPHS

TEXTS = [text.format(place="Corby") for text in PARAGRAPHS]
STORY = "".join(f"<p>{text}</p>" for text in TEXTS)


@pytest.mark.parametrize(
    "body",
    [
        "<svg viewBox='0 0 9 9'><path d='M0 0'/>{story}",
        "<svg><g><path d='M0 0'><g>{story}</g></svg>",
        "<a href='/'><svg><title>Home</title><use href='#home'/></a>{story}",
        "<svg><svg><svg>{story}<svg><path>",
        "<p><svg><circle r='9'>{story}",
    ],
)
def test_what_stands_behind_an_open_drawing_is_read(body: str) -> None:
    page = f"<title>Rain in Corby</title><article><h1>Rain in Corby</h1>{body.format(story=STORY)}</article>"
    assert extract(page.encode(), url="https://news.example/rain/").paragraphs == tuple(TEXTS)


def test_words_of_a_drawing_are_none_of_the_page() -> None:
    drawing = "<svg><title>A bridge</title><foreignObject><p>north pier</p></foreignObject><text>12 m</text></svg>"
    page = f"<title>Rain in Corby</title><article><h1>Rain in Corby</h1>{drawing}{STORY}</article>"
    article = extract(page.encode(), url="https://news.example/rain/")
    assert article.paragraphs == tuple(TEXTS)
    assert not any(word in block.text for block in article.removed for word in ("north pier", "12 m", "A bridge"))


def test_words_right_after_a_drawing_stay_behind_what_ended_it() -> None:
    last = "Whoever crosses the river until then goes by the ferry, which sails on the hour from the lower landing."
    page = f"<title>Rain in Corby</title><article><svg><path>{STORY}</svg>{last}</article>"
    assert extract(page.encode(), url="https://news.example/rain/").paragraphs == (*TEXTS, last)
