"""Finds lines between the paragraphs that ask for something, as they begin or end, or by a link: "Subscribe"."""

from __future__ import annotations

import re

from extractors.chrome.sums import Sums
from extractors.page.blocks import Block
from extractors.page.survey import Survey
from extractors.phrases import chrome_kind

ASKING = frozenset({"newsletter", "login", "comment-login", "comment-form", "comments-heading"})
"""Kinds of phrases that ask for something."""

_MOST_WORDS = 45  # words of such a line
_LETTER = re.compile(
    r"newsletter|nyhetsbrev|nieuwsbrief|bolet[ií]n\b|infolettre|hírlevél|biuletyn|uutiskirje|bülten|lettre d.info"
    r"|рассылк|розсилк|ενημερωτικό δελτίο|ニュースレター|メルマガ|뉴스레터|电子报|電子報|النشرة"
    r"|/(?:subscribe|sign-?up|join)\b",
    re.IGNORECASE,
)
"""What a letter to readers is called, and where one is asked for."""
_CLICK = re.compile(
    r"CLICK HERE|CLIQUE AQUI|HA(?:GA|Z) CLIC AQUÍ|HIER KLICKEN|KLICKEN SIE HIER|CLIQUEZ ICI|CLICCA QUI|KLIKNIJ TUTAJ"
    r"|KLIK HIER|KLICKA HÄR|KLIKK? HER|KLIKKAA TÄSTÄ|НАЖМИТЕ ЗДЕСЬ|TIKLAYIN"
)


def find_asking_lines(survey: Survey, taken: set[int]) -> set[int]:
    """The numbers of the blocks of a sentence or two that begin or end by saying what they want: "Subscribe"."""
    sums = Sums(survey, taken)
    return {
        number
        for number in range(survey.headline + 1, len(survey.blocks))
        if number not in taken
        and (_ends_asking(survey, number) or _begins_asking(survey, number) or _shouts(survey.blocks[number]))
        and sums.is_story_above(number)
    }


def _ends_asking(survey: Survey, number: int) -> bool:
    """Whether a link asks that ends a block, or that begins a sentence in one that tells of a letter to readers."""
    block = survey.blocks[number]
    if not block.link_chars or block.box.words > _MOST_WORDS or block.is_link:
        return False
    links = [(" ".join("".join(link.itertext()).split()), link) for link in block.box.element.iter("a", "button")]
    asking = [(label, link) for label, link in links if label and chrome_kind(label) in ASKING]
    if any(block.text.endswith(label) for label, _ in asking):
        return True
    return any(
        _LETTER.search(f"{block.text} {link.get('href')}") and re.search(_edge(label), block.text)
        for label, link in asking
    )


def _edge(label: str) -> str:
    """A pattern for a label that begins a sentence, or ends the last with its mark behind it."""
    return rf"(?:^|[.!?…]\W*){re.escape(label)}|{re.escape(label)}[.!]$"


def _shouts(block: Block) -> bool:
    """Whether a line is one link that asks, in capitals, to be clicked."""
    return block.is_link and block.text.isupper() and block.words <= _MOST_WORDS and bool(_CLICK.match(block.text))


def _begins_asking(survey: Survey, number: int) -> bool:
    """Whether a block has a box to itself, and a first line that asks for something."""
    block = survey.blocks[number]
    if block.box.blocks != 1 or block.words > _MOST_WORDS:
        return False
    first, broken, _ = block.text.partition("\n")
    return bool(broken) and chrome_kind(first) in ASKING
