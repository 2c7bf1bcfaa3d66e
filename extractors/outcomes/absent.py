"""Rules on pages that say there is nothing at their address, though their server calls them found."""

from __future__ import annotations

import re

from extractors.article import Outcome
from extractors.outcomes.case import Case, Ruling
from extractors.outcomes.missing import says_missing
from extractors.page.blocks import Block
from extractors.page.printed import squash
from extractors.phrases import chrome_kind

# A number alone says nothing: "Flight 404 lands in Oslo", "404 homes flooded", "Missing climber not found".
_MISSING = re.compile(
    r"\berror[-_ ]?404\b|^\W*(?:(?:oops|sorry|http|status)\W+)*404(?=\W*$|\W*(?:error|not|page|file)\b|\s*[-–—:|!.,])"
    r"|^(?:\w+\W+)?(?:page|file|article|post|content|url|site|story)?\W*(?:was\W+)?not[-_ ]found\W*$",
    re.IGNORECASE,
)
# What WordPress.com says of a blog that is deleted, suspended or was never there.
_NO_SITE = re.compile(r"[\w-]+(?:\.[\w-]+)+ (?:is no longer available|does ?n[o’']t exist)\b")
_MISSING_BOXES = frozenset({"error-404", "error404", "not-found", "no-results"})
"""Classes of the box in which themes say that there is nothing."""
_MISSING_WORDS = 90
_MISSING_LINES = 30  # words of a page that says in its text, not in its heading, that there is nothing


def rule_on_absence(case: Case) -> Ruling | None:
    """The ruling on a page that says so by its body, in a heading, in its text or by a box; None for others."""
    if "error404" in case.body_names:
        return Outcome.SOFT_404, "the page's body has the class error404"
    if case.words > _MISSING_WORDS or case.tells_story:
        return None
    for line in case.headings:
        if _is_beside_story(case, line):
            continue
        if chrome_kind(line) == "not-found" or (len(line) < 60 and _MISSING.search(line)) or _NO_SITE.match(line):
            return Outcome.SOFT_404, f"headed {line[:60]!r}"
    if not case.declares_story and (found := _told(case)):
        return found
    if case.words <= _MISSING_LINES and case.paragraphs and all(map(says_missing, case.paragraphs)):
        return Outcome.SOFT_404, f"a story of which all that is left is {case.paragraphs[0][:60]!r}"
    named = [] if case.declares_type else [_missing_box(one.block) for one in case.decisions if one.removed is None]
    return (
        (Outcome.SOFT_404, f"what text there is stands in a box named {named[0]!r}") if all(named) and named else None
    )


def _told(case: Case) -> Ruling | None:
    """The ruling on a page that calls itself missing, where no box holds a story, or says little else."""
    title = next(filter(says_missing, case.titles), None)
    if title and not case.prepared.survey.story:
        return Outcome.SOFT_404, f"headed {title[:60]!r}"
    is_untitled = case.page_words <= _MISSING_LINES and case.prepared.headline < 0
    if is_untitled and any(map(_is_status, case.prepared.everything)):
        return Outcome.SOFT_404, "a short page without a headline that says 404"
    line = next(filter(_says_nothing, case.paragraphs), None) if case.words <= _MISSING_LINES else None
    return (Outcome.SOFT_404, f"a short page that says {line[:60]!r}") if line else None


def _is_status(block: Block) -> bool:
    """Whether a block is but the number 404: a page that jests below it says nothing else of what is wrong."""
    return block.text.strip(" !.…") == "404" and not block.link_chars


def _says_nothing(line: str) -> bool:
    return says_missing(line) or chrome_kind(line) == "not-found"


def _is_beside_story(case: Case, line: str) -> bool:
    """Whether a heading is not that of the page's story, which has a box, author or day, and text: a search's, say."""
    headline = case.metadata.headline
    if not (case.words and case.prepared.survey.story and case.declares_story and headline):
        return False
    return squash(line) != squash(headline) and squash(line) not in squash(case.prepared.said.title)


def _missing_box(block: Block) -> str | None:
    """The name of the box around a block in which a theme says that there is nothing."""
    names = (name for box in block.box.ancestry() for name in box.attributes.get("class", "").split())
    return next((name for name in names if name in _MISSING_BOXES), None)
