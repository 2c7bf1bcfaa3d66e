"""Tells the names of publishers from those of authors: a site's, its host's, its office's."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from extractors.metadata.jsonld import Node, types_of
from extractors.metadata.names import is_house
from extractors.metadata.sheet import Sheet
from extractors.metadata.wording import declared, words
from extractors.page.addresses import parts_of

_PUBLISHER_TYPES = {"website", "organization", "newsmediaorganization"}
_LETTERS = 2  # of a state or country
_UNPARTED_NAME = re.compile("[\u4e00-\u9fff]{2,4}|[\uac00-\ud7a3]{2,4}")
"""Family and given name in scripts that put nothing between them."""
_ARTICLES = frozenset({"de", "di", "da", "av"})
"""What opens the names of papers and is read as "by" before a name."""


def publisher_test(sheet: Sheet) -> Callable[[str], bool]:
    """Return the test for names of the site, host and publisher; who publishes under his own name is an author."""
    names = [*sheet.meta.get("og:site_name", ()), *sheet.meta.get("application-name", ())]
    publisher = sheet.graph.resolve(sheet.story.get("publisher"))
    nodes = [publisher] if isinstance(publisher, dict) else []
    nodes += [node for node in sheet.graph.others if types_of(node) & _PUBLISHER_TYPES]
    names += [declared(node.get("name"), 200) for node in nodes]
    persons = {
        declared(node.get("name"), 200) for node in (*nodes, *_author_nodes(sheet)) if "person" in types_of(node)
    }
    named = {squashed(name) for name in names if name} - {squashed(name) for name in persons if is_personal(name)}
    named.update(
        squashed(rest) for name in names for said, _, rest in [name.partition(" ")] if said.lower() in _ARTICLES
    )
    labels = (parts_of(sheet.url).hostname or "").split(".")
    hosts = {label for label in labels if len(label) > 3}
    account = labels[0] if len(labels) > 2 and labels[1] in hosts else None  # of a user, on a host of blogs
    houses = [words(name) for name in names if squashed(name) in named]

    def is_publisher(name: str) -> bool:
        told = squashed(name)
        return (
            told in named
            or (told in hosts and name != account and not is_personal(name))
            or _is_part_of_house(name, houses)
        )

    return is_publisher


def _is_part_of_house(name: str, houses: Iterable[Sequence[str]]) -> bool:
    """Return whether ``name`` is that of a house with letters behind it that say where: "Reuters UK", "g1 PE"."""
    told = words(name)
    offices = (told[len(house) :] for house in houses if house and told[: len(house)] == house)
    return any(
        len(office) == 1 and len(office[0]) == _LETTERS and name.endswith(office[0].upper()) for office in offices
    )


def _author_nodes(sheet: Sheet) -> list[Node]:
    value = sheet.story.get("author")
    nodes = (sheet.graph.resolve(author) for author in (value if isinstance(value, list) else [value])[:40])
    return [node for node in nodes if isinstance(node, dict)]


def is_personal(name: str) -> bool:
    """Return whether ``name`` could be a person's in full, which sites of one author bear too."""
    return (len(name.split()) > 1 or _UNPARTED_NAME.fullmatch(name) is not None) and not is_house(name)


def squashed(name: str) -> str:
    """Return the words of a name in small letters, with nothing between."""
    return "".join(words(name))
