"""Dumps of pages with a post of a sentence or two: what the page names itself is kept, and nothing of it is lost."""

from __future__ import annotations

from datetime import UTC, datetime

from extractors import clean_text
from tests.test_page_dumps import COMMENTS, FOOTER, MENU, RELATED, STORY, kept

HEADLINE = "A goat came on the morning boat"
POST = ("It would not leave the pier.", "The harbour master has called it Wednesday.")
BREADCRUMB = f"Home » Small news » {HEADLINE}"
COOKIES = "We use cookies to give you the best experience on our site, and you agree to them by reading on."
TEASERS = (
    *("You may also like", "The last lighthouse keeper", "He turned off the lamp himself.", "Read more"),
    *("Candles are dear again", "The shop had eleven left.", "Read more"),
)


def test_a_short_post_is_known_by_its_breadcrumb() -> None:
    page = (COOKIES, *MENU, HEADLINE, "Share this:", BREADCRUMB, *POST, "Tags: goat, pier", *TEASERS, *FOOTER)
    assert kept(*page) == (HEADLINE, *POST)


def test_a_short_post_is_known_by_the_heading_of_its_comments() -> None:
    comments = (f"3 thoughts on “{HEADLINE}”", *COMMENTS[1:])
    assert kept(*MENU, HEADLINE, *POST[:1], *comments, *RELATED, *FOOTER) == (HEADLINE, *POST[:1])


def test_a_post_goes_on_below_boxes_of_the_page() -> None:
    box = ("Related posts", "The last lighthouse keeper", "Candles are dear again", "A ferry for hens", "Share this:")
    text = kept(*MENU, HEADLINE, BREADCRUMB, POST[0], *box, POST[1], *TEASERS, *FOOTER)
    assert text[-1] == POST[1]


def test_two_names_are_none() -> None:
    other = (
        "The last lighthouse keeper",
        "He turned off the lamp himself.",
        "Home » Lights » The last lighthouse keeper",
    )
    text = kept(*MENU, *other, HEADLINE, BREADCRUMB, *POST, *TEASERS, *FOOTER)
    assert {*other[:2], HEADLINE, *POST} <= set(text)


def test_what_another_look_takes_for_a_headline_stays_text() -> None:
    first = "People came to the pier from all over the island, many with their children, to see the goat.1"
    page = (*MENU, HEADLINE, BREADCRUMB, "May 3, 2012", first, *POST, *TEASERS, *FOOTER)
    article = clean_text("\n\n".join(page))
    assert article.headline == HEADLINE
    assert article.paragraphs == (first, *POST)


def test_a_title_of_two_words_is_known_by_the_heading_of_its_comments() -> None:
    comments = (
        *("2 thoughts on “Goat fined”", "Peg says:", "May 4, 2012 at 10:00 am"),
        "I have read this three times and every time I find another thing in it that I had not seen before.",
        "My aunt, who is ninety, asks me to say that she remembers it differently but that yours is better.",
        *("Reply", "Leave a Reply Cancel reply", "Your email address will not be published."),
    )
    page = (
        *MENU,
        "Recent Posts",
        "A hen on the pier",
        "Goat fined",
        *POST,
        "Posted on May 3, 2012",
        *comments,
        *FOOTER,
    )
    assert kept(*page) == ("Goat fined", *POST)


def test_a_name_alone_beside_the_day_is_the_author_and_one_in_the_footer_is_not() -> None:
    over = (HEADLINE, "Ida Moss", "May 3, 2012", "Updated: May 4, 2012")
    article = clean_text("\n\n".join((*MENU, *over, *STORY, *COMMENTS, *FOOTER, "Theme by Pixel Union")))
    assert (article.byline, article.published_at) == (("Ida Moss",), datetime(2012, 5, 3, tzinfo=UTC))
    nobody = clean_text("\n\n".join((*MENU, HEADLINE, *STORY, *COMMENTS, *FOOTER, "Theme by Pixel Union")))
    assert nobody.byline == ()


def test_a_path_to_the_page_goes_and_a_headline_with_a_slash_stays() -> None:
    page = (*MENU, "Portada > Isla > Puerto", "Inicio / Isla", "Home / Away: what a season", *STORY, *COMMENTS, *FOOTER)
    article = clean_text("\n\n".join(page))
    assert article.headline == "Home / Away: what a season"
    assert article.paragraphs == STORY


def test_links_and_headings_in_marks_are_read_as_what_they_say() -> None:
    menu = tuple(f"  * [{item}](https://post.example/a-long-address-of-a-section)" for item in MENU)
    article = clean_text("\n\n".join((*menu, f"# {HEADLINE}", *STORY, *COMMENTS, *FOOTER)))
    assert article.headline == HEADLINE
    assert article.paragraphs == STORY


def test_a_note_that_leads_back_is_the_posts() -> None:
    note = "The boat was late. ↩"
    assert note in kept(*MENU, HEADLINE, *POST, "Previous page", note, "Subscribe", *RELATED, *COMMENTS, *FOOTER)


FORM = ("Leave a Reply", "Your email address will not be published.", "Post Comment")


def test_a_headline_of_two_words_is_known_by_author_and_day_below_it() -> None:
    site = ("Skip to content", "Harbour notes")
    page = (*site, "Goat ashore", "Posted on May 3, 2012 by Ida", *STORY, "Share this:", "Like this:", *FORM, *FOOTER)
    article = clean_text("\n".join(page))
    assert article.headline == "Goat ashore"
    assert article.paragraphs == STORY


def test_a_list_between_headline_and_story_stays() -> None:
    items = ("- one goat, not young", "- a length of rope", "- two apples")
    page = (*MENU, HEADLINE, "May 3, 2012", *items, *STORY, "Tags: goat, pier", *RELATED, *COMMENTS, *FOOTER)
    assert set(items) <= set(kept(*page))


def test_a_comment_with_its_hour_in_a_list_of_the_latest_is_no_headline() -> None:
    latest = ("Recent comments", "Ada: It was our goat. (2012.05.04. 11:20) The bell in the well")
    article = clean_text("\n".join((*MENU, *latest, HEADLINE, "May 3, 2012", *STORY, "Tags: goat", *COMMENTS, *FOOTER)))
    assert article.headline == HEADLINE
