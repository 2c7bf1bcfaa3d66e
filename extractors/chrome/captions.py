"""Finds the captions of pictures where the markup does not call them so."""

from __future__ import annotations

import re

from lxml.html import HtmlElement

from extractors.page.blocks import Block, Box
from extractors.page.elements import HEADINGS
from extractors.page.pictures import is_furniture, is_small
from extractors.page.survey import Survey

_MOST_WORDS = 45
_MOST_BLOCKS = 3
_CREDIT_WORDS = 15
_NAME = re.compile(r"(?:[a-z]+-){0,2}caption(?:-text)?", re.IGNORECASE)
_PICTURES = ("img", "picture", "amp-img")
CREDIT = re.compile(
    r"(?:\b(?:photo(?:graph)?s?|photograph(?:ed)? by|image|picture|pic|courtesy|credit|illustration|grafi[ck]a?"
    r"|foto(?:grafie|graf[íi]a)?|bild|abbildung|fotocredit|cr[ée]dits?|imagen|imagem|immagine|fot|zdj[ęe]cie"
    r"|kuva|kép|snímek|mynd|nuotr|slika|argazkia|llun|фото|зображення|сним(?:ок|ка)|φωτο(?:γραφία)?|fotoğraf|ảnh|gambar|dok)\s?(?:[:：./©]|by\b|par\b)"
    r"|©|\(c\)\s|(?:صورة|تصوير|תמונה|צילום|फोटो|तस्वीर|ছবি|ფოტო|ภาพ|写真|撮影|사진|图片|图|摄影|圖)\s?[:：/=])",
    re.IGNORECASE,
)
"""What stands before the name of those to whom a picture belongs."""


def find_captions(survey: Survey, taken: set[int]) -> set[int]:
    """The numbers of the blocks, besides those ``taken``, that stand alone under a picture in a box of their own."""
    pictured = {box: survey.spans[box].start for box in survey.around_media if _is_pictured(survey, box)}
    found = {number for box, number in pictured.items() if _says_so(survey, box, number)}
    found.update(number for number, block in enumerate(survey.blocks) if number > survey.headline and _is_credit(block))
    first: dict[Box, HtmlElement | None] = {}
    called = (box for box in survey.names.called(_names_caption, "class") if box in survey.spans)
    return found.union(*(survey.spans[box] for box in called if _is_caption(survey, box, first))) - taken


def _is_credit(block: Block) -> bool:
    """Whether a block is the picture's credit that stands right behind it in the same line."""
    return block.images > 0 and block.words <= _CREDIT_WORDS and CREDIT.match(block.text) is not None


def _names_caption(names: str) -> bool:
    return "aption" in names and any(map(_NAME.fullmatch, names.split()))


def _is_caption(survey: Survey, box: Box, first: dict[Box, HtmlElement | None]) -> bool:
    """Whether a box that is called one stands beside a picture and holds no more than one does: no title, as cards do.

    ``first`` remembers the first picture of each box that was looked at.
    """
    span, around = survey.spans[box], box.parent
    if around is None or span.start <= survey.headline or len(span) > _MOST_BLOCKS or box.words > _MOST_WORDS * 2:
        return False
    if any(survey.blocks[number].box.tag in HEADINGS for number in span):
        return False
    outer = around.parent or around
    if outer not in first:
        first[outer] = next(outer.element.iter(*_PICTURES), None)
    picture = first[outer]
    return picture is not None and not _is_of_site(survey, picture)


def _is_of_site(survey: Survey, picture: HtmlElement) -> bool:
    """Whether a picture is no story's; one that stands in the header of the story, beside its headline, is."""
    if not is_furniture(picture):
        return False
    around = survey.blocks[survey.headline].box.ancestry() if survey.headline >= 0 else []
    header = next((box.element for box in around if box.tag == "header"), None)
    return is_small(picture) or header is None or header not in picture.iterancestors()


def _is_pictured(survey: Survey, box: Box) -> bool:
    """Whether a box holds a picture and, below it, one short text."""
    if box.blocks != 1 or box.words > _MOST_WORDS or box.tag in ("body", "p", "li"):
        return False
    span = survey.spans[box]
    if span.start <= survey.headline:
        return False
    block = survey.blocks[span.start]
    if block.is_link:
        return False
    picture = next(box.element.iter(*_PICTURES), None)
    if picture is None or is_furniture(picture):
        return False
    return block.box.element is not box.element and not _stands_above(block.box, picture)


def _stands_above(box: Box, picture: object) -> bool:
    """Whether the text comes before the picture, as an introduction does."""
    for element in (box.parent or box).element.iter():
        if element is picture:
            return False
        if element is box.element:
            return next(box.element.iter(*_PICTURES), None) is not picture
    return False


def _says_so(survey: Survey, box: Box, number: int) -> bool:
    """Whether the markup of a gallery or of WordPress's captions is around it, or the words are a picture's."""
    if box.tag == "dl" or "width" in (box.element.get("style") or ""):
        return True
    return CREDIT.search(survey.blocks[number].text) is not None
