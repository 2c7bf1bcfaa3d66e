"""The bare paragraphs and items that a short post begins with are its author's, phrases of the interface among them."""

from __future__ import annotations

import pytest

from extractors import extract
from extractors.article import RemovedBlock
from extractors.decision import Decision
from extractors.page.parsing import parse
from extractors.prepare import prepare
from extractors.story.lead import with_untitled

FORM = "<h3>Have at it</h3><form><textarea></textarea><button>Go</button></form>"
POSTS = {
    "labels of a form": (
        "It had five boxes.",
        "Name",
        "Email",
        "Website",
        "Post comment",
        "I left the third one empty.",
    ),
    "what a button said": ("Share this.", "Like this.", "Loading…", "I pressed it and the lift came."),
    "names and words": ("Wim: that thing must go.", "Truus: let it stand, man.", "Wim: then I go myself."),
    "titled by a phrase": ("Leave a comment, it said on the fence.", "Somebody left boots."),
}


def page(title: str, body: str, form: str = FORM) -> str:
    """A page without names that shows a post over a form for comments."""
    return (
        f"<html lang='en'><head><title>{title}</title></head><body><div><a href='/'>Blog</a></div><div>"
        f"<h1>{title}</h1><div>3.4.2020</div>{body}{form}</div><div>Blog</div></body></html>"
    )


@pytest.mark.parametrize("title", POSTS)
def test_bare_paragraphs_stay_whatever_they_say(title: str) -> None:
    told = "Leave a comment" if title == "titled by a phrase" else title.title()
    assert extract(page(told, "".join(f"<p>{text}</p>" for text in POSTS[title]))).paragraphs == POSTS[title]


def test_a_list_of_words_over_a_sentence_stays() -> None:
    words = ("Newsletter", "Udostępnij", "Ciasteczka", "Komentarze (0)", "Czytaj więcej")
    items = "".join(f"<li>{word}</li>" for word in words)
    paragraphs = extract(page("Pięć słów", f"<ol>{items}</ol><p>Reszta może zostać.</p>")).paragraphs
    assert paragraphs == (*words, "Reszta może zostać.")


def test_a_list_of_links_to_several_sites_is_a_post() -> None:
    links = [
        ("https://a.example/1", "A man who mends clocks"),
        ("https://b.example/2", "The bridge that was sold twice"),
    ]
    items = "".join(f"<li><a href='{address}'>{text}</a></li>" for address, text in links)
    assert extract(page("For a wet Sunday", f"<ul>{items}</ul>")).paragraphs == tuple(text for _, text in links)


def test_the_author_in_a_list_below_the_headline_is_not_all_that_a_post_says() -> None:
    list_ = "<ul class='meta'><li>May 4</li><li>by Ruth</li><li>3 comments</li></ul>"
    boots = ("Could not see my own boots.", "Rang the bell for the boots.")
    body = list_ + "".join(f"<p>{text}</p>" for text in boots) + "<div class='fin'><em>Ruth keeps the lamp.</em></div>"
    assert set(boots) <= set(extract(page("Fog, again", body)).paragraphs)


def test_a_menu_or_buttons_to_share_below_the_headline_are_none() -> None:
    menu = "<ul><li><a href='/1'>All about the harbour</a></li><li><a href='/2'>All about boats</a></li></ul>"
    share = (
        "<ul><li><a href='https://facebook.com/x'>Facebook</a></li><li><a href='https://t.me/x'>Telegram</a></li></ul>"
    )
    for row in (menu, share):
        assert extract(page("The bridge", f"{row}<div><p>It was sold on Monday.</p></div>")).paragraphs == (
            "It was sold on Monday.",
        )


def test_a_label_with_a_button_below_a_poem_is_none_of_it() -> None:
    body = "<p>Grått<br>och i det grå<br>en hund</p><p>Gilla det här: <a href='#'>♥</a> 4</p>"
    assert extract(page("Dimma", body)).paragraphs == ("Grått\noch i det grå\nen hund",)


def test_a_label_and_a_link_among_them_points_on() -> None:
    body = "<p>It was sold on Monday.</p><p>Mehr dazu: <a href='/2'>Wer kauft eine Brücke</a></p><p>It cost a goat.</p>"
    assert extract(page("The bridge", body)).paragraphs == ("It was sold on Monday.", "It cost a goat.")


def _left_of_a_note(markup: str, says: str) -> list[str]:
    """What stays of a note that the classifier takes for no story, of which ``says`` is the article's headline."""
    prepared = prepare(parse(f"<title>tidelog</title><h1>tidelog</h1><article>{markup}</article><p>Theme by Oak</p>"))
    decisions = [
        Decision(block, 0.3, RemovedBlock("model", "not part of the story", block.text))
        for block in prepared.everything
    ]
    found = with_untitled(decisions, prepared.survey, lambda block: "headline" if block.text == says else None)
    return [decision.block.text for decision in found if decision.removed is None]


def test_a_note_that_its_page_is_titled_by_stays_whatever_the_classifier_says() -> None:
    quote = "The sea is a bad listener."
    assert _left_of_a_note(f"<blockquote>{quote}</blockquote><div>Ida Moss</div>", quote) == [quote]
    assert _left_of_a_note(f"<div class='post-content'>{quote}</div>", quote) == [quote]


def test_a_title_of_its_own_or_a_line_outside_a_note_is_no_note() -> None:
    quote = "The sea is a bad listener."
    assert _left_of_a_note(f"<h2>{quote}</h2><blockquote>{quote}</blockquote>", quote) == []
    assert _left_of_a_note(f"<div>{quote}</div>", quote) == []
    assert _left_of_a_note(f"<blockquote>{quote}</blockquote>", "tidelog") == []
