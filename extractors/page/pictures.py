"""The pictures and players of a story: those of some size, the site's own furniture apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from lxml.html import HtmlElement

from extractors.page.blocks import Box, box_of

FURNITURE = frozenset({"header", "nav", "footer", "aside", "form"})
_SMALLEST_PICTURE = 80  # pixels across


def holding_pictures(
    media: Sequence[HtmlElement], boxes: Sequence[Box], by_element: dict[HtmlElement, Box]
) -> list[Box]:
    """For each picture or player of some size, the site's furniture apart, the innermost box around it, or its own."""
    apart: list[bool] = []
    for box in boxes:
        apart.append(box.tag in FURNITURE or (box.parent is not None and apart[box.parent.number]))
    standing = zip(media, standing_in(media, by_element), strict=True)
    return [box for element, box in standing if not apart[box.number] and not is_small(element)]


def standing_in(media: Iterable[HtmlElement], by_element: dict[HtmlElement, Box]) -> list[Box]:
    """For each picture or player the innermost box around it, or its own."""
    return [box_of(element, by_element) for element in media]


def pictured_blocks(holding: Iterable[Box], boxes: Sequence[Box], count: int) -> Iterator[int]:
    """For each of the boxes the number of the block that its picture stands before or in."""
    below: list[int] = [0] * len(boxes)
    place = count
    for box in reversed(boxes):
        place = below[box.number] = box.start if box.blocks else place
    for box in holding:
        yield below[box.number]


def outside(media: Iterable[HtmlElement], apart: Collection[str] = FURNITURE) -> Iterator[HtmlElement]:
    """Yield the pictures and players, icons left out, that stand in no element with one of the tags ``apart``.

    It is :func:`is_furniture` for thousands of them, which may all stand in as many elements in each other.
    """
    known: dict[HtmlElement, bool] = {}
    for element in media:
        if not is_small(element) and not _stands_apart(element, apart, known):
            yield element


def _stands_apart(element: HtmlElement, apart: Collection[str], known: dict[HtmlElement, bool]) -> bool:
    way: list[HtmlElement] = []
    is_apart = False
    for step in element.iterancestors():
        if step in known or step.tag in apart:
            is_apart = known.get(step, True)
            break
        way.append(step)
    known.update(dict.fromkeys(way, is_apart))
    return is_apart


def is_furniture(element: HtmlElement) -> bool:
    """Whether a picture or player belongs to the site, not to a story: an icon, a logo, an avatar."""
    return next(outside((element,)), None) is None


def is_small(element: HtmlElement) -> bool:
    """Whether a picture or player is an icon, or leads to its author: by its name, its size, or its link."""
    if "avatar" in (element.get("class") or "") or _leads_to_author(element.getparent()):
        return True
    size = (element.get("width") or "100").rstrip("px")
    return size.isdigit() and int(size) < _SMALLEST_PICTURE


def _leads_to_author(element: HtmlElement | None) -> bool:
    """Whether an element links to the stories of an author, as the portrait beside a byline does."""
    return element is not None and element.tag == "a" and "/author/" in (element.get("href") or "")
