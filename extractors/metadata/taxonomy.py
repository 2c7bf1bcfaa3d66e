"""Reads the categories and tags that a story is filed under."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, islice

from lxml.html import HtmlElement

from extractors.metadata.jsonld import types_of
from extractors.metadata.record import Reading
from extractors.metadata.sheet import Sheet
from extractors.metadata.termlinks import (
    CATEGORY_PATH,
    GAP,
    LABEL,
    LONGEST_BOX,
    MAX_TERM,
    MOST_LINKS,
    TAG_PATH,
    filed_under,
    labelled,
    led_to,
    term_of,
)
from extractors.metadata.wording import agreement, declared, shown
from extractors.page.elements import WHOLE, leads_home

_CATEGORY_BOX = re.compile(r"(?:^|\s)(?:\S*cat-links|taxonomy-category|\S*-categor(?:y|ies)|categor(?:y|ies))(?:$|\s)")
_TAG_BOX = re.compile(r"(?:^|\s)(?:\S*tags?-links|taxonomy-post_tag|\S+-tags|tags|tag-list)(?:$|\s)")
_POST_CLASS = re.compile(r"(?:^|\s)(category|tag)-([^\s%]+)")
_FRONT = frozenset(
    {"home", "start", "startseite", "homepage", "início", "inicio", "strona główna", "accueil", "главная"}
)
_NO_BOXES = frozenset({"html", "body", "main", "article", "a", "li"})
_MOST_CATEGORIES = 5  # of one story
_MAX_BOXES = 10  # named for tags that are looked at
_MOST_STEPS = 12  # from the front page to a story
_SAME = 0.7  # agreement of a step with the headline, from which on it is the story's own
_MAX_TERMS = 60

Terms = tuple[str, ...]


def read_taxonomy(sheet: Sheet) -> tuple[Reading[Terms] | None, Reading[Terms] | None]:
    """Return the story's categories and its tags, each from the first place that names any."""
    return _first(_categories(sheet)), _first(_tags(sheet))


def _first(places: Iterable[tuple[Iterable[str], str]]) -> Reading[Terms] | None:
    for terms, source in places:
        kept = dict.fromkeys(filter(_is_term, terms))
        if kept:
            return Reading(tuple(kept)[:_MAX_TERMS], source)
    return None


def _is_term(term: str) -> bool:
    """Return whether a word or phrase can be a term: none that a script was to fill in."""
    return (len(term) > 1 or not term.isascii()) and len(term) <= MAX_TERM and "{{" not in term


def _categories(sheet: Sheet) -> Iterator[tuple[Iterable[str], str]]:
    yield _links(sheet, "category"), "category links"
    yield _listed(sheet.story.get("articleSection")), "json-ld"
    yield sheet.meta.get("article:section", ()), "opengraph"
    yield _properties(sheet, "articleSection"), "microdata"
    yield _boxed_categories(sheet), "category box"
    yield labelled(sheet, "categories"), "label"
    yield _post_class(sheet, "category"), "post class"
    yield _breadcrumbs(sheet) or _shown_breadcrumbs(sheet), "breadcrumbs"
    yield filed_under(sheet, CATEGORY_PATH), "category links"
    yield led_to(sheet, CATEGORY_PATH), "category links"


def _tags(sheet: Sheet) -> Iterator[tuple[Iterable[str], str]]:
    yield _links(sheet, "tag"), "tag links"
    yield sheet.meta.get("article:tag", ()), "opengraph"
    yield _listed(sheet.story.get("keywords")), "json-ld"
    yield _properties(sheet, "keywords"), "microdata"
    yield labelled(sheet, "tags"), "label"
    boxed = _boxed_links(sheet)
    yield boxed if len(boxed) > 1 else (), "tag box"  # one alone may be the kicker
    yield _post_class(sheet, "tag"), "post class"
    for key in ("news_keywords", "parsely-tags", "keywords"):
        yield _listed(sheet.meta.get(key)), f"meta {key}"
    yield boxed, "tag box"
    yield filed_under(sheet, TAG_PATH), "tag links"
    yield led_to(sheet, TAG_PATH), "tag links"


def _properties(sheet: Sheet, name: str) -> list[str]:
    """Return the terms that the story's microdata gives as this property, in elements of their own or with commas."""
    marks = (mark.element for mark in sheet.landmarks.of("property"))
    stated = (
        mark for mark in marks if name in (mark.get("itemprop") or "").split() and not sheet.furniture.holds(mark)
    )
    values = (mark.get("content") or shown(mark, MAX_TERM * 4) for mark in islice(stated, _MAX_TERMS))
    return [term for value in values for term in _listed(value)]


def _links(sheet: Sheet, kind: str) -> list[str]:
    """Return the words of the story's own links to archives of ``kind`` (``category`` or ``tag``)."""
    return [shown(mark, MAX_TERM + 1) for mark in sheet.story_marks("term") if _kind(mark) == kind]


def _boxed_links(sheet: Sheet) -> list[str]:
    """Return the words of the links in the first of the story's boxes that is named for its tags and holds little else.

    Many themes say so by the box alone, and mark no link. A page's body may be called so, as may one label.
    """
    for box in islice(sheet.story_marks("tag box"), _MAX_BOXES):
        if box.tag in _NO_BOXES:
            continue
        terms = [term_of(link) for link in islice(box.iter("a"), MOST_LINKS + 1)]
        length = len(shown(box, LONGEST_BOX))
        if 0 < len(terms) <= MOST_LINKS and length <= sum(map(len, terms)) + LABEL + GAP * len(terms):
            return terms
    return []


def _boxed_categories(sheet: Sheet) -> list[str]:
    """Return the terms in the box that is named for the story's categories: by the headline, else alone in its article.

    Cards that tell of other stories name theirs as well.
    """
    boxes = [box for box in islice(sheet.story_marks("category box"), _MAX_BOXES) if box.tag not in WHOLE]
    held = {step for line in sheet.lines if line.above_story for step in (line.holder, *line.holder.iterancestors())}
    beside = next((box for box in boxes if box in held), None)
    if beside is not None:
        return _category_terms(beside)
    headline = sheet.headline.element
    article = next(headline.iterancestors("article"), None) if headline is not None else None
    own = [box for box in boxes if article is not None and article in box.iterancestors()]
    outer = [box for box in own if own[0] not in box.iterancestors()]
    return _category_terms(outer[0]) if len(outer) == 1 else []


def _category_terms(box: HtmlElement) -> list[str]:
    """Return the words of the few links in such a box, of all of it where it has none and says a few words."""
    links = [box] if box.tag == "a" else list(islice(box.iter("a"), _MOST_CATEGORIES + 1))
    terms = [shown(link, MAX_TERM + 1) for link in links]
    text = shown(box, LONGEST_BOX)
    if len(terms) > _MOST_CATEGORIES or len(text) > sum(map(len, terms)) + LABEL + GAP * len(terms):
        return []
    return terms or ([text] if len(text) <= LABEL and not any(map(str.isdigit, text)) else [])


def _kind(link: HtmlElement) -> str | None:
    """Return which archive a ``rel=tag`` or ``rel=category`` link leads to, None for other elements.

    Themes write ``rel="category tag"`` for categories, block themes ``rel="tag"`` for every taxonomy
    and say which in the class of the block around.
    """
    rel = (link.get("rel") or "").lower().split()
    href = link.get("href") or ""
    if "category" in rel or _boxed(link, _CATEGORY_BOX) or CATEGORY_PATH.search(href):
        return "category"
    if _boxed(link, _TAG_BOX) or TAG_PATH.search(href) or not _boxed(link, re.compile(r"taxonomy-")):
        return "tag"
    return None


def _boxed(link: HtmlElement, pattern: re.Pattern[str]) -> bool:
    """Return whether one of the two blocks around ``link`` has a class of this kind."""
    box = link.getparent()
    for _ in range(2):
        if box is None or box.tag in ("body", "article", "html"):
            return False
        if pattern.search((box.get("class") or "").lower()):
            return True
        box = box.getparent()
    return False


def _listed(value: object) -> list[str]:
    """Return declared terms, given as a list or as one string with commas."""
    parts = value if isinstance(value, list) else [value]
    terms: list[str] = []
    for part in parts[:_MAX_TERMS]:
        if isinstance(part, dict):
            part = part.get("name")
        terms.extend(term.strip() for term in re.split(r"[,;]", declared(part, 2000)))
    return terms


def _post_class(sheet: Sheet, kind: str) -> list[str]:
    """Return the slugs that WordPress writes into the class of the story's box, hyphens read as spaces."""
    headline = sheet.headline.element
    boxes = headline.iterancestors("article", "div", "main") if headline is not None else ()
    for box in boxes:
        names = box.get("class") or ""
        if "hentry" in names.split() or "type-post" in names.split():
            return [slug.replace("-", " ") for found, slug in _POST_CLASS.findall(names) if found == kind]
    return []


def _breadcrumbs(sheet: Sheet) -> list[str]:
    """Return the steps of a JSON-LD breadcrumb trail between the front page and the story."""
    for node in sheet.graph.others:
        steps = node.get("itemListElement") if "breadcrumblist" in types_of(node) else None
        if isinstance(steps, list):
            names = [_step_name(step) for step in steps[:20]]
            return [name for name in names[:-1] if name and name.lower() not in _FRONT][-1:]
    return []


def _shown_breadcrumbs(sheet: Sheet) -> list[str]:
    """Return the last step of the trail that the page shows, from the front page on and before the story itself."""
    named_so = (nav for nav in sheet.tree.iter("nav") if "breadcrumb" in (nav.get("aria-label") or "").lower())
    trail = next(chain((mark.element for mark in sheet.landmarks.of("trail")), named_so), None)
    links = list(islice(trail.iter("a"), _MOST_STEPS)) if trail is not None else []
    named = [shown(link, MAX_TERM + 1) for link in links]
    if not named or not (leads_home(links[0]) or named[0].lower() in _FRONT):
        return []
    return [step for step in named[1:] if agreement(step, sheet.headline.text or "") < _SAME][-1:]


def _step_name(step: object) -> str:
    if not isinstance(step, dict):
        return ""
    item = step.get("item")
    return declared(step.get("name"), 200) or declared(item.get("name") if isinstance(item, dict) else "", 200)
