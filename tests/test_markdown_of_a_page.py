"""``scrapy extract --format markdown``: what is a heading, a list or a table on the page is one in the document."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from markdown_it import MarkdownIt

from crawler.archive.formats import as_markdown
from extractors.reading import read
from tests.servers import scrapy

RENDERER = MarkdownIt("commonmark").enable("table")
PROSE = "<p>The board met on Tuesday evening, and agreed to keep the old crane standing for another year at least.</p>"


def _page(post: str) -> str:
    head = "<html><head><title>Crane stays</title></head><body><main><article><h1>Crane stays</h1>"
    return f"{head}{PROSE}{post}{PROSE.replace('board', 'club')}</article></main></body></html>"


def _rendered(post: str) -> tuple[str, html.HtmlElement]:
    """The text of a page and its Markdown document as a renderer shows it."""
    reading = read(_page(post))
    shown = RENDERER.render(as_markdown(reading.article, reading.decisions))
    return reading.article.text, html.fromstring(f"<main>{shown}</main>")


@pytest.mark.parametrize(
    ("post", "path", "said"),
    [
        ("<h2>What it costs</h2>", "h2", ["What it costs"]),
        ("<h4>What it * costs</h4>", "h4", ["What it * costs"]),
        ("<ul><li>Paint</li><li>Grease of the best sort</li></ul>", "ul/li", ["Paint", "Grease of the best sort"]),
        ("<ol start=3><li>Paint it</li><li>Grease it</li></ol>", "ol[@start='3']/li", ["Paint it", "Grease it"]),
        ("<ul><li>Paint<ul><li>red lead</li></ul></li><li>Grease</li></ul>", "ul/li/ul/li", ["red lead"]),
        ("<ol><li><p>Paint the crane.</p><p>Twice.</p></li><li><p>Wait.</p></li></ol>", "ol/li[1]/p[2]", ["Twice."]),
        (
            "<blockquote><p>It will fall down.</p><p>You will all be sorry then.</p></blockquote>",
            "blockquote/p",
            ["It will fall down.", "You will all be sorry then."],
        ),
        ("<pre>lift(crane)\n  ```\n  drop(`crane`)</pre>", "pre/code", ["lift(crane)\n  ```\n  drop(`crane`)\n"]),
        (
            "<table><tr><th>Year</th><th>Cost</th></tr><tr><td>2024</td><td>400 crowns</td></tr></table>",
            "table/tbody/tr/td",
            ["2024", "400 crowns"],
        ),
        (
            "<p>1. That is # no list<br>- nor is this</p>",
            "p[contains(., 'nor')]",
            ["1. That is # no list\n- nor is this"],
        ),
    ],
)
def test_a_part_of_the_page_keeps_its_shape(post: str, path: str, said: list[str]) -> None:
    _, document = _rendered(post)
    assert [element.text_content() for element in document.xpath(f"./{path}")] == said


def test_a_row_with_more_cells_loses_none() -> None:
    rows = "<tr><td>Year</td><td>Cost</td></tr><tr><td>2024</td><td>400 crowns</td><td>paid in full</td></tr>"
    _, document = _rendered(f"<table>{rows}</table>")
    assert "paid in full" in document.text_content()


PARTS = st.sampled_from(
    [
        "<h3>{}</h3>",
        "<ul><li>{}</li><li>two<ol><li>{}</ol></ul>",
        "<blockquote><p>{}<p>{}<ul><li>{}</ul></blockquote>",
        "<pre>{}</pre>",
        "<p>{}<br>{}</p>",
        "<table><tr><td>{}<td>{}<tr><td>{}</table>",
        "<ul><li><pre>{}</pre><p>{}</ul>",
    ]
)
SIGNS = st.text("ab #*_`-+>|1.)\\[]~\n ", min_size=3, max_size=20).map(lambda text: f"word {text} word")


@given(st.lists(st.tuples(PARTS, st.lists(SIGNS, min_size=3, max_size=3)), max_size=6))
def test_no_word_is_lost_and_no_sign_acts(parts: list[tuple[str, list[str]]]) -> None:
    text, document = _rendered(
        "".join(part.format(*(word.replace(">", "&gt;") for word in words)) for part, words in parts)
    )
    shown = _letters(document.text_content())
    assert all(_letters(paragraph) in shown for paragraph in text.split("\n\n"))


def _letters(text: str) -> str:
    """A text without what parts its words and its cells."""
    return "".join(text.replace("|", "").split())


def test_the_command_prints_it(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(_page("<h2>What it costs</h2><ul><li>Paint</li><li>Grease of the best sort</li></ul>"))
    done = scrapy("extract", str(page), "--format", "markdown")
    assert done.stdout.startswith("# Crane stays\n\nThe board met")
    assert "\n\n## What it costs\n\n- Paint\n- Grease of the best sort\n\n" in done.stdout
