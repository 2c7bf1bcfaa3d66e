"""The short link by which a page calls its story: read from its head, whatever else is written there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.shortlinks import short_link
from tests.filings import page

URL = "https://news.example/2024/bridge/"


@pytest.mark.parametrize(
    ("head", "link"),
    [
        ('<link rel="shortlink" href="https://news.example/?p=12">', "https://news.example/?p=12"),
        ("<link rel='shortlink' href='https://wp.me/p1Ab-2c' />", "https://wp.me/p1Ab-2c"),
        ("<LINK HREF=/node/12 REL=shortlink>", "https://news.example/node/12"),
        (
            "<script>var shortlink = '';</script><link rel=shortlink href=/?p=1&amp;x=2>",
            "https://news.example/?p=1&x=2",
        ),
        ('<a href="/?p=12" rel="shortlink">link</a>', None),
        ('<link rel="shortlink" href="https://news.example/">', None),
        (f'<link rel="shortlink" href="{URL}">', None),
        ('<link rel="canonical" href="https://news.example/shortlink/">', None),
        ('<link rel="shortlink" href="">', None),
        ("", None),
    ],
)
def test_a_short_link_is_read(head: str, link: str | None) -> None:
    body = f"<html><head>{head}</head></html>".encode()
    assert short_link(replace(page(URL), body=body)) == link


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_any_bytes_around_it_do_no_harm(before: bytes, after: bytes) -> None:
    body = before + b'<link rel="shortlink" href="' + after
    found = short_link(replace(page(URL), body=body))
    assert found is None or found
