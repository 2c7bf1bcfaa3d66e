"""Features of a block's own text and tag, none of them tied to one language."""

from __future__ import annotations

import re

from extractors.blocks import Block

TAGS = ("p", "li", "div", "td", "tr", "blockquote", "pre", "figcaption", "button", "a", "label", "span", "section")

NAMES: tuple[str, ...] = (
    *(
        "chars words link_density inline bold_share images lines word_length ends_sentence ends_colon ends_ellipsis "
        "sentences commas capitals digits signs date address lower_start upper non_ascii"
    ).split(),
    *(f"tag_{tag}" for tag in TAGS),
    "heading",
    "hidden",
    "depth",
)

_SENTENCE_END = tuple('.!?…。！？؟।”"»“)）」』։')
_SENTENCES = re.compile(r"[.!?。！？؟।][\s”\"»“)]|[。！？؟।]|[.!?]$")
_DIGITS = re.compile(r"\d")
_DATE = re.compile(r"\b(19|20)\d\d\b|\d{1,2}[:.]\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_ADDRESS = re.compile(r"https?:|www\.|@\w")
_SIGNS = re.compile(r"[|•›»→·©®/]")
_CAPITALS = re.compile(r"\b[^\W\d_a-zß-öø-ÿ]")


def heading_level(tag: str) -> int:
    """1 to 6 for h1 to h6, 0 for any other tag."""
    return int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else 0


def row(block: Block, words: int) -> list[float]:
    """The features of one block, in the order of :data:`NAMES`."""
    text, tag = block.text, block.box.tag
    size = len(text)
    return [
        size,
        words,
        block.link_chars / size,
        block.inline,
        block.bold_chars / size,
        block.images,
        text.count("\n"),
        size / words,
        text.endswith(_SENTENCE_END),
        text.endswith((":", "：")),
        text.endswith(("…", "...")),
        len(_SENTENCES.findall(text)),
        (text.count(",") + text.count("،") + text.count("、") + text.count("，")) / words,
        len(_CAPITALS.findall(text)) / words,
        len(_DIGITS.findall(text)) / size,
        len(_SIGNS.findall(text)) / words,
        _DATE.search(text) is not None,
        _ADDRESS.search(text) is not None,
        text[0].islower(),
        text.isupper(),
        0 if text.isascii() else size - len(text.encode("ascii", "ignore")),
        *(tag == name for name in TAGS),
        heading_level(tag),
        block.box.hidden,
        block.box.depth,
    ]
