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
