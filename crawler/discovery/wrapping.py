"""Wraps a story that a site hands out as data into a minimal page, so that extraction need not know of such things."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from html import escape, unescape

from lxml import etree, html

from crawler.addresses import known_as

LONGEST_NAME = 500
"""Characters of a story's name beyond which it is none."""
_MEDIA = "//img|//video|//audio|//iframe|//embed|//object"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What a site says of a story; ``content`` is HTML, and ``remarks``, what readers said; all else is plain text."""

    url: str
    content: str
    headline: str = ""
    byline: tuple[str, ...] = ()
    published_at: datetime | None = None
    modified_at: datetime | None = None
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    image_url: str = ""
    language: str = ""
    site_name: str = ""
    remarks: str = ""


def page_around(story: Story) -> bytes | None:
    """A page that holds the story and nothing else, in UTF-8; None where the content has neither words nor media."""
    content = balanced(story.content)
    if content is None:
        return None
    head = [
        f"<title>{escape(story.headline)}</title>",
        f'<link rel="canonical" href="{escape(story.url)}">',
        _meta("og:type", "article"),
        _meta("og:title", story.headline),
        _meta("og:site_name", story.site_name),
        _meta("og:image", story.image_url),
        *(_meta("article:section", name) for name in story.categories),
        *(_meta("article:tag", name) for name in story.tags),
        f'<script type="application/ld+json">{_linked_data(story)}</script>',
    ]
    names = ", ".join(f'<a class="fn" rel="author">{escape(name)}</a>' for name in story.byline)
    byline = f'<p class="byline"><span class="author vcard">{names}</span></p>' if names else ""
    language = f' lang="{escape(story.language)}"' if story.language else ""
    return (
        f'<!doctype html><html{language}><head><meta charset="utf-8">{"".join(head)}</head><body><article>'
        f'<h1 class="entry-title">{escape(story.headline)}</h1>{byline}<div class="entry-content">{content}</div>'
        f"</article>{story.remarks}</body></html>"
    ).encode("utf-8", "replace")


def plain(markup: object) -> str:
    """The words of a short piece of HTML such as a headline, entities resolved; empty for what is no text."""
    if not isinstance(markup, str):
        return ""
    return " ".join(unescape(re.sub(r"<[^<>]*>", "", markup)).split())


def name_of_story(guid: object, url: str) -> str | None:
    """The name that a feed or interface has for the story at ``url`` whatever its address; None for its address."""
    named = known_as(guid.strip()) if isinstance(guid, str) else ""
    return named if 0 < len(named) <= LONGEST_NAME and named != known_as(url) else None


def balanced(content: str) -> str | None:
    """The content with every element closed: it must not break out of the page around it."""
    try:
        root = html.fragment_fromstring(content.replace("\0", ""), create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None
    if not root.text_content().strip() and not root.xpath(_MEDIA):
        return None
    return html.tostring(root, encoding="unicode")


def _meta(name: str, value: str) -> str:
    return f'<meta property="{name}" content="{escape(value)}">' if value else ""


def _linked_data(story: Story) -> str:
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "url": story.url,
        "headline": story.headline,
        "author": [{"@type": "Person", "name": name} for name in story.byline],
        "datePublished": story.published_at and story.published_at.isoformat(),
        "dateModified": story.modified_at and story.modified_at.isoformat(),
        "inLanguage": story.language,
    }
    return json.dumps({name: value for name, value in data.items() if value}).replace("<", "\\u003c")
