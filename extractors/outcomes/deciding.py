"""Decides what a page turned out to be, with the evidence in a phrase."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.article import Outcome
from extractors.chrome.consent import asks_to_agree
from extractors.decision import Decision
from extractors.metadata import Metadata
from extractors.outcomes.absent import rule_on_absence
from extractors.outcomes.case import Case, Ruling
from extractors.outcomes.entries import lists_entries
from extractors.outcomes.guards import CHALLENGE_MARKUP, guard_markup
from extractors.outcomes.listing import is_teasers, listing_evidence, words_kept
from extractors.outcomes.outages import outage_notice, own_words
from extractors.outcomes.paywalled import rule_on_paywall
from extractors.outcomes.posts import shows_posts
from extractors.page.addresses import parts_of
from extractors.page.blocks import word_count
from extractors.page.elements import leads_home
from extractors.page.parsing import Page
from extractors.page.pictures import outside
from extractors.page.printed import squash
from extractors.phrases import chrome_kind
from extractors.prepare import Prepared

_CHALLENGE_PATH = re.compile(
    r"/(?:(?:cookie|gdpr|privacy|ad)[-_]?)?(?:consent|wall|gate|captcha)(?:[/.]|$)"
    r"|/(?:wp-login\.php|log-?in|sign-?in|gdpr)/?$",
    re.IGNORECASE,
)
"""Where sites send those who have not agreed, or are not known: whatever page was asked for, this one answers."""
_CAPTCHA = re.compile(r"g-recaptcha|recaptcha/(?:api|enterprise)|h-?captcha|cf-turnstile|turnstile/v0", re.IGNORECASE)
_CAPTCHA_WORDS = 60  # of a page on which a captcha is all there is: comment forms have one, too
_CHALLENGE_WORDS = 120
_OUTAGE_WORDS = 160
_DECLARED_OUTAGE_WORDS = 25  # plugins keep a post's metadata above their notice; a post about an outage says more
_NO_MORE_WORDS = 40  # below a heading that may be a story's, by its words
_ATTACHMENT = "attachmentid-"
"""WordPress gives each picture a page: how a class of its body begins."""
_STORY_BODY = frozenset("single single-post page postid".split())
_SHORT = 80
_MOST_TEASED = 500  # words of other posts below a story without text
_SHOWN = dict.fromkeys(("img", "picture", "amp-img"), "a picture") | {
    "video": "a video",
    "audio": "a recording",
    "iframe": "a frame",
    "object": "an object",
    "embed": "an object",
}
"""The elements that show something beside text, in words."""


def rule_on(page: Page, prepared: Prepared, metadata: Metadata, decisions: Sequence[Decision], text: str) -> Ruling:
    """The page's outcome and the evidence for it; ``text`` is the story that was found."""
    body = page.tree.find("body")
    names = frozenset((body.get("class") or "").split()) if body is not None else frozenset()
    case = Case(
        page=page,
        prepared=prepared,
        metadata=metadata,
        decisions=decisions,
        text=text,
        words=word_count(text) if text else 0,
        page_words=sum(block.words for block in prepared.everything),
        body_names=names,
    )
    for ruling in (_challenge, _unavailable, rule_on_absence, _listing, _locked, rule_on_paywall, _story, _media):
        if found := ruling(case):
            return found
    return Outcome.EMPTY, "no text of its own"


def _challenge(case: Case) -> Ruling | None:
    if case.page_words > _CHALLENGE_WORDS:
        return None
    found = CHALLENGE_MARKUP.search(case.page.html)
    if found is None and not case.declares_story and not case.prepared.survey.story:
        found = guard_markup(case.page)
    if found is None and case.page_words <= _CAPTCHA_WORDS and not case.prepared.survey.workings.comment_forms:
        found = None if case.declares_story else _CAPTCHA.search(case.page.html)
    if found is not None:
        return Outcome.CHALLENGE, f"a short page with {found[0]!r} in its markup"
    path = parts_of(case.page.url).path
    if not case.declares_story and _CHALLENGE_PATH.search(path):
        return Outcome.CHALLENGE, f"a short page at {path[:60]!r}"
    if case.declares_story or case.tells_story:
        return None
    heading = next(filter(_is_check, case.headings), None) or _wall(case)
    return (Outcome.CHALLENGE, f"a short page headed {heading[:60]!r}") if heading else None


def _wall(case: Case) -> str | None:
    """The heading of a page on which there is nothing to do but to agree to cookies or tracking."""
    buttons = (block.text for block in case.prepared.everything if block.box.tag == "button" or block.is_link)
    return asks_to_agree(case.headings, buttons)


def _is_check(heading: str) -> bool:
    """Whether a heading is that of a page which lets nobody, or no robot, pass."""
    return chrome_kind(heading) == "challenge"


def _unavailable(case: Case) -> Ruling | None:
    # An undated post has its box, too: "Bad Gateway" may be what a writer calls it.
    declared = case.declares_story or bool(case.prepared.survey.story)
    if case.page_words > (_DECLARED_OUTAGE_WORDS if declared else _OUTAGE_WORDS):
        return None
    heading = None if declared else outage_notice(case.headings, alone=case.words <= _NO_MORE_WORDS)
    if heading:
        return Outcome.UNAVAILABLE, f"headed {heading[:60]!r}"
    said = own_words(block.text for block in case.prepared.everything)
    return (Outcome.UNAVAILABLE, f"a short page that says {said[:60]!r}") if said else None


def _locked(case: Case) -> Ruling | None:
    """WordPress marks a post that is kept behind a password, whose page shows a form and a line by the theme."""
    if case.words > _SHORT or not case.body_names & _STORY_BODY:
        return None
    marks = ("post-password-required", "post-password-form")
    locked = all(re.search(rf"class=[\"'][^\"'>]*\b{mark}\b", case.page.html) for mark in marks)
    return (Outcome.EMPTY, "kept behind a password") if locked else None


def _listing(case: Case) -> Ruling | None:
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
    declared = case.declares_story and bool(case.words or _has_own_headline(case))
    has_story = declared or _has_story(case)
    evidence = listing_evidence(case.page, case.prepared, case.body_names, case.words, has_story=has_story)
    return (Outcome.LISTING, evidence) if evidence else None


def _has_story(case: Case) -> bool:
    """Whether a headline that is no link stands over more than a few words."""
    return case.words >= _SHORT and _has_own_headline(case)


def _has_own_headline(case: Case) -> bool:
    """Whether the page shows a headline that leads nowhere, or is the page's title and not its site's name."""
    if case.prepared.headline < 0:
        return False
    headline = case.prepared.blocks[case.prepared.headline]
    if headline.link_chars * 2 < len(headline.text):
        return True
    return headline.squashed == squash(case.prepared.said.title) and not leads_home(headline.box.element)


def _story(case: Case) -> Ruling | None:
    if not case.words or _shows_others(case):
        return None
    return Outcome.ARTICLE, f"{case.words} words of its own"


def _shows_others(case: Case) -> bool:
    """Whether all that was found of a story stands in posts alike that lead elsewhere: it has no text of its own."""
    if not case.declares_type or case.words > _MOST_TEASED or not _has_own_headline(case):
        return False
    return shows_posts(case.prepared.survey, words_kept(case.decisions), case.prepared.address)


def _media(case: Case) -> Ruling | None:
    if case.prepared.headline < 0 and not case.declares_story:
        return None
    if any(name.startswith(_ATTACHMENT) for name in case.body_names):
        return None
    shown = next(outside(case.page.tree.iter(*_SHOWN)), None)
    if shown is None:
        return None
    return Outcome.MEDIA, f"a headline and {_SHOWN[str(shown.tag)]}, no text of its own"
