"""A story whose page declares no picture has the first photograph in it; what is the site's or an author's is none."""

from __future__ import annotations

import pytest

from extractors import Outcome, extract

_PROSE = "<p>The lamp was lit at six on Tuesday, the keeper of the old light told the harbour board that night.</p>"
_LIT = '<p><img src="/files/lit.jpg" width="640"></p>'


def _page(story: str, *, head: str = "", before: str = "", after: str = "") -> str:
    return (
        f"<html><head><title>The light burns again</title>{head}</head><body>{before}<article>"
        f"<h1>The light burns again</h1>{story}</article>{after}</body></html>"
    )


def _picture(page: str) -> tuple[str | None, str | None]:
    article = extract(page, "https://courier.example/2024/light/")
    return article.image_url, article.sources.get("image_url")


@pytest.mark.parametrize("story", [_LIT + _PROSE * 2, _PROSE + _LIT + _PROSE])
def test_the_first_photograph_of_the_story(story: str) -> None:
    menu = '<header><img src="/files/ships.jpg"></header>'
    cards = '<aside><img src="/files/gull.jpg"><a href="/gull/">A gull</a></aside>'
    assert _picture(_page(story, before=menu, after=cards)) == (
        "https://courier.example/files/lit.jpg",
        "first picture",
    )


def test_a_declared_picture_goes_first() -> None:
    declared = '<meta property="og:image" content="/files/declared.jpg">'
    assert _picture(_page(_LIT + _PROSE, head=declared)) == ("https://courier.example/files/declared.jpg", "opengraph")


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" data-src="/files/lit.jpg">',
        '<img class="lazyload" src="/blank.gif" data-srcset="/files/lit-300.jpg 300w, /files/lit.jpg 900w">',
    ],
)
def test_a_picture_that_a_script_loads_when_it_is_seen(picture: str) -> None:
    assert _picture(_page(f"<figure>{picture}</figure>{_PROSE * 2}"))[0] == "https://courier.example/files/lit.jpg"


@pytest.mark.parametrize(
    "picture",
    [
        '<img src="/files/lit.jpg" width="24">',
        '<img src="/icons/share-icon.png">',
        '<img class="avatar" src="/files/anna.jpg">',
        '<a href="/author/anna/"><img src="/files/anna.jpg"></a>',
        '<img src="/t/pixel.png">',
        '<img src="javascript:alert(1).jpg">',
    ],
)
def test_what_is_no_picture_of_a_story(picture: str) -> None:
    assert _picture(_page(f"{picture}{_PROSE * 2}")) == (None, None)


def test_a_post_that_is_a_picture_has_it_a_list_has_none() -> None:
    article = extract(_page(_LIT), "https://courier.example/2024/light/")
    assert (article.outcome, article.image_url) == (Outcome.MEDIA, "https://courier.example/files/lit.jpg")
    cards = "".join(
        f'<div class="card"><img src="/files/{n}.jpg"><h2><a href="/2024/{n}/">Story number {n}</a></h2></div>'
        for n in range(12)
    )
    front = f"<html><head><title>The Courier</title></head><body><main>{cards}</main></body></html>"
    assert extract(front, "https://courier.example/").image_url is None
