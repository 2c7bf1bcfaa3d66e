"""Finds a story's headline: what the page declares, in the words in which the page shows it."""

from __future__ import annotations

import re
from typing import NamedTuple

from lxml import etree
from lxml.html import HtmlElement

from extractors.metadata.jsonld import Graph
from extractors.metadata.meta import MetaTable, first
from extractors.metadata.record import Reading
from extractors.metadata.wording import agreement, declared, shown, words

_HEADINGS = etree.XPath(
    "//h1 | //*[@itemprop='headline'] | //*[contains(@class, 'entry-title') or contains(@class, 'post-title')"
    " or contains(@class, 'article-title') or contains(@class, 'headline')][self::h2 or self::h3 or self::div]"
)
_SUFFIX = re.compile(r"\s+[|–—·•»«‹›:-]+\s+|\s*\|\s*|\s*::\s*")
_SITE_NAME = re.compile(r"(?:^|[\s_-])(?:site-?title|site-?name|logo|branding|site-?branding)(?:$|[\s_-])")
_AGREES = 0.6
_MAX_HEADINGS = 40


class Headline(NamedTuple):
    """A headline, where it was read and, where the page shows it, the element that does."""

    text: str | None = None
    source: str = ""
    element: HtmlElement | None = None


def read_headline(tree: HtmlElement, meta: MetaTable, graph: Graph, url: str | None) -> Headline:
    """Return the heading that agrees with what the page declares, else the declared headline, else a lone h1."""
    site = _site_names(meta, graph)
    titles = _declared_titles(tree, meta, graph, url)
    headings = [(element, text) for element, text in _headings(tree) if text.lower() not in site]
    best = max(headings, key=lambda pair: _rank(pair, titles), default=None)
    if best is not None and any(_agree(best[1], title.value) for title in titles):
        return Headline(best[1], _heading_source(best[0]), best[0])
    main = [(element, text) for element, text in headings if element.tag == "h1"]
    if len(main) == 1:
        return Headline(main[0][1], "h1", main[0][0])
    if titles:
        return Headline(titles[0].value, titles[0].source)
    return Headline(main[0][1], "h1", main[0][0]) if main else Headline()


def _heading_source(element: HtmlElement) -> str:
    if element.get("itemprop") == "headline":
        return "microdata"
    return "h1" if element.tag == "h1" else "headline markup"


def _headings(tree: HtmlElement) -> list[tuple[HtmlElement, str]]:
    """Return the elements that look like the story's heading with their words, the site's own name left out."""
    found = _HEADINGS(tree)
    headings = []
    for element in found[:_MAX_HEADINGS] if isinstance(found, list) else []:
        text = shown(element, 400) or declared(element.get("content"), 400)
        if text and not _names_site(element):
            headings.append((element, text))
    return headings


def _names_site(element: HtmlElement) -> bool:
    parent = element.getparent()
    return any(
        box is not None
        and box.tag not in ("html", "body")
        and _SITE_NAME.search((box.get("class") or "").lower())
        for box in (element, parent)
    )


def _site_names(meta: MetaTable, graph: Graph) -> set[str]:
    """Return the lower-case names that the page gives its site."""
    names = {value.lower() for key in ("og:site_name", "application-name") for value in meta.get(key, ())}
    return names | {
        declared(node.get("name")).lower() for node in graph.others if node.get("@type") == "WebSite"
    }


def _declared_titles(tree: HtmlElement, meta: MetaTable, graph: Graph, url: str | None) -> list[Reading[str]]:
    """Return the declared headlines, the most trusted first, site names cut off."""
    site = _site_names(meta, graph)
    title = next((declared(element.text, 400) for element in tree.iter("title")), "")
    social = first(meta, ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title"))
    hint = social.value if social else title
    story = graph.story(hint, url)
    candidates = [
        Reading(declared(story.get("headline"), 400) or declared(story.get("name"), 400), "json-ld"),
        Reading(social.value if social else "", social.source if social else ""),
        Reading(title, "title"),
    ]
    return [Reading(cut, source) for value, source in candidates if (cut := strip_site_name(value, site))]


def strip_site_name(title: str, site: set[str]) -> str:
    """Return ``title`` without the site's name before or after a separator (``Story | The Paper``).

    A last part of few words after a bar, where the first is the longer, is taken for a name even if unknown.
    """
    parts = _SUFFIX.split(title)
    if len(parts) < 2:
        return title
    cuts = list(_SUFFIX.finditer(title))
    if parts[-1].lower() in site:
        return title[: cuts[-1].start()].strip()
    if parts[0].lower() in site:
        return title[cuts[0].end() :].strip()
    if "|" in cuts[-1].group() and len(words(parts[-1])) <= 4 < len(words(title[: cuts[-1].start()])):
        return title[: cuts[-1].start()].strip()
    return title


def _agree(heading: str, title: str) -> bool:
    """Return whether a heading and a declared title are one headline, perhaps cut or with a kicker."""
    if agreement(heading, title) >= _AGREES:
        return True
    short, long = sorted((words(heading), words(title)), key=len)
    return len(short) >= 3 and " ".join(short) in " ".join(long)


def _rank(pair: tuple[HtmlElement, str], titles: list[Reading[str]]) -> tuple[float, bool]:
    element, text = pair
    score = max((agreement(text, title.value) for title in titles), default=0.0)
    return round(score, 1), element.tag == "h1"
