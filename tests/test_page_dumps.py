"""Dumps of whole pages: menus, teasers, comments and footer go, whatever their words; the story stays whole."""

from __future__ import annotations

import pytest

from extractors import Outcome, clean_text

HEADLINE = "Ferry workers vote to strike over summer rota"
STORY = (
    "Ferry workers on the west coast voted on Tuesday to walk out for four days in July, in a dispute over a new"
    " summer rota that the union calls unworkable. The vote was close, at four hundred to three hundred and ninety.",
    "The operator said that it was disappointed, and that it would keep talking until the last boat had sailed. It had"
    " offered a bonus of two hundred pounds, which the union returned in a sealed envelope on the same day.",
    "“We have asked for two days off together,” said Moira Lamb, who has worked on the boats for nineteen years. She"
    " sleeps in a cabin over the engine, and she knows by its sound how far from home she is.",
    "The islands are used to waiting. In the winter of 1987 no boat came for eleven days, and the shop sold its last"
    " candle on the ninth; the school taught by the light of the fire, and nobody missed a lesson.",
)
MENU = (
    *("Skip to content", "The Island Post", "News", "Tides", "Harbour cameras", "Small ads", "Births and deaths"),
    *("Crossword", "Recipes from the galley", "Our weather station", "Subscribe", "Search", "Contact us", "Log in"),
)
OVER = (HEADLINE, "By Ida Moss", "May 3, 2012")
RELATED = (
    *("Related posts", "A goat on the pier", "It came on the morning boat and would not leave. The harbour office…"),
    *("The last lighthouse keeper", "He turned off the lamp himself, and then he wrote a poem about…", "Read more"),
)
COMMENTS = (
    *("3 Comments", "jane_on_the_boat", "May 4, 2012 at 4:05 pm"),
    "Good on them. The rota is a disgrace and everybody in the office knows it, from the top floor to the quay.",
    "My father worked those boats for thirty years and never once had a weekend with us at home in the summer.",
    *("Antworten", "calum77", "May 4, 2012 at 6:31 pm"),
    "They should be glad to have any work at all, with the yard closed and the fish farm going the same way soon.",
    *("Antworten", "Postmistress", "May 5, 2012 at 9:15 am"),
    "I have sorted the mail for both sides of this quarrel, and I can tell you that neither of them writes letters.",
    *("Antworten", "Leave a Reply", "Your email address will not be published. Required fields are marked *"),
)
FOOTER = (
    *("Newsletter", "Sign up", "About us", "Privacy Policy", "Tides", "Small ads", "Crossword"),
    *("Harbour cameras", "© 2012 The Island Post. All rights reserved.", "Made on the island"),
)


def kept(*blocks: str) -> tuple[str, ...]:
    """What cleaning a dump of the ``blocks`` keeps: headline and dek, then the paragraphs."""
    article = clean_text("\n\n".join(blocks))
    removed = "\n\n".join(block.text for block in article.removed)
    text = (*filter(None, (article.headline, article.dek)), *article.paragraphs)
    assert sorted("\n\n".join((*text, removed)).split()) == sorted("\n\n".join(blocks).split())
    assert all(block.rule and block.reason for block in article.removed)
    return text


@pytest.mark.parametrize(
    "tail",
    [RELATED + FOOTER, COMMENTS + FOOTER, COMMENTS + RELATED + FOOTER, RELATED + COMMENTS + FOOTER, FOOTER],
    ids=["related", "comments", "comments and related", "related and comments", "footer"],
)
def test_story_of_a_whole_page(tail: tuple[str, ...]) -> None:
    assert kept(*MENU, *OVER, *STORY, *tail) == (HEADLINE, *STORY)


def test_comments_go_though_their_link_to_answer_is_not_known() -> None:
    unknown = tuple("Vastata tolle" if line == "Antworten" else line for line in COMMENTS)
    assert kept(*MENU, *OVER, *STORY, *unknown, *FOOTER) == (HEADLINE, *STORY)


def test_a_story_goes_on_below_a_box_of_the_page() -> None:
    box = ("Newsletter", "Sign up", "Share this:", "Facebook", "Related posts", "A goat on the pier")
    assert kept(*MENU, *OVER, *STORY[:2], *box, *STORY[2:], *FOOTER)[-2:] == STORY[2:]


@pytest.mark.parametrize(
    "line",
    [
        "Teilen Merken Drucken",
        "Share this: Twitter Facebook",
        "Share this:",
        "Share Tweet Pin Email",
        "Lesen Sie auch: Ein Hase auf dem Damm",
        "Read more: The hare on the dyke",
        "À lire aussi : Un lièvre sur la digue",
        "Czytaj także: Zając na wale",
        "こちらもおすすめ：堤防の上の野うさぎ",
        "Continue reading",
    ],
)
def test_a_line_to_share_or_to_read_on_amid_the_story_goes(line: str) -> None:
    assert kept(*MENU, *OVER, *STORY[:2], line, *STORY[2:], *RELATED, *FOOTER) == (HEADLINE, *STORY)


def test_steps_that_lead_to_one_another_by_arrows_stay() -> None:
    steps = (
        "Ask each crew for its hours →",
        "Add up what the boats need →",
        "Draw the summer rota →",
        "Put it to the vote",
    )
    assert kept(*MENU, *OVER, *STORY[:2], *steps, *STORY[2:], *RELATED, *FOOTER) == (
        HEADLINE,
        *STORY[:2],
        *steps,
        *STORY[2:],
    )


@pytest.mark.parametrize(
    "line",
    [
        "Facebook",
        "Instagram, YouTube",
        "See also: that is what stood at the end of each of his letters.",
        "Print, then post",
        "The boats: what they cost",
    ],
)
def test_a_crosshead_that_says_such_words_stays(line: str) -> None:
    assert kept(*MENU, *OVER, *STORY[:2], line, *STORY[2:], *RELATED, *FOOTER) == (
        HEADLINE,
        *STORY[:2],
        line,
        *STORY[2:],
    )


@pytest.mark.parametrize(
    "notice",
    [
        (
            "We use cookies to give you the best experience on our site. By going on you agree to them.",
            *("Accept", "Reject"),
        ),
        (
            "Wir verwenden Cookies, um Inhalte zu personalisieren und die Zugriffe auf unsere Website zu analysieren.",
            "Außerdem geben wir Informationen zu Ihrer Verwendung der Website an unsere Partner für Werbung weiter.",
            "Alle akzeptieren",
        ),
        ("Ta strona korzysta z ciasteczek, aby świadczyć usługi na najwyższym poziomie, na co się zgadzasz.", "Zgoda"),
        (
            "We and our 842 partners store and access information on a device, such as cookies, and process your data.",
            "You may click to consent to our and our partners’ processing as it is described above.",
            *("Manage options", "Accept all"),
        ),
    ],
    ids=["en", "de", "pl", "partners"],
)
def test_a_notice_about_cookies_above_a_long_story_goes(notice: tuple[str, ...]) -> None:
    assert kept(*notice, *MENU, *OVER, *STORY, *RELATED, *FOOTER) == (HEADLINE, *STORY)


def test_a_story_about_cookies_stays() -> None:
    said = "“We use cookies because we have nothing better,” said the owner of the harbour’s only bakery, and meant it."
    assert kept(*MENU, *OVER, said, *STORY, "Accept", *RELATED, *FOOTER) == (HEADLINE, said, *STORY)


LYNX = (
    *("   [1]Skip to content", "     * [2]Home", "     * [3]News", "   Search for: ____________________ Search"),
    *(HEADLINE, "   Posted on [4]May 3, 2012 by [5]Ida Moss"),
)
LYNX_BELOW = (
    *("Share this:", "     * [6]Twitter", "     * [7]Facebook", "Like this:", "   Like Loading..."),
    *("   Posted in [8]Islands", "Post navigation", "   [9]← A goat on the pier", "Leave a Reply [10]Cancel reply"),
    *("   Your email address will not be published. Required fields are marked *", "   Name * ____________________"),
    *(
        "   [11]Blog at WordPress.com.",
        "References",
        "   1. http://island.example/",
        "   2. http://island.example/news/",
    ),
)
MARKDOWN = (
    *("[Skip to content](#content)", "  * [Home](/)", "  * [News](/news/)", "Search for:"),
    *(f"# {HEADLINE}", "Posted on [May 3, 2012](/a/) by [Ida Moss](/ida/)"),
)
MARKDOWN_BELOW = (
    *("### Share this:", "  * [Twitter](/t)", "  * [Facebook](/f)", "### Like this:", "Posted in [Islands](/islands/)"),
    *("## Post navigation", "[← A goat on the pier](/goat/)", "### Leave a Reply [Cancel reply](#r)"),
    *("Your email address will not be published. Required fields are marked *", "[Blog at WordPress.com.](https://w)"),
)


@pytest.mark.parametrize(("above", "below"), [(LYNX, LYNX_BELOW), (MARKDOWN, MARKDOWN_BELOW)], ids=["lynx", "markdown"])
def test_links_may_be_numbered_or_written_as_markdown(above: tuple[str, ...], below: tuple[str, ...]) -> None:
    linked = STORY[1].replace("a bonus", "a [12]bonus")
    article = clean_text("\n\n".join((*above, STORY[0], linked, *STORY[2:], *below)))
    assert article.paragraphs == (STORY[0], linked, *STORY[2:])
    assert (article.headline, article.byline, article.categories) == (HEADLINE, ("Ida Moss",), ("Islands",))
    assert article.published_at is not None


def test_a_live_report_is_no_comment_section() -> None:
    report = tuple(line for hour, told in enumerate(STORY, 9) for line in (f"{hour}:15 am", told, "Kopieren"))
    text = kept(*MENU, HEADLINE, "By Ida Moss", "12 Comments", STORY[0] + " This is live.", *report, *FOOTER)
    assert set(STORY) <= set(text)


def test_paragraph_above_the_story_stays_amid_menus() -> None:
    lede = "The boats will stand still for four days in July, and this is what islanders have to know before they do."
    assert lede in kept(*MENU, lede, *MENU[3:], *OVER, *STORY, *FOOTER)


@pytest.mark.parametrize(
    "said",
    [
        "Related posts, she said, are those that stand in the same row on the pier, and there are nine of them left.",
        "The sign on the door reads: skip to content, leave a reply, share this, and privacy policy on request only.",
    ],
)
def test_prose_that_says_such_phrases_stays(said: str) -> None:
    assert kept(*MENU, *OVER, *STORY, said, *RELATED, *FOOTER) == (HEADLINE, *STORY, said)


def test_table_of_a_story_stays() -> None:
    table = ("Boat", "Built", "Seats", "Isle of Mull", "1988", "962", "Hebridean Isles", "1985", "494")
    assert kept(*MENU, *OVER, *STORY[:3], *table, STORY[3], *RELATED, *FOOTER) == (
        HEADLINE,
        *STORY[:3],
        *table,
        STORY[3],
    )


@pytest.mark.parametrize("number", ["$6,500", "41.32%", "12"])
def test_a_number_is_no_error_page(number: str) -> None:
    article = clean_text(f"The ferry is back\n\nNobody was hurt.\n\n{number}")
    assert article.outcome is Outcome.ARTICLE
    assert number in article.text


def test_language_is_read_from_the_words() -> None:
    assert clean_text("\n\n".join(STORY)).language == "en"
    assert clean_text("Ferry.").language is None


SHORT = ("The ferry sailed on Monday for the first time since the storm, with forty people on board.", "It was calm.")


def test_a_short_page_with_two_kinds_of_phrases_is_one() -> None:
    menu, end = ("The Island Post", "Tides", "Ida Moss"), ("Share this:", "Facebook", "Related posts", "A goat on it")
    assert kept(*menu, "The ferry sails", "3 May 2012", *SHORT, *end)[-2:] == SHORT


def test_a_list_of_few_words_with_two_such_phrases_amid_sentences_is_no_page() -> None:
    text = (
        "Things heard on the ferry",
        *SHORT,
        "Share this:",
        "said the sign over the cake.",
        "Read more",
        *SHORT[::-1],
    )
    assert set(kept(*text)) >= {*SHORT, "said the sign over the cake."}


def test_what_an_advertisement_parts_from_a_short_story_stays() -> None:
    ended = ("Publicitate", "Nunta ține și azi.", "Urmărește știrile Foii și pe Google News", "Distribuie")
    text = kept(
        "Foaia",
        "Local",
        "Sport",
        "Meteo",
        "Podul de sub nuc",
        SHORT[0],
        "Dirijorul a bătut ritmul cu bastonul.",
        *ended,
    )
    assert text[-2:] == ("Dirijorul a bătut ritmul cu bastonul.", "Nunta ține și azi.")


def test_a_comment_between_its_time_and_the_link_to_answer_is_none_of_a_short_story() -> None:
    said = (
        "My uncle worked that boat for thirty years, and what he missed was never the sea but the engine in his sleep."
    )
    form = ("Leave a Reply", "Your email address will not be published. Required fields are marked *", "Name *")
    text = kept("The ferry sails", *SHORT, "Comments", "Wick", "May 4, 2012 at 4:05 pm", said, "Reply", *form)
    assert text[-2:] == SHORT and said not in text
