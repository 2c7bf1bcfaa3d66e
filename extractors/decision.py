"""What became of a block: kept or removed, with the verdict and the reason."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extractors.article import RemovedBlock
from extractors.page.blocks import Block

DOUBT = 0.2
"""The verdict below which the shape of a story saves no block."""

SURE = 0.5
"""The verdict from which a block is kept."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A block with what became of it; ``removed`` is None for a block of the story, ``kept_for`` says why it is one.

    ``is_dek`` marks the story's dek, whether it is text as well or not.
    """

    block: Block
    verdict: float
    removed: RemovedBlock | None
    kept_for: str = ""
    is_dek: bool = False

    @property
    def in_doubt(self) -> bool:
        """Whether only the classifier spoke against the block, and not with conviction."""
        return self.is_withheld(DOUBT)

    def is_withheld(self, least: float) -> bool:
        """Whether only the classifier spoke against the block, with a verdict of ``least`` or more."""
        return self.removed is not None and self.removed.rule == "model" and self.verdict >= least


def saved(decision: Decision, kept_for: str) -> Decision:
    """The decision, with the block kept after all and the reason for it."""
    return replace(decision, removed=None, kept_for=f"{kept_for}, model {decision.verdict:.2f}")
