"""A post of a few lines stands bare in its column, between its author and all that the system adds below."""

from __future__ import annotations

import pytest

from extractors import Outcome, extract

HEAD = (
    "<div class='navbar'><div class='container'><a href='/'>The Weir Log</a><p>Notes from below the dam</p>"
    "<ul class='nav'><li><a href='/'>Home</a></li><li><a href='/about/'>About</a></li></ul></div></div>"
)
AUTHOR = "<h6 class='meta'>Posted by: <a href='/by/rosa/'>Rosa Pell</a> 1 year, 4 months ago</h6>"
COUNT = "<p>(<a href='#comments'>0 comments</a>)</p>"
BELOW = (
    "<ul class='tags'><li>Tags:</li><li><a href='/tag/weir/'>weir</a></li></ul>"
    "<div class='rating'><div><span>Currently unrated</span><form method='post' action='/rate/'>"
    "<ul><li><label><input type='radio' name='v'> 1</label></li><li><label><input type='radio' name='v'> 2</label></li>"
    "</ul><input type='submit' value='Rate'></form></div></div>"
    "<ul class='pager'><li><a href='/blog/eel/'>&larr; The eel came back again</a></li>"
    "<li><a href='/blog/ice/'>Ice on the lower gate at last &rarr;</a></li></ul>"
    "<div id='comments'><h3>Comments</h3><p>There are currently no comments</p><h3>New Comment</h3>"
    "<form method='post' id='comment' action='/comment/'><label for='n'>Name</label><input name='name' id='n'>"
    "<p>required</p><label for='e'>Email</label><input type='email' name='email' id='e'><p>required (not published)</p>"
    "<label for='c'>Comment</label><textarea name='comment' id='c'></textarea><p>required</p>"
    "<input type='submit' value='Comment'></form></div>"
)
BESIDE = (
    "<div class='side'><div class='panel'><h3>Recent Posts</h3><ul>{}</ul><h3>Archive</h3><h6>2025</h6></div></div>"
)
RECENT = "".join(
    f"<li><a href='/blog/{title.split()[-1]}/'>{title}</a></li>"
    for title in ("Who opens the gate at night", "The keeper's new boots", "Two herons and a kingfisher")
)
ITEMS = ("a lamp for the stairs", "two new boards", "oil for the winch", "a bell")
CODE = "for day in week:\n    print(level(day))"
ROWS = ("Month | Level", "May | 212", "June | 198")
TABLE = "".join(
    "<tr>"
    + "".join(f"<{'th' if n == 0 else 'td'}>{cell}</{'th' if n == 0 else 'td'}>" for cell in row.split(" | "))
    + "</tr>"
    for n, row in enumerate(ROWS)
)
WATER = "The water stood a hand below the mark all through the dry month."
POSTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "a sentence": ("<p>The weir is open again.</p>", ("The weir is open again.",)),
    "a list": ("<ol>" + "".join(f"<li>{item}</li>" for item in ITEMS) + "</ol>", ITEMS),
    "a quotation over a line": (
        "<blockquote><p>“Nobody asked the river,” he said.</p></blockquote><p>So I did.</p>",
        ("“Nobody asked the river,” he said.", "So I did."),
    ),
    "a link and a sentence": (
        "<p><a href='https://levels.example/log'>The county keeps a log of all levels since the year of the flood.</a>"
        " I read it at night.</p>",
        ("The county keeps a log of all levels since the year of the flood. I read it at night.",),
    ),
    "a table": (f"<table>{TABLE}</table><p>At noon.</p>", (*ROWS, "At noon.")),
    "code": (f"<pre><code>{CODE}</code></pre>", (CODE,)),
}


def page(title: str, main: str, head: str = "") -> str:
    """A page whose headline stands over the columns, in a box of its own."""
    return (
        f"<html lang='en'><head><title>{title} | The Weir Log</title>{head}</head><body>{HEAD}"
        f"<div class='container'><h1>{title}</h1><ul class='crumbs'><li><a href='/'>Home</a></li><li>{title}</li></ul>"
        f"</div><div class='container'><div class='row'><div class='middle'>{main}</div>"
        f"{BESIDE.format(RECENT)}</div></div>"
        "<footer><p>Powered by a small mill</p></footer></body></html>"
    )


@pytest.mark.parametrize("kind", POSTS)
def test_what_stands_bare_below_the_author_is_the_post(kind: str) -> None:
    body, told = POSTS[kind]
    article = extract(page("Notes on a Tuesday", AUTHOR + COUNT + body + BELOW), "https://weir.example/blog/tuesday/")
    assert article.paragraphs == told
    assert article.outcome == Outcome.ARTICLE
    assert article.byline == ("Rosa Pell",)


@pytest.mark.parametrize("body", ["", "<p><img src='/weir.jpg' width='900' height='600' alt=''></p>"])
def test_nothing_of_what_the_system_adds_is(body: str) -> None:
    article = extract(page("Notes on a Tuesday", AUTHOR + COUNT + body + BELOW), "https://weir.example/blog/tuesday/")
    assert not article.text
    assert article.outcome in (Outcome.MEDIA if body else Outcome.EMPTY, Outcome.EMPTY)


ENTRY = (
    "<h2><a href='/blog/{0}/'>{1}</a></h2><h6 class='meta'>Posted by: <a href='/by/rosa/'>Rosa Pell</a></h6><p>{2}</p>"
    "<p><a href='/blog/{0}/'>read more</a> / <a href='/blog/{0}/#comments'>{3} comments</a></p>"
)
ENTRIES = (
    ("gate", "Who opens the gate at night", "I have heard the winch three times now, and each time the lamp was out."),
    ("boots", "The keeper's new boots", "They squeak on the iron stairs, and the herons have learned what that means."),
    ("herons", "Two herons and a kingfisher", "They share the pool below the weir as if they had drawn up a contract."),
    ("eel", "The eel came back again", WATER),
)


def test_beginnings_below_titles_that_lead_to_them_twice_are_a_list() -> None:
    entries = "".join(ENTRY.format(*entry, number) for number, entry in enumerate(ENTRIES))
    article = extract(page("Blog", entries), "https://weir.example/blog/")
    assert (article.outcome, article.text) == (Outcome.LISTING, "")


def test_a_story_with_linked_headings_is_none() -> None:
    parts = "".join(f"<h2><a href='/blog/{name}/'>{title}</a></h2><p>{text}</p>" for name, title, text in ENTRIES)
    article = extract(page("What I wrote in a year", AUTHOR + parts + BELOW), "https://weir.example/blog/a-year/")
    assert article.outcome == Outcome.ARTICLE
    assert all(text in article.paragraphs for _, _, text in ENTRIES)


DECLARED = '<script type="application/ld+json">{"@type": "Article", "headline": "Four frames"}</script>'
CARD = (
    "<article class='gh-card {3}'><a class='gh-card-link' href='/{0}/'><div class='gh-card-wrapper'>"
    "<h3 class='gh-card-title'>{1}</h3><p class='gh-card-excerpt'>{2} {2} {2}</p><footer class='gh-card-meta'>"
    "<span>By Rosa Pell</span><time datetime='2026-02-05'>05 Feb. 2026</time></footer></div></a></article>"
)
CARDS = (
    "<section class='gh-container'><h2>Read more</h2><div class='gh-feed'>"
    + "".join(CARD.format(*entry, "no-image" if number else "post") for number, entry in enumerate(ENTRIES))
    + "</div></section>"
)


@pytest.mark.parametrize("told", ["", "I took these on the way home, and the last one is of nothing."])
def test_cards_below_a_post_without_text_are_none_of_it(told: str) -> None:
    main = (
        "<main><article class='gh-article'><header><h1>Four frames</h1><h4><a href='/by/rosa/'>Rosa Pell</a></h4>"
        f"<time datetime='2026-01-04'>04 Jan. 2026</time></header><section>{told and f'<p>{told}</p>'}</section>"
        f"</article></main>{CARDS}"
    )
    html = f"<html lang='en'><head><title>Four frames</title>{DECLARED}</head><body>{HEAD}{main}</body></html>"
    article = extract(html, "https://weir.example/four-frames/")
    assert article.text == told
    assert article.outcome == (Outcome.ARTICLE if told else Outcome.EMPTY)


QUOTED = "„Tu się kiedyś mełło mąkę, a teraz będzie się mełło słowa”, żartował dawny młynarz Stanisław Wrona."
ADDED = "Na otwarcie przyszło ponad czterysta osób, choć od rana padał deszcz."
BY_ITSELF = (
    "<html lang='en'><head><title>Młyn znów otwarty | Wiadomości z miasta</title></head><body>"
    "<header><h1><a href='/'>Kurier Nadwiślański</a></h1><nav><h2>Wiadomości z miasta</h2>"
    "<ul><li><h2><a href='/'>Blog</a></h2></li><li><h2><a href='/archive.html'>Archive</a></h2></li></ul>"
    "</nav></header>"
    "<main><h2>Młyn znów otwarty</h2><aside><p>published on 2026-06-08 · tagged with "
    "<a href='/tags/m.html'>#młyn</a></p></aside>{}</main>"
    "<footer><p>This website was built with <a href='https://g.example/blag'>blag</a>.<br>Subscribe to"
    " the <a href='/atom.xml'>atom feed</a>.</p></footer></body></html>"
)


@pytest.mark.parametrize(
    ("post", "paragraphs"),
    [
        (f"<blockquote><p>{QUOTED}</p></blockquote><p>{ADDED}</p>", (QUOTED, ADDED)),
        (f"<p><a href='https://example.net/note'>{QUOTED}</a> {ADDED}</p>", (f"{QUOTED} {ADDED}",)),
    ],
    ids=["a sentence below a quotation", "a link and a sentence"],
)
def test_the_line_of_day_and_tags_in_a_box_of_its_own_ends_no_post(post: str, paragraphs: tuple[str, ...]) -> None:
    article = extract(BY_ITSELF.format(post), "https://kurier.example/mlyn.html")
    assert (article.outcome, article.paragraphs) == (Outcome.ARTICLE, paragraphs)


def test_a_post_without_a_word_has_none_from_the_foot_of_the_page() -> None:
    assert "built with" not in extract(BY_ITSELF.format(""), "https://kurier.example/mlyn.html").text
