"""Pages that are no story say so: listings, paywalls, soft 404s, challenges and empty pages."""

from __future__ import annotations

import random
from itertools import product

import pytest

from extractors import Outcome, extract
from tests.pages.disguise import BARE, HASHED, Disguise
from tests.pages.language import codes
from tests.pages.language import language as tongue_of
from tests.pages.others import OTHERS, compose_other
from tests.pages.reading import paragraph_diff, unaccounted

EVERY = tuple(product(OTHERS, codes()))
STORY = "The pilot of the plane, who had flown this route for twenty years, said that nobody on board was hurt."


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_a_page_that_is_no_story_says_what_it_is_and_has_text_only_if_paywalled(name: str, language: str) -> None:
    page = compose_other(name, language)
    article = extract(page.html, page.url)
    assert article.outcome == page.truth.outcome, article.evidence
    assert article.evidence
    assert not paragraph_diff(page.truth, article), f"\n{paragraph_diff(page.truth, article)}"


@pytest.mark.parametrize("name", [name for name, outcome in OTHERS.items() if outcome is Outcome.LISTING])
def test_a_listing_without_its_address_is_no_article_either(name: str) -> None:
    page = compose_other(name, "de")
    assert extract(page.html).outcome == Outcome.LISTING


@pytest.mark.parametrize("disguise", [HASHED, BARE], ids=lambda disguise: disguise.name)
@pytest.mark.parametrize("name", [name for name in OTHERS if name != "missing_wordpress"])
def test_it_does_so_without_the_names_in_its_markup(name: str, disguise: Disguise) -> None:
    found = {}
    for language in codes():
        page = compose_other(name, language)
        article = extract(disguise.worn_by(page.html, random.Random(language)), page.url)
        if article.outcome != page.truth.outcome or article.paragraphs != page.truth.paragraphs:
            found[language] = (article.outcome, article.evidence, article.paragraphs)
    assert found == {}


MODAL = (
    "<div class='x1'><h4>Discover more from The Harbour Ledger</h4><p>Subscribe now to keep reading and get access to"
    " the full archive.</p><form action='/subscribe'><input type='email'><button>Subscribe</button></form></div>"
)


def test_a_short_story_under_an_invitation_to_subscribe_is_no_paywall() -> None:
    gains = "<div><h4>Membership</h4><p>Read member-only stories</p></div>"
    for below in (MODAL, gains):
        article = extract(
            f"<html><body><h1>Bridge</h1><div><p>The bridge is open again.</p></div>{below}</body></html>"
        )
        assert (article.outcome, article.text) == (Outcome.ARTICLE, "The bridge is open again.")


@pytest.mark.parametrize(
    ("body", "words", "outcome"),
    [
        ("single-attachment attachmentid-7", "", Outcome.EMPTY),
        ("single-attachment attachmentid-7", STORY, Outcome.ARTICLE),
        ("single-post postid-7", "", Outcome.MEDIA),
    ],
    ids=["a picture's", "a picture's, with a story", "a post's"],
)
def test_the_page_that_wordpress_gives_a_picture_is_no_story(body: str, words: str, outcome: Outcome) -> None:
    shown = f"<figure><img src='/up/harbour.jpg' width='800' height='600'></figure>{words and f'<p>{words}</p>'}"
    page = f"<html><body class='{body}'><main><h1>The harbour</h1><div>{shown}</div></main></body></html>"
    assert extract(page, "https://news.example/2024/05/harbour/harbour-1/").outcome == outcome


def test_a_story_with_a_captcha_in_its_comment_form_is_a_story() -> None:
    form = "<form><textarea name='comment'></textarea><div class='g-recaptcha'></div><button>Send</button></form>"
    page = f"<html><body><h1>Bridge</h1><div><p>The bridge is open again.</p></div>{form}</body></html>"
    article = extract(page)
    assert (article.outcome, article.text) == (Outcome.ARTICLE, "The bridge is open again.")


def test_a_story_that_is_declared_as_locked_but_shown_is_a_story() -> None:
    declared = '<script type="application/ld+json">{"@type": "NewsArticle", "isAccessibleForFree": false}</script>'
    story = "".join(f"<p>{sentence}</p>" for sentence in tongue_of("en").story["sentences"])
    article = extract(f"<html><head>{declared}</head><body><h1>Bridge</h1><div>{story}</div></body></html>")
    assert article.outcome == Outcome.ARTICLE


def test_a_story_among_many_related_ones_is_a_story() -> None:
    tongue = tongue_of("en")
    cards = "".join(
        f"<div class='card'><h3><a href='/{place}/'>{tongue.story['headlines'][place % 5]}</a></h3>"
        f"<p>{tongue.story['sentences'][place % 14]}</p></div>"
        for place in range(30)
    )
    story = "".join(f"<p>{sentence} Indeed.</p>" for sentence in tongue.story["sentences"][:4])
    page = f"<html><body><main><h1>Bridge</h1><div>{story}</div></main><section>{cards}</section></body></html>"
    assert extract(page).outcome == Outcome.ARTICLE


def test_a_story_over_a_link_to_its_pdf_among_menus_alike_is_a_story() -> None:
    menus = "".join(
        f"<div><h4>Part {name}</h4><ul><li><a href='/{place}'>{name} and what it does</a></li></ul></div>"
        for place, name in enumerate(("The council", "The harbour", "The schools", "The parks"))
    )
    sentences = tongue_of("en").story["sentences"]
    told = [f"{first} {second}" for first, second in zip(sentences[::2], sentences[1::2], strict=False)][:3]
    story = "".join(f"<p>{text}</p>" for text in told)
    link = "<p><a href='/b.pdf'>The bridge is open again (PDF, 140 KB)</a></p>"
    page = f"<html><body><h1>Bridge</h1><div>{menus}<div>{story}{link}</div></div></body></html>"
    article = extract(page)
    assert (article.outcome, list(article.paragraphs[:3])) == (Outcome.ARTICLE, told)


def test_an_authors_archive_with_whole_posts_is_a_listing() -> None:
    posts = "".join(
        f"<article><header><h2><a href='/?p={day}'>The harbour board changes its mind</a></h2></header>"
        f"{f'<p>{STORY} {STORY} The board meets on the {day}th.</p>' * (day % 3 * 5 + 1)}"
        f"<footer><time class='published' datetime='2023-10-{day}'>October {day}, 2023</time></footer></article>"
        for day in range(11, 17)
    )
    head = "<header><h1>Author: <span>Agnes Marlow</span></h1><p>She has covered the harbour for years.</p></header>"
    page = f"<body class='archive author author-2 hfeed'><main>{head}{posts}</main></body>"
    assert extract(f"<html><title>Agnes Marlow – Courier</title>{page}</html>").outcome == Outcome.LISTING


@pytest.mark.parametrize("name", [name for name, outcome in OTHERS.items() if outcome is Outcome.PAYWALLED])
def test_a_paywall_accounts_for_every_word(name: str) -> None:
    page = compose_other(name, "en")
    assert unaccounted(page.html, extract(page.html, page.url)) == []


@pytest.mark.parametrize("empty", [b"", b"   \n", b"<html></html>", "", "<!-- nothing -->"])
def test_a_document_of_nothing_is_empty(empty: bytes | str) -> None:
    article = extract(empty)
    assert (article.outcome, article.text) == (Outcome.EMPTY, "")


@pytest.mark.parametrize(
    "headline", ["Flight 404 lands in Oslo", "404 homes flooded", "Missing climber not found", "1984", "18:00"]
)
def test_a_short_story_with_the_words_of_an_error_is_a_story(headline: str) -> None:
    html = f"<html><title>{headline}</title><body><article><h1>{headline}</h1><p>{STORY}</p></article></body></html>"
    article = extract(html)
    assert (article.outcome, article.text) == (Outcome.ARTICLE, STORY)


@pytest.mark.parametrize(
    ("headline", "button"),
    [("This page does not exist", "Home"), ("Cookies, privacy and the sea", "Accept all"), ("Pell is for sale", "")],
)
def test_a_signed_post_that_is_headed_so_is_a_story(headline: str, button: str) -> None:
    html = (
        f"<html><title>{headline}</title><body><article><h1>{headline}</h1><p class='byline'>By Ida Moss</p>"
        f"<p>{STORY}</p></article><button>{button}</button></body></html>"
    )
    assert extract(html).outcome == Outcome.ARTICLE


def test_a_line_about_members_is_a_story_where_nobody_need_log_in() -> None:
    line = "The library is for members only from Monday on, as it was in 1911."
    html = f"<html><title>Library</title><body><article><h1>Library</h1><p>{line}</p></article>"
    assert extract(f"{html}</body></html>").text == line


@pytest.mark.parametrize("headline", ["404", "Oops! 404", "Error 404 – Post", "Page not found", "404: gone"])
def test_an_error_that_answers_200_is_no_story(headline: str) -> None:
    html = f"<html><title>{headline}</title><body><h1>{headline}</h1><p>Try the front page.</p></body></html>"
    assert extract(html).outcome == Outcome.SOFT_404


def test_a_post_behind_a_password_is_no_story_but_one_beside_it_is() -> None:
    form = "<form class='post-password-form'><input type=password name=post_password></form>"
    line = "<p>This content is password protected. Please enter a password to view.</p>"
    locked = (
        f"<body class='single postid-7'><article class='post-7 post-password-required'><h1>Minutes</h1>{line}{form}"
    )
    assert extract(f"<html><title>Minutes</title>{locked}</article></body></html>").outcome == Outcome.EMPTY
    card = (
        "<article class='post-7 post-password-required'><h2><a href='/minutes/'>Protected: Minutes</a></h2></article>"
    )
    beside = (
        f"<body class='single postid-8'><article><h1>Ferry</h1><p>{STORY}</p></article><aside>{card}</aside></body>"
    )
    assert extract(f"<html><title>Ferry</title>{beside}</html>").text == STORY


def test_a_short_story_about_pages_that_are_not_found_is_one() -> None:
    headline = "How “error 404” became the best known message of the web, and why nobody misses it"
    article = extract(f"<html><body><article><h1>{headline}</h1><p>{STORY}</p><p>{STORY}</p></article></body></html>")
    assert article.outcome == Outcome.ARTICLE, article.evidence


def test_a_story_with_linked_crossheads_over_labels_is_no_listing_though_its_page_is_called_a_blog() -> None:
    told = "".join(
        f"<p>{STORY}</p><h3><a href='/{name}'>The {name}</a></h3><p>Tap to open</p>" for name in ("map", "list")
    )
    article = extract(f"<html><body class='blog'><h1>Plane lands</h1>{told}</body></html>", "https://news.example/a/b/")
    assert article.outcome == Outcome.ARTICLE, article.evidence


@pytest.mark.parametrize(
    ("heading", "text", "outcome"),
    [
        ("pier.wordpress.com is no longer available.", "The authors have deleted this site.", "soft_404"),
        ("pier.wordpress.com doesn’t exist", "Do you want to register pier.wordpress.com?", "soft_404"),
        ("Private Site", "This site is currently private. Log in to WordPress.com to request access.", "challenge"),
        ("pier.example is marked private by its owner.", "If you were invited, please log in below.", "challenge"),
        ("Content Warning", "The site owner has marked this site as mature. You must be 18 to visit it.", "challenge"),
        ("The ferry is no longer available.", "The islanders were told so by a note on the pier.", "article"),
        (
            "This site doesn’t exist",
            "The harbour on the old map was never built, the fishermen of the island say, and they should know.",
            "article",
        ),
    ],
)
def test_a_notice_of_wordpress_com_is_no_story(heading: str, text: str, outcome: str) -> None:
    notice = f"<h2>{heading}</h2><div class='entry-content'><p>{text}</p></div><a href='/in'>Log in</a>"
    article = extract(f"<html><head><title>{heading}</title></head><body>{notice}</body></html>")
    assert (article.outcome, bool(article.text)) == (outcome, outcome == "article")


@pytest.mark.parametrize(("box", "outcome"), [("error-404 not-found", "soft_404"), ("lost-and-found", "article")])
def test_what_stands_in_a_themes_box_for_nothing_is_no_story(box: str, outcome: str) -> None:
    said = "<p>An dieser Stelle wurde leider gar nichts gefunden. Vielleicht hilft eine Suche nach etwas anderem.</p>"
    page = (
        f"<main><div class='{box}'><h1>Hier ist leider nichts</h1><div class='entry-content'>{said}</div></div></main>"
    )
    assert (
        extract(f"<html><head><title>Hier ist leider nichts</title></head><body>{page}</body></html>").outcome
        == outcome
    )


def test_a_short_post_that_cloudflare_delivers_is_no_challenge() -> None:
    script = "<script>a.src='/cdn-cgi/challenge-platform/{}';</script>"
    post = "<title>The kettle</title><h1>The kettle</h1><p>Somebody has left a kettle on our landing.</p>"
    assert extract(post + script.format("scripts/jsd/main.js")).outcome is Outcome.ARTICLE
    assert extract(post + script.format("h/b/orchestrate/chl_page/v1")).outcome is Outcome.CHALLENGE


def test_a_search_that_finds_nothing_beside_a_short_story_makes_it_no_missing_page() -> None:
    search = "<div class='box'><h2>No results found</h2></div>"
    page = (
        "<html><head><title>The light</title><meta name='author' content='Jane Doe'></head><body>{}<main><h1>The light"
        "</h1><div>Jane Doe</div><div class='entry-content'><p>The keeper climbed down on Monday.</p></div></main>"
    )
    assert extract(page.format(search)).outcome == Outcome.ARTICLE
    assert extract(f"<title>Harbour</title>{search}<p>Try another word.</p>").outcome == Outcome.SOFT_404


GUARDS = {
    "AWS WAF": "<script src='https://1a2b.edge.sdk.awswaf.com/1a2b/challenge.js' defer></script>",
    "DataDome": "<script>window.ddjskey='1A2B';</script><script src='https://js.datadome.co/tags.js'></script>",
    "PerimeterX": "<script src='//client.perimeterx.net/PX1a2b/main.min.js'></script>",
    "Imperva": "<script src='/_Incapsula_Resource?SWJIYLWA=719d'></script>",
    "a form for cookies": "<form class='consent-form'><p>May we count you?</p><button>Yes</button></form>",
}


@pytest.mark.parametrize("guard", GUARDS.values(), ids=GUARDS)
@pytest.mark.parametrize(
    "frame",
    [
        "<title>The kettle</title>{}<h1>The kettle</h1><p>By Jane Doe, 3 May 2024</p><p>{}</p>",
        "<title>The kettle</title>{}<h1>The kettle</h1><div class='entry-content'><p>{}</p></div>",
        "<title>The kettle</title>{}<a href='/'>Home</a> <a href='/a/'>News</a> <a href='/b/'>Sport</a>"
        "<h1>The kettle</h1><p>{}</p>",
    ],
)
def test_a_short_post_of_a_site_that_is_guarded_is_no_challenge(guard: str, frame: str) -> None:
    said = "Somebody has left a kettle on our landing, and nobody in the house knows whose it may be."
    article = extract(frame.format(guard, said))
    assert (article.outcome, article.paragraphs) == (Outcome.ARTICLE, (said,))


@pytest.mark.parametrize(
    "page",
    [
        "<title></title><script src='https://1a2b.token.awswaf.com/1a2b/challenge.js'></script><noscript>"
        "<h1>JavaScript is disabled</h1>In order to continue, we need to verify that you're not a robot.</noscript>",
        "<title>news.example</title><p id='cmsg'>Please enable JS and disable any ad blocker</p>"
        "<script src='https://ct.datadome.co/c.js'></script>",
        "<iframe src='/_Incapsula_Resource?CWUDNSAI=9&xinfo=1'>Request unsuccessful. Incapsula incident ID: 1</iframe>",
    ],
)
def test_what_such_a_guard_sends_in_place_of_a_page_is_one(page: str) -> None:
    assert extract(f"<html><body>{page}</body></html>").outcome is Outcome.CHALLENGE
