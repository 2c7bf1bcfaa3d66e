"""Tells the parts of a page that belong to its story from the furniture around it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import chain, takewhile
from typing import Literal

from lxml.html import HtmlElement

from extractors.metadata.wording import shown, words

# What a class or id says of a block that holds other people's names and other stories' dates.
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:comments?|comment-?list|comment-?respond|respond|disqus\w*|pingbacks?|replies|reply"
    r"|related(?:posts?|articles?|stories)?|recommend(?:ed|ations?)?|recirc\w*|trending"
    r"|popular|most-?read|more-(?:news|stories|from|articles|posts|on)|read-?(?:more|next)|up-?next|latest\w*"
    r"|newsletters?|carousel|slider|ticker|post-?navigation|nav-?links|navigation|menu"
    r"|similar|also-?(?:like|read)|you-?may|jp-relatedposts|wp-block-query|wp-block-latest\S*|wp-block-post-template"
    r"|site-?(?:header|footer|branding)|masthead|colophon|cookie\S*|popup|modal|advert\w*|sponsored)(?:$|[\s_-])"
)
# These names tell of a box's form: most hold other stories, a small one may hold the story's own date and author.
_BOX = re.compile(r"(?:^|[\s_-])(?:sidebar|side-?bar|(?<!elementor-)widgets?|teasers?|promos?|cards?)(?:$|[\s_-])")
_ASIDE = frozenset({"nav", "footer", "form", "noscript", "blockquote", "figure"})
_SMALL = 200  # characters
_TITLE = 4  # words of a link that leads to another story
_WHOLE = frozenset({"html", "body", "main"})


class Furniture:
    """Answers whether an element belongs to the furniture of one page, remembering what it has seen."""

    def __init__(self, headline: HtmlElement | None, beside: Iterable[HtmlElement] = ()) -> None:
        """``beside`` are the elements whose words stand by the headline, before the story's text begins."""
        self._kept = set(headline.iterancestors()) | {headline} if headline is not None else set()
        self._headline_in_story = any(_is_story_box(element) for element in self._kept)
        self._beside = set(beside)
        self._beside.update(box for element in tuple(self._beside) for box in element.iterancestors())
        self._seen: dict[HtmlElement, bool] = {}

    def holds(self, element: HtmlElement) -> bool:
        """Return whether ``element`` stands in a comment, sidebar, card, menu or another story.

        What holds the headline is never furniture, whatever its class says.
        """
        path: list[HtmlElement] = []
        verdict = False
        current: HtmlElement | None = element
        while current is not None and current not in self._kept:
            if current in self._seen:
                verdict = self._seen[current]
                break
            path.append(current)
            if self._is_furniture(current):
                verdict = True
                break
            current = current.getparent()
        self._seen.update((step, verdict) for step in path)
        return verdict

    def is_of_others(self, element: HtmlElement) -> bool:
        """Return whether something around ``element`` says that it is comments', other stories' or the site's."""
        around = takewhile(lambda box: box not in self._kept, chain([element], element.iterancestors()))
        return any(box.tag in _ASIDE - {"nav"} or _names(box) == "furniture" for box in around)

    def _is_furniture(self, element: HtmlElement) -> bool:
        tag = element.tag
        if tag in _WHOLE:
            return False
        if element.get("itemprop") == "comment":
            return True
        if tag in _ASIDE:
            return not (
                tag == "footer" and (_in_story_box(element) or (element in self._beside and _is_small(element)))
            )
        if _is_story_box(element):
            return self._headline_in_story and not (element in self._beside and _is_small(element))
        named = _names(element)
        if named == "furniture":
            return True
        return (tag == "aside" or named == "box") and not (element in self._beside and _is_small(element))


def _names(element: HtmlElement) -> Literal["furniture", "box"] | None:
    return _named(f"{element.get('class') or ''} {element.get('id') or ''}".lower())


@lru_cache(maxsize=8192)
def _named(names: str) -> Literal["furniture", "box"] | None:
    """Return what a class and id, in lower case, call their element; sites repeat theirs on every page."""
    if _FURNITURE.search(names):
        return "furniture"
    return "box" if _BOX.search(names) else None


def _is_story_box(element: HtmlElement) -> bool:
    return element.tag == "article" or " hentry " in f" {element.get('class') or ''} "


def _is_small(box: HtmlElement) -> bool:
    """Return whether ``box`` has room for no more than a date and some names, and links to no other story."""
    text = shown(box, _SMALL + 1)
    titles = (*box.iter("h1", "h2", "h3", "h4"), *(link for link in box.iter("a") if len(words(shown(link))) >= _TITLE))
    return len(text) <= _SMALL and not titles


def _in_story_box(element: HtmlElement) -> bool:
    """Return whether an ancestor is a story's box: its footer carries the categories of the story."""
    return any(_is_story_box(parent) for parent in element.iterancestors())
