"""Reads the JSON-LD of a page, however broken, into flat lists of nodes."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from extractors.metadata.landmarks import Landmarks
from extractors.metadata.wording import agreement, declared
from extractors.page.addresses import parts_of

Node = dict[str, object]

_MAX_SCRIPT = 1_000_000  # characters; real ones stay under 200,000
_MAX_NODES = 3000
_MAX_DEPTH = 8
_WRAPPERS = ("<!", "-->", "]]>")
_WRAPPER = re.compile(
    r"<!--|-->|/\*\s*<!\[CDATA\[\s*\*/|/\*\s*\]\]>\s*\*/|//\s*<!\[CDATA\[|//\s*\]\]>|<!\[CDATA\[|\]\]>"
)
_UNLIKE = 0.2  # agreement of the headlines of two stories
_AHEAD = re.compile(r"^[^{\[]+")
"""What stands before the data: space, a comment, the name of a variable."""
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_DECODER = json.JSONDecoder(strict=False)

_STORY_TYPES = {
    "blogposting", "report", "liveblogposting", "socialmediaposting", "discussionforumposting", "review",
    "recipe", "howto", "analysisnewsarticle", "podcastepisode",
}  # fmt: skip
# Nodes under these keys speak of other stories or of the people and firms around this one.
_ELSEWHERE = {
    "itemlistelement", "haspart", "ispartof", "mentions", "relatedlink", "citation", "comment", "comments",
    "author", "publisher", "creator", "editor", "image", "review", "reviews", "about", "isbasedon",
}  # fmt: skip


@dataclass(frozen=True)
class Graph:
    """The nodes of a page's JSON-LD: ``stories`` (Article and its kin), ``pages`` (WebPage), ``others``."""

    stories: tuple[Node, ...] = ()
    pages: tuple[Node, ...] = ()
    others: tuple[Node, ...] = ()
    by_id: dict[str, Node] = field(default_factory=dict)

    def story(self, title: str, url: str | None) -> Node:
        """Return the story that fits the page's title and address best, ``{}`` if there is none."""
        own = [node for node in self.stories if not _is_another(node, title, url)]
        return own[0] if len(own) == 1 else max(own, key=lambda node: _fitness(node, title, url), default={})

    def resolve(self, value: object) -> object:
        """Return the node that a bare ``{"@id": …}`` reference points to, else ``value`` itself."""
        if isinstance(value, dict) and isinstance(value.get("@id"), str) and "name" not in value:
            return self.by_id.get(value["@id"], value)
        return value


def types_of(node: Node) -> set[str]:
    """Return the lower-case type names of ``node``, without their ``schema.org/`` prefix."""
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return {name.rsplit("/", 1)[-1].rsplit(":", 1)[-1].lower() for name in names if isinstance(name, str)}


def read_jsonld(landmarks: Landmarks) -> Graph:
    """Return the graph of all JSON-LD scripts of the page; scripts beyond repair are left out."""
    stories: list[Node] = []
    pages: list[Node] = []
    others: list[Node] = []
    by_id: dict[str, Node] = {}
    budget = _MAX_NODES
    for _, script in landmarks.of("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        for node, elsewhere in _nodes(_parse(script.text or "")):
            budget -= 1
            if budget < 0:
                break
            _index(node, by_id)
            kinds = types_of(node)
            if elsewhere:
                continue
            if any(kind.endswith("article") or kind in _STORY_TYPES for kind in kinds):
                stories.append(node)
            elif any(kind.endswith("page") for kind in kinds):
                pages.append(node)
            else:
                others.append(node)
    graph = Graph(tuple(stories), tuple(pages), tuple(others), by_id)
    return graph if stories else replace(graph, stories=tuple(page for page in pages if _is_post(page, graph)))


def _is_post(page: Node, graph: Graph) -> bool:
    """Return whether a WebPage is a story by another name, as Yoast writes where told so: a person's, of some day."""
    author = graph.resolve(page.get("author"))
    return "datePublished" in page and isinstance(author, dict) and "person" in types_of(author)


def _index(node: Node, by_id: dict[str, Node]) -> None:
    """Remember the fullest node of each ``@id``."""
    key = node.get("@id")
    if isinstance(key, str) and len(node) > len(by_id.get(key, {})):
        by_id[key] = node


def _parse(text: str) -> object:
    """Return the value of a script, mended where its author slipped, or None."""
    if len(text) > _MAX_SCRIPT:
        return None
    if any(map(text.__contains__, _WRAPPERS)):
        text = _WRAPPER.sub(" ", text)
    text = _AHEAD.sub("", text)
    for mend in (
        str,
        lambda t: _TRAILING_COMMA.sub(r"\1", t),
        lambda t: _TRAILING_COMMA.sub(r"\1", html.unescape(t)),
    ):
        try:
            return _DECODER.raw_decode(mend(text))[0]
        except (ValueError, RecursionError):
            continue
    return None


def _nodes(value: object) -> Iterator[tuple[Node, bool]]:
    """Yield every node under ``value`` in order, with whether it speaks of something else than the page."""
    stack: list[tuple[object, int, bool]] = [(value, 0, False)]
    while stack:
        item, depth, elsewhere = stack.pop()
        if depth > _MAX_DEPTH:
            continue
        if isinstance(item, list):
            stack.extend((part, depth + 1, elsewhere) for part in reversed(item[:500]))
        elif isinstance(item, dict):
            yield item, elsewhere
            stack.extend(
                (part, depth + 1, elsewhere or key.lower() in _ELSEWHERE)
                for key, part in reversed(item.items())
                if isinstance(part, dict | list)
            )


def _fitness(node: Node, title: str, url: str | None) -> float:
    """Return how surely ``node`` is the story of the page with this ``title`` and ``url``."""
    score = agreement(_headline(node), title) if title else 0.0
    place = _place(node)
    if url and place and place.split("#")[0].rstrip("/") == url.split("#")[0].rstrip("/"):
        score += 1
    return score + 0.1 * ("datePublished" in node) + 0.1 * ("author" in node)


def _is_another(node: Node, title: str, url: str | None) -> bool:
    """Return whether ``node`` has a headline and an address that have nothing of the page's."""
    headline, place = _headline(node), _place(node)
    if not (headline and title and url and place) or agreement(headline, title) > _UNLIKE:
        return False
    return _last_part(place) not in ("", _last_part(url))


def _headline(node: Node) -> str:
    return declared(node.get("headline")) or declared(node.get("name"))


def _place(node: Node) -> str:
    """Return the address that a node has for its own, ``""`` for none."""
    place = node.get("mainEntityOfPage") or node.get("url")
    place = place.get("@id") if isinstance(place, dict) else place
    return place if isinstance(place, str) else ""


def _last_part(address: str) -> str:
    return parts_of(address).path.rstrip("/").rpartition("/")[2]
