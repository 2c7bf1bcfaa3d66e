"""Keeps what stands among the first paragraphs of a short post, phrases of the interface among them.

No theme sets its own lines as bare paragraphs or list items between those of a post; what it adds has a box or a name.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import takewhile

from extractors.chrome.cards import leads_here
from extractors.decision import Decision, saved
from extractors.page.blocks import Block, Box
from extractors.page.elements import HEADINGS
from extractors.page.outbound import Leads
from extractors.page.pictures import FURNITURE
from extractors.page.survey import Survey
from extractors.sentences import CLOSED
from extractors.story.postframe import SHORT

_ITEMS = frozenset({"li", "dd", "dt"})
_ROWS = frozenset({"tr", "tbody", "thead", "tfoot", "table"})
_TEXT = _ITEMS | {"p", "pre", "tr"}
_COLONS = (":", "：")
_IN_LINES = 0.1  # the verdict from which a list without a sentence is the post
_SENTENCE = 20  # characters of one beside a link
_OWN_WORDS = 2  # of a paragraph beside its link


def with_own_run(
    decisions: Sequence[Decision], survey: Survey, field_of: Callable[[Block], str | None]
) -> list[Decision]:
    """The decisions, with the bare paragraphs and items kept that the post begins with, one below the other.

    They end with the last that could not be the theme's: a phrase of the interface, a link alone. ``field_of`` tells
    which field of the article holds a block's text, None for none.
    """
    kept, words = set[int](), 0
    for number, decision in enumerate(decisions):
        if decision.removed is None and field_of(decision.block) is None:
            kept.add(number)
            words += decision.block.words
            if words > SHORT:
                return list(decisions)  # no short post, as is soon told of most
    run = _run(decisions, survey, field_of) if survey.headline >= 0 else []
    lists = _link_lists(survey, run)
    while run and not (_could_end(survey, run[-1]) or (survey.blocks[run[-1]].is_link and lists[len(run) - 1])):
        del run[-1]
    words += sum(decisions[number].block.words for number in run if number not in kept)
    if not run or words > SHORT or any(number < run[0] and survey.is_prose(number) for number in kept):
        return list(decisions)
    if not kept.isdisjoint(range(run[-1] + 1, len(decisions))) and kept.isdisjoint(run):
        return list(decisions)
    is_list = lists[len(run) - 1]
    is_told = any(
        survey.is_sentence(number) or survey.is_poem(number) or _tells(survey.blocks[number]) for number in run
    )
    is_all = not kept and _is_signed(survey, run[0], field_of) and not survey.has_media_above(run[0])
    least = 0.0 if is_list or is_told or is_all else _IN_LINES
    if least and not all(survey.is_set_in_lines(number) for number in run):
        return list(decisions)
    out = list(decisions)
    for number in run:
        if decisions[number].is_withheld(least) and (is_list or not _points_on(decisions[number].block)):
            out[number] = saved(decisions[number], "among the first paragraphs of a short post")
    return out


def _run(decisions: Sequence[Decision], survey: Survey, field_of: Callable[[Block], str | None]) -> list[int]:
    """The bare paragraphs and items in one box, from the first below the headline on, or the first that says more."""
    run: list[int] = []
    home: Box | None = None
    for number in range(survey.headline + 1, len(decisions)):
        decision = decisions[number]
        around = _container(decision.block.box)
        is_free = decision.removed is None or decision.is_withheld(0.0)
        is_heading = decision.block.box.tag in HEADINGS and survey.is_plain(number)
        if not run and is_heading and field_of(decision.block) is None:
            break
        if not run and (_leads_below(survey, number) or _counts(survey, number)):
            continue
        if not run and (around is None or not is_free or field_of(decision.block) is not None):
            continue
        if around is None or not is_free or _is_foot(survey, around):
            break
        if run and around is not home:
            if _is_furniture(around) or any(_could_end(survey, each) for each in run):
                break
            run.clear()  # the line of author and day stands in a box of its own, above the post's
        home = around
        run.append(number)
    return run


def _is_signed(survey: Survey, first: int, field_of: Callable[[Block], str | None]) -> bool:
    """Whether the line of author or day stands above the first block of a run, what leads below it apart."""
    above = first - 1
    while above > survey.headline and _leads_below(survey, above):
        above -= 1
    is_line = survey.kinds[above] == "posted" or field_of(survey.blocks[above]) == "byline"
    return above > survey.headline and is_line


def _leads_below(survey: Survey, number: int) -> bool:
    """Whether a block is a phrase and a link to a place on its own page, as "(3 comments)" is above a post."""
    block = survey.blocks[number]
    return survey.kinds[number] is not None and block.link_chars > 0 and leads_here(block.box)


def _counts(survey: Survey, number: int) -> bool:
    """Whether a block is a phrase with a number: how many comments there are, how long it takes to read."""
    return survey.kinds[number] is not None and any(map(str.isdigit, survey.blocks[number].text))


def _container(box: Box) -> Box | None:
    """The box that a bare paragraph, or the bare list or table of an item or row, stands in; None for other blocks."""
    rows = sum(1 for _ in takewhile(lambda step: step.tag in _ROWS, box.ancestry()))
    steps = box.ancestry(rows or (2 if box.tag in _ITEMS or (box.parent and box.parent.tag == "blockquote") else 1))
    if box.tag not in _TEXT or any("class" in step.attributes or "id" in step.attributes for step in steps):
        return None
    return steps[-1].parent


def _is_foot(survey: Survey, box: Box) -> bool:
    """Whether a box stands in the foot of the page, below all that is the story's."""
    return any(step.tag == "footer" and not survey.holds_headline(step) for step in box.ancestry())


def _is_furniture(box: Box) -> bool:
    return any(step.tag in FURNITURE for step in box.ancestry())


def _could_end(survey: Survey, number: int) -> bool:
    """Whether a block, as the last of a run, says something of its own."""
    block = survey.blocks[number]
    is_own = survey.is_plain(number) and (not block.link_chars or survey.is_sentence(number))
    return is_own or _says_more(block)


def _link_lists(survey: Survey, run: Sequence[int]) -> list[bool]:
    """For each block of a run whether with it all are items with a link to one of several sites: an author's list."""
    leads, are_items, lists = Leads(), True, list[bool]()
    for number in run:
        block = survey.blocks[number]
        are_items = are_items and block.box.tag in _ITEMS and block.link_chars > 0
        if are_items:
            leads.add(block.box.element)
        lists.append(are_items and leads.are_elsewhere)
    return lists


def _points_on(block: Block) -> bool:
    """Whether a block is hardly more than a link, perhaps behind a label."""
    return block.is_link and not _says_more(block)


def _tells(block: Block) -> bool:
    """Whether a paragraph that is a link before all says a sentence beside it."""
    apart = len(block.text) - block.link_chars
    return block.box.tag == "p" and _says_more(block) and apart >= _SENTENCE and block.text.endswith(CLOSED)


def _says_more(block: Block) -> bool:
    """Whether a block says something beside its link, and not as a label over it."""
    labels = any(colon in block.text for colon in _COLONS)
    return block.is_link and not labels and (len(block.text) - block.link_chars) > _OWN_WORDS * 5
