"""What a page sets on lines of its own is parted in the text as well, whatever the element; what runs on is not."""

from __future__ import annotations

import pytest

from extractors import Article, extract
from extractors.page.parsing import parse
from extractors.page.segmenting import segment
from tests.pages.language import language

STORY = language("en").story["sentences"]


def _read(story: str, headline: str = "The bridge") -> Article:
    return extract(
        f"<html><head><title>The bridge</title></head><body><h1>{headline}</h1><div>{story}</div></body></html>"
    )


def _blocks(html: str) -> list[str]:
    return [block.text for block in segment(parse(f"<body>{html}</body>").tree)[0]]


@pytest.mark.parametrize("style", ["display:block", "display: flex; margin:0", "color:red;DISPLAY : grid"])
def test_spans_set_as_paragraphs_are_paragraphs(style: str) -> None:
    story = "".join(f'<span style="{style}">{text}</span>' for text in STORY[:4])
    assert _read(story).paragraphs == tuple(STORY[:4])


@pytest.mark.parametrize(
    "style",
    ["display:inline-block", "display:inline-flex", "display:block;float:left", "color:red", "display:contents"],
)
def test_spans_that_run_on_part_no_word(style: str) -> None:
    assert _blocks(f"<p><span style='{style}'>T</span>he bridge is closed.</p>") == ["The bridge is closed."]


def test_an_element_without_words_parts_no_sentence() -> None:
    picture = "<span style='display:block'><img src='a.jpg'></span>"
    assert _blocks(f"<p>The bridge {picture}is closed.</p>") == ["The bridge is closed."]


def test_a_headline_in_two_lines_stays_one() -> None:
    assert _blocks("<h1><span style='display:block'>Exclusive</span>The bridge is closed</h1>") == [
        "Exclusive\nThe bridge is closed"
    ]


def test_a_story_in_typewriter_letters_keeps_its_paragraphs() -> None:
    assert _read("<pre>" + "\n\n".join(STORY[:4]) + "</pre>").paragraphs == tuple(STORY[:4])
    assert _read("<pre>" + "<br><br>\n".join(STORY[:4]) + "</pre>").paragraphs == tuple(STORY[:4])


def test_code_with_empty_lines_stays_in_one_piece() -> None:
    code = "import math\n\n\ndef area(side):\n    return side * side\n\nprint(area(3))"
    assert _blocks(f"<pre>{code}</pre>") == [code.replace("\n\n\n", "\n").replace("\n\n", "\n")]


def test_a_hidden_copy_of_the_story_for_machines_stays_in_one_piece() -> None:
    copy = "\n\n".join(STORY[:4])
    assert len(_blocks(f"<pre hidden>{copy}</pre>")) == 1


def test_the_inside_of_an_element_that_browsers_show_is_read() -> None:
    story = "".join(f"<p>{text}</p>" for text in STORY[:4])
    assert _read(f"<news-story><template shadowrootmode='open'>{story}</template></news-story>").paragraphs == tuple(
        STORY[:4]
    )
    assert not _read(f"<template>{story}</template>").text


def test_a_story_that_is_kept_for_readers_without_scripts_is_read() -> None:
    story = "".join(f"<p>{text}</p>" for text in STORY[:4])
    article = _read(f"<img src='a.jpg' width='800'><script>show()</script><noscript>{story}</noscript>")
    assert article.paragraphs == tuple(STORY[:4])


@pytest.mark.parametrize(
    "told",
    ["Please enable JavaScript to view the comments powered by Disqus.", "<img src='https://count.example/1.gif'>"],
)
def test_what_asks_for_scripts_is_no_story(told: str) -> None:
    assert not _read(f"<img src='a.jpg' width='800'><noscript>{told}</noscript>").text


def test_what_is_kept_for_readers_without_scripts_is_not_read_beside_a_story() -> None:
    told = "".join(f"<p>{text}</p>" for text in STORY[4:8])
    story = "".join(f"<p>{text}</p>" for text in STORY[:4])
    assert _read(f"{story}<noscript>{told}</noscript>").paragraphs == tuple(STORY[:4])
