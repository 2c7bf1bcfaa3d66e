"""What the shape of a story says where the classifier is in doubt: no gaps, no loose ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from extractors.article import RemovedBlock
from extractors.chrome.containers import APPEAL, DISCUSSION
from extractors.chrome.gates import is_gate
from extractors.decision import DOUBT, Decision, saved
from extractors.page.blocks import Block, Box, Look, look, word_count
from extractors.page.elements import HEADINGS
from extractors.page.survey import Survey
from extractors.sentences import STOPS

UNSURE = 0.3
"""The verdict below which a sentence is not saved by how it is set."""

LONGEST_LABEL = 12
"""Words of a heading that could head something else."""

LEAD = 0.02
"""The verdict from which the only prose below the headline is a lead."""

DISCUSSIONS = frozenset({DISCUSSION.name, "wp-comments", "wp-comment-form"})
"""The rules that remove what readers say, and the form for the next one."""

_CODE = 0.1  # the verdict from which code within the story is part of it
_BESIDE = 0.1  # the verdict from which a sentence is kept that is set as kept ones beside it are
_LINKED = 0.4  # the same for one with a link, of which there are more in chrome
_VERY_SURE = 0.8
_LONG = 40  # words of a paragraph that chrome seldom has
_FEW_LINKS = 10  # characters to each one in a link in a sentence with a footnote or two
_MOST_MISSED = 2  # sentences of a story that the classifier withholds by mistake
_ITEMS = frozenset({"li", "dd", "dt", "tr", "pre", "blockquote"})


def without_gaps(decisions: Sequence[Decision], survey: Survey) -> list[Decision]:
    """The decisions, with doubtful prose and items kept that stand among kept blocks of the same box, and all code."""
    kept = [number for number, decision in enumerate(decisions) if decision.removed is None]
    if not kept:
        return list(decisions)
    out = list(decisions)
    for number in range(kept[0], kept[-1]):
        decision = decisions[number]
        if decision.in_doubt and _could_be_text(survey, number) and _is_flanked(decisions, number):
            out[number] = saved(decision, "stands within the story")
        elif decision.block.box.tag == "pre" and decision.is_withheld(_CODE):
            out[number] = saved(decision, "code within the story")
    return out


def with_attributions(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions, with the name kept that ends a block quotation whose words are kept."""
    out = list(decisions)
    for number in range(1, len(out)):
        decision, above = out[number], out[number - 1]
        if decision.removed is None or decision.removed.rule not in ("model", "byline") or above.removed is not None:
            continue
        quotation = decision.block.box
        if quotation.tag == "blockquote" and quotation in above.block.box.ancestry():
            out[number] = saved(decision, "ends a quotation")
    return out


def with_siblings(decisions: Sequence[Decision], survey: Survey) -> list[Decision]:
    """The decisions, with doubtful sentences kept that are set as kept prose beside them in the same box is.

    A box's own words, which no paragraph is around, stand beside the paragraphs in it, as no chrome does, which has
    boxes of its own; and paragraphs with a wrapper each beside those in wrappers that look alike, in more doubt where
    they are long. Where the classifier is sure of no paragraph, any sentence set alike is one. Where it withholds many,
    as of a second story on the page, it stays so. What is not shown is set as none of a story that is.
    """
    prose = [number for number in range(len(decisions)) if _is_kept_prose(decisions, survey, number)]
    is_shown = not any(decisions[number].block.box.hidden for number in prose)
    least = _BESIDE if any(decisions[number].verdict >= _VERY_SURE for number in prose) else LEAD
    beside = {(look(box), box.parent) for number in prose for box in [decisions[number].block.box]}
    around = {box for _, box in beside}
    wrapped = {setting for outer in around if outer is not None for setting in _settings(outer, 2)}
    missed: list[int] = []
    for number, decision in enumerate(decisions):
        linked = decision.block.link_chars * _FEW_LINKS > len(decision.block.text)
        if not decision.is_withheld(_LINKED if linked else LEAD):
            continue
        if not survey.is_sentence(number) and not _says_little(decisions, survey, number):
            continue
        box = decision.block.box
        if box.hidden and is_shown:
            continue
        if (look(box), box.parent) in beside:
            is_missed = decision.is_withheld(least)
        else:
            is_long = decision.block.words >= _LONG or box in around
            is_alike = box in around or _quoted_in(box) in around or not wrapped.isdisjoint(_settings(box, 3))
            is_missed = is_alike and not linked and decision.is_withheld(DOUBT if is_long else UNSURE)
        if is_missed and not is_gate(decision.block.text):
            missed.append(number)
    out = list(decisions)
    for number in missed if len(missed) <= _MOST_MISSED else ():
        out[number] = saved(decisions[number], "set as the story is")
    return out


def _says_little(decisions: Sequence[Decision], survey: Survey, number: int) -> bool:
    """Whether a word or two end as a sentence does, in a paragraph right below a kept one that is set alike."""
    block, above = decisions[number].block, decisions[number - 1]
    if block.box.tag != "p" or not block.text.endswith(STOPS) or not survey.is_plain(number) or block.link_chars:
        return False
    is_alike = look(above.block.box) == look(block.box) and above.block.box.parent is block.box.parent
    return is_alike and above.removed is None and survey.is_sentence(number - 1)


def with_headings(decisions: Sequence[Decision], survey: Survey) -> list[Decision]:
    """The decisions, with doubtful headings kept that look like others of the story, right over a part of it.

    Where each stands over its own part in a box of its own, as the posts of a live report do, several show each other.
    """
    looks = {look(decision.block.box) for decision in decisions if decision.removed is None}
    around = {
        decision.block.box.parent
        for number, decision in enumerate(decisions)
        if _is_kept_prose(decisions, survey, number)
    }
    out = list(decisions)
    boxed: dict[tuple[Look, Look], list[int]] = {}
    for number, decision in enumerate(decisions[:-1]):
        box = decision.block.box
        if not decision.in_doubt or box.tag not in HEADINGS or survey.kinds[number] is not None:
            continue
        if decisions[number + 1].removed is not None or box.parent is None or box.parent not in around:
            continue
        if look(box) in looks:
            out[number] = saved(decision, "set as other headings of the story are")
        elif decisions[number + 1].block.box.parent is box.parent and not decision.block.link_chars:
            boxed.setdefault((look(box), look(box.parent)), []).append(number)
    kept = sum(decision.block.words for decision in decisions if decision.removed is None)
    for numbers in boxed.values():
        frames = (decisions[number].block.box.parent for number in numbers)
        if len(numbers) > 1 and 2 * sum(frame.words for frame in frames if frame is not None) > kept:
            for number in numbers:
                out[number] = saved(decisions[number], "set as other headings of the story are")
    return out


def _settings(box: Box, levels: int) -> list[tuple[Look, Box | None]]:
    """How a box and those around it look, and where each stands: what paragraphs in wrappers of their own share."""
    return [(look(step), step.parent) for step in box.ancestry(levels)]


def _is_kept_prose(decisions: Sequence[Decision], survey: Survey, number: int) -> bool:
    return decisions[number].removed is None and survey.is_prose(number)


def _quoted_in(box: Box) -> Box | None:
    """The box that a quotation stands in, None for what is no quotation."""
    quotation = box.parent
    return quotation.parent if quotation is not None and quotation.tag == "blockquote" else None


def _could_be_text(survey: Survey, number: int) -> bool:
    if survey.is_prose(number):
        return True
    return survey.blocks[number].box.tag in _ITEMS and survey.is_plain(number)


def _is_flanked(decisions: Sequence[Decision], number: int) -> bool:
    """Whether the blocks directly before and after are kept and stand in the same box.

    One of them is marked up alike, unless the classifier all but keeps the block: a quotation that is set apart.
    """
    before, block, after = (decisions[place].block.box for place in (number - 1, number, number + 1))
    if decisions[number - 1].removed is not None or decisions[number + 1].removed is not None:
        return False
    if not (are_beside(before, block) and are_beside(block, after)):
        return False
    return block.tag in (before.tag, after.tag) or decisions[number].is_withheld(UNSURE)


def are_beside(box: Box, other: Box) -> bool:
    """Whether two boxes stand in one, or each alone in wrappers that look alike and stand in one."""
    outer, other_outer = box.parent, other.parent
    if outer is other_outer or outer is None or other_outer is None:
        return outer is other_outer
    return look(outer) == look(other_outer) and outer.parent is other_outer.parent


def without_rest(decisions: Sequence[Decision], survey: Survey) -> list[Decision]:
    """The decisions without blocks below readers' comments, unless the classifier is very sure of some prose there."""
    comments = (decision.removed is not None and decision.removed.rule in DISCUSSIONS for decision in decisions)
    start = next((number for number, is_comment in enumerate(comments) if is_comment), len(decisions))
    rest = range(start, len(decisions))
    sure = any(_is_kept_prose(decisions, survey, number) and decisions[number].verdict >= _VERY_SURE for number in rest)
    out = []
    for number, decision in enumerate(decisions):
        removed = decision.removed
        if number > start and removed is None and not (sure and decision.verdict >= _VERY_SURE):
            removed = RemovedBlock("below-discussion", "stands below the readers' comments", decision.block.text)
        out.append(decision if removed is decision.removed else replace(decision, removed=removed))
    return out


def without_loose_headings(decisions: Sequence[Decision], survey: Survey) -> list[Decision]:
    """The decisions without a short heading, or line over other stories, below the last paragraph of the story."""
    out = list(decisions)
    last = next((number for number in range(len(out) - 1, -1, -1) if out[number].removed is None), None)
    if last is None:
        return out
    loose = [last] if _is_label(out[last].block) or survey.kinds[last] == "related" else []
    if last and out[last - 1].removed is None and _is_label(out[last - 1].block) and _is_count(out[last].block):
        loose = [last - 1, last]
    for number in loose:
        removed = RemovedBlock("loose-heading", "heads nothing of the story", out[number].block.text)
        out[number] = replace(out[number], removed=removed)
    return out


def _is_count(block: Block) -> bool:
    """Whether a block is a number and nothing else, as the count beside a heading over comments is."""
    return not any(map(str.isalpha, block.text)) and block.box.tag not in _ITEMS


def without_gate(decisions: Sequence[Decision], survey: Survey) -> list[Decision]:
    """The decisions without a last line that says who may read on, in bold or over links in its box to where one may.

    Over a form to log in such lines are no story where they are all there is.
    """
    out = list(decisions)
    kept = [number for number, decision in enumerate(out) if decision.removed is None]
    if survey.workings.login_forms and all(is_gate(out[number].block.text) for number in kept):
        return without(out, lambda block: RemovedBlock(APPEAL.name, "says who may read on", block.text))
    if len(kept) < 2 or kept[-1] + 1 == len(out):
        return out
    gate, below = out[kept[-1]], out[kept[-1] + 1].block
    is_over_links = below.link_chars * 5 > len(below.text) * 4 and gate.block.box.parent in below.box.ancestry(2)
    is_bold = gate.block.bold_chars * 5 > len(gate.block.text) * 4
    if (is_over_links or is_bold) and is_gate(gate.block.text):
        removed = RemovedBlock(APPEAL.name, "says who may read on", gate.block.text)
        out[kept[-1]] = replace(gate, removed=removed)
    return out


def _is_label(block: Block) -> bool:
    return block.box.tag in HEADINGS and word_count(block.text) <= LONGEST_LABEL


def without(decisions: Sequence[Decision], removal: Callable[[Block], RemovedBlock | None]) -> list[Decision]:
    """The decisions, with kept blocks removed where ``removal`` says so."""
    return [
        replace(decision, removed=removed)
        if decision.removed is None and (removed := removal(decision.block)) is not None
        else decision
        for decision in decisions
    ]
