"""The pages in other languages that a sitemap names beside one, and often nowhere else."""

from __future__ import annotations

from lxml import etree

from crawler.discovery.documents import resolved

_LINK = "{http://www.w3.org/1999/xhtml}link"
_NONE = "x"
"""``x-default`` is a page for all who speak none of the languages: one of the others, or a choice of them."""


def translations(url: etree._Element, page: str, address: str) -> list[str]:
    """The addresses that a ``<url>`` of the sitemap at ``address`` gives its ``page`` in other languages, one for each.

    Not those for other countries that speak the same: they have the same words.
    """
    found: dict[str, str] = {}
    own: str | None = None
    for link in url.iterchildren(_LINK):
        language = str(link.get("hreflang") or "").lower().replace("_", "-").partition("-")[0].strip()
        there = resolved(address, str(link.get("href") or "")) if language not in ("", _NONE) else None
        if there == page:
            own = language
        elif there and link.get("rel") == "alternate":
            found.setdefault(language, there)
    return [there for language, there in found.items() if language != own]
