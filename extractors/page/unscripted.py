"""Shows what a page keeps for readers whose browsers run no scripts, where it shows nothing else."""

from __future__ import annotations

from extractors.article import Outcome
from extractors.page.blocks import word_count
from extractors.page.elements import label_of
from extractors.page.parsing import Page

SILENT = (Outcome.EMPTY, Outcome.MEDIA)
"""What a page turns out to be whose story only scripts would show."""
_WORDS = 40
"""Words that make a story: shorter ones ask for scripts, or name a picture."""


def show_unscripted(page: Page) -> bool:
    """Show the ``noscript`` elements of a page that hold enough words for a story; returns whether there are any.

    The page's tree is changed: they become boxes of it.
    """
    found = [element for element in page.tree.iter("noscript") if word_count(label_of(element).strip()) >= _WORDS]
    for element in found:
        element.tag = "div"
    return bool(found)
