"""Turns a news page, or the text of one, into a clean :class:`Article`.

No Scrapy, no SQLite, no network: pure functions over bytes and strings.
"""

from extractors.article import Article, Outcome, RemovedBlock
from extractors.discussion.reading import Comment, comments
from extractors.extract import extract
from extractors.textmode.cleaning import clean_text

__all__ = ["Article", "Comment", "Outcome", "RemovedBlock", "clean_text", "comments", "extract"]
