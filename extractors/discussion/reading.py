"""Reads what readers say under a story: who, when, what, and in answer to whom. Never a part of the article's text.

A comment is an element that calls itself one, as WordPress, its themes and most other systems have it; on pages without
any, each of several elements alike in a box that calls itself a discussion. Threads are read from how the elements lie
in each other, or from the depth that they state.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from lxml.html import HtmlElement

from extractors.article import Comment
from extractors.discussion.fields import author_of, date_of, text_of
from extractors.page.parsing import parse

MOST_COMMENTS = 5_000
"""Comments that are read of one page."""

_ID = re.compile(r"^(?:li-|wp-)?comment[-_]?\d+$")
_NAMED = re.compile(
    r"^(?:[a-z]+[-_]+)*(?:comment|kommentar|commentaire|comentario|commento|coment|reactie|komentarz)"
    r"(?:[-_]+(?:item|node|entry|single|box|wrapper|container|thread|post|block))?$"
)
_PINGS = frozenset({"pingback", "trackback"})
_HOLDERS = frozenset("li article div section tr dd".split())
_DEPTH = re.compile(r"^(?:comment-)?(?:depth|level)-(\d{1,3})$")
_DISCUSSION = re.compile(
    r"comments|commentlist|discussion|responses|replies|kommentare|commentaires|comentarios|commenti|reacties|komentarze"
)
_ANSWERS = re.compile(r"child|repl|nested|thread")


def comments(html: bytes | str, url: str | None = None) -> tuple[Comment, ...]:
    """The readers' comments on a page, in its order; never raises. Pingbacks are none."""
    page = parse(html, url)
    language = page.tree.get("lang")
    named = [element for element in page.tree.iter(*_HOLDERS) if _calls_itself_comment(element)]
    found = _read(named, language) or _read(_alike_in_discussions(page.tree), language)
    return tuple(found)


def _read(elements: Sequence[HtmlElement], language: str | None) -> list[Comment]:
    among = set(elements)
    found, places, depths = list[Comment](), dict[HtmlElement, int](), list[tuple[int, int | None]]()
    first = dict[HtmlElement, int]()  # the place of the first comment in each that wraps some
    for element in elements[:MOST_COMMENTS]:
        author = author_of(element, among)
        published_at = date_of(element, among, language)
        text = text_of(element, among)
        parent = _place_above(element, among, places, first)
        depth = _depth(element)
        if parent is None and depth:
            parent = next((place for level, place in reversed(depths) if level < depth), None)
        if text and (author or published_at):
            places[element] = len(found)
            for around in among.intersection(element.iterancestors()):
                first.setdefault(around, len(found))
            found.append(Comment(author, published_at, text, parent))
        while depths and depths[-1][0] >= depth:  # answers nothing that this one does not
            depths.pop()
        depths.append((depth, places.get(element, parent)))
    return found


def _calls_itself_comment(element: HtmlElement) -> bool:
    names = _names(element)
    if _PINGS.intersection(names):
        return False
    return (
        bool(_ID.match(element.get("id", "")))
        or any(map(_NAMED.match, names))
        or "data-comment-id" in element.attrib
        or element.get("itemtype", "").rstrip("/").endswith(("schema.org/Comment", "schema.org/UserComments"))
    )


def _alike_in_discussions(tree: HtmlElement) -> list[HtmlElement]:
    """The elements that lie side by side, several of a kind, in boxes that call themselves a discussion."""
    found, outer = dict[HtmlElement, None](), set[HtmlElement]()
    alike = dict[HtmlElement, Counter[tuple[object, str | None]]]()
    for box in tree.iter("div", "section", "aside", "ol", "ul"):
        if not _DISCUSSION.search(" ".join((*_names(box), box.get("id", "").lower()))):
            continue
        if not outer.isdisjoint(box.iterancestors()):
            continue
        outer.add(box)
        for element in box.iter(*_HOLDERS):
            around = element.getparent()
            if element is box or around is None:
                continue
            if around not in alike:
                alike[around] = Counter((child.tag, child.get("class")) for child in around)
            if alike[around][element.tag, element.get("class")] > 1:
                found[element] = None
    return list(found)


def _place_above(
    element: HtmlElement, among: set[HtmlElement], places: dict[HtmlElement, int], first: dict[HtmlElement, int]
) -> int | None:
    """The place of the comment that ``element`` lies in, or that shares a box with the list of answers it lies in."""
    below = element
    in_answers = False
    for around in element.iterancestors():
        in_answers = in_answers or below.tag in ("ol", "ul") or bool(_ANSWERS.search(" ".join(_names(below))))
        if around in places:
            return places[around]
        if around in among and in_answers:  # it wraps one comment and the list of answers to it
            return first.get(around)
        below = around
    return None


def _depth(element: HtmlElement) -> int:
    """How deep in a thread an element says that it is, from 1; 0 where it does not."""
    stated = [match[1] for name in _names(element) if (match := _DEPTH.match(name))]
    stated += [element.get(key, "") for key in ("data-depth", "data-level")]
    return next((int(value) for value in stated if value.isascii() and value.isdigit()), 0)


def _names(element: HtmlElement) -> list[str]:
    return str(element.get("class", "")).lower().split()
