"""Trafilatura is believed where it speaks of the story that the classifier is in doubt about, and nowhere else."""

from __future__ import annotations

import numpy as np

from extractors.page import parse
from extractors.prepare import Prepared, prepare
from extractors.second_opinion import weighed
from tests.pages.language import language

STORY = language("en").story["sentences"]
PARAGRAPHS = [f"{STORY[number]} {STORY[number + 1]} {STORY[number + 2]}" for number in range(len(STORY) - 2)]


def _page() -> Prepared:
    """A story in paragraphs, and under it links to as many words in the footer, which no extractor takes for one."""
    links = "".join(f"<li><a href='/{number}'>{text[::-1]}</a></li>" for number, text in enumerate(PARAGRAPHS))
    story = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    html = (
        f"<title>The bridge</title><body><h1>The bridge</h1><article>{story}</article><footer><ul>{links}</ul></footer>"
    )
    return prepare(parse(html, None))


def _moved(prepared: Prepared, tag: str) -> bool:
    """Whether the verdicts move where the classifier leans towards the blocks with one tag and no others."""
    verdicts = np.array([0.6 if block.box.tag == tag else 0.3 for block in prepared.blocks], dtype=np.float32)
    return not np.array_equal(weighed(prepared.blocks, verdicts, prepared.boxes), verdicts)


def test_an_opinion_on_the_same_story_counts() -> None:
    prepared = _page()
    verdicts = np.full(len(prepared.blocks), 0.55, dtype=np.float32)
    found = weighed(prepared.blocks, verdicts, prepared.boxes)
    assert all(verdict > 0.8 for block, verdict in zip(prepared.blocks, found, strict=True) if block.box.tag == "p")
    assert all(verdict < 0.2 for block, verdict in zip(prepared.blocks, found, strict=True) if block.box.tag == "li")


def test_an_opinion_on_something_else_does_not() -> None:
    prepared = _page()
    assert _moved(prepared, "p")
    assert not _moved(prepared, "li")
