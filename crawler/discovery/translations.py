"""The pages in other languages that a sitemap names beside one, or a page beside itself, and often nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree

from crawler.discovery.documents import resolved

_LINK = "{http://www.w3.org/1999/xhtml}link"
_NONE = "x"
"""``x-default`` is a page for all who speak none of the languages: one of the others, or a choice of them."""


def translations(url: etree._Element, page: str, address: str) -> list[str]:
    """The addresses that a ``<url>`` of the sitemap at ``address`` gives its ``page`` in other languages, one for each.

    Not those for other countries that speak the same: they have the same words.
    """
    named = []
    for link in url.iterchildren(_LINK):
        there = resolved(address, str(link.get("href") or ""))
        if link.get("rel") == "alternate" or there == page:
            named.append((str(link.get("hreflang") or ""), there))
    return in_other_languages(named, page)


def in_other_languages(named: Iterable[tuple[str, str | None]], page: str) -> list[str]:
    """Of addresses with their languages, one for each that is not that of the ``page`` among them."""
    found: dict[str, str] = {}
    own: str | None = None
    for stated, there in named:
        language = stated.lower().replace("_", "-").partition("-")[0].strip()
        if not there or language in ("", _NONE):
            continue
        if there == page:
            own = language
        else:
            found.setdefault(language, there)
    return [there for language, there in found.items() if language != own]
