"""Pages that might have been, made of a corpus's own: a story in another site's shell, with another's chrome below it.

A corpus knows a site by a page or two, of which a model learns the names and the order by heart. Where stories, shells
and names part, what holds of a story wherever it stands is left to learn.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from itertools import compress
from random import Random

from lxml.html import HtmlElement, tostring

from extractors.page.blocks import Block, Box
from extractors.page.parsing import parse
from extractors.prepare import prepare
from training.corpus import CorpusPage
from training.folds import fold_of
from training.labels import label_blocks

STORY = 0.5
"""The label from which a block counts as the story's."""
CHROME = 0.05
"""The label up to which it counts as chrome."""
STORY_SHARE = 0.97
"""The share of a story's words that a box has to hold."""
FEWEST_WORDS = 30
"""Words of a story below which its box is not known."""
PIECES = frozenset("div aside section ul ol form footer nav table".split())
FEWEST_IN_PIECE, MOST_IN_PIECE = 6, 200
"""Words of a piece of chrome that may be set beside a story."""
MOST_PIECES = 3
WITH_PIECES, IN_SHELL, RENAMED = 0.35, 0.75, 0.4
"""How often a page gets another's chrome, how often one that does not gets another's shell, and either new names."""
_WITHIN, _OWN_BOX, _ALL_NAMES, _NO_NAME = 0.25, 0.5, 0.5, 0.3


@dataclass(frozen=True, slots=True)
class Taken:
    """A page taken apart: its blocks, the labels that say which are its story, and its boxes."""

    tree: HtmlElement
    blocks: list[Block]
    labels: list[float]
    boxes: list[Box]
    headline: Block | None

    @property
    def story(self) -> list[Block]:
        """The blocks of the story."""
        return [block for block, label in zip(self.blocks, self.labels, strict=True) if label >= STORY]

    def home(self) -> Box | None:
        """The smallest box that holds the story; None where there is too little of it, or only the page holds it."""
        words = Counter[Box]()
        for block in self.story:
            for box in block.box.ancestry():
                words[box] += block.words
        most = max(words.values(), default=0)
        if most < FEWEST_WORDS:
            return None
        home = max((box for box, count in words.items() if count >= STORY_SHARE * most), key=lambda box: box.depth)
        return None if home.tag in ("body", "html") else home

    def pieces(self) -> list[Box]:
        """The pieces of chrome that begin below the story's first block, each as large as it may be."""
        start = next((number for number, label in enumerate(self.labels) if label >= STORY), len(self.labels))
        fits = [box.start > start and self._is_piece(box) for box in self.boxes]
        fitting = compress(self.boxes, fits)
        return [box for box in fitting if box.parent is None or not fits[box.parent.number]]

    def _is_piece(self, box: Box) -> bool:
        if box.hidden or box.tag not in PIECES or not FEWEST_IN_PIECE <= box.words <= MOST_IN_PIECE:
            return False
        return max(self.labels[box.start : box.stop]) <= CHROME


def take(page: CorpusPage) -> Taken:
    """A page that has a reference text, taken apart."""
    parsed = parse(page.body(), page.url)
    prepared = prepare(parsed, menus=False)  # as the examples are
    labels = label_blocks([block.text for block in prepared.everything], page.reference["text"])
    headline = prepared.blocks[prepared.headline] if prepared.headline >= 0 else None
    return Taken(parsed.tree, prepared.everything, labels, prepared.boxes, headline)


def variant(page: CorpusPage, partner: CorpusPage | None, number: int) -> str:
    """Another page with the story of ``page``, as HTML: the same one for the same ``number``.

    Without a ``partner``, or where the two do not fit together, it is the page itself with new names.
    """
    rng = Random(f"{page.name} {number}")
    if partner is None:
        return _as_html(_renamed(parse(page.body(), page.url).tree, rng))
    mine, other = take(page), take(partner)
    made = with_pieces(mine, other, rng) if rng.random() < WITH_PIECES else None
    if rng.random() < IN_SHELL and made is None:
        made = in_shell(mine, other, rng)
    if made is None or rng.random() < RENAMED:
        made = _renamed(mine.tree if made is None else made, rng)
    return _as_html(made)


def partners(pages: Sequence[CorpusPage], number: int) -> Iterator[tuple[CorpusPage, CorpusPage | None]]:
    """Each page with one of another site, or None; of the same source and folds, so that none sees what is held out."""
    groups: dict[tuple[str, int, int], list[CorpusPage]] = {}
    for page in pages:
        if page.reference["text"]:
            groups.setdefault(_held_with(page), []).append(page)
    for page in pages:
        others = groups.get(_held_with(page), []) if page.reference["text"] else []
        fitting = [other for other in others if other.site != page.site]
        yield page, Random(f"{page.name} partner {number}").choice(fitting) if fitting else None


def in_shell(page: Taken, other: Taken, rng: Random) -> HtmlElement | None:
    """The story and the head of ``page`` in what is around the story of ``other``; None where either is not told."""
    home, hole = page.home(), other.home()
    if home is None or hole is None:
        return None
    story = deepcopy(home.element)
    if _headline_outside(page, home) and _headline_outside(other, hole):
        _rewrite(other.headline, page.headline)
    if story.tag == hole.tag and rng.random() < _OWN_BOX:
        story.attrib.clear()
        story.attrib.update(hole.attributes)
    _drop_rest(other, hole)
    story.tail = hole.element.tail
    _swap(hole.element, story)
    _take_head(page.tree, other.tree)
    return other.tree


def with_pieces(page: Taken, other: Taken, rng: Random) -> HtmlElement | None:
    """``page`` with pieces of the chrome of ``other`` below its story or, now and then, within it; None without any."""
    home, pieces = page.home(), other.pieces()
    if home is None or not pieces:
        return None
    children = [_child(home.element, block.box.element) for block in page.story]
    parts = [child for child in children if child is not None]
    if not parts:
        return None
    for piece in rng.sample(pieces, min(len(pieces), rng.randint(1, MOST_PIECES))):
        above = rng.choice(parts) if rng.random() < _WITHIN else parts[-1]
        added = deepcopy(piece.element)
        added.tail, above.tail = above.tail, None
        above.addnext(added)
    return page.tree


def _held_with(page: CorpusPage) -> tuple[str, int, int]:
    return page.source, fold_of(page.site), fold_of(page.site, "measured")


def _as_html(tree: HtmlElement) -> str:
    return str(tostring(tree, encoding="unicode"))


def _headline_outside(page: Taken, home: Box) -> bool:
    return page.headline is not None and home not in page.headline.box.ancestry()


def _rewrite(mine: Block | None, other: Block | None) -> None:
    if mine is not None and other is not None:
        element = mine.box.element
        for child in list(element):
            element.remove(child)
        element.text = other.text


def _drop_rest(other: Taken, hole: Box) -> None:
    """Take out what the story of ``other`` says beside its box: its dek would stand above a story that is not its."""
    around = {box.element for box in hole.ancestry()}
    inside = set(hole.element.iter())
    rest = {block.box.element for block in other.story if block is not other.headline} - around - inside
    for element in rest:
        if around.isdisjoint(element.iter()) and rest.isdisjoint(element.iterancestors()):
            element.drop_tree()


def _take_head(page: HtmlElement, shell: HtmlElement) -> None:
    """Let the shell say of itself what the page does."""
    for script in list(_structured(shell)):
        script.clear(keep_tail=True)
    mine, head = shell.find(".//head"), page.find(".//head")
    if mine is None or head is None:
        return
    told = deepcopy(head)
    told.extend(deepcopy(script) for script in _structured(page) if head not in script.iterancestors())
    _swap(mine, told)


def _swap(element: HtmlElement, other: HtmlElement) -> None:
    """Put the other in the place of an element, which is not the page's own."""
    outer = element.getparent()
    assert outer is not None
    outer.replace(element, other)


def _structured(tree: HtmlElement) -> Iterator[HtmlElement]:
    return (script for script in tree.iter("script") if "ld+json" in (script.get("type") or ""))


def _child(outer: HtmlElement, inner: HtmlElement) -> HtmlElement | None:
    """The child of ``outer`` that is or holds ``inner``; None where there is none."""
    element: HtmlElement | None = inner
    while element is not None and element.getparent() is not outer:
        element = element.getparent()
    return element


def _renamed(tree: HtmlElement, rng: Random) -> HtmlElement:
    """The page with other names for half of its classes and ids, or for all, and none for some of these."""
    share, salt = rng.choice((_ALL_NAMES, 1.0)), rng.random()
    names: dict[str, str] = {}

    def new(name: str) -> str:
        if name not in names:
            told = Random(f"{salt} {name}")
            hashed = "x" + hashlib.sha256(f"{salt} {name}".encode()).hexdigest()[:6]
            names[name] = name if told.random() >= share else hashed if told.random() >= _NO_NAME else ""
        return names[name]

    for element in tree.iter():
        for attribute in ("class", "id"):
            if value := element.get(attribute):
                element.set(attribute, " ".join(filter(None, map(new, value.split()))))
    return tree
