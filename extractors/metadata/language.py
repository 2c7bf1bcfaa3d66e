"""Reads the language of a page as a BCP 47 tag."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from extractors.metadata.jsonld import Graph
from extractors.metadata.meta import MetaTable
from extractors.metadata.record import Reading
from extractors.metadata.wording import declared, shown

_TAG = re.compile(r"^([a-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:[-_.@].*)?$", re.IGNORECASE)
# Scripts that one language nearly has to itself; Han last, for Japanese and Korean mix it in.
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ar", re.compile(r"[\u0620-\u064a]")),
    ("he", re.compile(r"[\u05d0-\u05ea]")),
    ("el", re.compile(r"[\u03b1-\u03c9]")),
    ("th", re.compile(r"[\u0e01-\u0e3a]")),
    ("hi", re.compile(r"[\u0904-\u0939]")),
    ("ka", re.compile(r"[\u10d0-\u10fa]")),
    ("hy", re.compile(r"[\u0561-\u0587]")),
)
_SHARE = 0.2  # of the sample's characters


def read_language(tree: HtmlElement, meta: MetaTable, graph: Graph) -> Reading[str] | None:
    """Return the declared language, else one that the script gives away, else None."""
    for value, source in _declared(tree, meta, graph):
        tag = language_tag(value)
        if tag:
            return Reading(tag, source)
    return _by_script(shown(tree, 2000))


def language_tag(value: str) -> str | None:
    """Return ``value`` (``en_us``, ``pt-BR``, ``zh-Hant-TW``) as a well-formed tag, None if it is none."""
    match = _TAG.match(value.split(",")[0].strip())
    if not match or match[1].lower() in ("und", "mul", "zxx", "xx"):
        return None
    script, region = match[2], match[3]
    return "-".join(part for part in (match[1].lower(), script and script.title(), region and region.upper()) if part)


def _declared(tree: HtmlElement, meta: MetaTable, graph: Graph) -> Iterator[tuple[str, str]]:
    root = tree.getroottree().getroot()
    yield (
        root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or "",
        "html lang",
    )
    for key, source in (
        ("og:locale", "opengraph"),
        ("content-language", "meta content-language"),
        ("dc.language", "meta dc.language"),
    ):
        if key in meta:
            yield meta[key][0], source
    for node in (*graph.stories, *graph.pages):
        yield declared(node.get("inLanguage")), "json-ld"


def _by_script(sample: str) -> Reading[str] | None:
    for language, script in _SCRIPTS:
        if sample and len(script.findall(sample)) / len(sample) >= _SHARE:
            return Reading(language, "script")
    return None
