"""An article as text, JSON or Markdown, for people and programs to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields
from datetime import datetime
from types import MappingProxyType
from typing import Any

from crawler.archive.exporting.markdown import escaped
from crawler.archive.printing import json_text
from crawler.archive.shaping import shaped
from crawler.console.terminal import harmless
from extractors import Article
from extractors.article import dek_above
from extractors.decision import Decision


def as_text(article: Article, _decisions: Sequence[Decision] = ()) -> str:
    """Headline, dek, byline and date above the text, parted by blank lines, with no control characters."""
    parts = (article.headline, dek_above(article.dek, article.text), _credit(article), article.text)
    return harmless("\n\n".join(part for part in parts if part))


def as_markdown(article: Article, decisions: Sequence[Decision] = ()) -> str:
    """The article as a Markdown document, with no control characters; its own signs mean nothing in it.

    The ``decisions`` about its page's blocks tell which paragraphs are headings, items of lists, quotations ….
    """
    headline = f"# {escaped(article.headline)}" if article.headline else None
    dek = dek_above(article.dek, article.text)
    parts = (
        headline,
        f"*{escaped(dek)}*" if dek else None,
        escaped(_credit(article) or ""),
        shaped(article.text, decisions),
    )
    return harmless("\n\n".join(part for part in parts if part))


def as_json(article: Article, _decisions: Sequence[Decision] = ()) -> str:
    """Every field of the article as a JSON object, ``removed`` with rule, reason and text of each block."""
    return json_text(_plain(article)).rstrip("\n")


FORMATS: Mapping[str, Callable[[Article, Sequence[Decision]], str]] = MappingProxyType(
    {"text": as_text, "json": as_json, "markdown": as_markdown}
)
"""Format by name; to add one, add it here."""


def _credit(article: Article) -> str | None:
    date = article.published_at.date().isoformat() if article.published_at else None
    return " · ".join(part for part in (", ".join(article.byline), date) if part) or None


def _plain(article: Article) -> dict[str, Any]:
    values = {field.name: getattr(article, field.name) for field in fields(article)}
    values["removed"] = [asdict(block) for block in article.removed]
    values["sources"] = dict(article.sources)
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}
