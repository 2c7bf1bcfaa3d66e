"""A text as Markdown, with the headings, lists, quotations, code and tables that its page shows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from crawler.archive.exporting.markdown import escaped
from crawler.archive.printing import without_controls
from extractors.decision import Decision
from extractors.page.blocks import Box
from extractors.page.elements import HEADINGS

_LISTS = frozenset({"ul", "ol", "menu"})
_CELLS = " | "
"""What stands between the cells of a row in a text."""
_STEP = 4  # spaces that an item stands in from the one that holds it, and its further paragraphs from its mark
_TICKS = re.compile(r"`{3,}")


class _Piece(NamedTuple):
    """A paragraph in Markdown; those of one ``group`` follow each other without a blank line."""

    text: str
    group: object = None


def shaped(text: str, decisions: Sequence[Decision]) -> str:
    """The paragraphs of a text in Markdown, each as what it is on the page that the decisions are about.

    What is no block of that page is a paragraph, as all of a text without one is.
    """
    kept = [decision.block for decision in decisions if decision.removed is None]
    parts = [(block.text, block.box) for block in kept]
    if "\n\n".join(words for words, _ in parts) == text:
        return _Shapes().document(parts)
    boxes = dict(parts)  # a story on several pages: what is the same there is known again
    return _Shapes().document([(part, boxes.get(part)) for part in text.split("\n\n")])


class _Shapes:
    """Writes the parts of one text; remembers the lists and tables that are begun."""

    def __init__(self) -> None:
        self._items: dict[Box, int] = {}
        self._begun: set[Box] = set()
        self._table: tuple[Box, int] | None = None

    def document(self, parts: Sequence[tuple[str, Box | None]]) -> str:
        """The parts below each other, each in the shape of its box."""
        out, above = list[str](), None
        for text, box in parts:
            piece = _Piece(escaped(text)) if box is None else self._piece(text, box)
            if piece.text:
                out += ["\n" if piece.group is not None and piece.group == above else "\n\n"] if out else []
                out.append(piece.text)
                above = piece.group
        return "".join(out)

    def _piece(self, text: str, box: Box) -> _Piece:
        around = box.ancestry()
        piece = self._plain(text, around)
        if not piece.text or not any(step.tag == "blockquote" for step in around):
            return piece
        return _Piece("\n".join(f"> {line}".rstrip() for line in piece.text.split("\n")), piece.group)

    def _plain(self, text: str, around: Sequence[Box]) -> _Piece:
        """A part in its own shape, that of a quotation around it apart."""
        box = around[0]
        table = next((step for step in around if step.tag == "table"), None)
        item = next((step for step in around if step.tag == "li"), None)
        if any(step.tag == "pre" for step in around):
            return _Piece(_fenced(text))
        if box.tag in HEADINGS:
            return _Piece(f"{'#' * max(2, int(box.tag[1]))} {escaped(' '.join(text.split()))}")
        if table is not None and box.tag == "tr" and _CELLS in text:
            return self._row(text, table)
        return _Piece(escaped(text)) if item is None else self._item(text, item, around)

    def _row(self, text: str, table: Box) -> _Piece:
        """A row of a table; a line of dashes follows the first, and any that has another number of cells."""
        cells = [escaped(" ".join(cell.split())) for cell in text.split(_CELLS)]
        row = f"| {_CELLS.join(cells)} |"
        if self._table == (table, len(cells)):
            return _Piece(row, self._table)
        self._table = (table, len(cells))
        return _Piece(f"{row}\n|{' --- |' * len(cells)}", self._table)

    def _item(self, text: str, item: Box, around: Sequence[Box]) -> _Piece:
        """A part of an item of a list: its first has the mark, the others stand in."""
        outer = [step for step in around if step.tag == "li"]
        lists = [step for step in around if step.tag in _LISTS]
        indent = " " * _STEP * (len(outer) - 1)
        words = escaped(text).replace("\n", f"\n{indent}{' ' * _STEP}")
        if item in self._begun:
            return _Piece(f"{indent}{' ' * _STEP}{words}")
        self._begun.add(item)
        return _Piece(f"{indent}{self._mark(lists[0] if lists else None)} {words}", lists[-1] if lists else None)

    def _mark(self, listed: Box | None) -> str:
        if listed is None or listed.tag != "ol":
            return "-"
        start = listed.attributes.get("start", "")
        number = self._items.get(listed, int(start) - 1 if start.isdecimal() else 0) + 1
        self._items[listed] = number
        return f"{number}."


def _fenced(text: str) -> str:
    """Code between fences that are longer than any in it."""
    ticks = "`" * (max((len(match[0]) for match in _TICKS.finditer(text)), default=2) + 1)
    return f"{ticks}\n{without_controls(text)}\n{ticks}"
