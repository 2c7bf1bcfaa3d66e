"""Realistic pages of the project's own writing, each with the truth about it.

A page is composed of a shell (a site's theme), a story and pieces of chrome, in one of many languages.
The texts are the project's own; WordPress's interface strings come from its translations (``languages/``).
``contract.md`` says what counts as a story's text.
"""

from tests.pages.composer import Page, Recipe, compose
from tests.pages.truth import Truth

__all__ = ["Page", "Recipe", "Truth", "compose"]
