"""What the boxes of a page call themselves: each name is looked at once, however many boxes have it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter

from extractors.page.blocks import Box

NAMINGS = ("class", "id", "itemprop")
"""The attributes in which a box says what it is."""

_NUMBER = attrgetter("number")


class Names:
    """The boxes of a page by what they call themselves."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        self._boxes: dict[str, dict[str, list[Box]]] = {naming: {} for naming in NAMINGS}
        for box in boxes:
            attributes = box.attributes
            for naming, named in self._boxes.items() if attributes else ():
                if (names := attributes.get(naming)) is not None:
                    named.setdefault(names, []).append(box)

    def called(self, test: Callable[[str], bool], *namings: str) -> list[Box]:
        """The boxes of which one of these attributes passes a test, in the document's order."""
        told = (boxes for naming in namings for names, boxes in self._boxes[naming].items() if test(names))
        return sorted({box for boxes in told for box in boxes}, key=_NUMBER)
