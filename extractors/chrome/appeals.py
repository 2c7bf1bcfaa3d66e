"""Finds what a page asks of its reader between and under the paragraphs: subscribe, donate, write to us, log in.

An appeal has a box of its own, a few words long, and ends in the button, link or field that it wants to be used.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Container, Sequence
from functools import cached_property

from lxml.html import HtmlElement

from extractors.chrome.gates import is_gate
from extractors.page.blocks import Block, Box, Look, look, word_count
from extractors.page.elements import HEADINGS
from extractors.page.survey import Survey
from extractors.page.tally import Tally
from extractors.phrases import chrome_kind

_MOST_WORDS = 45  # words of an appeal
_MOST_BLOCKS = 6
_FEW = 2  # appeals of one shape on a page
_SEVERAL = 2  # sentences above a form's box
_BUTTON = re.compile(r"button|btn", re.IGNORECASE)
_ROWS = 2  # with a label each, of what tells of an event
_LABEL_WORDS = 3
_MOST_LABEL_WORDS = 5  # words of a button
_TIPS = re.compile(
    r"^https?://(?:[\w-]+\.)?(?:ko-fi\.com|buymeacoffee\.com|paypal\.me|liberapay\.com|tipeee\.com|steadyhq\.com|boosty\.to)/"
)
"""Where those who write are given tips; what collects for others, such as a roof, is none."""
_ASKING = frozenset({"newsletter", "login", "comment-login", "comment-form", "comments-heading"})
"""Kinds of phrases that ask for something."""
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
_OPENS_SENTENCE = r"(?:^|[.!?…]\W*)"

_NOT_ASKING = HEADINGS | {"li", "pre", "td", "tr", "figcaption", "dd", "dt"}


class _Said:
    """What a page says beside what is ``taken``; each sum is made when it is first asked for, which is seldom."""

    def __init__(self, survey: Survey, taken: Container[int]) -> None:
        self.survey = survey
        self._taken = taken

    def is_story_above(self, number: int) -> bool:
        """Whether prose that no rule has taken stands between the headline and a block, or a picture does."""
        between = range(self.survey.headline + 1, number)
        return self.told.of(between) > 0 or self.survey.has_media_above(number)

    @cached_property
    def told(self) -> Tally:
        """The blocks that are prose, or set in lines."""
        return self._tally(lambda number: self.survey.is_prose(number) or self.survey.is_set_in_lines(number))

    @cached_property
    def sentences(self) -> Tally:
        """The blocks that are sentences."""
        return self._tally(self.survey.is_sentence)

    @cached_property
    def sentence_words(self) -> Tally:
        """The words of sentences."""
        return self._tally(lambda number: self.survey.is_sentence(number) * self.survey.blocks[number].words)

    @cached_property
    def prose_words(self) -> Tally:
        """The words of prose."""
        return self._tally(lambda number: self.survey.is_prose(number) * self.survey.blocks[number].words)

    @cached_property
    def looks(self) -> Counter[Look]:
        """How many boxes that look so hold a sentence."""
        return Counter(look(box) for box, span in self.survey.spans.items() if self.sentences.of(span))

    def _tally(self, count: Callable[[int], int]) -> Tally:
        return Tally(0 if number in self._taken else count(number) for number in range(len(self.survey.blocks)))


def find_forms(survey: Survey, taken: set[int]) -> set[int]:
    """The numbers of the blocks, besides those ``taken``, in boxes that ask for a mail address or a password.

    What asks for any other line of text counts where it has no words of its own but a label above it.
    """
    found: set[int] = set()
    for form in survey.workings.line_forms:
        if form not in survey.spans:
            found.update(_label_of(survey, form))
    said = _Said(survey, frozenset())
    for form in (*survey.workings.mail_forms, *survey.workings.login_forms):
        if not survey.holds_headline(form) and form.words <= _MOST_WORDS * 2:
            found.update(_titled_box(said, form))
    return found - taken


def _titled_box(said: _Said, form: Box) -> range:
    """The span of a form with the box around it, where that begins with a heading and holds little else."""
    survey, inner, box = said.survey, form, form.parent
    span = survey.spans.get(form, range(0))
    if not span:
        return _label_of(survey, form)
    while box is not None and not survey.holds_headline(box):
        around = survey.spans[box]
        lead = survey.blocks[around.start]
        if box.words - inner.words > _MOST_WORDS or around.stop > span.stop + 2:
            break
        is_titled = lead.box.tag in HEADINGS or survey.kinds[around.start] == "newsletter"
        if around.start < span.start and not is_titled and not _is_apart(said, box):
            break
        span, inner, box = around, box, box.parent
    return span


def _is_apart(said: _Said, box: Box) -> bool:
    """Whether a box that names itself as no box of prose does stands below sentences with half of its own words.

    One sentence above it may be the dek of a post that is short, and has the form in its box.
    """
    span = said.survey.spans[box]
    if not box.attributes.get("class") or said.survey.story.start in span or _sets_prose(said, box):
        return False
    above = range(said.survey.headline + 1, span.start)
    return said.sentences.of(above) >= _SEVERAL and 2 * said.sentence_words.of(above) > said.prose_words.of(span)


def _sets_prose(said: _Said, box: Box) -> bool:
    """Whether another box that looks like this one holds a sentence: it is one of those that a story is set in."""
    own = said.sentences.of(said.survey.spans.get(box, range(0))) > 0
    return said.looks[look(box)] > own


def _label_of(survey: Survey, form: Box) -> range:
    """The span of the block that a form without words of its own stands below, where that has a heading of its own."""
    box = form.parent
    span = survey.spans.get(box, range(0)) if box is not None else range(0)
    if len(span) != 1 or survey.headline in span:
        return range(0)
    (block,) = (survey.blocks[number] for number in span)
    first, broken, _ = block.text.partition("\n")
    is_headed = bool(broken) and 0 < block.bold_chars <= len(first)
    return span if is_headed and block.words <= _MOST_WORDS else range(0)


def find_appeals(survey: Survey, taken: set[int]) -> set[int]:
    """The numbers of the blocks of appeals; ``taken`` are known to be chrome.

    Boxes that look alike are none: they hold the story's quotations, products or recommendations.
    """
    appeals: dict[Box, range] = {}
    starts: set[int] = set()
    for box in reversed(survey.boxes):  # inner boxes before those around them
        if not 1 < box.blocks <= _MOST_BLOCKS or box.words > _MOST_WORDS:
            continue
        span = survey.spans[box]
        if starts.isdisjoint(span) and _is_appeal(survey, span):
            appeals[box] = span
            starts.add(span.start)
    of_story = _settings_of_story(survey, appeals) if appeals else frozenset()
    found = [span for box, span in appeals.items() if look(box) not in of_story and not taken.issuperset(span)]
    alike = Counter(_frame(survey, span) for span in found)
    said = _Said(survey, taken)
    return {
        number
        for span in found
        if alike[_frame(survey, span)] <= _FEW and said.is_story_above(span.start) and not _could_be_all(said, span)
        for number in span
    }


def _settings_of_story(survey: Survey, appeals: Container[Box]) -> frozenset[Look]:
    """The looks of boxes, where a class names them, that hold prose as an appeal would and are none."""
    looks = {look(box) for box in survey.boxes if box in appeals and box.attributes.get("class")}
    if not looks:
        return frozenset()
    return frozenset(
        look(box)
        for box in survey.boxes
        if look(box) in looks and box not in appeals and any(map(survey.is_sentence, survey.spans.get(box, ())))
    )


def _frame(survey: Survey, span: range) -> tuple[str, ...]:
    """The tags of the blocks of a span: what a reader of the markup sees of its shape."""
    return tuple(survey.blocks[number].box.tag for number in span)


def _is_appeal(survey: Survey, span: range) -> bool:
    if span.start <= survey.headline:
        return False
    *asking, last = span
    if not _is_button(survey, last):
        return False
    while asking and _is_button(survey, asking[-1]):
        del asking[-1]
    if len(asking) > 1 and _is_headed(survey, asking[0], asking[1]):
        del asking[0]
    if _tells_of_event(survey, asking, last):
        return True
    if not asking or not all(_is_plain(survey, number) for number in asking):
        return False
    return survey.is_sentence(asking[-1]) or survey.kinds[asking[-1]] in _ASKING


def _tells_of_event(survey: Survey, asking: Sequence[int], last: int) -> bool:
    """Whether blocks are a heading and rows that each begin with a label in bold: when, where, for how much.

    What is below them is called a button: a plain link is that of a box of facts, which an author sets as well.
    """
    if len(asking) <= _ROWS or survey.blocks[asking[0]].box.tag not in HEADINGS:
        return False
    element = survey.blocks[last].box.element
    links = [f"{link.get('class')} {link.get('role')}" for link in element.iter("a")]
    if element.tag != "button" and not any(map(_BUTTON.search, links)):
        return False
    return all(_is_row(survey.blocks[number]) for number in asking[1:])


def _is_row(block: Block) -> bool:
    label, colon, value = block.text.partition(":")
    return (
        bool(colon and value.strip()) and 0 < block.bold_chars <= len(label) + 1 and word_count(label) <= _LABEL_WORDS
    )


def _is_headed(survey: Survey, number: int, below: int) -> bool:
    """Whether a heading says, or the line below it does, what is asked for."""
    if survey.blocks[number].box.tag not in HEADINGS:
        return False
    return survey.kinds[number] in _ASKING or is_gate(survey.blocks[below].text)


def find_asking_lines(survey: Survey, taken: set[int]) -> set[int]:
    """The numbers of the blocks of a sentence or two that begin or end by saying what they want: "Subscribe"."""
    said = _Said(survey, taken)
    return {
        number
        for number in range(survey.headline + 1, len(survey.blocks))
        if number not in taken
        and (_ends_asking(survey, number) or _begins_asking(survey, number) or _shouts(survey.blocks[number]))
        and said.is_story_above(number)
    }


def _ends_asking(survey: Survey, number: int) -> bool:
    """Whether a link asks that ends a block, or that begins a sentence in one that tells of a letter to readers."""
    block = survey.blocks[number]
    if not block.link_chars or block.box.words > _MOST_WORDS or block.is_link:
        return False
    links = [(" ".join("".join(link.itertext()).split()), link) for link in block.box.element.iter("a", "button")]
    asking = [(label, link) for label, link in links if label and chrome_kind(label) in _ASKING]
    if any(block.text.rstrip("!. ").endswith(label.rstrip("!. ")) for label, _ in asking[-1:]):
        return True
    return any(
        _LETTER.search(f"{block.text} {link.get('href')}") and re.search(_OPENS_SENTENCE + re.escape(label), block.text)
        for label, link in asking
    )


def _shouts(block: Block) -> bool:
    """Whether a line is one link that asks, in capitals, to be clicked."""
    return block.is_link and block.text.isupper() and block.words <= _MOST_WORDS and bool(_CLICK.match(block.text))


def _begins_asking(survey: Survey, number: int) -> bool:
    """Whether a block has a box to itself, and a first line that asks for something."""
    block = survey.blocks[number]
    if block.box.blocks != 1 or block.words > _MOST_WORDS:
        return False
    first, broken, _ = block.text.partition("\n")
    return bool(broken) and chrome_kind(first) in _ASKING


def _is_button(survey: Survey, number: int) -> bool:
    """Whether a block is nothing but links, each of a few words."""
    block = survey.blocks[number]
    if block.box.tag in HEADINGS:
        return False
    is_link = block.link_chars >= len(block.text) - len(block.text.split()) or block.box.tag == "button"
    return is_link and word_count(block.text) <= _MOST_LABEL_WORDS


def _is_plain(survey: Survey, number: int) -> bool:
    block = survey.blocks[number]
    return block.link_chars == 0 and block.box.tag not in _NOT_ASKING


def _could_be_all(said: _Said, span: range) -> bool:
    """Whether an appeal without words known for one is most of what a page says: a post with a button of its own.

    What the box of a post's text begins with is the post's.
    """
    survey = said.survey
    if any(survey.kinds[number] in _ASKING or is_gate(survey.blocks[number].text) for number in span):
        return False
    if any(survey.blocks[number].link_chars and leads_to_tips(survey.blocks[number].box.element) for number in span):
        return False
    if survey.story and survey.story.start in span:
        return True
    above = range(survey.story.start if survey.story else survey.headline + 1, span.start)  # no line of author and day
    below = range(span.stop, len(survey.blocks))
    return not said.told.of(above) and said.prose_words.of(below) <= survey.prose_words(span)


def leads_to_tips(element: HtmlElement) -> bool:
    """Whether a link in an element leads to where those who write are given tips."""
    return any(_TIPS.match(link.get("href") or "") for link in element.iter("a"))
