"""Chooses a story's blocks: every block of the page is kept or removed, and every removal has its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from extractors.article import RemovedBlock
from extractors.chrome.containers import SECOND_COPY
from extractors.chrome.copies import echoes
from extractors.classifier import verdicts
from extractors.decision import SURE, Decision
from extractors.metadata import Metadata
from extractors.page.blocks import Block
from extractors.page.survey import Survey
from extractors.prepare import Prepared
from extractors.site.memory import NO_MEMORY, SiteMemory, without_remembered
from extractors.story.bareparts import with_bare_parts
from extractors.story.beside import without_surroundings
from extractors.story.channels import without_channels
from extractors.story.counts import without_counts
from extractors.story.credits import SITE_NAME, Credits, read_credits
from extractors.story.filedunder import without_filing
from extractors.story.imprints import without_imprint
from extractors.story.insets import without_insets
from extractors.story.kickers import without_kickers, without_path
from extractors.story.lead import with_lead, with_untitled
from extractors.story.notices import without_notices, without_offers
from extractors.story.outside import without_fields_above, without_navigation, without_outside
from extractors.story.ownrun import with_own_run
from extractors.story.polls import without_polls
from extractors.story.second_opinion import weighed
from extractors.story.shape import (
    with_attributions,
    with_headings,
    with_siblings,
    without,
    without_gaps,
    without_gate,
    without_loose_headings,
    without_rest,
)
from extractors.story.shortpost import with_short_post
from extractors.story.standfirst import with_dek, with_description, with_standfirst
from extractors.story.strays import without_strays
from extractors.story.teasers import without_carousels, without_teasers
from extractors.story.threads import with_first_post
from extractors.story.typed import with_typed
from extractors.story.wholes import (
    with_boxed_headings,
    with_notes,
    with_toggles,
    with_whole_lists,
    with_whole_tables,
    with_whole_texts,
)

_PARAGRAPH = 80  # characters from which a block is text of the story, below which it may still be a line above it


def choose(prepared: Prepared, metadata: Metadata, memory: SiteMemory = NO_MEMORY) -> list[Decision]:
    """A decision for each block of the page, in reading order; ``memory`` is what the site's other pages taught."""
    judged = _judged(prepared) if prepared.blocks else {}
    decisions = [_first_decision(block, prepared, judged.get(block, 0.0)) for block in prepared.everything]
    decisions = without_kickers(without_remembered(decisions, prepared.survey, memory), prepared.survey)
    decisions = without_filing(without_path(decisions, prepared.survey))
    decisions = without_imprint(decisions, prepared.survey, (metadata.canonical_url, prepared.address))
    credits = read_credits(metadata)
    if not metadata.dek:
        decisions = with_description(decisions, prepared.survey, prepared.said.description)
    decisions = without_navigation(without_fields_above(decisions, prepared.survey), prepared.survey)
    decisions = without_outside(decisions, prepared.survey)
    decisions = without_surroundings(decisions, prepared.survey, metadata, credits.field_of)
    decisions = with_short_post(decisions, prepared.survey, credits.field_of)
    decisions = with_typed(decisions, prepared.survey, credits.field_of)
    decisions = with_own_run(decisions, prepared.survey, credits.field_of)
    decisions = with_lead(without_rest(decisions, prepared.survey), prepared.survey, credits.field_of)
    decisions = with_whole_lists(with_whole_tables(decisions), prepared.survey)
    decisions = with_siblings(without_gaps(decisions, prepared.survey), prepared.survey)
    decisions = with_notes(with_whole_texts(decisions, prepared.survey), prepared.survey)
    decisions = with_bare_parts(with_headings(decisions, prepared.survey), prepared.survey)
    decisions = with_boxed_headings(decisions, prepared.survey)
    decisions = with_first_post(with_toggles(decisions, prepared.survey), prepared.survey)
    decisions = without_counts(_without_fields(decisions, prepared.survey, credits), credits)
    decisions = without_remembered(decisions, prepared.survey, memory)
    decisions = with_untitled(decisions, prepared.survey, credits.field_of)
    decisions = without_teasers(without_carousels(_without_echoes(decisions)), prepared.survey)
    decisions = without_polls(without_insets(decisions, prepared.survey), prepared.survey)
    decisions = without_strays(decisions, prepared.survey)
    decisions = without_offers(without_gate(decisions, prepared.survey), prepared.survey)
    decisions = without_channels(without_notices(decisions, prepared.survey, metadata.byline))
    decisions = with_attributions(without_loose_headings(decisions, prepared.survey))
    decisions = decisions if metadata.dek else with_standfirst(decisions)
    kept = prepared.site.kept
    return [_as_ruled(decision, kept) for decision in decisions] if kept else list(decisions)


def _as_ruled(decision: Decision, kept: Mapping[Block, str]) -> Decision:
    """The decision, but for a block that the site's rules keep whatever the page looks like."""
    reason = kept.get(decision.block)
    return decision if reason is None else Decision(decision.block, 1.0, None, reason)


def story_text(decisions: Sequence[Decision]) -> str:
    """The kept blocks as paragraphs separated by blank lines."""
    return "\n\n".join(decision.block.text for decision in line_by_line(decisions) if decision.removed is None)


def line_by_line(decisions: Sequence[Decision]) -> list[Decision]:
    """The decisions, with one for each line of a menu that is kept; no longer one for each block of the survey."""
    out: list[Decision] = []
    for decision in decisions:
        if decision.removed is None and decision.block.items:
            out += [replace(decision, block=line) for line in decision.block.items]
        else:
            out.append(decision)
    return out


def _judged(prepared: Prepared) -> dict[Block, float]:
    """The verdict on each block that no rule settles."""
    blocks, boxes = prepared.blocks, prepared.boxes
    found = weighed(blocks, verdicts(blocks, boxes, prepared.said, prepared.headline), boxes)
    return dict(zip(blocks, found.tolist(), strict=True))


def _first_decision(block: Block, prepared: Prepared, verdict: float) -> Decision:
    if block in prepared.site.kept:
        return _as_ruled(Decision(block, verdict, None), prepared.site.kept)
    rule = prepared.ruled.get(block)
    if rule is not None:
        return Decision(block, 0.0, RemovedBlock(rule.name, rule.reason, block.text))
    if block in prepared.site.in_body:
        return Decision(block, 1.0, None, "site rule: inside the body")
    if verdict >= SURE:
        return Decision(block, verdict, None, f"model {verdict:.2f}")
    reason = f"not part of the story: model {verdict:.2f}"
    return Decision(block, verdict, RemovedBlock("model", reason, block.text))


def _without_echoes(decisions: Sequence[Decision]) -> list[Decision]:
    found = echoes([decision.block for decision in decisions if decision.removed is None])
    return without(decisions, lambda block: _second_copy(block) if block in found else None)


def _second_copy(block: Block) -> RemovedBlock:
    return RemovedBlock(SECOND_COPY.name, SECOND_COPY.reason, block.text)


def _without_fields(decisions: Sequence[Decision], survey: Survey, credits: Credits) -> list[Decision]:
    """The decisions without what the article holds as a field of its own: headline, byline, a dek that is no text.

    The site's name is one above the story only.
    """
    out = list(decisions)
    field: str | None = None
    begun = False
    for number, decision in enumerate(decisions):
        text = decision.block.text
        field = credits.field_of(decision.block, field)
        if decision.removed is not None:
            continue
        if field == "dek":
            out = with_dek(out, survey, number)
        elif field is not None and not (begun and field == SITE_NAME):
            out[number] = replace(decision, removed=RemovedBlock(field, f"the {field}, kept as its own field", text))
        elif len(text) > _PARAGRAPH:
            break
        else:
            begun = True
    return out
