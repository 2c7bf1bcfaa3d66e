"""Takes out what asks a story's readers to follow the site elsewhere: its channels, its pages on networks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.article import RemovedBlock
from extractors.decision import Decision
from extractors.page.blocks import Block, Box
from extractors.page.outbound import CHANNEL
from extractors.story.askingwords import FOLLOW

ASKS_TO_FOLLOW = "asks to follow the site elsewhere"

_MOST_WORDS = 40  # of a line that asks to follow, below the story
_MOST_AMID = 30  # of one amid it
_FEW = 3  # such lines amid a story: more of them are what it lists
_EDGE = 4  # words at either end of its sentence among which the asking is
_SENTENCES = re.compile(r"(?<=[.!?])\s")
_WIDE = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u4e00-\u9fff]")  # scripts that write no spaces
_OURS = re.compile(
    r"\b(?:us|our|s[ií]g[au]e?nos|siga-nos|seguici|uns|unser\w*|nous|notre|nos|nuestr\w+|noss[oa]s?|ci|nostr\w+|ons|onze"
    r"|oss|vår\w*|vores|våre|meitä|meidän|nas|nami|nasz\w*|náš|nás|naše\w*|nám|minket|ne|noi|nostru|нас|нами|наш\w*|ни|μας"
    r"|bizi|bizim|kami|chúng tôi|لنا|علينا|تابعونا|שלנו|ما را)\b|我们|我們|私たち|当サイト|우리|저희|เรา|हमें|हमारे|हमसे",
    re.IGNORECASE,
)
"""Words for those who print the story, in the same languages."""
_OWN_CHANNEL = re.compile(r"//(?:t\.me|telegram\.me|(?:www\.)?whatsapp\.com/channel|chat\.whatsapp|news\.google)")
"""Where there is nothing but a channel or a group to join."""

_BY_CODE = re.compile(r"扫码|掃碼|(?:扫描|掃描|长按|長按|识别|識別)\S{0,6}二[维維]码|QRコード|QR ?코드")
"""How a channel is told that is but a picture."""


def without_channels(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions without a few lines amid the story that open by asking to follow those who print it."""
    out = list(decisions)
    kept = [number for number, decision in enumerate(out) if decision.removed is None]
    channels = _Channels()
    asking = [number for number in kept[1:] if _asks_amid(out[number].block, channels)]
    for number in asking if len(asking) <= _FEW else ():
        out[number] = replace(out[number], removed=RemovedBlock("notice", ASKS_TO_FOLLOW, out[number].block.text))
    return out


def asks_to_follow(block: Block) -> bool:
    """Whether one of a few sentences begins or ends by asking to follow, and a link or a code leads to a channel."""
    if block.words > _MOST_WORDS:
        return False
    if _BY_CODE.search(block.text) and FOLLOW.search(block.text):
        return True
    if not block.link_chars or not any(map(CHANNEL.match, _addresses(block.box))):
        return False
    if _WIDE.search(block.text):
        return FOLLOW.search(block.text) is not None
    edges = (" ".join((*words[:_EDGE], "\n", *words[-_EDGE:])) for words in _sentences(block))
    return any(map(FOLLOW.search, edges))


class _Channels(dict[Box, tuple[bool, bool]]):
    """Whether the links in a box lead to a channel, and to one to join, each box looked at once."""

    def __missing__(self, box: Box) -> tuple[bool, bool]:
        channels = list(filter(CHANNEL.match, _addresses(box)))
        self[box] = bool(channels), any(map(_OWN_CHANNEL.search, channels))
        return self[box]


def _asks_amid(block: Block, channels: _Channels) -> bool:
    """Whether a sentence of a line begins by asking to follow, and "us" or the link tells whom."""
    if not block.link_chars or block.words > _MOST_AMID:
        return False
    leads, is_own = channels[block.box]
    if not leads or not (is_own or _OURS.search(block.text)):
        return False
    if _WIDE.search(block.text):
        return FOLLOW.search(block.text) is not None and _OURS.search(block.text) is not None
    return any(FOLLOW.search(" ".join(words[:_EDGE])) for words in _sentences(block))


def _sentences(block: Block) -> Iterator[list[str]]:
    return (sentence.split() for sentence in _SENTENCES.split(block.text))


def _addresses(box: Box) -> Iterator[str]:
    return (link.get("href") or "" for link in box.element.iter("a"))
