"""extract(html, url) -> Article: the one entry point; it reads like the recipe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.article import Article, Outcome, RemovedBlock, paragraphs_of
from extractors.collector import collector_at_rest
from extractors.decision import Decision
from extractors.metadata import Metadata, read_metadata
from extractors.metadata.dateline import split_dateline
from extractors.metadata.language import language_of_story
from extractors.outcomes.deciding import rule_on
from extractors.page.blocks import Box
from extractors.page.pagedata import show_data
from extractors.page.parsing import Page, parse
from extractors.page.unscripted import SILENT, show_unscripted
from extractors.prepare import prepare
from extractors.site.memory import NO_MEMORY, SiteMemory
from extractors.site.rules import NO_RULES, SiteRules
from extractors.site.sketch import Sketch, sketch
from extractors.story.body import choose, line_by_line, story_text
from extractors.story.picture import story_picture
from extractors.story.unseen import unseen_story

_WITH_TEXT = (Outcome.ARTICLE, Outcome.PAYWALLED)
_OF_A_STORY = (*_WITH_TEXT, Outcome.MEDIA)


@collector_at_rest()  # until all is freed of which ``read`` told, but for the article
def extract(html: bytes | str, url: str | None = None) -> Article:
    """The clean article of a page; never raises, what is no article says so in its ``outcome``."""
    return read(html, url).article


@dataclass(frozen=True, slots=True)
class Reading:
    """An article with the decision about each block of its page, in reading order.

    ``judged`` are the decisions before the page was found to be a story or none.
    """

    article: Article
    decisions: tuple[Decision, ...]
    judged: tuple[Decision, ...]
    boxes: Sequence[Box]

    @property
    def sketch(self) -> Sketch:
        """The page's sketch, made when it is asked for: only a site's memory needs it."""
        return sketch(self.judged, self.boxes)


def read(
    html: bytes | str, url: str | None = None, rules: SiteRules | None = None, memory: SiteMemory = NO_MEMORY
) -> Reading:
    """The article of a page and how it came about.

    ``rules`` is what somebody knows about the page's site, ``memory`` what its other pages have taught.
    """
    with collector_at_rest():
        page = parse(html, url)
        reading = _read(page, rules or NO_RULES, memory)
        if reading.article.outcome in SILENT and show_unscripted(page):
            unscripted = _read(page, rules or NO_RULES, memory)
            return unscripted if unscripted.article.outcome in _WITH_TEXT else reading
        if reading.article.outcome in SILENT and show_data(page, reading.article.headline):
            drawn = _read(page, rules or NO_RULES, memory)
            told = replace(drawn.article, sources={**drawn.article.sources, "text": "page data"})
            return replace(drawn, article=told) if told.outcome in _WITH_TEXT else reading
        return reading


def _read(page: Page, rules: SiteRules, memory: SiteMemory) -> Reading:
    metadata = read_metadata(page)
    prepared = prepare(page, rules)
    decisions = judged = choose(prepared, metadata, memory)
    text = story_text(decisions)
    outcome, evidence = rule_on(page, prepared, metadata, decisions, text)
    if outcome is Outcome.MEDIA and prepared.site.kept:
        outcome, evidence = Outcome.ARTICLE, "text that was put back by hand"
    unseen = unseen_story(page, prepared, outcome)
    if unseen:
        outcome, evidence = Outcome.ARTICLE, "the page shows no text: it is that of its JSON-LD"
    if outcome not in _WITH_TEXT or unseen:
        decisions = [_refused(decision, outcome) for decision in decisions]
        text = unseen
    if prepared.site.missed:
        evidence += f"; nothing on the page matches the site's body {prepared.site.missed}"
    decisions = line_by_line(decisions)
    dek = next((decision.block.text for decision in judged if decision.is_dek), None)
    article = _article(metadata, dek, text, _removed(decisions, page), outcome, evidence)
    if unseen:
        article = replace(article, sources={**article.sources, "text": "json-ld"})
    elif outcome in _OF_A_STORY and not article.image_url and (picture := story_picture(prepared, judged)):
        article = replace(article, image_url=picture, sources={**article.sources, "image_url": "first picture"})
    return Reading(article, tuple(decisions), tuple(judged), prepared.boxes)


def _refused(decision: Decision, outcome: Outcome) -> Decision:
    """A block of a page that is no story, or shows none: nothing of it is text."""
    if decision.removed is not None:
        return decision
    why = "the page shows no story" if outcome in _WITH_TEXT else f"the page is no story: {outcome}"
    removed = RemovedBlock("outcome", why, decision.block.text)
    return Decision(decision.block, decision.verdict, removed)


def _removed(decisions: Sequence[Decision], page: Page) -> tuple[RemovedBlock, ...]:
    removed, above = list[RemovedBlock](), 0
    for decision in decisions:
        if decision.removed is None:
            above += len(paragraphs_of(decision.block.text))
        else:
            block = decision.removed
            removed.append(RemovedBlock(block.rule, block.reason, block.text, above))
    return (*removed, *(RemovedBlock("size", reason, "", above) for reason in page.cuts))


def _article(
    metadata: Metadata,
    dek: str | None,
    text: str,
    removed: tuple[RemovedBlock, ...],
    outcome: Outcome,
    evidence: str,
) -> Article:
    dateline = split_dateline(text.partition("\n\n")[0]) if text else None
    sources = dict(metadata.sources)
    if dateline:
        sources["dateline"] = "first paragraph"
    language = language_of_story(metadata.language, text)
    if language:
        sources["language"] = language.source
    if dek and not metadata.dek:
        sources["dek"] = "heading that opens the story"
    return Article(
        headline=metadata.headline,
        dek=metadata.dek or dek,
        byline=metadata.byline,
        dateline=dateline[0] if dateline else None,
        published_at=metadata.published_at,
        modified_at=metadata.modified_at,
        text=text,
        categories=metadata.categories,
        tags=metadata.tags,
        language=language.value if language else metadata.language,
        site_name=metadata.site_name,
        canonical_url=metadata.canonical_url,
        image_url=metadata.image_url,
        outcome=outcome,
        evidence=evidence,
        removed=removed,
        sources=sources,
    )
