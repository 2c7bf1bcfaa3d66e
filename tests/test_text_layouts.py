"""Text as programs lay it out: wrapped, on one line, with its links listed below; and authors who do the same."""

from __future__ import annotations

import textwrap

import pytest

from extractors import clean_text

HEADLINE = "The wren that moved into the mower"
STORY = (
    "The mower stays in the shed this month, because there are five eggs under the choke lever and nobody here has the"
    " heart to look again.",
    "I have asked the neighbours for a goat. One of them has said yes, and I am not sure that he understood that I was"
    " joking.",
)
FORM = (
    "Share this:",
    "Like this:",
    "This entry was posted in Garden and tagged birds, machines that do not start. Bookmark the permalink.",
    "Leave a Reply",
    "Fill in your details below or click an icon to log in:",
    "Your email address will not be published. Required fields are marked *",
    "You are commenting using your WordPress.com account. ( Log Out /  Change )",
    "Notify me of new comments via email.",
)


def flat(text: str) -> str:
    """The text with single spaces."""
    return " ".join(text.split())


@pytest.mark.parametrize("columns", [60, 66, 72])
@pytest.mark.parametrize("indent", ["", "   "])
def test_a_wrapped_dump_is_read_as_the_paragraphs_that_it_was(columns: int, indent: str) -> None:
    wrapped = "\n\n".join(textwrap.fill(part, columns) for part in (HEADLINE, *STORY, *FORM))
    article = clean_text(textwrap.indent(wrapped, indent))
    assert article.headline == HEADLINE
    assert flat(article.text) == " ".join(STORY)


def test_a_headline_of_two_lines() -> None:
    headline = "How a wren, five eggs and a mower without petrol kept the whole of a street in its gardens until June"
    wrapped = "\n\n".join(textwrap.fill(part, 72) for part in (headline, *STORY, *FORM))
    assert clean_text(wrapped).headline == headline


@pytest.mark.parametrize(
    "text",
    [
        "Snow has forgotten\none of its gloves\non the garden wall.\n\nIt points to the south,\nand has all day.",
        "Leave a reply\nto the sea below,\nand share this\nwith nobody you know.",
        "Dear Ida,\nthe mower is well.\nYours,\nTom\n14 Plum Terrace\nEastwick",
        "\n".join(textwrap.wrap("Leave a reply, said the note, and share this: " + STORY[0], 60)),
    ],
)
def test_verses_letters_and_wrapped_prose_come_back(text: str) -> None:
    article = clean_text(text)
    assert article.text == text
    assert not article.removed


def test_a_page_on_one_line_loses_the_form_at_its_end_and_the_menu_at_its_start() -> None:
    story = " ".join((HEADLINE, *STORY))
    article = clean_text(" ".join(("Skip to content Home About", story, *FORM)))
    assert article.text == story
    assert flat(" ".join(block.text for block in article.removed)).startswith("Skip to content Home About Share this:")


@pytest.mark.parametrize(
    "last",
    [
        "“Your email address will not be published. Required fields are marked *” was all that the page said.",
        "Leave a reply. Share this with your children.",
    ],
)
def test_an_author_who_quotes_a_form_on_one_line_keeps_it(last: str) -> None:
    text = " ".join((HEADLINE, *STORY, *STORY, last))
    assert clean_text(text).text == text


def test_the_addresses_that_a_browser_for_terminals_lists_go() -> None:
    page = ("[1]Home [2]About", HEADLINE, *STORY, "[3]Next Post →", "References", "Visible links")
    listed = "\n".join(f"   {number}. https://shed.example/{number}" for number in (1, 2, 3))
    article = clean_text("\n\n".join((*page, listed)))
    assert article.headline == HEADLINE
    assert article.paragraphs == STORY


def test_an_authors_own_sources_stay() -> None:
    text = "\n\n".join(
        (STORY[0] + " [1]", STORY[1] + " [2]", "References", "1. https://a.example/\n2. https://b.example/")
    )
    assert clean_text(text).text == text


def test_a_day_above_a_headline_is_the_day_of_the_post() -> None:
    article = clean_text("\n\n".join(("Sunday, 3 May 2015", HEADLINE, *STORY, *FORM)))
    assert article.headline == HEADLINE
    assert article.published_at is not None
    assert article.published_at.date().isoformat() == "2015-05-03"


def test_a_letter_keeps_its_salutation() -> None:
    letter = ("Dear committee,", STORY[0], "Yours faithfully,", "Ernest Dabney")
    article = clean_text("\n\n".join(("Home", "Archive", "Subscribe", "A letter about a mower", *letter, *FORM)))
    assert article.paragraphs == letter


COMMENTS = (
    *("Mabel Orr", "1 July 2019", "Somebody entered a cauliflower as a chrysanthemum and came third.", "Reply"),
    *("Percy", "2 July 2019", "It was a very good cauliflower.", "Reply"),
)


def test_comments_by_name_and_day_need_no_heading_that_is_known() -> None:
    article = clean_text("\n\n".join((HEADLINE, *STORY, *COMMENTS, *FORM)))
    assert article.paragraphs == STORY


def test_entries_by_name_and_day_that_nobody_can_answer_stay() -> None:
    entries = tuple(line for line in COMMENTS if line != "Reply")
    text = "\n\n".join((*STORY, *entries))
    assert clean_text(text).text == text


def test_the_marks_of_a_test_are_no_pages() -> None:
    marks = ("Banking and reconciliation", "5/5", STORY[0], "Project costing and accounting", "4.6/5", STORY[1])
    text = "\n\n".join((*marks, "Banking and reconciliation", "5/5", STORY[0], "Ease of use", "3/5"))
    assert clean_text(text).text == text


GLUED = (
    "Share this:Click to share on Twitter (Opens in new window)Click to share on Facebook (Opens in new window)",
    "Like this:Like Loading...",
    "Leave a ReplyCancel reply",
)


def test_links_without_a_space_between_are_links() -> None:
    article = clean_text("\n\n".join(("Skip to contentHomeAbout", HEADLINE, *STORY, *GLUED, *FORM)))
    assert article.headline == HEADLINE
    assert flat(article.text) == " ".join(STORY)


def test_a_word_with_a_capital_within_is_no_row_of_links() -> None:
    text = "\n\n".join((*STORY, "ShareTweet is what we called the goat.", "HomeAbout was the wren."))
    assert clean_text(text).text == text


def test_a_link_that_is_longer_than_the_columns_does_not_hide_how_the_story_is_wrapped() -> None:
    link = "  * You are commenting using your WordPress.com account. ( Log Out /  Change )"
    wrapped = "\n\n".join((HEADLINE, *(textwrap.fill(part, 66) for part in STORY), "\n".join([*FORM[:4], link])))
    article = clean_text(wrapped)
    assert article.headline == HEADLINE
    assert flat(article.text) == " ".join(STORY)


def test_the_foot_of_a_printed_page_does_not_go_on_in_the_line_below() -> None:
    foot = "https://www.shed.example/2023/07/13/the-wren-that-moved-into-the-mower        {}/2"
    head = "7/14/23, 9:41 AM                    The wren that moved into the mower | The Shed"
    story = [textwrap.fill(part, 80) for part in STORY]
    printed = "\n".join((head, HEADLINE, "", story[0], foot.format(1), head, story[1], foot.format(2)))
    article = clean_text(printed)
    assert flat(article.text).endswith(" ".join(STORY))
    assert "shed.example" not in article.text


def test_the_addresses_behind_the_links_of_a_newsletter_hide_no_phrase() -> None:
    end = (
        "** Share (https://www.facebook.example/sharer)",
        "You are receiving this email because you opted in at our website.",
        "You can update your preferences (https://a.example/profile) or unsubscribe from this list (https://a.example/u)",
    )
    view = "View this email in your browser (https://mail.example/weekly)"
    article = clean_text("\n\n".join((view, HEADLINE, *STORY, *end)))
    assert flat(article.text) == " ".join(STORY)
    author = "\n\n".join((*STORY, "The goat has a page of her own (https://goat.example/)."))
    assert clean_text(author).text == author
