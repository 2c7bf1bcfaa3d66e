"""Takes out the notices that end a story: who may print it, where else the site can be followed, who its author is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import chain

from extractors.article import RemovedBlock
from extractors.chrome.appeals import leads_to_tips
from extractors.decision import Decision
from extractors.page.blocks import Block, Box, look, word_count
from extractors.page.elements import HEADINGS, is_in_italics
from extractors.page.kinds import MOST_NAMES
from extractors.page.printed import squash
from extractors.page.survey import Survey
from extractors.paidlinks import tells_of_paid_links, tells_of_partner
from extractors.sentences import FULL_STOPS
from extractors.story.askingwords import READERS, REPORTS_MISTAKE, SUPPORT, TIPS, asks
from extractors.story.channels import ASKS_TO_FOLLOW, asks_to_follow
from extractors.story.postframe import BIO_WORDS
from extractors.story.signoffs import signs_off
from extractors.story.strays import is_stray

_LONGEST = 400  # characters of a notice
_MOST_WORDS = 40  # of one that asks for something
_LABEL_WORDS = 4  # beside the name in its heading: "More about"

_RESERVED = re.compile(
    r"(?<![“„«\"‘'])(?:all rights reserved|alle rechte vorbehalten|tous droits réservés"
    r"|tod[oa]s (?:l[oa]s )?(?:derechos|direitos)"
    r" reservad[oa]s|riproduzione riservata|wszelkie prawa zastrzeżone|všechna práva vyhrazena|sva prava pridržana"
    r"|minden jog fenntartva|toate drepturile rezervate|alle rechten voorbehouden|todos os direitos reservados"
    r"|все права защищены|всі права захищен|всички права запазени|tüm hakları (?:saklı|\S+ ait)"
    r"|hak cipta (?:dilindungi|milik|©|\d)"
    r"|جميع الحقوق محفوظة|כל הזכויות שמורות|무단\s?전재|무단\s?복제|無断転載|無断複[製写]|版权所有|版權所有)"
    r"(?!\s?[,“”»\"’](?!\S))(?!\s+(?-i:(?!(?:by|for|to|aan|an|a|à|per|pour|da|do|dla|para|von|od|за|для)\b)[a-zß-ÿа-яё]))",
    re.IGNORECASE,
)
"""What says that a text is somebody's; a word of the law, so that it proves nothing amid a story, nor a sentence."""
_CLAIMED = re.compile(r"(?<![“\"„«‘'])©[^.!?]{0,40}\b(?:19|20)\d\d\b|\b(?:19|20)\d\d ©")
_OWNED = re.compile(r"\w{0,12}\s?©\s?[^\W\d_]")
"""How a line in small print begins that says whose the text is: "Text © Jane Doe"."""
_FORBIDDEN = re.compile(
    r"(?:may|must) not be (?:published|reproduced|copied)|nachdruck|vervielfältigung|reproduction|reproducción"
    r"|reprodução|riproduzione|kopiowani|przedruk|перепечатк|копировани|передрук|kullanılamaz|alıntı|yayınlanamaz",
    re.IGNORECASE,
)
_BY_LAW = re.compile(
    r"may not|must not|verboten|untersagt|nur mit|interdite?|prohibid|proibida|vietata|zabronion|zakazan|запрещ"
    r"|заборон|только с|izin|kullanılamaz|yayınlanamaz",
    re.IGNORECASE,
)
_PERMITS = re.compile(
    r"genehmigung|zustimmung|erlaubnis|auszug|total|parcial|parzial|partiel|autori[sz]|permis|permess|consen"
    r"|conte[nú]|art[ií][ckg]|artyk|materia|tre[sś]ci|zgod|разреш|дозв|материал|матеріал|стат|текст|ссылк"
    r"|посиланн|сайт|редакц|\bizin|haber|kaynak|text|beitr|inhalt|foto|bild|imag|immag|zdj|site",
    re.IGNORECASE,
)
"""What a ban on printing names besides: the text, or who may permit it. Wolves and keys may be copied, too."""
_BARE_BAN = 4  # words of one that names nothing: "Nachdruck verboten"
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.\w|\+?\d[\d\s()/-]{6,}\d")
_SERVICE = re.compile(r"(?:ko-?fi|paypal|liberapay|tipeee|steady|boosty)(?:\.\w+)?", re.IGNORECASE)
_ABOUT_WORDS, _ABOUT_LINES = 6, 4  # of a line on who answers for a page, and of others in its box
_SENTENCE_WORDS = 5
_ENDS = (*FULL_STOPS, "!", "…")
_DISCLAIMED = re.compile(r"(?:免责声明|免責聲明|版权声明|版權聲明|特别声明)[：:]?")
"""What opens a text of the law that Chinese sites print under all stories."""
_RULE = re.compile(r"[\s*·•~—–_=#⁂-]+")  # drawn under a story as "***"
_OFFER = re.compile(
    r"(?:^|[\s_-])(?:offer-?(?:page|box|wall|wrapper|container)|pay-?wall|reg-?wall|pay-?gate|paid-?wall|login-?wall|subscri(?:be|ption)-?(?:wall|offer|prompt|cta|box)"
    r"|cta(?:-?box)?|call-?to-?action|promo|abo-?(?:box|offer|wall|teaser|hinweis)|plus-?(?:wall|offer|teaser))(?:$|[\s_-])",
    re.IGNORECASE,
)
"""What systems call the box in which they sell the rest of a story, or call their readers to do something."""
_IN_OFFERS = ("offer", "wall", "gate", "subscri", "cta", "action", "promo", "abo", "plus")
"""One of these is in every such name, and in few others: it spares most names the pattern."""
_OFFER_WORDS = 90  # of such a box; a story may stand in one that is called so, too
_MOST_OFFERS = 2  # that look alike: more are what the story lists
_BUTTON_WORDS = 7


def without_notices(decisions: Sequence[Decision], survey: Survey, names: Sequence[str]) -> list[Decision]:
    """The decisions without such notices below all that the story says; ``names`` are its authors'.

    What is kept below one shows that it is the story's own, and so it stays, as does the only block of a story.
    """
    out = list(decisions)
    kept = [number for number, decision in enumerate(out) if decision.removed is None]
    while len(kept) > 1:
        number = kept[-1]
        span = _bio_above(out, survey, number, names) or range(number, number + 1)
        reason = "tells of the author" if len(span) > 1 else _reason(out[number].block, names)
        reason = reason or _tells_of_page(out, survey, number)
        if not reason and is_stray(out, survey, number):  # what stood below it was a notice
            reason = f"a phrase of the interface ({survey.kinds[number]}), below the story"
        if not reason or kept[0] >= span.start:
            break
        for place in span:
            if out[place].removed is None:
                out[place] = replace(out[place], removed=RemovedBlock("notice", reason, out[place].block.text))
        while kept[-1] >= span.start:  # the first block of the story is above it
            kept.pop()
    return out


def _tells_of_page(decisions: Sequence[Decision], survey: Survey, number: int) -> str:
    """Why a label with its value is a notice, below days alone in a box of its own; ``""`` for any other."""
    block = decisions[number].block
    box = block.box.parent
    if box is None or block.words > _ABOUT_WORDS or ":" not in block.text or block.text.endswith(_ENDS):
        return ""
    rest = [place for place in survey.spans[box] if place != number]
    if not rest or len(rest) > _ABOUT_LINES or any(decisions[place].removed is None for place in rest):
        return ""
    is_about = all(map(str.isdigit, survey.blocks[rest[0]].text[-1:])) and survey.kinds[rest[0]] == "posted"
    return "speaks of the page itself, below the day of publication" if is_about else ""


def without_offers(decisions: Sequence[Decision], survey: Survey) -> list[Decision]:
    """The decisions without what boxes below the lead say that call themselves an offer and hold a button."""
    out = list(decisions)
    first = next((number for number, decision in enumerate(out) if decision.removed is None), len(out))
    called = survey.names.called(_names_offer, "class") if first < len(out) else ()
    offers = [box for box in called if _is_offer(survey, box)]
    alike = Counter(map(look, offers))
    for number in chain.from_iterable(survey.spans[box] for box in offers if alike[look(box)] <= _MOST_OFFERS):
        if first < number and out[number].removed is None:
            removed = RemovedBlock("notice", "offers something, in a box of its own", out[number].block.text)
            out[number] = replace(out[number], removed=removed)
    return out


def _is_offer(survey: Survey, box: Box) -> bool:
    if not box.blocks or box.words > _OFFER_WORDS:
        return False
    return not survey.holds_headline(box) and any(_is_button(survey.blocks[number]) for number in survey.spans[box])


@lru_cache(maxsize=MOST_NAMES)
def _names_offer(names: str) -> bool:
    lower = names.lower()
    return any(map(lower.__contains__, _IN_OFFERS)) and _OFFER.search(names) is not None


def _is_button(block: Block) -> bool:
    return block.words <= _BUTTON_WORDS and (block.is_link or block.box.tag == "button")


def _reason(block: Block, names: Sequence[str]) -> str:
    """Why a block that ends a story is a notice, ``""`` for one that is none."""
    text = block.text
    if len(text) > _LONGEST or block.box.tag in HEADINGS:
        return ""
    if _DISCLAIMED.match(text) or _RESERVED.search(text) or _CLAIMED.search(text) or _is_ban(block):
        return "says who may print the story"
    if signs_off(block, names):
        return "says who wrote or edited the story, where it or its pictures come from, or that it ends"
    if block.words <= _MOST_WORDS and (_asks_for_tip(block) or (block.link_chars and asks(SUPPORT, text))):
        return "asks for a tip"
    if block.words <= _MOST_WORDS and "?" in text and asks(TIPS, text) and (block.link_chars or _CONTACT.search(text)):
        return "asks readers for news"
    if _RULE.fullmatch(text):
        return "a rule below the story"
    is_note = block.words <= _MOST_WORDS and is_in_italics(block.box.element)
    if is_note and _OWNED.match(text):
        return "says who may print the story"
    if REPORTS_MISTAKE.search(text) or tells_of_paid_links(text) or (is_note and tells_of_partner(text)):
        return "speaks of the page itself: how to report a mistake, what its links earn"
    return ASKS_TO_FOLLOW if asks_to_follow(block) else ""


def _is_ban(block: Block) -> bool:
    """Whether a block forbids to print the story."""
    if not (_FORBIDDEN.search(block.text) and _BY_LAW.search(block.text)):
        return False
    return block.words <= _BARE_BAN or _PERMITS.search(block.text) is not None


def _asks_for_tip(block: Block) -> bool:
    """Whether a link leads to where tips are given, in the block or in a box that holds hardly anything else."""
    around = block.box.parent
    small = around is not None and around.blocks == 1
    if small and around is not None:
        return leads_to_tips(around.element) and not _tells_of_service(block)
    return block.link_chars > 0 and leads_to_tips(block.box.element) and not _tells_of_service(block)


def _tells_of_service(block: Block) -> bool:
    """Whether a sentence speaks to nobody and its links are no more than the names of services for tips."""
    if block.words < _SENTENCE_WORDS or not block.text.endswith(_ENDS) or READERS.search(block.text):
        return False
    return all(_SERVICE.fullmatch("".join(link.itertext()).strip()) for link in block.box.element.iter("a"))


def _bio_above(decisions: Sequence[Decision], survey: Survey, number: int, names: Sequence[str]) -> range:
    """The span of the small box about an author in which ``number`` stands: its heading or first line names one."""
    for box in survey.blocks[number].box.ancestry():
        span = survey.spans[box]
        if box.words > BIO_WORDS or survey.holds_headline(box):
            break
        if len(span) > 1 and span.start > survey.headline and _is_bio(decisions[span.start : span.stop], names):
            return span
    return range(0)


def _is_bio(box: Sequence[Decision], names: Sequence[str]) -> bool:
    """Whether a box opens with a heading that names an author, or with a removed one over a line that begins so."""
    heading, line = box[0], box[1].block.squashed
    if _names_author(heading.block, names):
        return True
    is_label = heading.removed is not None and heading.block.box.tag in HEADINGS
    return is_label and any(f"{line} ".startswith(f"{squash(name)} ") for name in names)


def _names_author(block: Block, names: Sequence[str]) -> bool:
    """Whether a heading begins or ends with an author's name and says little else, or any block is the name."""
    if block.box.tag not in HEADINGS:
        return block.squashed in map(squash, names)
    told = f" {block.squashed} "
    named = (name for name in names if told.startswith(f" {squash(name)} ") or told.endswith(f" {squash(name)} "))
    return any(block.words - word_count(name) <= _LABEL_WORDS for name in named)
