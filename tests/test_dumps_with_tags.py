"""Dumps by converters to Markdown that leave a page's tags in, and what a page's head says beside a headline."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest

from extractors import clean_text
from extractors.textmode.lines import read_lines

HEADLINE = "What the ferryman found under the bridge"
STORY = (
    "The ferryman of Low Water found a piano under the bridge on Monday, and nobody has come to ask for it.",
    "It has all its keys but one, he says, and a nest in it that he will not move before the summer.",
    "“I have left a note on the lid,” he told the Post. “I do not expect an answer.”",
)
FOOT = (
    "Leave a Reply",
    "Your email address will not be published. Required fields are marked *",
    "Comment *",
    "Name *",
    "Save my name, email, and website in this browser for the next time I comment.",
    "Proudly powered by WordPress",
)


def fenced(attributes: str, *blocks: str) -> str:
    """Blocks in an element, as Pandoc prints them where it keeps the element."""
    return "\n\n".join((f"::: {attributes}\n{blocks[0]}", *blocks[1:], ":::"))


def divided(attributes: str, *blocks: str) -> str:
    """The same as it prints them for GitHub."""
    return "\n\n".join((f'<div class="{attributes}">', *blocks, "</div>"))


@pytest.mark.parametrize("boxed", [fenced, divided])
def test_tags_around_a_pages_elements_go(boxed: Callable[..., str]) -> None:
    head = boxed("site-header", "[The Low Water Post](/)", "Skip to content", "-   [About](/about)")
    title = f"# {HEADLINE} {{#what-the-ferryman .entry-title}}" if boxed is fenced else f"# {HEADLINE}"
    credits = "[By [Åsa Lindqvist]{.fn}]{.byline}" if boxed is fenced else "By Åsa Lindqvist"
    dump = "\n\n".join((head, boxed("entry", title, credits, boxed("content", *STORY)), boxed("respond", *FOOT)))
    article = clean_text(dump)
    assert (article.headline, article.byline, article.paragraphs) == (HEADLINE, ("Åsa Lindqvist",), STORY)
    removed = "\n".join(block.text for block in article.removed)
    assert "content" in removed and removed.count("</div>" if boxed is divided else ":::") >= 4


def test_a_heading_that_no_column_holds_leaves_paragraphs_folded() -> None:
    heading = f"### {HEADLINE}, and what the parish council said about it on Thursday"
    wrapped = textwrap.wrap(" ".join(STORY), 60)
    lines = read_lines("\n".join((heading, "", *wrapped)))
    assert [line.said.strip() for line in lines[1:]] == [" ".join(STORY)]


def test_a_tutorial_keeps_the_tags_it_shows() -> None:
    listing = ("<div>", "</div>", "<section>", "</section>", '<div class="note">', "</div>", "::: note", ":::")
    text = "\n\n".join((STORY[0], *listing, STORY[1]))
    assert clean_text(text).text == text


def test_a_notice_about_cookies_is_not_where_the_story_begins() -> None:
    notice = (
        "Noi e terze parti selezionate utilizziamo cookie o tecnologie simili per finalità tecniche e, con il tuo"
        " consenso, anche per altre finalità come specificato nella cookie policy.",
        *("Personalizza", "Rifiuta", "Accetta"),
    )
    head = ("Abbonati", "Il Corriere della Valle", "Cronaca", "Sport", "Cultura", "Meteo", "Home", "Cronaca")
    story = (
        "Da sei mesi Elio Rainoldi consegna la posta dopo il tramonto, e nessuno in paese ha mai protestato.",
        "Le Poste hanno aperto un’inchiesta interna, poi l’hanno chiusa: i tempi di consegna sono i migliori.",
        "Il sindaco, intanto, ha fatto mettere una lampadina su ogni cassetta.",
    )
    headline = "Il postino che consegna solo di notte"
    credits = ("di", "Ilaria Montecchi", "14 Settembre 2022 alle 06:30", "1 minuti di lettura", "Facebook", "Stampa")
    foot = ("© Riproduzione riservata", "Leggi anche", "Frana a Cepina, riaperta la strada", "Commenti (2)", "Privacy")
    title = f"{headline} - Il Corriere della Valle"
    dump = "\n".join((title, *notice, *head, headline, "Alta valle", headline, *credits, *story, *foot))
    article = clean_text(dump)
    assert (article.headline, article.byline, article.paragraphs) == (headline, ("Ilaria Montecchi",), story)
    assert str(article.published_at) == "2022-09-14 06:30:00+00:00"


def test_a_story_below_the_number_of_its_comments_is_none_of_them() -> None:
    story = (
        "서울 은평구의 동네 목욕탕 ‘약수탕’이 29일 밤 마지막으로 물을 뺐다.",
        "건물은 내년 봄 헐리고 그 자리에 작은 도서관이 들어선다.",
        "굴뚝은 남기기로 했다. 구청은 굴뚝에 시계를 달 계획이라고 밝혔다.",
    )
    head = ("본문 바로가기", "로그인", "# 동네 목욕탕, 마지막 손님은 주인이었다", "입력 2023.12.29 21:40", "댓글 2")
    comments = (
        "댓글 2",
        *("은평토박이", "2023-12-29 22:10:33", "어릴 때 아버지랑 일요일마다 갔는데 아쉽네요.", "답글쓰기"),
        *("지나가다", "2023-12-30 01:12:08", "굴뚝 남긴 건 잘한 일.", "답글쓰기"),
    )
    foot = ("저작권자 © 은평신문 무단전재 및 재배포 금지", "관련기사", "연신내 시장 지붕 새로 단장")
    dump = "\n\n".join((*head, *story, *foot, *comments, "Copyright © 2023 은평신문. All rights reserved."))
    assert clean_text(dump).paragraphs == story


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("2 Yorum / Köy / Yazar: Nermin Aydoğan / 15 Mart 2022", "Nermin Aydoğan"),
        ("30.7.2018 kirjoittanut Aino Räsänen", "Aino Räsänen"),
        ("Vložil(a) Radka Vávrová, 8 Červen, 2021", "Radka Vávrová"),
        ("Από τον χρήστη Λευτέρης Μακρής - Μαρτίου 22, 2015", "Λευτέρης Μακρής"),
        ("30. Nov. 2022 – 2 Min. Lesezeit", None),
    ],
)
def test_an_author_is_named_behind_a_label_and_no_reading_time_is(line: str, byline: str | None) -> None:
    dump = "\n\n".join(("Skip to content", "About", HEADLINE, line, *STORY, *FOOT))
    assert clean_text(dump).byline == ((byline,) if byline else ())


def test_a_short_storys_day_is_read_in_the_language_of_its_page() -> None:
    story = ("Depuis 1979, Odette Le Goff pèse la pâte dans sa paume.", "Trois candidats sont venus.")
    head = ("Avec votre accord, nos partenaires et nous utilisons des cookies.", "Accepter", "Se connecter", "Accueil")
    credits = ("# À Saint-Jean, la boulangère pèse encore à la main", "Publié le 02/06/2023 à 18h04")
    foot = ("Partager", "À lire aussi", "Le phare est éteint pour des travaux", "Mentions légales", "Contact")
    news = "Recevez chaque matin toute l'information de Quimper et de ses environs dans votre boîte aux lettres"
    article = clean_text("\n\n".join((*head, *credits, *story, *foot, news, "S’inscrire à la newsletter")))
    assert str(article.published_at) == "2023-06-02 18:04:00+00:00"
