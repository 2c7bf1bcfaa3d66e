"""Labels beside a post's author, date and categories are the theme's; the same words elsewhere are the author's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
import pytest
from numpy.typing import NDArray

from extractors import Article, extract
from extractors.classifier import SHIPPED, BlockModel
from extractors.page.blocks import Block

SAID = "It was Sunday before anyone in Stannet noticed."
ROW = (
    "<div><div><p>{posted}</p><div class='wp-block-post-date'><time datetime='2021-10-05'>2021-10-05</time></div>"
    "<p>{by}</p><div class='wp-block-post-author'><p>Agnes Marlow</p></div>"
    "</div></div>"
)


def _read(post: str) -> Article:
    head = "<html><head><title>The loaf</title></head><body><main><h1>The loaf</h1>"
    return extract(f"{head}{post}</main></body></html>")


@pytest.mark.parametrize(("posted", "by"), [("Posted", "by"), ("Közzétéve", "szerző"), ("掲載", "著者")])
@pytest.mark.parametrize("post", [f"<div class='entry-content'><p>{SAID}</p></div>", "<img src='/loaf.jpg'>"])
def test_labels_in_a_row_of_fields_are_no_text(post: str, posted: str, by: str) -> None:
    article = _read(post + ROW.format(posted=posted, by=by))
    assert article.text == (SAID if SAID in post else "")
    rules = {block.text: block.rule for block in article.removed}
    assert rules[posted] == rules[by] == "field-label"
    assert rules["Agnes Marlow"] == "wp-post-fields"


@pytest.mark.parametrize("count", ["12 comments", "4 min read", "3 Kommentare"])
@pytest.mark.parametrize("above", ["", "<p>By Agnes Marlow</p>"])
def test_a_count_below_the_headline_or_the_author_is_no_text(count: str, above: str) -> None:
    article = _read(f"{above}<p>{count}</p><p>{SAID}</p><p>{SAID} Then the bell rang, and all of them came out.</p>")
    assert article.paragraphs[0] == SAID
    assert count in [block.text for block in article.removed]


def test_a_post_of_a_few_words_over_its_date_stays() -> None:
    date = "<div class='wp-block-post-date'>5 October 2021</div>"
    assert _read(f"<div><p>Rained again, all day long.</p>{date}</div>").text == "Rained again, all day long."
    assert "Posted" in _read(f"<div class='entry-content'><p>{SAID}</p><p>Posted</p></div><div>{date}</div>").text


class _KeepsAll:
    """A model that takes every block for the story's."""

    def verdicts(self, blocks: Sequence[Block], *_: object) -> NDArray[np.float32]:
        return np.ones(len(blocks), dtype=np.float32)


def _read_in_doubt(post: str) -> str:
    with SHIPPED.replaced(cast("BlockModel", _KeepsAll())):
        return _read(post).text


FIELDS = (
    "<meta name='author' content='Agnes Marlow'><div><div itemprop='author'>Agnes Marlow</div>"
    "<div><time itemprop='datePublished' datetime='2021-10-05'>5 October 2021</time></div>"
    "<div><span>{count}</span></div></div>"
)


@pytest.mark.parametrize("count", ["Hits: 6600", "Visitas: 88.120", "閲覧数：120"])
def test_a_count_in_the_row_of_author_and_date_is_no_text(count: str) -> None:
    assert _read_in_doubt(FIELDS.format(count=count) + f"<div><p>{SAID}</p></div>") == SAID


def test_a_count_that_the_author_gives_stays() -> None:
    below = f"{FIELDS.format(count='5')}<div><p>{SAID}</p><p>Loaves: 12</p></div>"
    assert "Loaves: 12" in _read_in_doubt(below)
    date = "<time datetime='2021-10-05'>5 October 2021</time>"
    alone = f"<div><p class='author'>Agnes Marlow</p><p>{date}</p><p>Loaves: 12</p></div>"
    assert "Loaves: 12" in _read_in_doubt(alone)
