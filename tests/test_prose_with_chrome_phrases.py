"""No author's sentence is removed for holding the words of a comment form, a share bar or a login box."""

from __future__ import annotations

from html import escape

import pytest

from extractors import Outcome, extract
from tests.pages import Recipe, compose
from tests.pages.chrome import SETS
from tests.pages.disguise import BARE, HASHED, PLAIN, Disguise
from tests.pages.language import codes, language
from tests.pages.reading import paragraph_diff

ENGLISH = (
    "At the end of the notice it says: please leave a reply below, and the clerk means it.",
    "To log in to follow the debate you need a card that nobody has sent you.",
    "Share this: a loaf, a blanket and the last of the oil, the old rule of the pass.",
    "Related posts were driven into the mud beside the first, until the whole pier stood.",
    "Her email address will not be published, the court ruled, and neither will her name.",
    "The station was about to say “you may also like” what was on the other channel when it went dark.",
    "Subscribe, the poster told the miners, to our newsletter; it was the only paper in the valley.",
    "The committee likes this. The mayor likes this. Nobody who lives there does.",
)


@pytest.mark.parametrize("chrome", SETS.values(), ids=SETS)
@pytest.mark.parametrize("code", codes())
def test_phrases_of_the_interface_stay_in_the_prose(code: str, chrome: tuple[str, ...]) -> None:
    page = compose(Recipe("hentry", "phrases", code, chrome))
    article = extract(page.html, page.url)
    assert not paragraph_diff(page.truth, article), f"\n{paragraph_diff(page.truth, article)}"


@pytest.mark.parametrize("disguise", [PLAIN, HASHED, BARE], ids=lambda disguise: disguise.name)
@pytest.mark.parametrize("shell", ["wordpress_com", "newspaper", "soup", "table_1995"])
def test_the_same_phrases_stay_where_markup_says_little(shell: str, disguise: Disguise) -> None:
    page = compose(Recipe(shell, "phrases", "en", SETS["wordpress_com"], disguise))
    article = extract(page.html, page.url)
    assert not paragraph_diff(page.truth, article), f"\n{paragraph_diff(page.truth, article)}"


@pytest.mark.parametrize("last", ENGLISH)
def test_a_story_may_end_on_such_a_sentence(last: str) -> None:
    opening = language("en").story["sentences"][:3]
    body = "".join(f"<p>{escape(text)}</p>" for text in (*opening, last))
    page = f"<html><body><h1>Words</h1><div class='entry-content'>{body}</div></body></html>"
    assert extract(page).paragraphs == (*opening, last)


def test_a_sentence_that_goes_on_behind_such_a_link_stays() -> None:
    opening = language("en").story["sentences"][:3]
    told = "Whoever cannot wait may subscribe to the harbour’s own bulletin, which a clerk nails to the door at noon."
    linked = told.replace("subscribe", "<a href='https://harbour.example/'>Subscribe</a>".lower())
    body = "".join(f"<p>{text}</p>" for text in (*opening, linked))
    assert extract(f"<html><body><h1>Words</h1><div>{body}</div></body></html>").paragraphs == (*opening, told)


def test_a_story_of_nothing_but_such_sentences_is_a_story() -> None:
    body = "".join(f"<p>{escape(text)}</p>" for text in ENGLISH)
    article = extract(f"<html><body><article><h1>Words</h1>{body}</article></body></html>")
    assert article.outcome == Outcome.ARTICLE
    assert article.paragraphs == ENGLISH


def test_a_story_whose_sentences_are_set_as_headings_ends_above_the_comment_form() -> None:
    paragraphs = (
        "The council of Eastmere voted on Tuesday to close the old bridge for repairs that will take until the spring.",
        "Engineers found cracks in two of its four piers in August, and traffic has been limited to one lane since.",
        "Shopkeepers in Eastmere asked for a footbridge, which the council will discuss when it meets again in May.",
    )
    story = "".join(f"<h3>{each}</h3>" for each in paragraphs)
    form = "<h3>Leave a Reply</h3><form><textarea name='comment'></textarea><input value='Post Comment'></form>"
    article = extract(f"<html><body><h1>The old bridge closes</h1>{story}{form}</body></html>")
    assert article.paragraphs == paragraphs


def test_the_authors_last_question_is_no_heading_over_the_comments_below() -> None:
    told = ("The ferry company wants two crowns for each goat, and one for each kid.", "What do you think?")
    post = "".join(f"<p>{text}</p>" for text in told)
    article = extract(
        "<html><head><title>Should goats pay?</title></head><body class='single single-post'><article class='post'>"
        f"<h1 class='entry-title'>Should goats pay?</h1><div class='entry-content'>{post}</div></article>"
        "<div id='comments'><h3>One response</h3><p>Peg, May 4, 2016 at 10:00 am</p><p>I have read this twice.</p>"
        "<form id='commentform'><textarea name='comment'></textarea></form></div></body></html>"
    )
    assert article.paragraphs == told
