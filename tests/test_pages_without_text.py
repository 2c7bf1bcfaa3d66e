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
