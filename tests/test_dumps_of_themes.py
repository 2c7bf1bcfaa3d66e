"""Dumps of pages as themes of WordPress print them: what stands around a story in words of no phrase goes as well."""

from __future__ import annotations

import pytest

from extractors import clean_text
from tests.test_page_dumps import COMMENTS, FOOTER, HEADLINE, MENU, OVER, RELATED, STORY, kept

FORM = ("Leave a Reply", "Your email address will not be published.", "Post Comment")
NOTICE = "Wir verwenden Cookies, um Ihnen das beste Erlebnis zu bieten. Mit der weiteren Nutzung stimmen Sie dem zu."


def teasers(*below: str) -> tuple[str, ...]:
    """A box of related posts whose excerpts are sentences, with ``below`` under each of them."""
    posts = (
        ("A goat on the pier", "It came on the morning boat and would not leave until noon."),
        ("The last lighthouse keeper", "He turned off the lamp himself, and went home on foot."),
    )
    return ("Related", *(line for post in posts for line in (*post, *below)))


@pytest.mark.parametrize("below", [("May 3, 2012", "Harbour"), ("Read more",)], ids=["day and category", "link"])
def test_teasers_of_whole_sentences_go(below: tuple[str, ...]) -> None:
    assert kept(*MENU, *OVER, *STORY, *teasers(*below), "Share this:", *FORM, *FOOTER) == (HEADLINE, *STORY)


def test_a_reading_list_of_the_author_stays() -> None:
    books = teasers()
    assert set(books[2::2]) <= set(kept(*MENU, *OVER, *STORY, *books, STORY[0][::-1], *FORM, *FOOTER))


@pytest.mark.parametrize("button", ["", " Alle akzeptieren", "Přijmout vše Ochrana osobních údajů"])
def test_a_notice_about_cookies_over_the_menu_goes(button: str) -> None:
    assert kept(NOTICE + button, *MENU, *OVER, *STORY, *COMMENTS, *FOOTER) == (HEADLINE, *STORY)


def test_a_story_about_cookies_stays() -> None:
    assert kept(*MENU, *OVER, NOTICE, *STORY, *COMMENTS, *FOOTER) == (HEADLINE, NOTICE, *STORY)


@pytest.mark.parametrize("counters", [("412", "4 min"), ("412 3 Comments 4 min",), ("Posted", "agosto 23, 2021")])
def test_counters_and_days_of_another_language_go(counters: tuple[str, ...]) -> None:
    assert kept(*MENU, HEADLINE, *counters, *STORY, *COMMENTS, *FOOTER) == (HEADLINE, *STORY)


def test_a_time_amid_the_story_stays() -> None:
    assert "4 min" in kept(*MENU, *OVER, STORY[0], "4 min", *STORY[1:], *COMMENTS, *FOOTER)


def test_credits_below_the_story_go() -> None:
    credits = ("Published", "December 3, 2022", "Categorized as", "Harbour")
    assert kept(*MENU, HEADLINE, *STORY, *credits, *FORM, *FOOTER) == (HEADLINE, *STORY)


def test_a_sentence_that_begins_as_credits_do_stays() -> None:
    told = "Published in 1971, and never again."
    assert told in kept(*MENU, *OVER, *STORY, told, *FORM, *FOOTER)


def test_terms_in_two_sentences_go_and_a_sentence_about_a_post_stays() -> None:
    terms = "Categories: Harbour, Work. Tags: ferry, strike."
    assert kept(*MENU, *OVER, *STORY, terms, *FORM, *FOOTER) == (HEADLINE, *STORY)
    told = "Posted in the harbour office. Nobody read it."
    assert told in kept(*MENU, *OVER, *STORY[:2], told, *STORY[2:], *FORM, *FOOTER)


def test_who_wrote_the_story_goes_and_a_post_of_one_sentence_stays() -> None:
    told = "Ida Moss has covered the harbour since it had fish in it."
    bio = ("By Ida Moss", told, "View all of Ida Moss's posts.")
    assert kept(*MENU, HEADLINE, *STORY, *bio, *FORM, *FOOTER) == (HEADLINE, *STORY)
    assert told in kept(*MENU, HEADLINE, *bio, *FORM, *RELATED, *FOOTER)


def test_a_motto_below_the_name_of_the_site_is_no_headline() -> None:
    page = ("Skip to content", "The Island Post", "News from the quay since the mill burned", HEADLINE, *STORY)
    article = clean_text("\n\n".join((*page, "Published May 3, 2012 By Ida", *FORM, "The Island Post", *FOOTER)))
    assert article.headline == HEADLINE


def test_the_titles_of_feeds_above_a_page_go_and_a_hashtag_stays() -> None:
    feeds = "#The Island Post » Feed The Island Post » Comments Feed alternate alternate"
    assert kept(feeds, *MENU, *OVER, *STORY, *COMMENTS, *FOOTER) == (HEADLINE, *STORY)
    assert "#ferry goes round on the islands tonight." in kept("#ferry goes round on the islands tonight.", *STORY)


def test_what_is_said_of_mail_over_its_form_goes() -> None:
    box = ("The morning by mail", "Enter your email address to receive new stories. Leave whenever you like.")
    form = ("Email Address", "Subscribe")
    assert kept(*MENU, *OVER, *STORY, "Share this:", *box, *form, *FORM, *FOOTER) == (HEADLINE, *STORY)


def test_numbers_and_arrows_of_a_typewriter_are_read() -> None:
    box = tuple(line.replace("May 3, 2012", "3\\. May 2012") for line in teasers("May 3, 2012"))
    turns = ("<- A goat on the pier", "The last lighthouse keeper ->")
    assert kept(*MENU, *OVER, *STORY, *box, *turns, *FORM, *FOOTER) == (HEADLINE, *STORY)


def test_a_wrapped_sentence_that_begins_as_a_byline_stays() -> None:
    told = ("By July the cost had risen to 38 million crowns, nearly twice what the", "harbour board had promised.")
    assert told[0] in "\n".join(kept(*MENU, HEADLINE, "\n".join(told), *FORM, *FOOTER))
