"""Reads what a page declares for its headline, and tells the site's name in it from the story's."""

from __future__ import annotations

import re

from extractors.metadata.jsonld import Graph
from extractors.metadata.landmarks import Landmarks
from extractors.metadata.meta import MetaTable, first
from extractors.metadata.record import Reading
from extractors.metadata.wording import declared, words
from extractors.page.addresses import parts_of

_EAST = r"[\u3040-\u30ff\u4e00-\u9fff」）]"  # which are written without spaces
SUFFIX = re.compile(rf"\s+[|–—·•»«‹›:-]+\s+|\s*\|\s*|\s*::\s*|(?<={_EAST})[-_–—]+(?={_EAST})")
"""What sets the name of a site apart in a title."""
_SITE_KEYS = ("og:site_name", "application-name", "sitename")


def site_names(meta: MetaTable, graph: Graph) -> set[str]:
    """Return the lower-case names that the page gives its site."""
    names = {value.lower() for key in _SITE_KEYS for value in meta.get(key, ())}
    return names | {declared(node.get("name")).lower() for node in graph.others if node.get("@type") == "WebSite"}


def declared_titles(
    landmarks: Landmarks, meta: MetaTable, graph: Graph, url: str | None, site: set[str]
) -> list[Reading[str]]:
    """Return the declared headlines, the most trusted first, site names cut off."""
    host = "".join(words((parts_of(url).hostname or "").removeprefix("www.").rpartition(".")[0]))
    title = next((declared(mark.element.text, 400) for mark in landmarks.of("title")), "")
    social = first(meta, ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title", "articletitle"))
    hint = social.value if social else title
    story = graph.story(hint, url)
    candidates = [
        Reading(declared(story.get("headline"), 400) or declared(story.get("name"), 400), "json-ld"),
        Reading(social.value if social else "", social.source if social else ""),
        Reading(title, "title"),
    ]
    cut = [Reading(strip_site_name(value, site, host), source) for value, source in candidates]
    return [title for title in cut if title.value and title.value.lower() not in site]


def parts_of_title(title: str) -> list[str]:
    """Return the parts of a declared title between the marks that set a site's name apart (``Story | The Paper``)."""
    return [part.strip() for part in SUFFIX.split(title) if part.strip()]


def strip_site_name(title: str, site: set[str], host: str = "") -> str:
    """Return ``title`` without the site's name before or after a separator (``Story | The Paper``).

    ``site`` holds the names that are known, ``host`` is the squashed name of the site's host. A last part of few words
    after a bar, where the first is the longer, is taken for a name even if unknown.
    """
    parts = SUFFIX.split(title)
    if len(parts) < 2:
        return title
    cuts = list(SUFFIX.finditer(title))
    named_as_host = len(host) > 3 and "".join(words(parts[-1])).startswith(host)
    if parts[-1].lower() in site or named_as_host:
        return title[: cuts[-1].start()].strip()
    if parts[0].lower() in site:
        return title[cuts[0].end() :].strip()
    if "|" in cuts[-1].group() and len(words(parts[-1])) <= 4 < len(words(title[: cuts[-1].start()])):
        return title[: cuts[-1].start()].strip()
    return title


def opens(text: str, title: str, *, lone: bool) -> bool:
    """Return whether a title is ``text`` with something behind a separator, as a site's unknown name.

    It is shorter than the text, unless that is the ``lone`` heading of its page.
    """
    cut = SUFFIX.match(title, len(text)) if text and title.startswith(text) else None
    return cut is not None and (lone or len(title) - cut.end() < len(text))


def closes(text: str, title: str) -> bool:
    """Return whether a title is ``text`` behind a separator and the site's name or section: "Blog Archive » Story"."""
    start = len(title) - len(text)
    return bool(text) and title.endswith(text) and any(cut.end() == start for cut in SUFFIX.finditer(title))
