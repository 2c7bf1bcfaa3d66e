"""Pages made to take forever are read as far as is good for a crawl, and say where they were cut off."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from extractors import Article, extract

TraceFunction = Callable[[FrameType, str, Any], Any]

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


WORDLESS = {
    "blocks of JSON-LD": "".join(f'<script type="application/ld+json">{{"n":{n}}}</script>' for n in range(20_000)),
    "markup in a script": f"<script>window.state = '{'<p>x</p>' * 20_000}'</script>",
    "a map that is drawn": f"<svg>{'<path d=M0></path>' * 20_000}</svg>",
    "a comment": f"<!-- {'<li>old</li>' * 20_000} -->",
    "choices of a form": f"<select>{'<option>Ghana</option>' * 20_000}</select>",
    "boxes for a script": "<div class=slot></div>" * 20_000,
    "attributes that quote tags": '<i data-code="<script>"></i>' * 2000 + "<img src=a>" * 30_000,
}


@pytest.mark.parametrize("above", WORDLESS.values(), ids=WORDLESS)
def test_a_story_below_more_tags_than_are_read_is_found_where_they_hold_no_words(above: str) -> None:
    article = extract(STORY.replace("<h1>", f"{above}<h1>", 1))
    assert (article.headline, article.paragraphs) == ("Storm closes the harbour", PARAGRAPHS)
    assert _is_cut(article)


def test_what_a_page_says_of_itself_in_data_is_read_among_thousands_of_scripts() -> None:
    data = '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "Ada <Quill"}}</script>'
    assert extract(STORY + "<script>{}</script>" * 20_000 + data).byline == extract(STORY + data).byline != ()


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


ALIKE = {
    "boxes that ask for something": "<div><p>The island asks its guests for help.</p><a href=/s>Go</a></div>",
    "sentences that end by asking": "<p>The paper of the island comes by mail. <a href=/s>Subscribe</a></p>",
    "lines over a sentence that ask": "<div>Subscribe<br>The paper of the island comes by mail.</div>",
    "forms in boxes with words": "<div class=x>The paper<form class=y><b>Mail</b><input type=email></form></div>",
    "buttons of cookie boxes": "<div class=cookie-jar><p>The jar is full of oats.</p><button>OK</button></div>",
    "links to share by": "<a href='https://twitter.com/share?x'>Tell all your friends on the other shore</a><br><br>",
    "fields to answer in": "<form>Your answer to the harbour master, in many words or few<textarea></textarea></form>",
    "links to answer by": "<li>Good evening <a href='?replytocom=1'>Reply</a></li>",
    "links that stand in lines": "<a href=/quay>The old quay is closed today and on Thursday as well</a><br><br>",
}
"""What grew by its square once, each as often as wanted in one box below a story."""


HEADED = {
    "comments by name": "<div class=c><p class=comment-author>Ida</p><p class=comment-text>So be it, said the master of"
    " the harbour to the fishermen</p></div>",
    "related stories": "<h3>Related</h3><div><h4><a href=/pier>The old pier closes for good</a></h4></div>",
    "items that are links": "<dd><a href=/pier>The old pier of the island closes for good</a></dd>",
}
"""What did so right below a headline, with no story above."""


@pytest.mark.parametrize(
    ("above", "unit"),
    [*((STORY, unit) for unit in ALIKE.values()), *(("<h1>Storm</h1>", unit) for unit in HEADED.values())],
    ids=[*ALIKE, *(f"{name}, below a headline" for name in HEADED)],
)
def test_what_is_four_times_as_long_takes_no_function_much_more_than_four_times_the_steps(
    above: str, unit: str
) -> None:
    few, many = (_steps(f"{above}<div>{unit * count}</div>") for count in (30, 120))
    grown = {name: steps for name, steps in many.items() if steps > max(8 * few[name], 4_000) and few[name]}
    assert not grown


DEEP = {
    "pictures below a story": f"{STORY}%s<img src=gull.jpg>",
    "pictures in the header of a page without text": "<h1>Storm</h1><header>%s<img src=gull.jpg>",
    "links to share by": f"{STORY}%s<a href='https://twitter.com/share?x'>Tell all</a>",
    "fields": f"{STORY}<form>%s<input type=radio name=gull>",
}
"""What took the steps of how much there is of it, times those of how deep it stands in a line."""


@pytest.mark.parametrize("page", DEEP.values(), ids=DEEP)
def test_what_stands_deep_in_a_line_takes_no_more_steps_for_that_each_time(page: str) -> None:
    above, _, unit = page.partition("%s")
    few, many = (_steps(f"{above}{'<span>' * count}{unit * count}") for count in (30, 120))
    grown = {name: steps for name, steps in many.items() if steps > max(8 * few[name], 4_000) and few[name]}
    assert not grown


def _steps(page: str) -> Counter[str]:
    """How many lines of its own each function of the project runs as a page is read, however long each takes."""
    steps = Counter[str]()

    def count(frame: FrameType, event: str, _: object) -> TraceFunction | None:
        code = frame.f_code
        if "extractors" not in code.co_filename:
            return None
        steps[f"{Path(code.co_filename).name}: {code.co_qualname}"] += 1
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        extract(page)
    finally:
        sys.settrace(before)
    return steps


def _is_cut(article: Article) -> bool:
    return any(block.rule == "size" for block in article.removed)
