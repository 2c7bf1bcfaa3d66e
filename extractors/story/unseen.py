"""Finds the story of a page that shows none of it, as scripts set it in the reader's browser."""

from __future__ import annotations

from extractors.article import Outcome
from extractors.metadata.body import declared_body
from extractors.page.blocks import word_count
from extractors.page.parsing import Page
from extractors.prepare import Prepared

_WORDS = 40
"""Words that make a story: shorter ones may describe a picture."""
_SILENT = (Outcome.EMPTY, Outcome.MEDIA, Outcome.ARTICLE)


def unseen_story(page: Page, prepared: Prepared, outcome: Outcome) -> str:
    """The text of the page's JSON-LD where the page has no text of its own, or less than half as much in all."""
    said, shown = len(prepared.said.body), sum(len(block.text) for block in prepared.everything)
    if outcome not in _SILENT or not said or (outcome is not Outcome.EMPTY and shown * 2 > said):
        return ""
    body = declared_body(page)
    return body if word_count(body) >= _WORDS else ""
