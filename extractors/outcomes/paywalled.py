"""Rules on pages that show the beginning of a story and keep the rest for those who pay or sign in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.article import Outcome
from extractors.chrome.containers import APPEAL
from extractors.chrome.gates import is_gate
from extractors.decision import Decision
from extractors.outcomes.case import Case, Ruling

_SAYS_ACCESS = ("isAccessibleForFree", "isaccessibleforfree")  # one of them: it spares nearly all pages the expression
_LOCKED = re.compile(r'"isAccessibleForFree"\s*:\s*"?false"?', re.IGNORECASE)
_FREE = re.compile(r'"isAccessibleForFree"\s*:\s*"?true"?', re.IGNORECASE)
_GATE = re.compile(
    r"paywall|subscriber-only|subscribers?-gate|premium-gate|piano-|tp-container|pmpro_content_message|memberful"
    r"|regwall|restricted-content|members?-only|meteredContent|rcp_restricted|gh-post-upgrade-cta|content-gate|plus-wall",
    re.IGNORECASE,
)
_GATED_WORDS = 400
_LOCKED_WORDS = 120  # that are a teaser where the page says that it is locked
_TEASER_WORDS = 150  # that stand above a line about paying
_GATE_REACH = 6  # blocks below the story in which that line stands
_GATE_RULES = frozenset({"model", "beside", APPEAL.name})  # a form to subscribe says the same under any post


def rule_on_paywall(case: Case) -> Ruling | None:
    """Whether a short text stands over a gate; a declaration alone is none, as many sites make it and show all."""
    if case.words > _GATED_WORDS:
        return None
    said = any(map(case.page.html.__contains__, _SAYS_ACCESS))
    locked = said and _LOCKED.search(case.page.html) is not None
    if locked and case.words <= _LOCKED_WORDS:
        return Outcome.PAYWALLED, "declared as not accessible for free, and short"
    if locked or case.words <= _TEASER_WORDS:
        free = said and not locked and _FREE.search(case.page.html) is not None
        return next((found for one in _below_story(case) if (found := _gate(one, named=not free))), None)
    return None


def _below_story(case: Case) -> Sequence[Decision]:
    """The blocks right below the text that was found, all of the page where none was."""
    kept = [number for number, decision in enumerate(case.decisions) if decision.removed is None]
    return case.decisions[kept[-1] + 1 : kept[-1] + 1 + _GATE_REACH] if kept else case.decisions


def _gate(decision: Decision, *, named: bool) -> Ruling | None:
    """Whether a block says who may read on, or stands in a box ``named`` so, which counts where all is not free."""
    removed = decision.removed
    if removed is not None and removed.rule in _GATE_RULES and is_gate(removed.text):
        return Outcome.PAYWALLED, f"a short story over {removed.text[:60]!r}"
    for box in decision.block.box.ancestry(3) if named else ():
        names = f"{box.attributes.get('class') or ''} {box.attributes.get('id') or ''}"
        if found := _GATE.search(names):
            return Outcome.PAYWALLED, f"a short story over a box named {found[0]!r}"
    return None
