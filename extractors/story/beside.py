"""Takes out what a page sets beside a post of a few lines: another column, cards, the author's box.

The classifier knows such furniture by its place below a long text, and by words; a short post has neither to offer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import islice

from extractors.article import RemovedBlock
from extractors.decision import Decision
from extractors.metadata import Metadata
from extractors.page.addresses import parts_of
from extractors.page.blocks import Block, Box, look
from extractors.page.elements import HEADINGS
from extractors.page.kinds import kinds, kinds_of
from extractors.page.survey import Survey
from extractors.sentences import FULL_STOPS
from extractors.story.authorbox import tells_of_author
from extractors.story.postframe import SHORT, TEXT, Frame, frame

_CARDS = frozenset({"div", "article", "section", "aside", "td", "figure", "a"})
_CARD_WORDS = 60
_MOST_CARDS = 6  # beside one that tells of another story
_ASKING_WORDS = 45  # of a box that asks for something
_BUTTON_WORDS = 5
_FOOTER_WORDS = 40  # below comments on a picture
_LABEL_WORDS = 8
_FURNITURE_WORDS = 120
_FURNITURE = kinds_of("author", "ads", "related", "newsletter", "popup", "share")
_SHORTEST_TITLE = 5  # characters of a link that may be another story's title
_SEVERAL = 2
_FEW = 2  # boxes alike that ask for something
_FOOTER = "footer"  # spares most names the expression
_NAMES_FOOTER = re.compile(r"(?:^|[-_])footer(?:$|[-_])")
_SETS_TEXT = TEXT | HEADINGS | {"ul", "ol"}


def without_surroundings(
    decisions: Sequence[Decision], survey: Survey, metadata: Metadata, field_of: Callable[[Block], str | None]
) -> list[Decision]:
    """The decisions, of a page with few kept words without those that stand beside the post.

    A site's own address is that of no post. ``field_of`` tells which field of the article holds a block's text.
    """
    address = parts_of(metadata.canonical_url)
    if address.netloc and address.path in ("", "/") and not address.query:
        return list(decisions)
    kept = (decision.block.words for decision in decisions if decision.removed is None)
    post = (
        frame(decisions, survey, metadata.byline, address.netloc, field_of)
        if survey.headline >= 0 and sum(kept) <= SHORT
        else None
    )
    out = list(decisions)
    if post is None:
        return out
    ends = True  # the post has ended: nothing below is of it
    for number in reversed(range(len(decisions))):
        decision = decisions[number]
        if decision.removed is not None and not (decision.is_withheld(0.0) and survey.is_prose(number)):
            continue
        reason = "" if number == post.first else _reason(post, number, ends=ends)
        if number < survey.headline and not reason and _is_beside_fields(survey, number, field_of):
            reason = "stands above the headline, beside the author or the day"
        if reason:
            out[number] = replace(decision, removed=RemovedBlock("beside", reason, decision.block.text))
        elif decision.removed is None:
            ends = False
    return out


def _reason(post: Frame, number: int, *, ends: bool) -> str:
    """Why a block is none of the post, ``""`` for one that may be; ``ends`` tells that nothing below is of it."""
    survey = post.survey
    if number < survey.headline:
        is_apart = post.home not in survey.blocks[number].box.ancestry()
        return "stands above the headline, in a box of its own" if is_apart else ""
    if number < post.first:
        return ""
    if found := _below(post, number) or (number not in survey.story and _stands_apart(post, number)):
        return found
    is_last = number not in survey.story if survey.story else ends
    if is_last and post.first >= 0 and _is_called_furniture(post, number):
        return "stands in a box that is named as furniture"
    if not survey.is_prose(number):
        is_row = survey.is_control(number) and survey.blocks[number].box.tag not in _SETS_TEXT
        return "nothing but links" if is_row else ""
    if _is_in_card(post, number) or (ends and number not in survey.story and _is_listed(post, number)):
        return "tells of another story that it links to"
    if ends and tells_of_author(post, number):
        return "tells of the author"
    return "asks for something, in a box of its own" if ends and _is_asking(post, number) else ""


def _is_beside_fields(survey: Survey, number: int, field_of: Callable[[Block], str | None]) -> bool:
    """Whether an item of a list is no sentence and stands in one with a field of the article."""
    box = survey.blocks[number].box
    if box.tag != "li" or box.parent is None or survey.is_sentence(number):
        return False
    return any(field_of(survey.blocks[place]) is not None for place in survey.spans[box.parent] if place != number)


def _below(post: Frame, number: int) -> str:
    """Why a block below the beginning of the post is below its end."""
    if _is_below_discussion(post, number):
        return "stands below the readers' comments"
    around = (box for box in post.survey.blocks[number].box.ancestry() if not post.survey.holds_headline(box))
    return "stands in the page's footer" if any(map(_is_footer, around)) else ""


def _is_below_discussion(post: Frame, number: int) -> bool:
    """Whether a block stands below a discussion, in another box than the post, of which there is more above that."""
    begin = max(post.first, post.survey.headline)
    start = post.discussion
    if start >= number or (_is_beside_first(post, number) and not _is_below_form(post, number)):
        return False
    told = [
        sum(one.block.words for one in part if one.removed is None)
        for part in (post.decisions[begin:start], post.decisions[start:])
    ]
    return told[1] <= max(told[0], _FOOTER_WORDS if post.first < 0 else 0)


def _is_below_form(post: Frame, number: int) -> bool:
    """Whether a form for comments stands between the post's first text and a block."""
    first, box = post.survey.blocks[post.first].box, post.survey.blocks[number].box
    return any(first.number < form.number < box.number for form in post.survey.workings.comment_forms)


def _is_beside_first(post: Frame, number: int) -> bool:
    """Whether a block is set as the post's first text is, in the same box."""
    if post.first < 0:
        return False
    box, first = post.survey.blocks[number].box, post.survey.blocks[post.first].box
    return box.parent is first.parent and look(box) == look(first)


def _is_footer(box: Box) -> bool:
    names = f"{box.attributes.get('class', '')} {box.attributes.get('id', '')}".lower()
    return box.tag == "footer" or (_FOOTER in names and any(map(_NAMES_FOOTER.search, names.split())))


def _is_called_furniture(post: Frame, number: int) -> bool:
    """Whether a small box around a block calls itself the author's, an advertisement, a dialog or the like.

    What it calls the boxes around the post's first text says nothing: names are made up by programs, too. Nor does the
    name of many that are alike: they are what the post lists.
    """
    looks = set(map(look, post.survey.blocks[post.first].box.ancestry()))
    around = (box for box in post.around(number, _FURNITURE_WORDS) if box.attributes)
    named = (box for box in around if kinds(box.attributes) & _FURNITURE and look(box) not in looks)
    return any(not _is_one_of_many(post, box) for box in named)


def _stands_apart(post: Frame, number: int) -> str:
    """Why a block outside the box of headline and text is in a widget: it stands right below the title of one."""
    around = post.survey.blocks[number].box.ancestry()
    if number < post.survey.spans[post.home].stop or post.home in around:
        return ""
    beside = set(post.home.ancestry())
    top = next((box for box in around if box.parent in beside), None)
    if top is None or number - 1 not in post.survey.spans[top]:
        return ""
    return "stands in a box of its own, with a title" if _is_dropped_label(post, number - 1) else ""


def _is_dropped_label(post: Frame, number: int) -> bool:
    """Whether a block is a heading, or a short line in bold, that is not kept and does not end as a sentence does."""
    decision = post.decisions[number]
    block = decision.block
    if block.text.endswith(FULL_STOPS):
        return False
    is_bold = block.words <= _LABEL_WORDS and block.bold_chars >= len(block.text)
    return decision.removed is not None and (block.box.tag in HEADINGS or is_bold) and not block.is_link


def _is_in_card(post: Frame, number: int) -> bool:
    """Whether a block stands below a link in a small box, and one that looks alike beside it holds a link as well."""
    survey = post.survey
    return any(
        (card.tag in _CARDS or _is_pictured_item(card)) and card.parent is not None
        # its title above it
        and survey.spans[card].start < number
        and _has_title_above(post, number)
        and _has_twin(post, card)
        for card in post.around(number, _CARD_WORDS)
    )  # fmt: skip


def _is_pictured_item(card: Box) -> bool:
    """Whether a box is an item of a list with a picture in its link: what an author lists has none."""
    return card.tag == "li" and next(card.element.iterfind(".//a//img"), None) is not None


def _has_title_above(post: Frame, number: int) -> bool:
    """Whether a story's title, that no rule has taken, is the nearest block above that is more than a label."""
    above = next((place for place in (number - 1, number - 2) if _is_title(post, place)), number)
    removed = post.decisions[above].removed
    between = range(above + 1, number)
    free = removed is None or removed.rule == "model"
    return above < number and free and not any(map(post.survey.is_prose, between))


def _has_twin(post: Frame, card: Box) -> bool:
    """Whether boxes beside a card look alike and hold titles: a few, as many more are what a page is there to list."""
    spans = post.survey.spans
    alike = (other for other in post.alike[card.parent, look(card)] if other is not card)
    twins = (spans.get(other, range(0)) for other in alike if post.first not in spans.get(other, ()))
    holding = (span for span in twins if any(_is_title(post, place) for place in span))
    titled = sum(1 for _ in islice(holding, _MOST_CARDS + 1))
    return 0 < titled <= _MOST_CARDS


def _is_title(post: Frame, number: int) -> bool:
    """Whether a block is a link to another page that may be a story's title."""
    block = post.survey.blocks[number]
    if not block.is_link or post.survey.kinds[number] is not None or len(block.text) < _SHORTEST_TITLE:
        return False
    return post.leads_on(block.box)


def _is_listed(post: Frame, number: int) -> bool:
    """Whether a block is in a list under a heading of which each item begins with a link to a page of the site."""
    items = next((box for box in post.around(number) if box.tag in ("ul", "ol")), None)
    if items is None:
        return False
    span = post.survey.spans[items]
    begin = [_begins_with_link(post, place) for place in span]
    headed = span.start - 1 > post.first and post.survey.blocks[span.start - 1].box.tag in HEADINGS
    return headed and sum(begin) >= _SEVERAL and all(begin)


def _begins_with_link(post: Frame, number: int) -> bool:
    block = post.survey.blocks[number]
    label = block.text.partition("\n")[0]
    links = (" ".join("".join(link.itertext()).split()) for link in block.box.element.iter("a"))
    return label in links and post.leads_on(block.box)


def _is_asking(post: Frame, number: int) -> bool:
    """Whether a small box holds a title, a block and below that nothing but buttons."""
    survey = post.survey
    first = survey.blocks[post.first].box.ancestry() if post.first >= 0 else ()
    looks = {look(box) for box in first if "class" in box.attributes}
    for box in post.around(number, _ASKING_WORDS):
        span = survey.spans[box]
        if look(box) in looks or _is_one_of_many(post, box):
            return False
        if box.tag in TEXT or number + 1 == span.stop or number - span.start > 1:
            continue
        is_titled = number == span.start or survey.blocks[span.start].box.tag in HEADINGS
        if is_titled and all(_is_button(post, place) for place in range(number + 1, span.stop)):
            return True
    return False


def _is_one_of_many(post: Frame, box: Box) -> bool:
    """Whether more than a few boxes beside one look alike: they are what the post lists."""
    return post.many.get((box.parent, look(box)), 0) > _FEW


def _is_button(post: Frame, number: int) -> bool:
    """Whether a block is a link or button of a few words that no rule knows: the theme's own stand below each post."""
    survey, removed = post.survey, post.decisions[number].removed
    block = survey.blocks[number]
    if removed is not None and removed.rule != "model":
        return False
    return survey.is_control(number) and block.words <= _BUTTON_WORDS and block.box.tag not in _SETS_TEXT - {"p"}
