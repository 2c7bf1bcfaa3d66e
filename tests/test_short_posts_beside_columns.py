"""A short post is no list for the columns beside it; the list of a page that is one stands in its own part."""

from __future__ import annotations

import pytest

from extractors import Outcome, extract

LATE = "Nobody on the quay seemed to mind that the ferry was forty minutes late."
COLUMN = "".join(f"<li><a href='/{n}.html'>Morning on the quay, part {n}</a></li>" for n in range(9))
TOOLS = "".join(f"<li><a href='/w?do={word}'>{word} this page</a></li>" for word in ("Edit", "Watch", "Move"))
FOOT = f"<p>Retrieved from <a href='/w?old=7'>https://notes.example/w?title=Morning{'_on_the_quay' * 3}</a></p>"


def page(own: str, column: str = COLUMN) -> str:
    beside = f"<div class='x'><h2><a href='/'>Quay Notes</a></h2><ul>{column}</ul></div>"
    return f"<html><head><title>Morning on the quay</title></head><body>{own}{beside}</body></html>"


@pytest.mark.parametrize(
    "own",
    [
        f"<div role='main'><h1>Morning on the quay<a href='#morning'>¶</a></h1><p>{LATE}</p></div>",
        f"<main><h1>Morning on the quay</h1><p>{LATE}</p></main>",
        f"<main><ul>{TOOLS}</ul><h1>Morning on the quay</h1><p>{LATE}</p>{FOOT}</main>",
        f"<article><h1>Morning on the quay</h1><p>{LATE}</p></article>",
    ],
)
def test_a_sentence_beside_a_column_of_links_is_a_story(own: str) -> None:
    article = extract(page(own))
    assert (article.outcome, article.headline, article.text) == (Outcome.ARTICLE, "Morning on the quay", LATE)


def test_a_picture_beside_a_column_of_links_is_one() -> None:
    own = "<div role='main'><h1>Morning on the quay</h1><p><img src='/quay.jpg' width='800' height='500'></p></div>"
    assert extract(page(own)).outcome is Outcome.MEDIA


@pytest.mark.parametrize(
    "own",
    [
        f"<main><h1>All our mornings</h1><ul>{COLUMN}</ul></main>",
        f"<div role='main'><h1>All our mornings</h1><p>The newest of them first.</p><ul>{COLUMN}</ul></div>",
        f"<div><h1>All our mornings</h1><ul>{COLUMN}</ul></div>",
    ],
)
def test_a_list_in_a_pages_own_part_is_one(own: str) -> None:
    assert extract(page(own, "")).outcome is Outcome.LISTING


def test_a_blog_that_declares_the_posts_that_it_shows_is_a_listing() -> None:
    posts = "".join(
        f"<article class='p'><h2><a href='/{n}'>Morning {n}</a></h2><p>{n} {LATE} {n * 9}</p></article>" for n in "abcd"
    )
    declared = '{"@type":"Blog","blogPost":[{"@type":"BlogPosting","headline":"Morning a"}]}'
    shown = f'<html><head><script type="application/ld+json">{declared}</script></head><body>{posts}</body></html>'
    assert extract(shown, "https://notes.example/blog").outcome is Outcome.LISTING


@pytest.mark.parametrize("mark", ["¶", "#", "\uf0c1", "🔗"])
def test_the_mark_by_which_a_heading_links_to_itself_is_no_part_of_the_headline(mark: str) -> None:
    heading = f"<h1>Morning on the quay<a href='#morning' title='Link to this heading'>{mark}</a></h1>"
    article = extract(
        page(f"<main>{heading}<p>{LATE}</p><h2>Later{heading[23:-5]}</h2><p>{LATE[:-1]} again.</p></main>")
    )
    assert article.headline == "Morning on the quay"
    assert mark not in article.text


@pytest.mark.parametrize(
    ("title", "shown", "headline"),
    [
        ("Quay Notes: Morning", "<div class='title'>Morning</div>", "Morning"),
        ("Ferries: a history", "<div class='title'>Ferries: a history</div>", "Ferries: a history"),
        ("Quay Notes: a history", "<h1 class='entry-title'>Quay Notes: a history</h1>", "Quay Notes: a history"),
    ],
)
def test_the_sites_name_before_a_colon_is_no_part_of_the_headline(title: str, shown: str, headline: str) -> None:
    name = "<h1><a href='https://notes.example/'>Quay Notes</a></h1>"
    body = f"{name}<div class='entry'>{shown}<div class='body'><p>{LATE}</p></div></div>"
    html = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    assert extract(html, "https://notes.example/morning").headline == headline


def test_a_picture_above_links_to_its_neighbours_is_one_and_a_list_with_thumbnails_none() -> None:
    picture = "<img src='/quay.jpg' width='800' height='500'>"
    near = "".join(
        f"<p><a href='/{word}.html'>{word} morning on the quay</a></p>" for word in ("Earlier", "Later", "Odd")
    )
    heading = "<h1>Morning on the quay</h1>"
    assert extract(page(f"<main>{heading}<p>{picture}</p>{near}</main>")).outcome is Outcome.MEDIA
    cards = "".join(f"<p><a href='/{n}.html'>{picture}Morning on the quay, part {n}</a></p>" for n in range(4))
    assert extract(page(f"<main>{heading}{cards}</main>")).outcome is Outcome.LISTING
