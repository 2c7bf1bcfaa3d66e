"""Pages whose blocks stand on one line, a space between them, as ``" ".join(soup.get_text(" ").split())`` does."""

from __future__ import annotations

import pytest

from extractors import clean_text

STORY = (
    "Every Sunday since the war somebody has climbed the tower with a tin of goose fat and a rag. Last Sunday"
    " nobody did,"
    " and on Monday the clock struck nine while the bus, which is never late, was already gone. We have set our"
    " kettles by"
    " it for forty years."
)
SHARE = "Share this: Click to share on Twitter (Opens in new window) Like this: Like Loading... Related"
FOOT = (
    "Leave a Reply Cancel reply Enter your comment here... Fill in your details below or click an icon to log in:"
    " Email (required) (Address never made public) Name (required) Website"
    " You are commenting using your WordPress.com account. ( Log Out / Change )"
    " Notify me of new comments via email. Notify me of new posts via email. Blog at WordPress.com."
)


def test_a_post_with_the_comments_below_it() -> None:
    page = (
        "The Clock That Lost a Minute | Lower Street Lower Street A parish, slowly Skip to content Home About"
        f" The Clock That Lost a Minute Posted on March 19, 2012 by Ruth Ambler {STORY} {SHARE} The bus that waited"
        " February 2, 2012 One thought on “ The Clock That Lost a Minute ” Bernard on March 20, 2012 at 7:02 am said:"
        f" I did it in 1961 and I fell off. Reply ↓ {FOOT}"
    )
    article = clean_text(page)
    assert (article.headline, article.text) == ("The Clock That Lost a Minute", STORY)
    assert article.byline == ("Ruth Ambler",)
    assert article.published_at is not None
    assert article.published_at.date().isoformat() == "2012-03-19"
    assert "I did it in 1961" in " ".join(block.text for block in article.removed)


@pytest.mark.parametrize(
    ("page", "headline", "byline", "text"),
    [
        (
            "Snö i skon anteckningar norrifrån Hoppa till innehåll Hem Kontakt Postlådan under drivan Publicerat av"
            " Ragnhild Ås den 1 december 2018 Brevbäraren hittar den med skidstav. I går var det en räkning. Dela"
            " detta:"
            " Klicka för att dela på Twitter (Öppnas i ett nytt fönster) Gilla detta: Gilla Laddar in …"
            " Relaterade En tanke"
            " på ”Postlådan under drivan” Bror skriver: 1 december, 2018 kl. 14:10 Klok karl. Svara Lämna ett"
            " svar Avbryt"
            " svar Din e-postadress kommer inte publiceras. Obligatoriska fält är märkta * Kommentar Namn *"
            " E-postadress *"
            " Webbplats Drivs med WordPress",
            "Postlådan under drivan",
            ("Ragnhild Ås",),
            "Brevbäraren hittar den med skidstav. I går var det en räkning.",
        ),
        (
            "灯台守の日記 コンテンツへスキップ ホーム 灯台の電球を替えた日 投稿日: 2016年11月2日 投稿者: 波多野"
            " 四年ぶりに電球を替えた。古いほうは、まだ少し光る気がする。 共有: クリックして Twitter で共有"
            " (新しいウィンドウで開きます) いいね: いいね 読み込み中… 「灯台の電球を替えた日」への1件のフィードバック"
            " 千鳥 より: 2016年11月3日 7:20 AM 古い電球は捨てないでください。 返信 コメントを残す コメントをキャンセル"
            " メールアドレスが公開されることはありません。 ※ が付いている欄は必須項目です 名前 ※ メール ※ サイト",
            "灯台の電球を替えた日",
            ("波多野",),
            "四年ぶりに電球を替えた。古いほうは、まだ少し光る気がする。",
        ),
    ],
)
def test_posts_in_other_languages(page: str, headline: str, byline: tuple[str, ...], text: str) -> None:
    article = clean_text(page)
    assert (article.headline, article.byline, article.text) == (headline, byline, text)


@pytest.mark.parametrize(
    ("byline", "begins"),
    [
        ("Ruth Ambler", "Leonard Stubbs wrote down when the rain began, and what he thought of it."),
        ("Ruth Ambler", "The rain began at four. When the bus came, the driver wrote it down."),
        ("Teófilo", "La lluvia empezó a las cuatro, y el conductor la apuntó sobre la marcha."),
    ],
)
def test_no_word_of_the_story_is_taken_for_a_name(byline: str, begins: str) -> None:
    page = (
        f"Low Water Skip to content Home About A rain that was late Posted on May 3, 2012 by {byline} {begins} {STORY}"
    )
    article = clean_text(
        f"{page} {SHARE} 1 thought on “A rain that was late” {byline} May 4, 2012 at 7:02 am Reply {FOOT}"
    )
    assert article.text == f"{begins} {STORY}"
    assert article.headline == "A rain that was late"


def test_the_lines_of_a_dump_that_hold_several_phrases_and_titles_go() -> None:
    page = (
        "The Low Water Post\nSkip to content\nA rain that was late\n"
        f"{STORY}\n"
        "Get every new post delivered to your Inbox. Join 88 other followers Follow “The Low Water Post”\n"
        "One thought on “A rain that was late”\n"
        "Bernard on March 20, 2012 at 7:02 am said: I fell off in 1961, twice, and nobody said a word to me."
        " Reply ↓\n"
        f"{FOOT}"
    )
    article = clean_text(page)
    assert (article.headline, article.text) == ("A rain that was late", STORY)


@pytest.mark.parametrize("last", ["Nobody has come to mend it", "Niemand kam, um sie zu stellen"])
def test_the_last_words_of_a_story_without_a_stop_are_no_part_of_the_link_below(last: str) -> None:
    page = f"Lower Street Skip to content Home About The Clock That Lost a Minute {STORY} {last} {SHARE} {FOOT}"
    assert last in clean_text(page).text


@pytest.mark.parametrize(
    "told",
    [
        f"Posted on the door on March 19, 2012 by Ruth Ambler: a note. {STORY} Leave a reply, it said, and share this.",
        f"{STORY} “Share this:” “Leave a Reply” “Your email address will not be published.” “Notify me of new comments"
        " via email.” “Blog at WordPress.com.” Those were the last words of his page.",
        f"The page asked much: “Enter your comment here...” “Email (required) (Address never made public)” {STORY}"
        " Then it promised: “Notify me of new comments via email.”",
        f"The Clock That Lost a Minute is a song. {STORY} We sing The Clock That Lost a Minute on May 3, 2012"
        " by Ruth Ambler.",
    ],
)
def test_an_author_who_says_such_words_on_one_line_keeps_them(told: str) -> None:
    article = clean_text(told)
    assert article.text == told
    assert not article.removed


def test_the_headline_is_no_title_in_a_list_above_it_and_no_sites_name() -> None:
    page = (
        "The lodger in the stool | Four Flights Up Skip to content Four Flights Up Menu Home About Recent Posts"
        f" The lodger in the stool Rent, and other weather Recent Comments The lodger in the stool {STORY} {SHARE}"
        " 2 thoughts on “The lodger in the stool” Moira says: October 7, 2016 at 6:40 pm My money is on him. Reply"
        f" {FOOT}"
    )
    article = clean_text(page)
    assert (article.headline, article.text) == ("The lodger in the stool", STORY)


def test_a_dek_and_a_row_of_links_stand_between_headline_and_story() -> None:
    head = "The ferry runs late Slack Water Home About Sign in Subscribe The ferry runs late"
    dek = "A timetable in which every line is sorry."
    foot = f"2 thoughts on “The ferry runs late” Moira May 4, 2021 at 9:00 am Sorry. Reply {FOOT}"
    told = clean_text(f"{head} {dek} Anders Pell Sep 30, 2023 {STORY} {SHARE} {foot}")
    assert (told.headline, told.byline, told.text) == ("The ferry runs late", ("Anders Pell",), f"{dek}\n\n{STORY}")
    row = clean_text(f"{head} 1 Comment / Harbours / By Anders Pell / September 30, 2023 {STORY} {SHARE} {foot}")
    assert (row.headline, row.byline, row.text) == ("The ferry runs late", ("Anders Pell",), STORY)


def test_the_foot_of_a_page_begins_with_the_first_of_its_phrases() -> None:
    page = (
        "De bel doet het weer - Aan de Kade Ga naar de inhoud Aan de Kade Menu Home De bel doet het weer 9 juli 2019"
        " door Maaike Vonk Zes weken lang moesten we roepen. Nu is de bel terug en zwaait er niemand meer."
        " Categorieën Pont Tags bel , veerman 1 gedachte over “De bel doet het weer” Kobus 10 juli 2019 om 08:15 Ik"
        " zwaai nog, hoor. Beantwoorden Plaats een reactie Reactie annuleren Reactie Naam E-mail Site Mijn naam,"
        " e-mail en site opslaan in deze browser voor de volgende keer wanneer ik een reactie plaats. © 2019"
    )
    article = clean_text(page)
    assert article.headline == "De bel doet het weer"
    assert article.text == "Zes weken lang moesten we roepen. Nu is de bel terug en zwaait er niemand meer."


PAGE = (
    "Skip to content",
    "The Low Water Post",
    "About",
    "The ferry that came back",
    "By Ada Quill",
    "May 3, 2021",
    STORY,
)
COMMENTS = (
    "Leave a Reply",
    "Your email address will not be published. Required fields are marked *",
    "Name *",
    "Email *",
)


def test_a_box_about_the_author_goes_and_a_chapter_about_somebody_stays() -> None:
    box = ("About Ada Quill", "Ada lives on a boat that does not sail.")
    assert clean_text("\n".join((*PAGE, *box, *COMMENTS))).text == STORY
    chapter = ("About Earl Munday", "Earl has kept the ferry for forty years, and he says that it kept him as well.")
    assert clean_text("\n".join((*PAGE, *chapter, *COMMENTS))).paragraphs == (STORY, *chapter)


def test_a_heading_over_comments_that_a_dump_parts_from_the_title_it_names() -> None:
    page = (
        "Rua de Baixo", "Pular para o conteúdo", "Início", "O guarda-chuva do seu Amaro",
        "Publicado em", "30 de junho de 2011", "por", "Dorinha",
        "Seu Amaro abre o guarda-chuva dentro da padaria e fecha quando sai. Diz que lá fora chove de qualquer jeito.",
        "Uma resposta para", "O guarda-chuva do seu Amaro", "Neide", "disse:", "1 de julho de 2011 às 9:02",
        "E ele ainda pinga no pão.", "Responder", "Deixe um comentário", "Cancelar resposta",
        "O seu endereço de e-mail não será publicado. Campos obrigatórios são marcados com *", "Nome *", "E-mail *",
    )  # fmt: skip
    assert clean_text("\n".join(page)).text == page[8]


def test_a_reporter_in_korean_is_the_byline_and_one_in_a_sentence_is_told() -> None:
    page = (
        "본문 바로가기", "남해저널", "로그인", "섬마을 우체국, 감자를 맡다", "윤해나 기자", "입력 2022.08.11 09:20",
        "남해의 한 섬마을 우체국이 지난달부터 주민들의 감자를 맡아 주고 있다. 편지는 한 주에 세 통이 온다.",
        "국장은 윤해나 기자 앞에서 감자를 세어 보였다.",
        "댓글", "저작권자 © 남해저널 무단전재 및 재배포 금지", "개인정보처리방침", "회사소개",
    )  # fmt: skip
    article = clean_text("\n".join(page))
    assert article.text.split("\n") == [page[6], page[7]]
    assert article.byline == ("윤해나",)
