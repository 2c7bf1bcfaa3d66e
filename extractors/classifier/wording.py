"""Features of a block's own text and tag, none of them tied to one language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

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

_NO_TAG = (0.0,) * (len(TAGS) + 1)
_TAG_FLAGS = {tag: (*(float(tag == name) for name in TAGS), 0.0) for tag in TAGS}
_TAG_FLAGS |= {f"h{level}": (*_NO_TAG[1:], float(level)) for level in range(10)}

_SENTENCE_END = tuple('.!?…。！？؟।”"»“)）」』։')
_DATE = re.compile(r"\b(19|20)\d\d\b|\d{1,2}[:.]\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_ADDRESS = re.compile(r"https?:|www\.|@\w")
_SAMPLE = 400
"""Characters that marks are looked for in: the shares of signs and digits do not change much further on."""

_DIGIT, _WORD, _CAPITAL, _SIGN, _STOP, _FULL_STOP, _BEHIND_STOP = (1 << place for place in range(7))
_CLASSES = {
    _DIGIT: r"\d",
    _WORD: r"\w",
    _CAPITAL: r"[^\W\d_a-zß-öø-ÿ]",
    _SIGN: r"[|•›»→·©®/]",
    _STOP: r"[.!?]",
    _FULL_STOP: r"[。！？؟।]",
    _BEHIND_STOP: r"[\s”\"»“)]",
}
_BEYOND = 0xFFFF
"""The last character that is told apart from others: those beyond are emoji and the like."""


@cache
def _classes() -> NDArray[np.uint8]:
    """For each character the classes that it is in, as bits."""
    found = np.zeros(_BEYOND + 1, dtype=np.uint8)
    characters = "".join(chr(code) for code in range(_BEYOND) if not 0xD800 <= code < 0xE000)
    for bit, pattern in _CLASSES.items():
        members = "".join(re.findall(pattern, characters))
        found[_codes(members)] |= bit
    return found


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)


def rows(blocks: Sequence[Block]) -> NDArray[np.float32]:
    """The features of each block, shape (blocks, len(NAMES))."""
    samples = [block.text[:_SAMPLE] for block in blocks]
    digits, capitals, signs, sentences = _counts(samples)
    found = [
        _row(block, sample, figures) for block, sample, figures in zip(blocks, samples, digits.tolist(), strict=True)
    ]
    table = np.array(found, dtype=np.float32)
    sampled = np.array([len(sample) for sample in samples], dtype=np.float64)
    sizes = np.array([len(block.text) for block in blocks], dtype=np.float64)
    sampled_words = np.array([block.words for block in blocks]) * sampled / sizes
    table[:, _SENTENCES] = sentences * sizes / sampled
    table[:, _CAPITALS] = capitals / sampled_words
    table[:, _DIGITS] = digits / sampled
    table[:, _SIGNS] = signs / sampled_words
    return table


def _counts(samples: Sequence[str]) -> list[NDArray[np.int64]]:
    """How many digits, capitals that begin a word, signs and ends of sentences each sample holds."""
    starts = np.cumsum([0, *(len(sample) + 1 for sample in samples[:-1])])
    classes = _classes()[np.minimum(_codes("\n".join(samples) + "\n"), _BEYOND)]
    behind = classes[1:] & _BEHIND_STOP != 0
    capitals = classes & _CAPITAL != 0
    capitals[1:] &= classes[:-1] & _WORD == 0
    sentences = classes & _FULL_STOP != 0
    sentences[:-1] |= (classes[:-1] & _STOP != 0) & behind
    flags = (classes & _DIGIT, capitals, classes & _SIGN != 0, sentences)
    return [np.add.reduceat(flag, starts, dtype=np.int64) for flag in flags]


def _row(block: Block, sample: str, digits: int) -> tuple[float, ...]:
    """The features of one block in the order of :data:`NAMES`, 0 for those that all blocks are counted for at once."""
    text, words = block.text, block.words
    size = len(text)
    ascii_only = text.isascii()
    commas = text.count(",")
    if not ascii_only:
        commas += text.count("،") + text.count("、") + text.count("，")
    return (
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
        0,
        commas / words,
        0,
        0,
        0,
        digits > 2 and _DATE.search(sample) is not None,
        _ADDRESS.search(sample) is not None,
        text[0].islower(),
        text.isupper(),
        0 if ascii_only else size - len(text.encode("ascii", "ignore")),
        *_TAG_FLAGS.get(block.box.tag, _NO_TAG),
        block.box.hidden,
        block.box.depth,
    )


_SENTENCES, _CAPITALS, _DIGITS, _SIGNS = map(NAMES.index, ("sentences", "capitals", "digits", "signs"))
