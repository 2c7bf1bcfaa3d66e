"""What the news namespace of a sitemap says of a story: headline, publication, language, date, keywords."""

from __future__ import annotations

from lxml import etree

from crawler.discovery.documents import moment
from crawler.records.finds import Announcement
from extractors.metadata.wording import declared

MAX_HEADLINE = 500
"""Characters."""
MAX_TAGS = 30
MAX_TAG = 100
"""Characters."""


def announcement(url: etree._Element) -> Announcement | None:
    """What a ``<url>`` says in its ``<news:news>``; None where it has none, or one that says nothing."""
    news = url.find("{*}news")
    if news is None:
        return None
    said = Announcement(
        headline=_text(news, "title", MAX_HEADLINE) or None,
        site_name=_text(news, "publication/{*}name", MAX_TAG) or None,
        language=_text(news, "publication/{*}language", 20) or None,
        published_at=moment(_text(news, "publication_date", 40)),
        tags=_tags(_text(news, "keywords", MAX_TAGS * MAX_TAG)),
    )
    return said if said != Announcement() else None


def _text(news: etree._Element, name: str, limit: int) -> str:
    """The words of an element as a reader would see them; none of one that needs an entity resolved."""
    element = news.find(f"{{*}}{name}")
    return declared(element.text or "", limit) if element is not None and len(element) == 0 else ""


def _tags(keywords: str) -> tuple[str, ...]:
    words = (word.strip()[:MAX_TAG] for word in keywords.split(","))
    return tuple(dict.fromkeys(word for word in words if word))[:MAX_TAGS]
