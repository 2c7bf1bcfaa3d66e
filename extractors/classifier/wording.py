"""Features of a block's own text and tag, none of them tied to one language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from extractors.classifier.matrix import Matrix, by_columns
from extractors.page.blocks import Block
from extractors.sentences import CLOSED

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

_TAG_FLAGS = np.vstack([np.eye(len(TAGS), len(TAGS) + 1), [(*(0,) * len(TAGS), level) for level in range(10)]])
"""A row of flags for each tag, a row with its level for each rank of heading; that of rank 0 is for any other tag."""

_NO_TAG = len(TAGS)
_TAG_ROWS = {tag: place for place, tag in enumerate(TAGS)} | {f"h{level}": _NO_TAG + level for level in range(10)}

_SENTENCE_END = (*CLOSED, *"…)）")
_DATE = re.compile(r"\b(19|20)\d\d\b|\d{1,2}[:.]\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
_ADDRESS = re.compile(r"https?:|www\.|@\w")
_IN_ADDRESSES = ("http", "www.", "@")  # one of them: it spares most texts the expression
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


def rows(blocks: Sequence[Block]) -> Matrix:
    """The features of each block, shape (blocks, len(NAMES))."""
    samples = [block.text[:_SAMPLE] for block in blocks]
    digits, capitals, signs, sentences = _counts(samples)
    found = [
        _figures(block, sample, figures)
        for block, sample, figures in zip(blocks, samples, digits.tolist(), strict=True)
    ]
    table = np.fromiter(chain.from_iterable(found), np.float64, len(found) * len(found[0])).reshape(len(found), -1)
    size, words, links, inline, bold, images, lines, *ends, commas, date, address, lower, upper, plain = table.T[:-3]
    tag, hidden, depth = table.T[-3:]
    sampled = np.array([len(sample) for sample in samples], dtype=np.float64)
    sampled_words = words * sampled / size
    parts = [
        *(size, words, links / size, inline, bold / size, images, lines, size / words),
        *ends,
        *(sentences * size / sampled, commas / words, capitals / sampled_words, digits / sampled),
        *(signs / sampled_words, date, address, lower, upper, size - plain),
        *_TAG_FLAGS[tag.astype(np.intp)].T,
        *(hidden, depth),
    ]
    return by_columns(parts, len(blocks))


def _counts(samples: Sequence[str]) -> list[NDArray[np.int64]]:
    """How many digits, capitals that begin a word, signs and ends of sentences each sample holds."""
    sizes = [len(sample) + 1 for sample in samples]
    owners = np.repeat(np.arange(len(samples)), sizes)
    classes = _classes()[np.minimum(_codes("\n".join(samples) + "\n"), _BEYOND)]
    behind = classes[1:] & _BEHIND_STOP != 0
    capitals = classes & _CAPITAL != 0
    capitals[1:] &= classes[:-1] & _WORD == 0
    sentences = classes & _FULL_STOP != 0
    sentences[:-1] |= (classes[:-1] & _STOP != 0) & behind
    flags = (classes & _DIGIT != 0, capitals, classes & _SIGN != 0, sentences)
    return [np.bincount(owners[flag], minlength=len(samples)) for flag in flags]


def _figures(block: Block, sample: str, digits: int) -> tuple[float, ...]:
    """What is counted for one block; :func:`rows` names and divides it."""
    text = block.text
    commas = text.count(",")
    if text.isascii():
        plain = len(text)
    else:
        plain = len(text.encode("ascii", "ignore"))
        commas += text.count("،") + text.count("、") + text.count("，")
    return (
        len(text),
        block.words,
        block.link_chars,
        block.inline,
        block.bold_chars,
        block.images,
        text.count("\n"),
        text.endswith(_SENTENCE_END),
        text.endswith((":", "：")),
        text.endswith(("…", "...")),
        commas,
        digits > 2 and _DATE.search(sample) is not None,
        any(map(sample.__contains__, _IN_ADDRESSES)) and _ADDRESS.search(sample) is not None,
        text[0].islower(),
        text.isupper(),
        plain,
        _TAG_ROWS.get(block.box.tag, _NO_TAG),
        block.box.hidden,
        block.box.depth,
    )
