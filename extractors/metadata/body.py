"""Reads the story's text out of a page's structured data, for pages that scripts put together in the browser."""

from __future__ import annotations

import re
from html import unescape

from extractors.metadata.sheet import PageLike, Sheet
from extractors.metadata.wording import declared

_BREAK = re.compile(r"\n|<br\s*/?>|</?(?:p|div|li|ul|ol|h[1-6]|blockquote)\b[^<>]{0,200}>", re.IGNORECASE)
_MOST = 1_000_000  # characters of a paragraph; sites that set no breaks make one of the whole story


def declared_body(page: PageLike) -> str:
    """The text of the story as JSON-LD gives it (``articleBody``), paragraphs apart by blank lines; ``""`` for none."""
    body = Sheet(page, None).story.get("articleBody")
    if not isinstance(body, str):
        return ""
    return "\n\n".join(filter(None, (declared(part, _MOST) for part in _BREAK.split(unescape(body)))))
