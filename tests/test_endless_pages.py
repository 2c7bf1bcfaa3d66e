"""Pages made to take forever are read as far as is good for a crawl, and say where they were cut off."""

from __future__ import annotations

import pytest

from extractors import Article, extract

PARAGRAPHS = (
    "The harbour was closed for most of Tuesday, as the storm moved up the coast and the ferries stayed in.",
    "By evening the wind had dropped, and the fishing boats went out past the breakwater to look for the nets.",
    "Nobody was hurt. The harbour master said that he had not seen such a sea since the winter of the great flood.",
)
STORY = "<html><body><h1>Storm closes the harbour</h1>" + "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)

ENDLESS = {
    "a table of a million rows": "<table>" + "<tr><td>one</td><td>2</td></tr>" * 1_000_000 + "</table>",
    "a hundred thousand boxes in each other": "<div>" * 100_000 + "end" + "</div>" * 100_000,
    "a text in every one of them": "<div>x " * 50_000 + "</div>" * 50_000,
    "one line of many megabytes": "<p>" + "word after word, " * 1_500_000 + "</p>",
    "a list without an end": "<ul>" + "<li>an item of it</li>" * 300_000 + "</ul>",
    "one paragraph again and again": "<p>The bell of the harbour rang again, as it does in every storm.</p>" * 40_000,
}


@pytest.mark.parametrize("rest", ENDLESS.values(), ids=ENDLESS)
def test_an_endless_page_gives_its_story_and_says_that_it_was_cut_off(rest: str) -> None:
    article = extract(STORY + rest)
    assert article.paragraphs[: len(PARAGRAPHS)] == PARAGRAPHS
    assert _is_cut(article)


def test_cells_that_claim_to_span_all_the_world_hold_nothing_up() -> None:
    row = "<tr><td colspan=1000000000 rowspan=1000000000>one</td></tr>"
    article = extract(f"{STORY}<table>{row * 1000}</table>")
    assert article.paragraphs[: len(PARAGRAPHS)] == PARAGRAPHS


def test_a_name_of_megabytes_holds_nothing_up() -> None:
    article = extract(f'{STORY}<div class="{"a" * 3_000_000}">Menu</div>')
    assert article.paragraphs == PARAGRAPHS
    assert not _is_cut(article)


def test_attributes_without_end_are_left_out_and_named() -> None:
    attributes = " ".join(f'data-{number}="{number}"' for number in range(200_000))
    article = extract(f"{STORY}<p {attributes}>The ferries will sail again on Thursday, the harbour master said.</p>")
    assert article.paragraphs == (*PARAGRAPHS, "The ferries will sail again on Thursday, the harbour master said.")
    assert [block.reason for block in article.removed if block.rule == "size"] == [
        "a tag has more attributes than are read: the rest of them was left out"
    ]


def test_what_stands_below_elements_that_are_nested_too_deeply_is_named() -> None:
    article = extract(f"{STORY}{'<span>' * 3000}{'</span>' * 3000}<p>Not read.</p>")
    assert article.paragraphs == PARAGRAPHS
    assert _is_cut(article)


REPEATED = {
    "headings over comments": "<h3>3 Comments</h3><p>It was said so.</p>" * 7000,
    "a list of dates": f"<ul>{'<li>12 March 2024</li>' * 14_000}</ul>",
    "menus in each other": f"<div>{'<p><a href=/a>Quay</a></p>' * 28}" * 240,
    "authors in each other": "<div itemprop=author><span itemprop=name>x</span>" * 3000,
}


@pytest.mark.parametrize("rest", REPEATED.values(), ids=REPEATED)
def test_what_is_compared_with_all_that_is_like_it_holds_nothing_up(rest: str) -> None:
    assert extract(STORY.replace("</h1>", f"</h1>{rest}", 1)).outcome


def _is_cut(article: Article) -> bool:
    return any(block.rule == "size" for block in article.removed)
