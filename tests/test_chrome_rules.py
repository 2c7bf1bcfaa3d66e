"""Every chrome rule takes what it is for, and leaves alone prose that says the same words."""

from __future__ import annotations

from html import escape
from itertools import pairwise

import pytest

from extractors import Article, extract
from extractors.chrome.containers import RULES
from extractors.chrome.finding import RECOGNISED
from extractors.chrome.rule import ChromeRule
from tests.pages.language import language

STORY = language("en").story["sentences"]
OPENING, MIDDLE, END = STORY[0], STORY[2], STORY[7]
BORROWED = "Her crew has been offered the night shift on the harbour launch, and nobody has yet refused it."

SELECTORS = [(rule, selector) for rule in RULES for selector in rule.selectors.split()]
NAMED = {rule.name: rule for rule in RULES}


def page(*pieces: str) -> str:
    """A page of a story in three paragraphs, with pieces of markup between the second and the third."""
    body = "".join(f"<p>{escape(text)}</p>" for text in (OPENING, MIDDLE))
    return (
        "<html><head><title>The bridge</title></head><body><div class='site'><h1>The bridge</h1><div class='story'>"
        f"{body}{''.join(pieces)}<p>{escape(END)}</p></div></div></body></html>"
    )


def boxed(selector: str, text: str) -> str:
    """A paragraph in the box that a rule's selector names."""
    if selector[0] == "#":
        return f"<div id='{selector[1:]}'><p>{escape(text)}</p></div>"
    if selector[0] == ".":
        return f"<div class='x {selector[1:]}'><p>{escape(text)}</p></div>"
    return f"<{selector}><p>{escape(text)}</p></{selector}>"


def removed_by(article: Article, text: str) -> str | None:
    """The rule that removed the block which holds ``text``."""
    return next((block.rule for block in article.removed if text in block.text), None)


@pytest.mark.parametrize(("rule", "selector"), SELECTORS, ids=lambda value: getattr(value, "name", value))
def test_a_container_of_chrome_is_removed_by_its_rule(rule: ChromeRule, selector: str) -> None:
    article = extract(page(boxed(selector, BORROWED)))
    assert article.paragraphs == (OPENING, MIDDLE, END)
    assert removed_by(article, BORROWED) == rule.name


def test_without_a_rule_the_same_paragraph_stays() -> None:
    article = extract(page(f"<p>{escape(BORROWED)}</p>"))
    assert article.paragraphs == (OPENING, MIDDLE, BORROWED, END)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_prose_that_speaks_of_the_chrome_stays(rule: ChromeRule) -> None:
    words = f"“That is {rule.reason},” said the harbour master, and closed the laptop."
    names = f"In the page’s source stands {rule.selectors.split()[0]}, as in every page of the harbour office."
    assert extract(page(f"<p>{words}</p><p>{names}</p>")).paragraphs == (OPENING, MIDDLE, words, names, END)


COMMENT = (
    "<div><b>{name}</b> <i>12 March 2024</i><br>I crossed it this morning and it shaved twenty minutes off the trip."
    "<br><a href='#r{name}'>Reply</a></div>"
)
COMMENTS = COMMENT.format(name="Tom") + COMMENT.format(name="Ann")
FORM = "<form><textarea name='m'></textarea><p>What do you make of all this, dear reader of ours?</p></form>"

NEEDS: dict[str, tuple[str, str]] = {
    "line": ("<p>© 2024 The Harbour Ledger, a paper that has never missed a tide.</p>", "never missed a tide"),
    "form": (
        "<div><h4>The morning briefing</h4><p>All the news of the quay before breakfast, every day but Sunday.</p>"
        "<form><input type='email'><button>Go</button></form></div>",
        "before breakfast",
    ),
    "discussion": (f"<div><h3>Comments (2)</h3>{COMMENTS}{FORM}</div>", "shaved twenty minutes"),
    "related": (
        "<div><h4>You may also like</h4>"
        + "".join(
            f"<div><h5><a href='/{n}'>Night bus to village {n}</a></h5><p>The {n}th driver was hired.</p></div>"
            for n in ("one", "two", "six")
        )
        + "</div>",
        "driver was hired",
    ),
    "appeal": (
        "<div><p>Papers like this one cost money, and we would like to go on.</p><a href='/give'>Give</a></div>",
        "we would like to go on",
    ),
    "caption": (
        "<div><img src='/a.jpg' width='800'><p>The bridge on Monday morning. Photo: Harbour Ledger</p></div>",
        "Photo: Harbour Ledger",
    ),
    "consent": (
        "<div class='privacy-box'><p>When you visit us, we store cookies in your browser to collect information.</p>"
        "<p>We do not let you switch off certain cookies, which remember what you have chosen here.</p>"
        "<div>Allow all cookies</div><div>Save</div></div>",
        "switch off certain cookies",
    ),
    "second-copy": (
        f"<div><p>{escape(OPENING)}</p><p>{escape(MIDDLE)}</p></div>",
        MIDDLE,
    ),
}
"""For each rule without selectors a piece of chrome that needs it, and words of that piece."""

STAYS: dict[str, str] = {
    "line": "<p>“© 2023” was all that the plaque said, and the sculptor’s name was never found.</p>",
    "form": "<p>Sign up for our newsletter, said the poster; all the news of the quay before breakfast.</p>",
    "discussion": "<p>Comments (2), it said under the notice, and below: reply to Tom, 12 March 2024.</p>",
    "related": "<p>You may also like what <a href='/n'>the night bus to the village</a> shows of the moon.</p>",
    "appeal": "<p>Papers like this one cost money, and we would like to go on, said <a href='/a'>it</a>.</p>",
    "caption": "<p>“Photo: Harbour Ledger” was printed under a picture that the paper had never taken.</p>",
    "consent": "<p>When you visit us, it said, we store cookies.</p><p>She pressed “Allow all cookies”.</p>"
    "<p>Allow all cookies!</p>",
    "second-copy": "<p>Never again, said the captain.</p><p>Never again, said the mate.</p>",
}
"""For each of them prose of a story that says the same."""


def test_every_recognised_kind_of_chrome_has_its_pages() -> None:
    names = {rule.name for rule, _ in RECOGNISED}
    assert names == NEEDS.keys() == STAYS.keys()


@pytest.mark.parametrize("name", NEEDS)
def test_chrome_that_no_name_gives_away_is_removed(name: str) -> None:
    piece, words = NEEDS[name]
    article = extract(page(f"<p>{escape(END)}</p></div>{piece}<div>") if name == "discussion" else page(piece))
    assert name in {block.rule for block in article.removed if words in block.text}
    assert OPENING in article.paragraphs


@pytest.mark.parametrize("name", STAYS)
def test_prose_that_says_the_same_stays(name: str) -> None:
    article = extract(page(STAYS[name]))
    assert len(article.paragraphs) == len(extract(page()).paragraphs) + STAYS[name].count("<p>"), article.removed


def test_a_post_about_cookies_in_a_box_of_its_own_stays() -> None:
    texts = ("We store cookies, says the banner.", "Cookies are what the whole quay speaks of.", "Allow all cookies")
    story = "".join(f"<p>{text}</p>" for text in texts)
    html = f"<title>The bridge</title><body><h1>The bridge</h1><div class='post category-privacy'>{story}</div></body>"
    assert extract(html).paragraphs[:2] == texts[:2]


TEASER = (
    "<div><a href='/moon'><span>Town</span><h4>Night bus to the moon</h4><p>The first driver was hired.</p></a></div>"
)
POINTER = "<p><b>Read also:</b> <a href='/moon'>Night bus to the moon, at last</a></p>"
BRACKETED = "<p>[Related: <a href='/moon'>Night bus to the moon, at last</a>]</p>"
RUN_ON = "<p><b>[ Also read <a href='/moon'>Night bus to the moon: a diary</a>. ]</b></p>"
STOPPED = "<p>[Related: <a href='/moon'>Night bus to the moon, at last</a>.]</p>"
BARRED = "<p>Related: <a href='/moon'>Night bus to the moon</a> | <a href='/sea'>Night bus to the sea: a diary</a></p>"


DOTTED = "<p>Related.. <a href='/moon'>Night bus to the moon, at last</a></p>"
ARROWED = "<p>&gt;&gt; Related: <a href='/moon'>Night bus to the moon, at last</a></p>"
TAMIL = "<p>இதையும் படியுங்கள்: <a href='/moon'>Night bus to the moon, at last</a></p>"


@pytest.mark.parametrize("piece", [TEASER, POINTER, BRACKETED, RUN_ON, STOPPED, BARRED, DOTTED, ARROWED, TAMIL])
def test_what_points_to_another_story_within_the_story_is_removed_as_related(piece: str) -> None:
    article = extract(page(piece))
    assert article.paragraphs == (OPENING, MIDDLE, END)
    assert "related" in {block.rule for block in article.removed if "Night bus" in block.text}


def test_what_a_story_lists_in_one_link_each_is_no_teaser() -> None:
    listed = "".join(TEASER.replace("moon", name) for name in ("moon", "sea", "sun", "quay"))
    assert "related" not in {block.rule for block in extract(page(listed)).removed}


@pytest.mark.parametrize("selector", [".sharedaddy", ".addtoany_content", ".widget-area"])
def test_a_box_of_chrome_that_was_never_closed_does_not_take_the_story_with_it(selector: str) -> None:
    whole = "".join(f"<p>{escape(first)} {escape(second)}</p>" for first, second in pairwise(STORY))
    html = (
        f"<title>The bridge</title><body><h1>The bridge</h1><div class='{selector[1:]}'><a href='/s'>Share</a>{whole}"
    )
    article = extract(html)
    assert article.outcome == "article"
    assert len(article.paragraphs) == len(STORY) - 1


def test_a_box_of_buttons_that_was_never_closed_takes_no_story_with_it() -> None:
    lines = "".join(f"<li>Sailing number {number} to the outer islands</li>" for number in range(20))
    told = "The ferry sailed on Monday for the first time since the storm, with forty people and a piano on board."
    page = f"<h1>The ferry sails</h1><div class='fb-like'><div><p>{told}</p></div><ul>{lines}</ul>"
    assert told in extract(page).paragraphs
    assert (
        told not in extract(f"<h1>The ferry sails</h1><div class='fb-like'><p>{told}</p></div><p>{told[:40]}.</p>").text
    )
