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

_NO_TAG = (0.0,) * len(TAGS)
_TAG_FLAGS = {tag: tuple(float(tag == name) for name in TAGS) for tag in TAGS}

_SENTENCE_END = tuple('.!?…。！？؟।”"»“)）」』։')
_SENTENCES = re.compile(r"[.!?。！？؟।][\s”\"»“)]|[。！？؟।]|[.!?]$")
_DIGITS = re.compile(r"\d")
_DATE = re.compile(r"\b(19|20)\d\d\b|\d{1,2}[:.]\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_ADDRESS = re.compile(r"https?:|www\.|@\w")
_SIGNS = re.compile(r"[|•›»→·©®/]")
_SAMPLE = 400
"""Characters that marks are looked for in: the shares of signs and digits do not change much further on."""
_CAPITALS = re.compile(r"\b[^\W\d_a-zß-öø-ÿ]")


def heading_level(tag: str) -> int:
    """1 to 6 for h1 to h6, 0 for any other tag."""
    return int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit() else 0


def row(block: Block) -> list[float]:
    """The features of one block, in the order of :data:`NAMES`."""
    text, tag, words = block.text, block.box.tag, block.words
    size = len(text)
    sample = text[:_SAMPLE]
    sampled = len(sample)
    sampled_words = words * sampled / size
    digits = len(_DIGITS.findall(sample))
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
        len(_SENTENCES.findall(sample)) * size / sampled,
        (text.count(",") + text.count("،") + text.count("、") + text.count("，")) / words,
        len(_CAPITALS.findall(sample)) / sampled_words,
        digits / sampled,
        len(_SIGNS.findall(sample)) / sampled_words,
        digits > 2 and _DATE.search(sample) is not None,
        _ADDRESS.search(sample) is not None,
        text[0].islower(),
        text.isupper(),
        0 if text.isascii() else size - len(text.encode("ascii", "ignore")),
        *_TAG_FLAGS.get(tag, _NO_TAG),
        heading_level(tag),
        block.box.hidden,
        block.box.depth,
    ]
