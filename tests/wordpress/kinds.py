"""The kinds of posts that the sample site publishes: how the body of each is made."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

from tests.wordpress import blocks
from tests.wordpress.blocks import Block
from tests.wordpress.prose import Writer

IMAGES = 6

Body = list[Block]
Kind = Callable[[Writer, random.Random], Body]


def prose(writer: Writer, dice: random.Random, count: int | None = None) -> Body:
    """Return three to nine paragraphs, some of which have a link or a word in italics."""
    texts = writer.paragraphs(count or dice.randint(3, 9))
    return [_dressed(text, dice) for text in texts]


def one_sentence(writer: Writer, dice: random.Random) -> Body:
    """Return a post that says one thing."""
    return [blocks.paragraph(writer.paragraph(sentences=1))]


def image_only(writer: Writer, dice: random.Random) -> Body:
    """Return a picture and not a word."""
    return [blocks.image(dice.randrange(IMAGES))]


def gallery(writer: Writer, dice: random.Random) -> Body:
    """Return three to five pictures and not a word."""
    return [blocks.gallery(dice.sample(range(IMAGES), dice.randint(3, 5)))]


def captioned(writer: Writer, dice: random.Random) -> Body:
    """Return prose around a picture that has a caption."""
    picture = blocks.image(dice.randrange(IMAGES), writer.paragraph(sentences=1))
    return [*prose(writer, dice, 2), picture, *prose(writer, dice, 3)]


def table(writer: Writer, dice: random.Random) -> Body:
    """Return a table of prices between two pieces of prose."""
    goods = dice.sample(["Mackerel", "Barley", "Lamp oil", "Rope, per fathom", "Turnips", "Candles"], 4)
    rows = [[item, f"{dice.randint(2, 90)} crowns", f"{dice.randint(91, 180)} crowns"] for item in goods]
    head = ["Goods", f"Price in {dice.randint(1990, 2004)}", f"Price in {dice.randint(2005, 2023)}"]
    return [*prose(writer, dice, 2), blocks.table([head, *rows]), *prose(writer, dice, 2)]


def bullets(writer: Writer, dice: random.Random) -> Body:
    """Return a list, numbered or not, between two pieces of prose."""
    items = [writer.sentence() for _ in range(dice.randint(3, 6))]
    lines = blocks.bullets(items, ordered=dice.random() < 0.5)
    return [*prose(writer, dice, 2), lines, *prose(writer, dice, 1)]


def list_only(writer: Writer, dice: random.Random) -> Body:
    """Return a list and nothing else: the whole post is its items."""
    return [blocks.bullets([writer.sentence() for _ in range(dice.randint(3, 5))])]


def quotation(writer: Writer, dice: random.Random) -> Body:
    """Return a long quotation, with its source, between two pieces of prose."""
    quoted = blocks.quotation([writer.sentence() for _ in range(dice.randint(1, 3))], writer.name())
    return [*prose(writer, dice, 2), quoted, *prose(writer, dice, 2)]


def code(writer: Writer, dice: random.Random) -> Body:
    """Return a column about a small program, with the program."""
    step, limit = dice.randint(2, 9), dice.randint(40, 400)
    program = f"for tide in range(0, {limit}, {step}):\n    if tide % 2:\n        print(tide, tide * {step})"
    return [*prose(writer, dice, 2), blocks.code(program), *prose(writer, dice, 1)]


def crossheads(writer: Writer, dice: random.Random) -> Body:
    """Return a long read in three parts with a crosshead each."""
    parts = [[blocks.heading(_crosshead(writer)), *prose(writer, dice, dice.randint(1, 3))] for _ in range(3)]
    return [*prose(writer, dice, 1), *(block for part in parts for block in part)]


def line_breaks(writer: Writer, dice: random.Random) -> Body:
    """Return prose with an address in it that keeps its lines."""
    address = f"{writer.name()}\n{dice.randint(1, 90)} Salt Street\nPort Callow"
    return [*prose(writer, dice, 1), blocks.paragraph(address), *prose(writer, dice, 1)]


def multi_page(writer: Writer, dice: random.Random) -> Body:
    """Return a post in two or three pages."""
    body = prose(writer, dice, 3)
    for _ in range(dice.randint(1, 2)):
        body += [blocks.page_break(), *prose(writer, dice, 3)]
    return body


def more_tag(writer: Writer, dice: random.Random) -> Body:
    """Return a post whose front-page part ends at a more-tag."""
    return [*prose(writer, dice, 1), blocks.more_tag(), *prose(writer, dice, 4)]


def chrome_words(writer: Writer, dice: random.Random) -> Body:
    """Return prose that says, as part of its story, what comment forms and share bars say."""
    name = writer.name()
    said = [
        f"The notice on the door of number {dice.randint(3, 90)} was polite: “If you knew the deceased, "
        "please leave a reply below, and somebody will write back.”",
        f"To read the minutes one must log in to follow the link that {name} sends out on Mondays.",
        f"Share this, wrote {name} in pencil, and below it, in ink: Like this? Then pay for it.",
        f"Related posts of the fence, {dice.randint(5, 40)} of them, were sold to a farmer.",
    ]
    texts = [text for line in dice.sample(said, 3) for text in (line, writer.paragraph())]
    return [blocks.paragraph(text) for text in texts]


KINDS: Mapping[str, Kind] = {
    "prose": prose,
    "one-sentence": one_sentence,
    "image-only": image_only,
    "gallery": gallery,
    "captioned": captioned,
    "table": table,
    "list": bullets,
    "list-only": list_only,
    "quote": quotation,
    "code": code,
    "crossheads": crossheads,
    "line-breaks": line_breaks,
    "multi-page": multi_page,
    "more-tag": more_tag,
    "chrome-words": chrome_words,
}


def _dressed(text: str, dice: random.Random) -> Block:
    words = text.count(" ") + 1
    # Chinese has no spaces between words: such a paragraph stays undressed.
    if words < 8 or dice.random() < 0.6:
        return blocks.paragraph(text)
    start = dice.randrange(2, words - 3)
    return blocks.linked_paragraph(text, slice(start, start + 2), dice.choice(("a", "a", "em", "strong")))


def _crosshead(writer: Writer) -> str:
    return " ".join(writer.sentence().split()[:4]).rstrip(",.;:–“”")
