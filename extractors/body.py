"""Chooses a story's blocks: every block of the page is kept or removed, and every removal has its reason.

The only module that knows trafilatura: it is asked for a second opinion where the classifier is in doubt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from extractors.article import RemovedBlock
from extractors.blocks import Block
from extractors.classifier import verdicts
from extractors.classifier.said import squash
from extractors.metadata import Metadata
from extractors.prepare import Prepared

SURE = 0.5
"""The verdict from which a block is kept."""

_COPY_WORDS = 6
"""Words from which a block that says the same again is a second copy; shorter ones are refrains and answers."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A block with what became of it; ``removed`` is None for a block of the story."""

    block: Block
    verdict: float
    removed: RemovedBlock | None


def choose(prepared: Prepared, metadata: Metadata) -> list[Decision]:
    """A decision for each block of the page, in reading order."""
    judged = {}
    if prepared.blocks:
        found = verdicts(prepared.blocks, prepared.boxes, prepared.said)
        judged = dict(zip(prepared.blocks, found.tolist(), strict=True))
    decisions = [_first_decision(block, prepared, judged.get(block, 0.0)) for block in prepared.everything]
    return _without_fields(_without_copies(decisions), metadata)


def story_text(decisions: Sequence[Decision]) -> str:
    """The kept blocks as paragraphs separated by blank lines."""
    return "\n\n".join(decision.block.text for decision in decisions if decision.removed is None)


def _first_decision(block: Block, prepared: Prepared, verdict: float) -> Decision:
    rule = prepared.ruled.get(block.box)
    if rule is not None:
        return Decision(block, 0.0, RemovedBlock(rule.name, rule.reason, block.text))
    if verdict >= SURE:
        return Decision(block, verdict, None)
    reason = f"not part of the story: model {verdict:.2f}"
    return Decision(block, verdict, RemovedBlock("model", reason, block.text))


def _without(decisions: Sequence[Decision], removal: Callable[[Block], RemovedBlock | None]) -> list[Decision]:
    """The decisions, with kept blocks removed where ``removal`` says so."""
    out = []
    for decision in decisions:
        removed = removal(decision.block) if decision.removed is None else decision.removed
        out.append(Decision(decision.block, decision.verdict, removed))
    return out


def _without_copies(decisions: Sequence[Decision]) -> list[Decision]:
    kept = [squash(decision.block.text) for decision in decisions if decision.removed is None]
    whole = "\n".join(kept)
    seen: set[str] = set()

    def removal(block: Block) -> RemovedBlock | None:
        text = squash(block.text)
        if len(text.split()) < _COPY_WORDS and len(text) < 60:
            return None
        quoted = block.box.tag in ("blockquote", "aside", "figure") or any(
            box.tag in ("blockquote", "aside", "figure") for box in block.box.ancestry()[:3]
        )
        if text in seen or (quoted and whole.count(text) > 1):
            return RemovedBlock("second-copy", "says again what the story says", block.text)
        seen.add(text)
        return None

    return _without(decisions, removal)


def _without_fields(decisions: Sequence[Decision], metadata: Metadata) -> list[Decision]:
    """The decisions without what the article holds as a field of its own: headline, dek, byline."""
    fields = dict(_field_texts(metadata))
    started = False

    def removal(block: Block) -> RemovedBlock | None:
        nonlocal started
        name = fields.get(squash(block.text))
        if name is not None and not started:
            return RemovedBlock(name, f"the {name}, kept as its own field", block.text)
        started = started or len(block.text) > 80
        return None

    return _without(decisions, removal)


def _field_texts(metadata: Metadata) -> Iterator[tuple[str, str]]:
    if metadata.headline:
        yield squash(metadata.headline), "headline"
    if metadata.dek:
        yield squash(metadata.dek), "dek"
    for name in metadata.byline:
        yield squash(name), "byline"
        for by in ("by", "von", "por", "par", "di", "door", "av", "przez", "от", "od"):
            yield f"{by} {squash(name)}", "byline"
