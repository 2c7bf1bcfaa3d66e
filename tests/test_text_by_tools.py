"""Pages as tools turn them into text, with marks of Markdown or a line for each element: the story comes back alone."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from extractors import clean_text
from extractors.metadata.datetext import parse_date
from extractors.textmode.lines import read_lines

STORY = (
    "I bought a cockerel at the fair in Barcelos and the man swore that he crowed at five.",
    "He does not crow at five. He looks at me as if I owed him an apology.",
    "The neighbour says that he is mute, the vet says that he is happy, and I am awake.",
)
FOOT = (
    "Share this:\nTwitter\nFacebook",
    "2 thoughts on “The cockerel that did not crow”",
    "Adela says:\n21 February 2012 at 14:02\nGive him broken corn for a week, that always helps.\nReply",
    "Fernanda says:\n22 February 2012 at 09:15\nWhat luck. I would swap him for mine.\nReply",
    "Leave a Reply Cancel reply",
    "Your email address will not be published. Required fields are marked *",
    "Recent Posts\n  * The cockerel that did not crow\n  * Cabbages, part two",
    "Powered by WordPress",
)


def page(*head: str, foot: tuple[str, ...] = FOOT, gap: str = "\n\n") -> str:
    """A page with ``head`` above the story."""
    return gap.join((*head, *STORY, *foot))


BLOG = """\
# [Quintal da Zulmira](/)

couves, galos e outras desgraças

## terça-feira, 21 de fevereiro de 2012

### O galo que não cantava

Comprei um galo na feira de Barcelos e o homem jurou que cantava às cinco.

Não canta às cinco. Não canta às seis. Olha para mim como quem espera um pedido de desculpa.

O vizinho diz que é mudo, o veterinário diz que é feliz.

Publicada por Zulmira à(s) 10:41

Etiquetas: galos, vizinhos

#### 2 comentários:

Fernanda M. disse...

Que sorte. Troco pelo meu.

22 de fevereiro de 2012 às 09:15

Enviar um comentário

Mensagem mais recente Mensagem antiga Página inicial

Subscrever: Enviar feedback (Atom)

## Arquivo do blogue

  * fevereiro (4)
    * O galo que não cantava
    * Couves, parte dois
"""


@pytest.mark.parametrize("marks", [True, False], ids=["as Markdown", "without marks"])
def test_the_headline_is_the_title_right_above_the_story_not_the_name_of_the_site(marks: bool) -> None:
    article = clean_text(BLOG if marks else re.sub(r"^#+ |\[|\]\(/\)", "", BLOG, flags=re.MULTILINE))
    assert article.headline == "O galo que não cantava"
    assert article.byline == ("Zulmira",)
    assert article.paragraphs == tuple(BLOG.split("\n\n")[4:7])


def test_the_heading_of_an_authors_first_part_is_no_headline() -> None:
    article = clean_text(page("# The cockerel that did not crow", "By Zulmira", STORY[0], "### What the vet says"))
    assert article.headline == "The cockerel that did not crow"
    assert "### What the vet says" in article.paragraphs


MENU = "Skip to content\n\nMenu\nHome\n{}\nRecipes\n\nThe cockerel that did not crow\nPosted on\n21 February 2012"


def test_a_question_among_the_items_of_a_menu_is_one() -> None:
    article = clean_text(page(MENU.format("Who is she?")))
    assert article.headline == "The cockerel that did not crow"
    assert article.paragraphs == STORY


def test_the_authors_question_below_the_menu_stays() -> None:
    article = clean_text(page("Skip to content\n\nMenu\nHome\nRecipes", "Who is she?", "By Zulmira\n21 February 2012"))
    assert "Who is she?" in f"{article.headline}\n{article.text}"


def test_terms_on_lines_of_their_own_below_their_label_go() -> None:
    told = "The cockerel that did not crow\n\nBy Zulmira\n\nThe vet says that he is happy, and I am awake."
    article = clean_text("\n\n".join((told, f"Tags:\ncockerels\n,\nneighbours\n{FOOT[0]}", *FOOT[1:])))
    assert article.paragraphs == ("The vet says that he is happy, and I am awake.",)


def test_an_authors_own_list_amid_the_story_stays() -> None:
    told = ("He wears three of them.", "Tags:\nred, with a number\nblue, from the fair", *STORY)
    article = clean_text(page("The cockerel that did not crow", "By Zulmira", *told))
    assert "red, with a number" in article.text


@pytest.mark.parametrize("dek", ["On waiting for five o’clock, again", "A bird and what it owes me"])
def test_what_stands_between_headline_and_credits_is_the_dek(dek: str) -> None:
    head = ("Small Rooms", "Subscribe", "Sign in", "Share this post", "The cockerel that did not crow", "Copy link")
    article = clean_text(page(*head, "The cockerel that did not crow", dek, "Tobias Quill", "Apr 27, 2023", "41", "9"))
    assert article.headline == "The cockerel that did not crow"
    assert dek in (article.dek, *article.paragraphs)


def test_a_phrase_that_goes_on_as_a_sentence_is_the_authors() -> None:
    quoted = "Leave a Reply\n – he told me from the gate, leaving – and I shall send you corn."
    article = clean_text(page("The cockerel that did not crow", "By Zulmira", STORY[0], quoted))
    assert quoted in article.text


def test_items_longer_than_the_columns_do_not_hide_how_a_story_is_wrapped() -> None:
    wrapped = "\n\n".join(
        (
            "He was sold at the fair in Barcelos by a man who swore by all that is holy\nthat he crowed at five.",
            "He does not. He looks at me in the morning as if I were the one who has to\nsay something first.",
            "The neighbour says that he is mute, the vet says that he is happy, and it is\nI who am awake.",
        )
    )
    items = "  * Addresses of pages and of mail are turned into links by themselves, in every comment here."
    assert [line.text for line in read_lines(f"{wrapped}\n\n{items}")] == [*wrapped.split("\n\n"), items.strip()]


@pytest.mark.parametrize(
    ("text", "tag"), [("ven, 03/05/2024", None), ("Fri, 05/03/2024", "fr"), ("3 مايو، 2024", "ar"), ("5/3/2024", "en")]
)
def test_a_day_of_numbers_is_read_by_the_weekday_before_it(text: str, tag: str | None) -> None:
    assert parse_date(text, tag) == datetime(2024, 5, 3, tzinfo=UTC)
