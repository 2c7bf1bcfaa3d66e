"""What systems print around a post: buttons to edit its parts, its tags, months with counts, its author in a column."""

from __future__ import annotations

import pytest

from extractors import extract

LATE = "Nobody on the quay seemed to mind that the ferry was forty minutes late."
COFFEE = "We bought coffee from the man with the blue van, and he told us about the storm."
GAVE = "My grandmother used to say that the sea gives back what it takes."
CHOIR = "On Sunday the choir will sing in the old chapel, and everybody is welcome."
TITLE = "Morning on the quay"


def page(body: str) -> str:
    head = "<header><a href='/'>Quay Notes</a></header>"
    return f"<html><head><title>{TITLE}</title></head><body>{head}{body}</body></html>"


def test_the_parts_of_a_page_below_buttons_to_edit_them_are_its_text() -> None:
    def part(number: int, heading: str, *lines: str) -> str:
        fields = "<input type='hidden' name='do' value='edit'><input type='hidden' name='summary' value='x'>"
        button = f"<form class='button btn_secedit' method='post'>{fields}<button>Редагувати</button></form>"
        text = "".join(f"<p>{line}</p>" for line in lines)
        return f"<h{number}>{heading}</h{number}><div class='level{number}'>{text}</div><div>{button}</div>"

    parts = part(1, TITLE, LATE, COFFEE) + part(2, "What we found", GAVE, CHOIR)
    article = extract(page(f"<main id='content'><div class='page'>{parts}</div></main>"))
    assert article.paragraphs == (LATE, COFFEE, "What we found", GAVE, CHOIR)


TAGS = "<div>Tags: <a href='/t/ferry'>ferry</a>, <a href='/t/quay'>quay</a>.</div>"
MONTHS = "".join(f"<li><a href='/2024/{n:02}/'>Month {n} ({n})</a></li>" for n in range(1, 7))
COLUMN = f"<td><fieldset><legend>Archive</legend><ul><li>2024<ul>{MONTHS}</ul></li></ul></fieldset></td>"


@pytest.mark.parametrize("text", [LATE, ""])
def test_tags_and_months_with_counts_beside_a_short_post_are_no_text(text: str) -> None:
    shown = f"<p>{text}</p>" if text else "<p><img src='/quay.jpg' width='800' height='500'></p>"
    post = f"<td><fieldset><legend>{TITLE}</legend><div>{shown}</div>{TAGS}</fieldset></td>"
    article = extract(page(f"<table><tr>{post}{COLUMN}</tr></table>"))
    assert article.text == text


@pytest.mark.parametrize(
    "line",
    [
        "Tags: the word comes from <a href='/tailors'>tailors</a>, who sewed them into coats.",
        "Three ships came in: the <a href='/anna'>Anna (1987)</a>, the Berta and the Clara.",
    ],
)
def test_a_line_of_the_authors_that_begins_or_ends_so_is_text(line: str) -> None:
    article = extract(page(f"<main><h1>{TITLE}</h1><p>{LATE}</p><p>{COFFEE}</p><p>{line}</p></main>"))
    assert len(article.paragraphs) == 3


def column(*names: str) -> str:
    boxes = "".join(f"<div class='md-post__authors'><strong>{name}</strong><br>Harbour clerk</div>" for name in names)
    return f"<div class='md-sidebar md-sidebar--post'><nav>{boxes}</nav></div>"


@pytest.mark.parametrize(
    ("beside", "byline"),
    [
        (column("Marta Keller"), ("Marta Keller",)),
        (column("Marta Keller", "Tomas Wren"), ()),  # other posts', as it seems
        (
            f"<aside class='related'><h3><a href='/x'>{CHOIR}</a></h3><p class='post-author'>Marta Keller</p></aside>",
            (),
        ),
    ],
)
def test_the_author_whom_a_side_column_calls_the_posts_is_its_author(beside: str, byline: tuple[str, ...]) -> None:
    post = f"<article><h1>{TITLE}</h1><p>{LATE}</p><p>{COFFEE}</p></article>"
    assert extract(page(f"<div class='md-content'>{beside}{post}</div>")).byline == byline


def test_a_crosshead_below_a_box_of_short_paragraphs_is_no_dek() -> None:
    def post(above: str) -> str:
        heading = f"<h1>연락선이 또 늦었다</h1><div>{above}</div><h2>우리가 찾은 것은</h2>"
        return page(f"<main>{heading}<div><p>{LATE}</p><p>{COFFEE}</p></div></main>")

    told = "<p>부두에 있던 누구도 신경 쓰지 않는 듯했다.</p><p>우리는 커피를 샀다.</p>"
    assert extract(post(told)).dek is None
    assert extract(post("<p>2024-06-14</p>")).dek == "우리가 찾은 것은"
