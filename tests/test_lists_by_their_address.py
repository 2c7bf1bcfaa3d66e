"""A page at the address of a list is one where titles lead to its text; a story at such an address stays one."""

from __future__ import annotations

from time import process_time

import pytest

from extractors import Outcome, extract

SITE = "https://notes.example"
LATE = "<p>Nobody on the quay seemed to mind that the ferry was forty minutes late.</p>"
COFFEE = "<p>We bought coffee from the man with the blue van, and he told us about the winter storm of 1987.</p>"
HEAD = "<header><a href='/'>Quay Notes</a><nav><a href='/'>Home</a><a href='/about/'>About</a></nav></header>"
FOOT = "<footer><p>© 2024 Marta Keller</p></footer>"


def page(main: str, title: str = "Quay Notes", head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{HEAD}<main>{main}</main>{FOOT}</body></html>"


def post(day: int, title: str, text: str, tag: str = "h2") -> str:
    linked = f"<{tag}><a href='/2024/07/{day}/late/'>{title}</a></{tag}>"
    return f"<article>{linked}<time datetime='2024-07-{day}'>{day} July</time><div>{text}</div></article>"


LAST_POST = post(15, "The ferry was late again", LATE + COFFEE)
POST = "<a href='/2024/07/15/late/"
LINKED = (
    f"<article><header><h1 class='entry-title'>{POST}'>The ferry was late again</a></h1><p>Marta Keller</p>"
    f"<p>{POST}'><time datetime='2024-07-15'>2024-07-15</time></a></p><p>{POST}#disqus_thread'>Comments</a></p>"
    f"</header><div>{COFFEE}{LATE}{COFFEE.replace('1987', '1953')}</div></article>"
)
DECLARED = '<script type="application/ld+json">{"@type":"BlogPosting","headline":"Quay Notes"}</script>'
SHORT = "<a href='/morning/'>Morning on the quay</a>"
ROW = "<li>07-{day} <a href='/2024/07/{day}/late/'>The ferry was late again, the {day}th time</a></li>"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/page/2/", page(LAST_POST)),
        ("/index2.html", page(LAST_POST)),
        ("/search/?q=ferry", page(f"<p>Showing 1 of 1 results</p>{LAST_POST}")),
        ("/category/diary2.html", page(f"<h1>diary</h1>{LAST_POST}", "diary - Quay Notes")),
        ("/tag/ferry/page/3/", page(f"<h1>Tag: ferry</h1>{LAST_POST}", "Tag: ferry | Quay Notes")),
        ("/author/marta-keller/", page(f"<h1>Posts by Marta Keller</h1>{LAST_POST}", "Posts by Marta Keller")),
        ("/page/2/", page(LAST_POST, head=DECLARED)),
        ("/", page(post(14, "Morning", COFFEE, "div") + post(15, "What we found", LATE, "div"), head=DECLARED)),
        ("/", page("".join(post(day, f"Day {day}", LATE, "p") for day in (14, 15)))),
        ("/page/2/", page(f"<h2><a href='/2024/07/15/late/'>The ferry was late again</a></h2>{LATE}{COFFEE}")),
        ("/", page(f"<div><a href='/late/' title='The ferry'></a><h2>The ferry</h2><p>{LATE}</p></div>")),
        ("/page/2/", page(f"<h2><a href='/archives/15'>The ferry was late again</a></h2>{LATE}")),
        ("/archives/2024/07/", page(f"<p>Um! 6 posts in all. Keep on posting.</p><ul>{ROW.format(day=15)}</ul>")),
        ("/archives/", page(f"<h1>Archives</h1><ul>{ROW.format(day=14)}{ROW.format(day=15)}</ul><img src='/a.jpg'>")),
        ("/index-1.html", page(LINKED)),
        (
            "/tags.html",
            page(f"<h1>Tags</h1><h4>ferry</h4><p>Mon 1 July 2024 {SHORT}</p><p>Tue 2 July 2024 {SHORT}</p>"),
        ),
    ],
)
def test_a_page_whose_text_other_pages_tell_is_a_listing(path: str, shown: str) -> None:
    article = extract(shown, SITE + path)
    assert (article.outcome, article.text) == (Outcome.LISTING, ""), article.evidence


CARD = "<aside><h3>Related</h3><a href='/2024/07/14/found/'>What we found on the beach</a></aside>"
ESSAY = f"<h1>The ferry was late again</h1>{LATE}{COFFEE}"


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/tag/ferry/", page(ESSAY, "The ferry was late again")),
        ("/archives/12/", page(ESSAY + CARD, "The ferry was late again | Quay Notes")),
        ("/archives/12/", page(f"<h1><a href='/archives/12/'>The ferry was late again</a></h1>{LATE}{COFFEE}")),
        ("/archives/late/", page(f"<p><a href='/archives/early/'>Part one of this series</a></p>{ESSAY}", "Late")),
        ("/topics/ferries", page(f"<article>{ESSAY}{CARD}</article>", "The ferry was late again")),
        ("/the-ferry-was-late/page/2/", page(ESSAY + CARD, "The ferry was late again")),
        ("/page/2/", page(f"<h1>The ferry was late again</h1>{LATE}{CARD}", "The ferry was late again")),
        ("/", page(ESSAY, "The ferry was late again")),
        ("/2024/07/15/late/", page(LAST_POST)),
    ],
)
def test_a_story_at_such_an_address_or_beside_a_card_is_one(path: str, shown: str) -> None:
    article = extract(shown, SITE + path)
    assert article.outcome is Outcome.ARTICLE, article.evidence
    assert article.paragraphs[0].startswith("Nobody on the quay")


def test_a_post_of_a_picture_at_a_number_below_the_archives_is_media() -> None:
    shown = page(f"<h1>Morning on the quay</h1><img src='/quay.jpg' width='800'>{CARD}", "Morning on the quay")
    assert extract(shown, f"{SITE}/archives/12/").outcome is Outcome.MEDIA


def test_thousands_of_posts_on_one_page_take_no_time_that_grows_with_their_square() -> None:
    def seconds(posts: int) -> float:
        shown = page("".join(post(15, f"The ferry was late, day {day}", LATE) for day in range(posts)))
        start = process_time()
        extract(shown, f"{SITE}/page/2/")
        return process_time() - start

    assert seconds(2000) < 8 * max(seconds(500), 0.05)


def test_a_picture_under_a_headline_that_leads_to_its_own_page_is_no_listing_though_the_body_is_called_home() -> None:
    page = (
        "<html><head><title>{}</title></head><body class='home'><header><h1><a href='/'>Quay Notes</a></h1></header>"
        "<article><h1><a href='/low-tide.html' rel='bookmark'>Low tide at the bridge</a></h1>"
        "<p class='byline'>By Marta Keller, 13 May 2024</p><p><img src='/a.jpg'></p></article>"
        "<section id='extras'><h2><a href='/tides.html'>Tides of the coming week</a></h2></section></body></html>"
    )
    assert extract(page.format("Low tide at the bridge")).outcome == Outcome.MEDIA


def test_a_sites_name_that_heads_its_front_page_is_no_headline_of_a_story() -> None:
    posts = "".join(f"<article><h2><a href='/{n}/'>What the {n}th boat brought</a></h2>{LATE}</article>" for n in "456")
    front = (
        f"<html><head><title>Quay Notes</title></head><body><h1><a href='/'>Quay Notes</a></h1>{posts}</body></html>"
    )
    assert extract(front, f"{SITE}/").outcome == Outcome.LISTING
