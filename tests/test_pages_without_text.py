"""Pages whose story is set by scripts in the browser: their structured data has it, the page shows next to nothing."""

from __future__ import annotations

import json

import pytest

from extractors import extract

PARAGRAPHS = (
    "The last ferry to Stannet left on Friday at six, with eleven people on board and a dog that belonged to nobody.",
    "Nobody had told the mayor, who learnt of it from “the baker’s wife”, as she told the council on the same evening.",
    "A bus will go instead from Monday, unless the road is flooded as it was in March & April.",
)
TEXT = "\n\n".join(PARAGRAPHS)
SHELL = "<div id='root'></div><noscript>You need to enable JavaScript to run this app.</noscript>"
MENU = "<nav><a href='/news'>News</a> <a href='/sport'>Sport</a></nav>"


def page(body: str, shown: str = SHELL, **story: object) -> str:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": "The last ferry", **story}
    script = json.dumps({**data, "articleBody": body})
    return (
        f"<html><head><title>The last ferry</title><script type='application/ld+json'>{script}</script></head>"
        f"<body>{shown}</body></html>"
    )


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n\r\n", " \n \n "])
@pytest.mark.parametrize("shown", [SHELL, MENU + SHELL, f"{SHELL}<p>Loading the story …</p>"])
def test_the_story_of_the_structured_data_stands_in(gap: str, shown: str) -> None:
    article = extract(page(gap.join(PARAGRAPHS), shown))
    assert (article.outcome, article.headline, article.text) == ("article", "The last ferry", TEXT)
    assert article.sources["text"] == "json-ld"
    assert "JSON-LD" in article.evidence


def test_markup_in_it_is_read() -> None:
    body = "".join(f"<p class='a'>{paragraph.replace('&', '&amp;')}</p>" for paragraph in PARAGRAPHS)
    assert extract(page(body)).text == TEXT


def test_what_the_page_shows_instead_is_kept_as_removed() -> None:
    article = extract(page(TEXT, f"{SHELL}<p>Loading the story, one moment please, it will be here at once.</p>"))
    assert article.text == TEXT
    assert any("Loading the story" in block.text for block in article.removed)


def test_a_page_that_shows_its_story_is_read_as_it_is_shown() -> None:
    shown = "<article><h1>The last ferry</h1>" + "".join(f"<p>{each}</p>" for each in PARAGRAPHS) + "</article>"
    article = extract(page("Another text than the page shows, of as many words. " * 12, shown))
    assert article.text == TEXT
    assert "text" not in article.sources


def test_what_is_no_story_stays_none() -> None:
    assert extract(page("A picture of a ferry.")).outcome == "empty"
    locked = extract(page(TEXT, isAccessibleForFree=False))
    assert (locked.outcome, locked.text) == ("paywalled", "")
    about_another = json.dumps({"@type": "ItemList", "itemListElement": [{"@type": "Article", "articleBody": TEXT}]})
    listing = f"<html><script type='application/ld+json'>{about_another}</script><body>{SHELL}</body></html>"
    assert extract(listing).text == ""


def test_what_a_page_keeps_for_readers_without_scripts_is_no_story_where_it_is_a_menu() -> None:
    menu = "".join(f"<li><a href='/{number}'>All the news of section {number}</a></li>" for number in range(20))
    article = extract(f"<html><body><div id='root'></div><noscript><ul>{menu}</ul></noscript></body></html>")
    assert (article.outcome, article.text, article.removed) == ("empty", "", ())


STORY = {"title": "The last ferry", "publishedAt": "2026-05-03T09:30:00Z"}
OTHER = {"title": "A tower fell", "body": "<p>Another story than that of the page, of more words.</p>" * 12}
BY_EDITORS: dict[str, object] = {
    "markup": {**STORY, "body": "".join(f"<p>{each}</p>" for each in PARAGRAPHS), "teaser": PARAGRAPHS[0]},
    "lines": {**STORY, "content": TEXT},
    "wordpress": {**STORY, "title": {"rendered": "The last ferry"}, "content": {"rendered": f"<p>{TEXT}</p>"}},
    "portable text": {
        **STORY,
        "body": [
            {"_type": "block", "style": "normal", "children": [{"text": each[:9]}, {"text": each[9:], "marks": ["em"]}]}
            for each in PARAGRAPHS
        ],
    },
    "prosemirror": {
        **STORY,
        "body": {
            "type": "doc",
            "content": [{"type": "paragraph", "content": [{"type": "text", "text": each}]} for each in PARAGRAPHS],
        },
    },
    "in an answer": {
        "status": 200,
        "body": json.dumps({"story": {**STORY, "content": [{"p": each} for each in PARAGRAPHS]}}),
    },
    "editor.js": {
        "attributes": {**STORY, "blocks": [{"type": "paragraph", "data": {"text": each}} for each in PARAGRAPHS]}
    },
}
SCRIPTS = {
    "next": '<script id="__NEXT_DATA__" type="application/json">{}</script>',
    "assigned": "<script>window.__INITIAL_STATE__ = {};window.dataLayer = [];</script>",
    "in a string": "<script>window['__APP__']=JSON.parse({!r});</script>",
}


def state_page(entry: object, script: str = SCRIPTS["next"]) -> str:
    state = {"props": {"pageProps": {"latest": [OTHER], "article": entry, "menu": [{"title": "The last ferry"}]}}}
    written = json.dumps(state).replace("</", "<\\/")
    written = json.dumps(written) if "{!r}" in script else written
    placed = script.replace("{!r}", "{}").replace("{}", written, 1)
    return f"<html><head><title>The last ferry | Post</title></head><body>{MENU}{SHELL}{placed}</body></html>"


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
@pytest.mark.parametrize("entry", BY_EDITORS.values(), ids=BY_EDITORS)
def test_the_story_in_the_data_for_scripts_stands_in(entry: object, script: str) -> None:
    article = extract(state_page(entry, script))
    assert (article.outcome, article.headline) == ("article", "The last ferry")
    assert article.text.split() == TEXT.split()
    assert article.sources["text"] == "page data"


@pytest.mark.parametrize(
    "entry",
    [
        {**STORY, "title": "Another title", "body": TEXT},
        {**STORY, "body": "It left on Friday."},
        {**STORY, "isPremium": True, "body": TEXT},
        {**STORY, "related": [{"headline": "A tower fell", "body": TEXT}], "comments": [TEXT]},
        {**STORY, "body": "\x00\ud800"},
    ],
    ids=["another story", "a teaser", "for subscribers", "beside it", "no text"],
)
def test_what_else_is_in_that_data_is_no_story(entry: object) -> None:
    article = extract(state_page(entry))
    assert (article.outcome, article.text) == ("empty", "")


def test_a_page_that_shows_its_story_is_read_as_it_is_shown_whatever_its_scripts_are_given() -> None:
    shown = "<article><h1>The last ferry</h1>" + "".join(f"<p>{each}</p>" for each in PARAGRAPHS) + "</article>"
    article = extract(state_page({**STORY, "body": "Other words than are shown. " * 20}).replace(SHELL, shown))
    assert article.text == TEXT
