"""Walking by the headline: what is read around an element is what XPath's axes hold, in their order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement

from extractors.metadata.walk import elements_after, texts_after, texts_before, texts_within
from extractors.page.parsing import parse

_TAGS = ("<div>", "</div>", "<p>", "</p>", "<b>", "</b>", "<br>", "</html><html>")
_PIECES = st.lists(st.sampled_from([*_TAGS, "<!-- c -->", " \n", "\u00a0", "one ", "two"]), max_size=30)
_SHOWN = "text()[normalize-space()]"


@given(_PIECES)
def test_the_walks_read_what_the_axes_hold(pieces: list[str]) -> None:
    tree = parse(f"<title>t</title><h1>Head</h1>{''.join(pieces)}<p>end</p>tail").tree
    for element in tree.iter("*"):
        assert [text for _, text in texts_after(element)] == element.xpath(f"following::{_SHOWN}")
        assert [text for _, text in texts_before(element)] == element.xpath(f"preceding::{_SHOWN}")[::-1]
        assert [text for _, text in texts_within(element)] == element.xpath(f"descendant::{_SHOWN}")
        assert list(elements_after(element)) == element.xpath("following::*")


@pytest.mark.parametrize(("html", "holder"), [("<p><i>x</i> word</p>", "p"), ("<p><!-- c -->word</p>", "p")])
def test_the_holder_of_a_piece_is_the_element_around_it(html: str, holder: str) -> None:
    tree = parse(f"<h1>Head</h1>{html}").tree
    heading: HtmlElement = next(tree.iter("h1"))
    assert {text.strip(): element.tag for element, text in texts_after(heading)}["word"] == holder


def test_a_page_as_deep_as_pages_get_is_walked() -> None:
    tree = parse("<h1>Head</h1>" + "<div>" * 1_500 + "end").tree
    heading: HtmlElement = next(tree.iter("h1"))
    assert [text for _, text in texts_after(heading)] == ["end"]
