"""Turns a news page, or the text of one, into a clean :class:`Article`.

No Scrapy, no SQLite, no network: pure functions over bytes and strings. What reads is loaded when it is first asked
for: most commands only speak of articles, and would take a third longer to start.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from extractors.article import Article, Comment, Outcome, RemovedBlock

if TYPE_CHECKING:
    from extractors.discussion.reading import comments
    from extractors.reading import extract
    from extractors.textmode.cleaning import clean_text

__all__ = ["Article", "Comment", "Outcome", "RemovedBlock", "clean_text", "comments", "extract"]

_READERS = {
    "clean_text": "extractors.textmode.cleaning",
    "comments": "extractors.discussion.reading",
    "extract": "extractors.reading",
}
"""Where each function is."""


def __getattr__(name: str) -> Any:
    """The function of that name, loaded."""
    if name not in _READERS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_READERS[name]), name)
