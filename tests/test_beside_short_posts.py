"""What stands beside a post of two lines goes by how it is set, in any words; what its author sets so stays."""

from __future__ import annotations

import pytest

from extractors import Article, extract

LEAD = "Somebody has left a kettle on our landing, and it is warm."
END = "We have decided not to ask, because the tea is free."
MORE = "It stops at three whether you like it or not, and it sighs."
BIO = "Nora Pitt lives on the third floor and writes about the other four."
OURS = "Five floors, nine doors and one kettle, written down when I cannot sleep."
ASKED = "Every other Friday one small story from the stairs, nothing else."


def post(below: str = "", beside: str = "", above: str = "", text: str = f"<p>{LEAD}</p><p>{END}</p>") -> Article:
    """A post by Nora Pitt in a page without names, with markup around it."""
    return extract(
        "<html lang='en'><head><title>The kettle</title></head><body><div><a href='/'>Stairwell</a></div>"
        f"{above}<div><h1>The kettle</h1><div>14 February 2017 – Nora Pitt</div>{text}{below}</div>{beside}"
        "<div>© 2017 Stairwell</div></body></html>",
        "https://stairs.example/kettle",
    )


CARD = "<div class='b8'><a href='{}'><img src='1.jpg' width='220'><span>{}</span></a>{}</div>"
BELOW = {
    "cards, one with a teaser": "<div><h3>From upstairs</h3>"
    + CARD.format("/1", "The lift has opinions", f"<p>{MORE}</p>")
    + CARD.format("/2", "A bicycle for nobody", "")
    + "</div>",
    "a list of links": f"<h4>From upstairs</h4><ul><li><a href='/1'>The lift has opinions</a><br>{MORE}</li>"
    "<li><a href='/2'>A bicycle for nobody</a></li></ul>",
    "a box with a portrait": f"<div><img src='n.png' width='60'><div><b>Nora Pitt</b><p>{BIO}</p></div></div>",
    "a line below a rule": f"<hr><p>{BIO}</p>",
    "a line in italics": f"<p><i>{BIO}</i></p>",
    "a title and a button": f"<div><h3>Steam by post</h3><p>{ASKED}</p><div><a href='/post'>I want it</a></div></div>",
    "two stories": "<table><tr><td><a href='/1'>The lift has opinions</a></td><td><a href='/2'>A bike</a></td>"
    "</tr></table>",
    "a list of pictures": "<h4>From upstairs</h4><ul>"
    f"<li><a href='/1'><img src='1.jpg' width='100'><span>The lift has opinions</span></a><p>{MORE}</p></li>"
    f"<li><a href='/2'><img src='2.jpg' width='100'><span>A bicycle</span></a><p>{ASKED}</p></li></ul>",
    "steps": "<div><a href='/1'>« The lift has opinions</a> | <a href='/2'>A bicycle for nobody »</a></div>",
    "an event": "<div class='card'><h3>Steam night</h3><p><strong>When:</strong> Saturday 9 April, 10am</p>"
    "<p><strong>Where:</strong> the third floor</p><a class='btn' href='/book'>Book now</a></div>",
    "shares": "<p>Tell: <a href='https://facebook.com/sharer.php?u='>Facebook</a> "
    "<a href='https://t.me/share'>Telegram</a></p>",
}


@pytest.mark.parametrize("name", BELOW)
def test_what_a_page_sets_below_a_short_post_is_none_of_it(name: str) -> None:
    assert post(BELOW[name]).paragraphs == (LEAD, END)


@pytest.mark.parametrize("name", BELOW)
def test_a_poem_above_it_stays(name: str) -> None:
    assert post(BELOW[name], text="<p>Up the stairs<br>past the bikes<br>steam</p>").paragraphs == (
        "Up the stairs\npast the bikes\nsteam",
    )


WIDGET = (
    f"<div><b>About this house</b><p>{OURS}</p><hr><b>Upstairs</b><br>· <a href='/1'>The lift has opinions</a></div>"
)


def test_another_column_is_none_of_a_short_post() -> None:
    assert post(beside=WIDGET).paragraphs == (LEAD, END)
    assert post(above=WIDGET).paragraphs == (LEAD, END)


def test_what_is_below_comments_or_in_the_footer_is_none_of_it() -> None:
    form = "<div id='respond'><h3>Say it</h3><form><textarea></textarea></form></div>"
    assert post(f"{form}<div><p>{OURS}</p></div>").paragraphs == (LEAD, END)
    assert post(beside=f"<div class='location-footer'><p>{OURS}</p></div>").paragraphs == (LEAD, END)


WHEN = "When: on Saturday, with the door open"
OWN = {
    "when and where": f"<h3>Steam night</h3><p><b>When:</b>{WHEN[5:]}</p><p><b>Where:</b> the third floor</p>",
    "somebody else by name": "<p>Mrs Lund lives on the ground floor and says that she knows nothing.</p>",
    "a name that ends a quotation": f"<blockquote><p>{MORE}</p>Nora Pitt</blockquote><p>{ASKED}</p>",
    "a heading of the post's own": f"<h3>The second day</h3><p>{MORE}</p><p>{ASKED}</p>",
    "three things with a button each": "".join(
        f"<div class='thing'><h3>Kettle {number}</h3><p>{text}</p><a href='/{number}'>Look</a></div>"
        for number, text in enumerate((MORE, ASKED, OURS))
    ),
}


@pytest.mark.parametrize("name", OWN)
def test_what_an_author_sets_alike_stays(name: str) -> None:
    told = {text for text in (MORE, ASKED, OURS, "Mrs Lund lives") if text in OWN[name]}
    told |= {WHEN} if name == "when and where" else set()
    assert all(text in post(OWN[name]).text for text in told)


def test_a_second_box_of_paragraphs_stays() -> None:
    header = extract(
        f"<title>The kettle</title><header><h1>The kettle</h1><img src='k.jpg' width='800'></header>"
        f"<div><p>{LEAD}</p></div><div><p>{END}</p></div>"
    )
    assert header.paragraphs == (LEAD, END)


def boxed(below: str, name: str = "entry-content") -> tuple[str, ...]:
    """The paragraphs of a post in a box with a name of its own, with markup below that."""
    page = f"<title>The kettle</title><main><h1>The kettle</h1><div class='{name}'><p>{LEAD}</p></div>{below}</main>"
    return extract(page, "https://stairs.example/kettle").paragraphs


@pytest.mark.parametrize(
    "name", ["entry-content", "article__body", "et_pb_post_content", "blog-post__copy", "rich-text"]
)
def test_a_box_below_that_of_the_post_s_text_is_none_of_it(name: str) -> None:
    assert boxed(f"<section class='house'><p>{OURS}</p><p>{ASKED}</p></section>", name) == (LEAD,)


def test_what_is_set_as_the_post_s_box_is_or_tells_more_stays() -> None:
    assert boxed(f"<div class='entry-content'><p>{MORE}</p></div>") == (LEAD, MORE)
    assert boxed(f"<p>{MORE}</p>") == (LEAD, MORE)
    assert boxed(f"<section><p>{MORE}</p><p>{ASKED}</p><p>{END}</p></section>") == (LEAD, MORE, ASKED, END)
    fields = extract(
        f"<title>The kettle</title><h1>The kettle</h1><div class='field field--name-body'><p>{LEAD}</p></div>"
        f"<div class='field field--name-more'><p>{MORE}</p><p>{END}</p></div>"
    )
    assert fields.paragraphs == (LEAD, MORE, END)


def test_a_name_in_the_line_of_the_day_makes_no_author_s_box_of_the_text_below_it() -> None:
    page = extract(
        "<title>The kettle</title><h1>The kettle</h1><img src='k.jpg' width='800'>"
        f"<div><div><div>May 26, 2025</div><div>Landing</div></div><div><p>{LEAD}</p></div></div>"
    )
    assert page.paragraphs == (LEAD,)


SAID = (f"Helmi – 02.03.2021, 10:16<br>{MORE}", f"Bert – 05.06.2021, 13:25<br>{ASKED}")
FORM = "<form><input name='n'><textarea name='t'></textarea><input type='submit' value='Steam'></form>"


def test_a_text_that_begins_as_the_headline_does_is_not_taken_for_one_about_its_author() -> None:
    article = extract(
        "<title>Le banc a disparu</title><p><a href='/'>Accueil</a> &gt; <b>Le banc a disparu</b></p>"
        "<h1>Le banc a disparu</h1><p>mardi 2 octobre 2018, par <a href='/a3'>Mireille Ponsard</a></p>"
        "<div><p>On ne s'assied plus devant la fontaine.</p></div>"
        "<div><p>Le banc de l'église est libre le mardi.</p></div>"
    )
    assert article.paragraphs == ("On ne s'assied plus devant la fontaine.", "Le banc de l'église est libre le mardi.")


def test_a_sentence_set_as_a_heading_is_no_title_of_a_widget() -> None:
    article = extract(
        "<div><div><h1>엘리베이터</h1><p>4층에서 멈춘 아침</p></div>"
        "<div><h4>문이 열렸는데 벽이었다.</h4><p>나는 벽에게 먼저 인사했다.</p></div><div><a>계단</a></div></div>"
    )
    assert article.paragraphs[-2:] == ("문이 열렸는데 벽이었다.", "나는 벽에게 먼저 인사했다.")


def test_comments_that_only_line_breaks_part_are_none_of_it() -> None:
    told = "<br><br>".join(SAID)
    assert post(f"<hr><b>Put the kettle on</b><br><br>{told}<br><br>{FORM}").paragraphs == (LEAD, END)
    assert post(f"<hr><h3>Put the kettle on</h3>{FORM}<p>{OURS}</p>").paragraphs == (LEAD, END)
    letters = post(f"<br>{told}<br><br>").text
    assert MORE in letters and ASKED in letters


def test_readers_are_known_below_a_post_without_a_sentence() -> None:
    poem = "<p>Up the stairs<br>past the bikes<br>steam</p>"
    readers = "".join(
        f"<div class='e{number}'><u>{name}</u><br>0{number}.03.2021, 10:16<div>{text}</div></div>"
        for number, (name, text) in enumerate([("Helmi", MORE), ("Bert", ASKED)], 1)
    )
    assert post(readers, text=poem).paragraphs == ("Up the stairs\npast the bikes\nsteam",)
    forum = "".join(
        f"<div><div class='bbp-reply-author'>{name}</div><div class='bbp-reply-content'><p>{text}</p></div></div>"
        for name, text in [("Nora", LEAD), ("Bert", ASKED), ("Olga", MORE)]
    )
    assert extract(f"<title>The kettle</title><h1>The kettle</h1>{forum}").paragraphs == (LEAD,)


@pytest.mark.parametrize("name", ["post-author-bio", "product-teaser", "popup-inner", "related-note", "share-card"])
def test_a_box_that_is_named_as_furniture_is_none_of_a_short_post(name: str) -> None:
    assert post(f"<div class='{name}'><p>{OURS}</p></div>").paragraphs == (LEAD, END)
    assert post(text=f"<div class='{name}'><p>{LEAD}</p><p>{END}</p></div>").paragraphs == (LEAD, END)
    assert post(text=f"<p>{LEAD}</p><div class='{name}'><p>{MORE}</p></div><p>{END}</p>").paragraphs[::2] == (LEAD, END)


def test_a_made_up_name_that_each_paragraph_s_box_has_says_nothing() -> None:
    boxes = "".join(f"<div class='x5ad160'><p>{text}</p></div>" for text in (LEAD, END))
    assert post(text=boxes).paragraphs == (LEAD, END)


def test_an_author_named_below_the_headline_is_known_where_the_day_is_above_it() -> None:
    page = "<title>The kettle</title><div><div>14.2.2017</div><h1>The kettle</h1><div>Nora Pitt</div></div>"
    page += f"<div><p>{LEAD}</p></div>"
    assert extract(f"{page}<div class='t'>{BIO}</div>").paragraphs == (LEAD,)
    assert extract(f"{page}<div class='t'>Nora says that {BIO}</div>").paragraphs[0] == LEAD


def test_the_name_of_the_site_is_no_part_of_a_headline_that_is_shown_without_it() -> None:
    table = "<table><tr><td>{}</td></tr><tr><td><font size=5><b>The kettle</b></font></td></tr>"
    table += "<tr><td><p>{}</p></td></tr></table>"
    title = "<title>The kettle – A long name of a site</title>"
    assert extract(title + table.format("<img src='l.gif'>", LEAD)).headline == "The kettle"
    titled = "<title>A long name of a site: The kettle</title>"
    heading = f"<div>A long name of a site</div><h3>The kettle</h3><p>{LEAD}</p>"
    assert extract(titled + heading).headline == "The kettle"
    assert extract(f"<title>Tea: a history</title><p>Tea: a history</p><p>{LEAD}</p>").headline == "Tea: a history"


def opened_by_picture(line: str, text: str) -> Article:
    """A post that a picture opens, with a line above its text."""
    return extract(
        "<html lang='en'><head><title>The kettle</title></head><body><div class='w1'><div><h1>The kettle</h1>"
        "<div>14 February 2017</div></div><div><img src='k.jpg' width='600'></div>"
        f"<div class='w2'>{line}<div class='w3'>{text}</div></div></div></body></html>",
        "https://stairs.example/kettle",
    )


@pytest.mark.parametrize("line", ["<h4>Nora Pitt</h4>", "<div><button>Share</button></div>"])
def test_the_line_over_the_first_text_is_its_byline_not_a_box_about_its_author(line: str) -> None:
    assert opened_by_picture(line, f"<p>{LEAD}</p><p>{END}</p>").paragraphs == (LEAD, END)


@pytest.mark.parametrize("label", ["More upstairs!", "Read also"])
def test_what_leads_to_another_story_between_the_texts_of_a_short_post_is_none_of_it(label: str) -> None:
    card = f"<section><h5>{label}</h5><a href='/1'><h3>The lift has opinions</h3></a><p>Read all</p></section>"
    part = "<section><p>{}</p></section>"
    named = f"<div class='article-content'>{part.format(LEAD)}{{}}{part.format(END)}</div>"
    assert post(text=named.format(card)).paragraphs == (LEAD, END)
    own = "<section><h5>The tea</h5></section>"
    assert "The tea" in post(text=named.format(own)).paragraphs


def test_the_time_to_read_above_the_headline_is_none_of_a_short_post() -> None:
    page = (
        "<html lang='da'><head><title>Is</title></head><body><article><ul><li>Nora Pitt</li><li>15. nov. 2023</li>"
        f"<li>1 min læsning</li></ul><h1>Is i november</h1><p>{LEAD}</p><p>{END}</p></article></body></html>"
    )
    assert extract(page, "https://stairs.example/is").paragraphs == (LEAD, END)


def test_a_line_of_labels_and_a_day_between_headline_and_text_is_none_of_a_post() -> None:
    line = "Публикувано: 11.04.2007 г. | Автор: Иван Донев | Прочетено: 204 пъти"
    assert post(text=f"<small>{line}</small><p>{LEAD}</p><p>{END}</p>").paragraphs == (LEAD, END)


def test_labels_without_a_day_and_those_among_the_text_stay() -> None:
    held, lived = "Volume: two litres | Made: 1999", "Born: 1901, in Stairwell | Died: 1999, there as well"
    told = post(text=f"<p>{held}</p><p>{LEAD}</p><p>{lived}</p><p>{END}</p>").paragraphs
    assert told == (held, LEAD, lived, END)


def test_facts_over_a_plain_link_are_no_appeal() -> None:
    rows = f"<p><b>When:</b>{WHEN[5:]}</p><p><b>Where:</b> the third floor</p>"
    article = post(f"<div class='facts'><h3>Steam night</h3>{rows}<a href='/x'>Its page</a></div>")
    assert "appeal" not in {block.rule for block in article.removed}
