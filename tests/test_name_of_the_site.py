"""A site that declares no name has the one on which its titles, its home link, its host and its copyright agree."""

from __future__ import annotations

import pytest

from extractors import extract

_STORY = "<h1>Light burns again on Gull Island</h1><p>The lamp was lit at six on Tuesday, the keeper said.</p>"


def _named(title: str, around: str = "", host: str = "www.harbour-courier.example") -> tuple[str | None, str | None]:
    page = f"<html><head><title>{title}</title></head><body>{around}<main>{_STORY}</main></body></html>"
    article = extract(page, f"https://{host}/2024/light")
    return article.site_name, article.sources.get("site_name")


@pytest.mark.parametrize(
    ("title", "host", "name"),
    [
        ("Light burns again | Harbour Courier", "www.harbour-courier.example", "Harbour Courier"),
        ("Harbour Courier – Light burns again", "www.harbour-courier.example", "Harbour Courier"),
        ("Light burns again - Courier.example", "courier.example", "Courier.example"),
        ("Light burns again | The Harbour Blog", "blog.theharbour.example", "The Harbour Blog"),
        ("Licht brennt wieder - Schönwälder Bote", "schoenwaelder-bote.example", "Schönwälder Bote"),
        ("Light burns again | Sea and Island Office", "press.saio.example", "Sea and Island Office"),
        ("Harbour Courier: Light burns again", "harbourcourier.example", "Harbour Courier"),
        ("Light burns again | Courier", "courierpost.example", "Courier"),
    ],
)
def test_the_part_of_the_title_that_is_called_like_the_host(title: str, host: str, name: str) -> None:
    assert _named(title, host=host) == (name, "title")


@pytest.mark.parametrize(
    ("title", "host"),
    [
        ("Light burns again", "www.courier.example"),
        ("Light burns again | News", "www.newsday.example"),
        ("Light burns again | Sport", "sport.courier.example"),
        ("Light burns again | by Jane Courier", "www.courier.example"),
        ("Light burns again on Gull Island", "light.example"),
        ("Light burns again | Sea and coast", "www.courier.example"),
    ],
)
def test_other_parts_of_a_title_are_no_name(title: str, host: str) -> None:
    assert _named(title, host=host) == (None, None)


@pytest.mark.parametrize(
    "around",
    [
        '<header><a href="/">The Gull</a></header>',
        '<header><a href="/" rel="home"><img src="/logo.png" alt="The Gull logo"></a></header>',
        "<footer><p>Copyright © 2024 The Gull. All rights reserved.</p></footer>",
    ],
)
def test_the_part_of_the_title_that_the_home_link_or_the_copyright_says(around: str) -> None:
    assert _named("Light burns again | The Gull", around) == ("The Gull", "title")


def test_the_home_link_where_the_title_has_no_name() -> None:
    around = '<header><a href="/"><img src="/l.svg" alt="Harbour Courier – Home"></a></header>'
    assert _named("Light burns again", around) == ("Harbour Courier", "home link")
    elsewhere = around.replace('href="/"', 'href="https://other.example/"')
    assert _named("Light burns again", elsewhere) == (None, None)
