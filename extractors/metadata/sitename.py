"""Reads the name of a story's site: as the site declares it, else as its titles, home link and host agree on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from extractors.metadata.meta import first
from extractors.metadata.publishers import squashed
from extractors.metadata.record import Reading
from extractors.metadata.sheet import Sheet
from extractors.metadata.titles import parts_of_title
from extractors.metadata.walk import texts_of_owners
from extractors.metadata.wording import declared, shown, words
from extractors.page.addresses import parts_of
from extractors.page.elements import is_home_link
from extractors.phrases import chrome_kind

_FEED_MARK = " » "
_FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml"})
_MOST_LINKS = 200  # that are looked at for one to the front page
_LONGEST = 60  # characters of a name that no declaration vouches for
_LONGEST_LINE = 200  # characters of one that says whose the page is
_SHORTEST = 3  # letters of a host's label that can tell a name
_MOST_OF_LABEL = 0.6  # of a host's label that a name makes up: "Citizens" at citizensbank.com
_OWNED = re.compile(r"^[\W\d_]*(?:copyright\b|\(c\))?[\W\d_]*", re.IGNORECASE)
_COMMON = frozenset("www com org net gov edu blog blogs news shop web home info online help docs forum".split())
"""Labels of hosts that name no site."""
_LOGO = re.compile(r"^(?:logo\b\W*)?|\W*\b(?:logo|home|homepage|home page)\b\W*$", re.IGNORECASE)
_BY = re.compile(r"(?:^|\s)(?:by|von|par|por|di|da|van|av|af|od)\s", re.IGNORECASE)
"""By which a name is an author's or a partner's: "by Jane Doe", "Partner von Courier"."""
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o", "å": "a", "é": "e", "è": "e"})


def read_site_name(sheet: Sheet) -> Reading[str] | None:
    """Return the name that the site gives itself, or that by which its pages call it."""
    if social := first(sheet.meta, ("og:site_name",)):
        return social
    publisher = sheet.graph.resolve(sheet.story.get("publisher"))
    sites = [node for node in sheet.graph.others if node.get("@type") == "WebSite"]
    for node in (publisher, *sites):
        if isinstance(node, dict) and (name := declared(node.get("name"), 200)):
            return Reading(name, "json-ld")
    if named := first(sheet.meta, ("application-name", "apple-mobile-web-app-title")):
        return named
    if name := _name_in_feeds(sheet):
        return Reading(name, "feed link")
    return _name_by_agreement(sheet)


def _name_in_feeds(sheet: Sheet) -> str:
    """Return the name before the mark in the titles of a site's feeds, as WordPress writes them: "The Paper » Feed"."""
    for _, element in sheet.landmarks.of("link"):
        name, mark, _ = (element.get("title") or "").partition(_FEED_MARK)
        if mark and (element.get("type") or "").lower() in _FEED_TYPES:
            return declared(name, 200)
    return ""


def _name_by_agreement(sheet: Sheet) -> Reading[str] | None:
    """Return the last or first part of the title, or the home link's words, where another sign says it is the site's.

    Such signs are the host, what the link to the front page says and whose the page says it is.
    """
    host = parts_of(sheet.url).hostname or ""
    homes = _names_of_home(sheet.tree, host)
    may_be_name = _name_test(sheet)
    for name in filter(may_be_name, _outer_parts(sheet)):
        if _is_hosts(name, host) or any(_is_same(name, home) for home in homes) or _owns(name, sheet.tree):
            return Reading(name, "title")
    told = (home for home in filter(may_be_name, homes) if _is_hosts(home, host))
    name = next(told, "")
    return Reading(name, "home link") if name else None


def _outer_parts(sheet: Sheet) -> Sequence[str]:
    """Return the last part of the page's title and its first, where it has several."""
    title = next((declared(mark.element.text, 400) for mark in sheet.landmarks.of("title")), "")
    parts = parts_of_title(title)
    before, colon, _ = title.partition(": ")
    return (*((parts[-1], parts[0]) if len(parts) > 1 else ()), *((before,) if colon else ()))


def _name_test(sheet: Sheet) -> Callable[[str], bool]:
    """Return the test for what may be a name: short, no phrase of an interface and not the headline's words."""
    headline = set(words(sheet.headline.text or ""))

    def may_be_name(text: str) -> bool:
        told = words(text)
        own = [word for word in told if word not in headline]
        is_label = "logo" in told or chrome_kind(text) is not None
        return len(text) <= _LONGEST and 2 * len(own) >= len(told) and not is_label and not _BY.search(text)

    return may_be_name


def _is_hosts(name: str, host: str) -> bool:
    """Return whether a name begins or ends with its host's, is most of it, or has it for initials.

    One word may be that of a section where it is but the label of a subdomain: "Sport" at sport.courier.example.
    """
    *parents, ending = host.split(".")
    labels = [squashed(label) for label in parents]
    labels = [label for label in labels if len(label) >= _SHORTEST and label not in _COMMON]
    told = words(name.lower().translate(_LETTERS))
    return any(_is_labels(told, label, ending) for label in labels[-1 if len(told) == 1 else 0 :])


def _is_labels(told: Sequence[str], label: str, ending: str) -> bool:
    rows = ["".join(told[start:]) for start in range(len(told))]
    if any(row in (label, label + ending) for row in rows) or "".join(word[0] for word in told) == label:
        return True
    whole = rows[0] if rows else ""
    return whole.startswith(label) or (whole in label and len(whole) > _MOST_OF_LABEL * len(label))


def _names_of_home(tree: HtmlElement, host: str) -> list[str]:
    """Return what the links to the site's front page say or picture, in document order."""
    links = (link for link in islice(tree.iter("a"), _MOST_LINKS) if is_home_link(link, host))
    labels = (label for link in links for label in _labels(link))
    return [name for label in labels if (name := _LOGO.sub("", parts[0] if (parts := parts_of_title(label)) else ""))]


def _labels(link: HtmlElement) -> Iterator[str]:
    yield shown(link, 200)
    yield from (declared(link.get(key), 200) for key in ("title", "aria-label"))
    yield from (declared(picture.get("alt"), 200) for picture in islice(link.iter("img"), 2))


def _is_same(name: str, home: str) -> bool:
    """Return whether a home link says a name, with a word or two behind it: "Car Talk, Boston"."""
    told, said = words(name), words(home)
    return bool(told) and said[: len(told)] == told and len(said) <= len(told) + 2


def _owns(name: str, tree: HtmlElement) -> bool:
    """Return whether a line of copyright begins with a name: "© 2024 The Harbour Courier, Inc."."""
    told = words(name)
    owned = (words(_OWNED.sub("", line[:_LONGEST_LINE], count=1)) for line in texts_of_owners(tree))
    return len(squashed(name)) > _SHORTEST and any(line[: len(told)] == told for line in owned)
