"""Who wrote it, where nothing calls it a byline: a name in a line of its own beside the day, or below the story."""

from __future__ import annotations

import pytest

from extractors import extract
from tests.metadata_pages import PROSE, read, story

TEXT = ("The ferry sailed on Monday for the first time since the storm.", "The captain said that he would sail again.")


@pytest.mark.parametrize(
    ("row", "byline"),
    [
        ("<div><div>Jane Doe</div><div>May 3, 2024</div></div>", ("Jane Doe",)),
        ("<div><p>3 May 2024</p><p>Jane Doe, <a href='/'>Harbour News</a></p></div>", ("Jane Doe",)),
        ("<div><a href='/jane'>Jane Doe</a><p>Posted on <time>May 3, 2024</time></p></div>", ("Jane Doe",)),
        ("<div><span>May 3, 2024</span> · 2 min · Jane Doe | <a href='/edit'>Suggest changes</a></div>", ("Jane Doe",)),
        ("<div><span>Б.Сарнай</span> <span>2018-10-03 09:40</span> <span>12 notes</span></div>", ("Б.Сарнай",)),
        ("<div><div>J. R. Doe</div><div>May 3, 2024</div></div>", ("J. R. Doe",)),
        ("<div><div>U.S. EPA</div><div>May 3, 2024</div></div>", ()),
        ("<div><div>New York</div><div>May 3, 2024</div></div>", ()),
        ("<div><a href='/category/light-houses'>Light Houses</a><div>May 3, 2024</div></div>", ()),
        ("<div><div>Light Houses</div><div>May 3, 2024</div></div><a href='/c'>Light Houses</a>", ()),
        ("<div><div>Jane Doe</div><div>Updated May 3, 2024</div></div>", ()),
        ("<h2>Jane Doe</h2><div>May 3, 2024</div>", ()),
        ("<div><div>Jane Doe, who was there</div><div>May 3, 2024</div></div>", ()),
    ],
)
def test_a_name_beside_the_day_is_the_authors_and_that_of_a_section_or_town_is_not(
    row: str, byline: tuple[str, ...]
) -> None:
    assert story(row, head="<meta property='og:site_name' content='Harbour News'>").byline == byline


@pytest.mark.parametrize(
    ("line", "end", "byline"),
    [
        ("<p style='text-align: right'><b>Jane Doe</b></p>", "", ("Jane Doe",)),
        ("<p align='right'><i><font size='2'>Jane Doe, Parish Clerk</font></i></p>", "", ("Jane Doe",)),
        ("<p>— Jane Doe</p>", "<footer>© 2024 Jane Doe</footer>", ("Jane Doe",)),
        ("<p>Jane Doe</p>", "<footer><a href='mailto:jane.doe@x.example'>Write</a></footer>", ("Jane Doe",)),
        ("<p>Jane Doe</p>", "<footer>© 2024 The Harbour</footer>", ()),
        ("<p align='right'>New York</p>", "", ()),
        ("<p align='right'>Jane Doe</p><p>She was there, and the light had been out since Easter.</p>", "", ()),
        ("<p align='right'>Back to the News</p>", "", ()),
    ],
)
def test_a_name_alone_below_the_story_signs_it_if_something_else_says_so(
    line: str, end: str, byline: tuple[str, ...]
) -> None:
    text = "".join(f"<p>{said}</p>" for said in TEXT)
    page = f"<title>The ferry sails</title><main><h1>The ferry sails</h1>{text}{line}</main>{end}"
    article = extract(page)
    assert article.byline == byline
    assert article.paragraphs[:2] == TEXT
    assert ("Jane Doe" in str(article.paragraphs)) is (not byline and "Jane Doe" in line)


@pytest.mark.parametrize(
    ("markup", "byline"),
    [
        ("<div class='szerzo'><a href='/szerzo/jd'>Doe Janka</a></div>", ("Doe Janka",)),
        ("<ul><li><span class='icon-list-text info--type-author'>נועה ברק</span></li></ul>", ("נועה ברק",)),
        ("<address class='byline'><span>Jane Doe</span><span>Jane</span> <span>Doe</span></address>", ("Jane Doe",)),
        ("<p>Nga <b>Arta Kola</b> <span>18 July 2022</span></p>", ("Arta Kola",)),
        ("<p>Egilea: Maialen Odriozola</p>", ("Maialen Odriozola",)),
        ("<p class='author'>정하늘 기자</p>", ("정하늘",)),
        ("<div class='author'>By Ann Lee Lee</div>", ("Ann Lee Lee",)),
        ("<i class='author-icon'>Light</i>", ()),
    ],
)
def test_what_systems_call_an_author_in_their_own_languages(markup: str, byline: tuple[str, ...]) -> None:
    assert story(markup).byline == byline


def test_the_name_of_a_site_is_no_authors_without_its_article_either() -> None:
    shown = "<div><div>25 november 2021</div><div>door</div><div>De Schroef, Wim Terpstra</div></div>"
    assert story(shown, head="<meta property='og:site_name' content='De Schroef'>").byline == ("Wim Terpstra",)


def test_who_comments_by_the_pages_microdata_is_no_author() -> None:
    name = "<span itemprop='author'><span itemprop='name'>%s</span></span>"
    thread = f"<div itemprop='comment'>{name % 'old_tom'}<p>Mine was a starfish.</p></div>"
    page = f"<div itemscope><h1>The pump</h1>{name % 'marge'}{PROSE}{thread}</div>"
    assert read(page).byline == ("marge",)


def test_an_account_behind_its_label_amid_others_below_the_story_is_its_author() -> None:
    line = "<p>Категория: <a href='/1'>Звери</a> | Просмотров: 214 | %s: <a href='/8-2'>misha</a> | Рейтинг: 5</p>"
    assert story(end=line % "Добавил", lang="ru").byline == ("misha",)
    assert story(end=line % "Друг", lang="ru").byline == ()


def test_a_byline_that_opens_the_text_is_none_of_it_in_any_language() -> None:
    below = "<p>صفّق له الناس لأنهم ظنوا أن الحفل بدأ.</p>"
    page = f"<html lang='ar'><title>حمار</title><h1>حمار</h1><div><p>%s</p>{below}</div>"
    told = extract(page % "كتب: سامي الزين")
    assert (told.byline, len(told.paragraphs)) == (("سامي الزين",), 1)
    assert len(extract(page % "كتب سامي الزين إلى المحافظ أن الحمار ينتظر عند السوق.").paragraphs) == 2


def test_a_post_of_movable_type_is_signed_with_its_day_and_hour() -> None:
    found = story(end="<span class='posted'>Posted by Lydia at March 9, 2004 05:12 PM <br></span>")
    assert (found.byline, str(found.published_at)[:10]) == (("Lydia",), "2004-03-09")


@pytest.mark.parametrize(
    ("line", "stays"), [("<b>Б.К.</b>", False), ("J. K.", False), ("K.", True), ("Ask J.K.", True)]
)
def test_bare_initials_below_a_story_sign_it(line: str, stays: bool) -> None:
    text = "".join(f"<p>{said}</p>" for said in (*TEXT, line))
    article = extract(f"<title>The ferry sails</title><main><h1>The ferry sails</h1>{text}</main>")
    assert (len(article.paragraphs) == len(TEXT) + 1) is stays
