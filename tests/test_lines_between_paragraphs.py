"""What a site sets between two paragraphs as if it were one: labels of advertisements, requests, labels that repeat."""

from __future__ import annotations

from html import escape

import pytest

from extractors import clean_text, extract
from extractors.advertlabels import labels_advert
from tests.pages.language import language

STORY = language("en").story["sentences"]
PARAGRAPHS = (STORY[0], STORY[2], STORY[5], STORY[7])
ADVERTS = (
    "Advertisement. Scroll to continue reading.",
    "ADVERTISEMENT - PAGE CONTINUES BELOW",
    "Continua após a publicidade",
    "Dalsza część artykułu pod reklamą",
    "Artikkelen fortsetter under annonsen",
    "Artikel gaat verder onder de advertentie",
    "Juttu jatkuu mainoksen jälkeen",
    "La suite après cette publicité",
    "(請繼續往下閱讀)",
)
BELOW = ("Share this:", "Facebook", "Like this:", "Like Loading...", "Leave a Reply Cancel reply")
ASKING = {
    "to subscribe, amid the line": (
        "<b>Like this article?</b> <a href='/subscribe'>Subscribe</a> <b>to our blog and get it all by mail weekly.</b>"
    ),
    "to sign up for a newsletter": (
        "<em>Was this newsletter forwarded to you? <a href='/click/9'>Sign up</a> to get it in your inbox.</em>"
    ),
    "in German, with a mark behind the link": (
        "Sie möchten keinen Beitrag verpassen? Dann <a href='/nl'>abonnieren Sie unseren Newsletter</a>!"
    ),
    "to click, in capitals": "<a href='/apps'><b><u>CLICK HERE TO GET THE HARBOUR NEWS APP</u></b></a>",
}
AUTHORS = (
    "The harbour's newsletter asks its readers to <a href='/newsletter'>subscribe</a> for two crowns a month.",
    "Those who want to hear of floods may <a href='https://river.example/warnings'>sign up</a>.",
    "Those who want to swim across have to sign up. <a href='/swim'>Sign up</a> means to put one's name on a board.",
    "An advertisement in the evening paper says that the story continues below the bridge.",
    "The ad continues to run after the story broke.",
    "Die Anzeige läuft nach dem Artikel weiter.",
    "El anuncio continúa después de haber sido denunciado.",
    "Scroll to the end of the quay, says the sign, and continue to the bridge.",
)


def page(line: str, place: int) -> str:
    """A page of four paragraphs with one more, of markup, at a place among them."""
    story = [f"<p>{escape(text)}</p>" for text in PARAGRAPHS]
    story.insert(place, f"<p>{line}</p>")
    return f"<title>The bridge</title><body><h1>The bridge</h1><div class='story'>{''.join(story)}</div></body>"


@pytest.mark.parametrize("place", [2, 4])
@pytest.mark.parametrize("label", ADVERTS)
def test_a_line_that_says_where_the_story_goes_on_behind_an_advertisement_is_its_label(label: str, place: int) -> None:
    assert labels_advert(label)
    article = extract(page(label, place))
    assert article.paragraphs == PARAGRAPHS
    assert label in {block.text for block in article.removed}


@pytest.mark.parametrize("label", ADVERTS)
def test_such_a_label_is_taken_out_of_a_dump_as_well_and_of_no_text_without_furniture(label: str) -> None:
    text = "\n\n".join((*PARAGRAPHS[:2], label, *PARAGRAPHS[2:]))
    assert clean_text("\n\n".join(("The bridge", text, *BELOW))).paragraphs == PARAGRAPHS
    assert clean_text(text).text == text


@pytest.mark.parametrize("place", [2, 4])
@pytest.mark.parametrize("line", ASKING.values(), ids=ASKING)
def test_a_line_that_asks_by_its_link_is_no_paragraph(line: str, place: int) -> None:
    assert extract(page(line, place)).paragraphs == PARAGRAPHS


@pytest.mark.parametrize("line", AUTHORS)
def test_an_authors_sentence_in_the_same_words_stays(line: str) -> None:
    assert len(extract(page(line, 2)).paragraphs) == len(PARAGRAPHS) + 1


@pytest.mark.parametrize(
    "label", ["<p><b>Read More</b></p>", "<div role='button'><span>Show picture</span> <span>Hide picture</span></div>"]
)
def test_a_label_or_button_under_each_part_of_a_story_is_none_of_it(label: str) -> None:
    story = "".join(f"<p>{escape(text)}</p>{label}" for text in PARAGRAPHS)
    html = f"<title>The bridge</title><body><h1>The bridge</h1><div class='story'>{story}</div></body>"
    assert extract(html).paragraphs == PARAGRAPHS
