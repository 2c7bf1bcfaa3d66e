"""Pages that are no story: listings, paywalls, soft 404s, challenges and empty pages, in every language."""

from __future__ import annotations

import random

from extractors.article import Outcome
from tests.pages.composer import Page, facts
from tests.pages.language import language
from tests.pages.shells import Shell
from tests.pages.templates import environment
from tests.pages.truth import Truth

OTHERS: dict[str, Outcome] = {
    "wp_front": Outcome.LISTING,
    "wp_full_posts": Outcome.LISTING,
    "wp_category": Outcome.LISTING,
    "wp_search": Outcome.LISTING,
    "block_query": Outcome.LISTING,
    "newspaper_front": Outcome.LISTING,
    "links_front": Outcome.LISTING,
    "paywall_marked": Outcome.PAYWALLED,
    "paywall_plain": Outcome.PAYWALLED,
    "paywall_wordpress": Outcome.PAYWALLED,
    "missing_wordpress": Outcome.SOFT_404,
    "missing_plain": Outcome.SOFT_404,
    "missing_titled": Outcome.SOFT_404,
    "browser_check": Outcome.CHALLENGE,
    "captcha": Outcome.CHALLENGE,
    "device_check": Outcome.CHALLENGE,
    "consent_wall": Outcome.CHALLENGE,
    "blank": Outcome.EMPTY,
    "script_only": Outcome.EMPTY,
    "frame_only": Outcome.EMPTY,
}

_UNTOLD = frozenset({"published_at", "byline", "categories", "tags"})
_NOT_A_STORYS = frozenset("headline dek byline published_at modified_at categories tags language".split())
_SITE = Shell("paper", "bare", frozenset())
_FRONTS = {"wp_front", "wp_full_posts", "block_query", "newspaper_front", "links_front"}
_SECTIONS = {"wp_category": "category/news/", "wp_search": "?s=bridge"}


def compose_other(name: str, code: str) -> Page:
    """The page of that name in that language; a paywalled one keeps the paragraph that it still shows."""
    tongue = language(code)
    known = facts(tongue, _SITE, random.Random(f"{name} {code}"))
    teaser = tongue.glue.join(tongue.story["sentences"][:2])
    html = environment().get_template(f"other/{name}.html").render(known, teaser=teaser)
    outcome = OTHERS[name]
    if outcome is Outcome.PAYWALLED:
        truth = Truth(
            headline=known["headline"],
            paragraphs=(teaser,),
            language=code,
            outcome=outcome,
            undecided=_UNTOLD,
        )
    else:
        truth = Truth(outcome=outcome, undecided=_NOT_A_STORYS)
    return Page(f"{name}-{code}", _url(name, known["url"]), html, truth)


def _url(name: str, story: str) -> str:
    if name in _FRONTS:
        return "https://paper.example/"
    return f"https://paper.example/{_SECTIONS[name]}" if name in _SECTIONS else story
