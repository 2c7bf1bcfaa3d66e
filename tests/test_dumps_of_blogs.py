"""Dumps of blogs as many tools make them: credits on lines of their own, Markdown's links, lines run together."""

from __future__ import annotations

import pytest

from extractors import clean_text

STORY = (
    "The plaque says only “For Morag, who hated it here”, and it has been polished.",
    "I have sat on it every day of the spring and I begin to see her point about the wind.",
    "Somebody has left a flask on it, and nobody on the hill says whose flask it is.",
)
HEADLINE = "A bench with somebody else’s name"
TOP = ("Skip to content", "Third Bench Down", "Menu", "Home", "Walks", "Contact")
SHARE = ("Share this:", "Click to share on Pocket (Opens in new window)", "Like this:", "Like", "Loading...", "Related")
FORM = (
    "Leave a Reply",
    "Cancel reply",
    "Your email address will not be published. Required fields are marked *",
    "Comment *",
    "Name *",
    "Email *",
    "Website",
    "Notify me of new posts via email.",
    "Blog at WordPress.com.",
)


@pytest.mark.parametrize(
    "credits",
    [
        ("Posted on", "July 22, 2020", "by", "Callum Raine"),
        ("Posted on[6]July 22, 2020 by[7]Callum Raine",),
        ("July 22, 2020 / Callum Raine",),
        ("Publicerat av", "Callum Raine", "den", "22 juli 2020"),
        ("July 22, 2020", "by", "Callum Raine", f"on {HEADLINE}"),
        ("22 juillet 2020 Callum Raine",),
        ("Опубликовано", "22 июля, 2020", "автором", "Callum Raine"),
        ("Callum Raine", "July 22, 2020", "— 2 min read"),
    ],
)
def test_author_and_day_are_read_however_a_dump_parts_them(credits: tuple[str, ...]) -> None:
    article = clean_text("\n".join((*TOP, HEADLINE, *credits, *STORY, *SHARE, *FORM)))
    assert article.headline == HEADLINE
    assert article.byline == ("Callum Raine",)
    assert article.published_at is not None and article.published_at.date().isoformat() == "2020-07-22"
    assert article.text.split("\n\n") == [*STORY]


def test_a_line_below_the_story_that_says_where_it_was_posted_goes() -> None:
    below = "This entry was posted in Walks on July 22, 2020 by Callum."
    article = clean_text("\n\n".join((HEADLINE, *STORY, *SHARE, below, *FORM)))
    assert article.text.split("\n\n") == [*STORY]
    assert article.byline == ("Callum",)


@pytest.mark.parametrize(
    "line", ["This entry was posted to the wrong house by a tired man.", "by", "July 22, 2020", "Posted on"]
)
def test_such_lines_stay_in_a_text_without_furniture(line: str) -> None:
    text = "\n\n".join((*STORY[:2], line, STORY[2]))
    assert clean_text(text).text == text


def test_a_share_link_with_a_title_is_a_share_link() -> None:
    links = (
        '  * [TwitterClick to share on Twitter (Opens in new window)](https://a.example/?share=x "Click to share")',
        "  * [FacebookClick to share on Facebook (Opens in new window)](https://a.example/2020/07/a-bench-with-somebody-\n"
        'elses-name/?share=facebook "Click to share")',
    )
    article = clean_text("\n\n".join((*TOP, f"# {HEADLINE}", *STORY, "### Share this:", *links, *FORM)))
    assert article.text.split("\n\n") == [*STORY]


def test_an_authors_link_with_a_title_stays() -> None:
    linked = STORY[0].replace("Morag", '[Morag](https://a.example/morag "Click to share on Twitter")')
    article = clean_text("\n\n".join((*TOP, f"# {HEADLINE}", linked, *STORY[1:], *SHARE, *FORM)))
    assert article.text.split("\n\n") == [linked, *STORY[1:]]


def test_what_quotes_the_headline_over_a_comment_is_the_heading_of_comments() -> None:
    comments = (
        f"2 gondolat erről: “{HEADLINE}”",
        "Eszter",
        "2020. július 23.",
        "Nagyon szép.",
        "Béla",
        "2020. július 24.",
    )
    article = clean_text("\n\n".join((*TOP, HEADLINE, *STORY, *SHARE, *comments, "Az enyém a termosz.", *FORM)))
    assert article.text.split("\n\n") == [*STORY]


def test_an_author_may_quote_his_own_headline() -> None:
    quoting = f"I called it “{HEADLINE}” before I had read the other 2 plaques on the hill."
    article = clean_text("\n\n".join((*TOP, HEADLINE, *STORY, quoting, *SHARE, *FORM)))
    assert article.text.split("\n\n") == [*STORY, quoting]


def test_a_page_with_a_space_for_each_tag_loses_the_furniture_of_its_ends() -> None:
    story = " ".join(STORY)
    page = " ".join((HEADLINE, story, *SHARE, f"2 thoughts on “{HEADLINE}”", *FORM))
    article = clean_text(f"{' '.join(TOP)}\n{page}")
    assert article.headline == HEADLINE
    assert article.text == story


def test_long_paragraphs_that_name_such_phrases_stay() -> None:
    paragraph = " ".join((*STORY, "Share this: I like this, and there is a reply to come, at the end of the day.")) * 2
    text = f"{paragraph}\n\n{paragraph} Leave a reply, she said, and notify me."
    assert clean_text(text).text == text


def test_the_last_word_of_a_story_is_no_link_to_read_on() -> None:
    story = f"{' '.join(STORY)} If you like this, you may have more."
    page = " ".join((HEADLINE, story, *SHARE, f"2 thoughts on “{HEADLINE}”", *FORM))
    assert clean_text(f"{' '.join(TOP)}\n{page}").text == story
