"""Decides what a page turned out to be, with the evidence in a phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from extractors.article import Outcome
from extractors.chrome.consent import asks_to_agree
from extractors.chrome.containers import APPEAL
from extractors.chrome.gates import is_gate
from extractors.decision import Decision
from extractors.metadata import Metadata
from extractors.outcomes.entries import lists_entries
from extractors.outcomes.guards import CHALLENGE_MARKUP, guard_markup
from extractors.outcomes.listing import is_teasers, listing_evidence, words_kept
from extractors.outcomes.missing import says_missing
from extractors.outcomes.outages import outage_notice, own_words
from extractors.page.addresses import parts_of
from extractors.page.blocks import Block, word_count
from extractors.page.parsing import Page
from extractors.page.pictures import is_furniture
from extractors.page.printed import squash
from extractors.phrases import chrome_kind
from extractors.prepare import Prepared

Ruling = tuple[Outcome, str]

_CHALLENGE_PATH = re.compile(
    r"/(?:(?:cookie|gdpr|privacy|ad)[-_]?)?(?:consent|wall|gate|captcha)(?:[/.]|$)"
    r"|/(?:wp-login\.php|log-?in|sign-?in|gdpr)/?$",
    re.IGNORECASE,
)
"""Where sites send those who have not agreed, or are not known: whatever page was asked for, this one answers."""
_CAPTCHA = re.compile(r"g-recaptcha|recaptcha/(?:api|enterprise)|h-?captcha|cf-turnstile|turnstile/v0", re.IGNORECASE)
_CAPTCHA_WORDS = 60  # of a page on which a captcha is all there is: comment forms have one, too
_CHALLENGE_WORDS = 120
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
_OUTAGE_WORDS = 160
_DECLARED_OUTAGE_WORDS = 25  # plugins keep a post's metadata above their notice; a post about an outage says more
_NO_MORE_WORDS = 40  # below a heading that may be a story's, by its words
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
_GATE_RULES = frozenset({"model", APPEAL.name})  # a form to subscribe says the same under any post
_ATTACHMENT = "attachmentid-"
"""WordPress gives each picture a page: how a class of its body begins."""
_STORY_BODY = frozenset("single single-post page postid".split())
_STORY_TYPE = re.compile(r'"@type"\s*:\s*\[?"(?:\w*Article|BlogPosting|LiveBlogPosting|Report)"')
_POSTS = '"blogPost":'  # the posts that the front page of a blog lists
_STORY_CARD = 'property="og:type" content="article"'
_SHORT = 80
_SHOWN = dict.fromkeys(("img", "picture", "amp-img"), "a picture") | {
    "video": "a video",
    "audio": "a recording",
    "iframe": "a frame",
    "object": "an object",
    "embed": "an object",
}
"""The elements that show something beside text, in words."""


@dataclass(frozen=True)
class _Case:
    """What the rulings look at."""

    page: Page
    prepared: Prepared
    metadata: Metadata
    decisions: Sequence[Decision]
    text: str
    words: int
    page_words: int
    body_names: frozenset[str]

    @cached_property
    def declares_type(self) -> bool:
        """Whether the page says that it is one story; told once, by a look through all of its markup."""
        html = self.page.html
        stated = '"@type"' in html and _POSTS not in html and _STORY_TYPE.search(html) is not None
        return stated or _STORY_CARD in html


def rule_on(page: Page, prepared: Prepared, metadata: Metadata, decisions: Sequence[Decision], text: str) -> Ruling:
    """The page's outcome and the evidence for it; ``text`` is the story that was found."""
    body = page.tree.find("body")
    names = frozenset((body.get("class") or "").split()) if body is not None else frozenset()
    case = _Case(
        page=page,
        prepared=prepared,
        metadata=metadata,
        decisions=decisions,
        text=text,
        words=word_count(text) if text else 0,
        page_words=sum(block.words for block in prepared.everything),
        body_names=names,
    )
    for ruling in (_challenge, _unavailable, _missing, _listing, _locked, _paywalled, _story, _media):
        if found := ruling(case):
            return found
    return Outcome.EMPTY, "no text of its own"


def _challenge(case: _Case) -> Ruling | None:
    if case.page_words > _CHALLENGE_WORDS:
        return None
    found = CHALLENGE_MARKUP.search(case.page.html)
    if found is None and not _declares_story(case) and not case.prepared.survey.story:
        found = guard_markup(case.page)
    if found is None and case.page_words <= _CAPTCHA_WORDS and not case.prepared.survey.workings.comment_forms:
        found = None if _declares_story(case) else _CAPTCHA.search(case.page.html)
    if found is not None:
        return Outcome.CHALLENGE, f"a short page with {found[0]!r} in its markup"
    path = parts_of(case.page.url).path
    if not _declares_story(case) and _CHALLENGE_PATH.search(path):
        return Outcome.CHALLENGE, f"a short page at {path[:60]!r}"
    heading = None if _declares_story(case) else next(filter(_is_check, _headings(case)), None) or _wall(case)
    return (Outcome.CHALLENGE, f"a short page headed {heading[:60]!r}") if heading else None


def _wall(case: _Case) -> str | None:
    """The heading of a page on which there is nothing to do but to agree to cookies or tracking."""
    buttons = (block.text for block in case.prepared.everything if block.box.tag == "button" or block.is_link)
    return asks_to_agree(_headings(case), buttons)


def _is_check(heading: str) -> bool:
    """Whether a heading is that of a page which lets nobody, or no robot, pass."""
    return chrome_kind(heading) == "challenge"


def _unavailable(case: _Case) -> Ruling | None:
    # An undated post has its box, too: "Bad Gateway" may be what a writer calls it.
    declared = _declares_story(case) or bool(case.prepared.survey.story)
    if case.page_words > (_DECLARED_OUTAGE_WORDS if declared else _OUTAGE_WORDS):
        return None
    heading = None if declared else outage_notice(_headings(case), alone=case.words <= _NO_MORE_WORDS)
    if heading:
        return Outcome.UNAVAILABLE, f"headed {heading[:60]!r}"
    said = own_words(block.text for block in case.prepared.everything)
    return (Outcome.UNAVAILABLE, f"a short page that says {said[:60]!r}") if said else None


def _missing(case: _Case) -> Ruling | None:
    if "error404" in case.body_names:
        return Outcome.SOFT_404, "the page's body has the class error404"
    if case.words > _MISSING_WORDS:
        return None
    for line in _headings(case):
        if _is_beside_story(case, line):
            continue
        if chrome_kind(line) == "not-found" or (len(line) < 60 and _MISSING.search(line)) or _NO_SITE.match(line):
            return Outcome.SOFT_404, f"headed {line[:60]!r}"
    line = "" if _declares_story(case) or case.prepared.survey.story else next(filter(says_missing, _titles(case)), "")
    if line:
        return Outcome.SOFT_404, f"headed {line[:60]!r}"
    named = [] if case.declares_type else [_missing_box(one.block) for one in case.decisions if one.removed is None]
    return (
        (Outcome.SOFT_404, f"what text there is stands in a box named {named[0]!r}") if all(named) and named else None
    )


def _is_beside_story(case: _Case, line: str) -> bool:
    """Whether a heading is not that of the page's story, which has a box, author or day, and text: a search's, say."""
    headline = case.metadata.headline
    if not (case.words and case.prepared.survey.story and _declares_story(case) and headline):
        return False
    return squash(line) != squash(headline) and squash(line) not in squash(case.prepared.said.title)


def _missing_box(block: Block) -> str | None:
    """The name of the box around a block in which a theme says that there is nothing."""
    names = (name for box in block.box.ancestry() for name in box.attributes.get("class", "").split())
    return next((name for name in names if name in _MISSING_BOXES), None)


def _locked(case: _Case) -> Ruling | None:
    """WordPress marks a post that is kept behind a password, whose page shows a form and a line by the theme."""
    if case.words > _SHORT or not case.body_names & _STORY_BODY:
        return None
    marks = ("post-password-required", "post-password-form")
    locked = all(re.search(rf"class=[\"'][^\"'>]*\b{mark}\b", case.page.html) for mark in marks)
    return (Outcome.EMPTY, "kept behind a password") if locked else None


def _headings(case: _Case) -> list[str]:
    lines = [block.text for block in case.prepared.everything if block.box.tag in ("h1", "h2")][:3]
    title = case.prepared.said.title
    return lines + [part.strip() for part in re.split(r"\s[|–—-]\s", title)[:2]]


def _titles(case: _Case) -> list[str]:
    """What the page calls itself: its first heading, where that leads nowhere, and its title."""
    first = next((block for block in case.prepared.everything if block.box.tag in ("h1", "h2")), None)
    return [*([first.text] if first and not first.is_link else []), case.prepared.said.title]


def _listing(case: _Case) -> Ruling | None:
    if case.body_names & _STORY_BODY:
        return None
    kept = words_kept(case.decisions)
    if evidence := lists_entries(case.prepared, kept, declared=case.declares_type):
        return Outcome.LISTING, evidence
    if case.declares_type:
        return None
    if is_teasers(case.prepared, case.decisions) and not case.prepared.survey.story:
        return Outcome.LISTING, "what text there is stands in cards with linked headlines"
    # Dates and bylines without words or headline may be those of the stories that it lists.
    declared = _declares_story(case) and bool(case.words or _has_own_headline(case))
    has_story = declared or _has_story(case)
    evidence = listing_evidence(case.page, case.prepared, case.body_names, case.words, has_story=has_story)
    return (Outcome.LISTING, evidence) if evidence else None


def _declares_story(case: _Case) -> bool:
    """Whether the page says that it is one story, or shows the date or byline of one."""
    metadata = case.metadata
    dated = metadata.published_at and metadata.sources.get("published_at") != "url"
    return bool(dated or metadata.byline) or case.declares_type


def _has_story(case: _Case) -> bool:
    """Whether a headline that is no link stands over more than a few words."""
    return case.words >= _SHORT and _has_own_headline(case)


def _has_own_headline(case: _Case) -> bool:
    """Whether the page shows a headline that leads nowhere else."""
    if case.prepared.headline < 0:
        return False
    headline = case.prepared.blocks[case.prepared.headline]
    return headline.link_chars * 2 < len(headline.text)


def _paywalled(case: _Case) -> Ruling | None:
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


def _below_story(case: _Case) -> Sequence[Decision]:
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


def _story(case: _Case) -> Ruling | None:
    return (Outcome.ARTICLE, f"{case.words} words of its own") if case.words else None


def _media(case: _Case) -> Ruling | None:
    if case.prepared.headline < 0 and not _declares_story(case):
        return None
    if any(name.startswith(_ATTACHMENT) for name in case.body_names):
        return None
    for element in case.page.tree.iter(*_SHOWN):
        if not is_furniture(element):
            return Outcome.MEDIA, f"a headline and {_SHOWN[str(element.tag)]}, no text of its own"
    return None
