"""Lines that tell when a story was published, as papers and themes of many languages print them."""

from __future__ import annotations

from datetime import date

import pytest

from extractors.page.parsing import parse
from extractors.prepare import prepare
from tests.metadata_pages import story


@pytest.mark.parametrize(
    ("line", "lang", "published"),
    [
        ("2024年5月3日 14時05分", "ja", "2024-05-03T14:05"),
        ("2024.05.03 오후 2:05", "ko", "2024-05-03T14:05"),
        ("الجمعة 3 مايو 2024 - 10:15 م", "ar", "2024-05-03T22:15"),
        ("입력 2024.05.03 14:05 | 수정 2024.05.04 09:00", "ko", "2024-05-03T14:05"),
        ("03.05.24, 14:05 | Aktualisiert: 04.05.24, 09:00", "de", "2024-05-03T14:05"),
        ("Por João da Silva e Maria dos Santos, 3 de maio de 2024 às 14h05", "pt-BR", "2024-05-03T14:05"),
    ],
)
def test_a_line_of_date_and_hour_as_papers_print_it(line: str, lang: str, published: str) -> None:
    found = story(f"<p>{line}</p>", lang=lang).published_at
    assert found is not None and found.isoformat().startswith(published)


@pytest.mark.parametrize(
    ("line", "lang"),
    [
        ("This entry was posted on Friday, May 3rd, 2024 at 10:00 am and is filed under <a>Tides</a>.", "en"),
        (
            "Dieser Eintrag wurde am Freitag, 3. Mai 2024 um 10:00 Uhr veröffentlicht und unter <a>Meer</a> abgelegt.",
            "de",
        ),
        ("Det här inlägget postades den 3 maj, 2024 kl. 10:00 och sparades i <a>Fågel</a>.", "sv"),
    ],
)
def test_the_line_below_the_posts_of_wordpresss_first_themes_tells_the_day(line: str, lang: str) -> None:
    for below in (f'<p class="postmetadata"><small>{line}</small></p>', f"<p>Low tide</p><p>{line}</p>"):
        found = story(end=below, lang=lang)
        assert found.published_at is not None and found.published_at.date() == date(2024, 5, 3)


@pytest.mark.parametrize(
    ("line", "lang"),
    [
        ("Stand: 04.05.2024, 12:00 Uhr | Veröffentlicht: 03.05.2024", "de"),
        ("Updated May 4, 2024 Published May 3, 2024", "en"),
        ("Mis à jour le 4 mai 2024, publié le 3 mai 2024", "fr"),
        ("Aktualizacja: 4 maja 2024, 12:00 Publikacja: 3 maja 2024, 10:00", "pl"),
    ],
)
def test_a_line_may_tell_the_change_before_the_publication(line: str, lang: str) -> None:
    found = story(f"<p>{line}</p>", lang=lang)
    assert found.published_at is not None and found.published_at.date() == date(2024, 5, 3)
    assert found.modified_at is not None and found.modified_at.date() == date(2024, 5, 4)


def test_the_day_of_an_event_is_none_of_publication() -> None:
    assert story("<p>Where: the old customs house. When: June 7, 2024, 19:00.</p>").published_at is None


@pytest.mark.parametrize(
    ("line", "is_prose"),
    [("2022. december 7.", False), ("17 of 21 in 2019.", False), ("It won 17 of 21 races that year.", True)],
)
def test_a_line_of_numbers_is_no_sentence(line: str, is_prose: bool) -> None:
    prepared = prepare(parse(f"<html><body><h1>Races</h1><p>{line}</p></body></html>"))
    (number,) = (number for number, block in enumerate(prepared.everything) if block.text == line)
    assert prepared.survey.is_prose(number) is is_prose


@pytest.mark.parametrize(
    ("markup", "lang", "day"),
    [
        ("<p>Wed May 28 07:49:25 2014</p>", "zh", "2014-05-28"),
        ("<p>작성일 <b>21-05-30 19:22</b></p>", "ko", "2021-05-30"),
        ("<p>21-05-19 19:22</p>", "nl", "2019-05-21"),
        ("<ul><li><b>Oct</b> <b>12</b> <i>Mon</i> <i>2015</i> <i>21:30</i></li></ul>", "en", "2015-10-12"),
        ("<ul><li><b>12</b> <b>lamps</b> <i>2015</i></li></ul>", "en", None),
    ],
)
def test_a_day_as_computers_print_it_or_on_a_leaf_of_a_calendar(markup: str, lang: str, day: str | None) -> None:
    published = story(markup, lang=lang).published_at
    assert (str(published)[:10] if published else None) == day


@pytest.mark.parametrize(
    ("names", "day"),
    [("tribe-event-date-start", None), ("event-meta", None), ("post-meta", "2022-05-12"), ("eventually", "2022-05-12")],
)
def test_the_day_of_an_event_is_not_that_of_publication(names: str, day: str | None) -> None:
    published = story(f'<div class="{names}"><p>12 May 2022</p></div>').published_at
    assert (str(published)[:10] if published else None) == day


def test_a_post_whose_title_leads_to_itself_is_no_card() -> None:
    post = '<div class="post"><h3><a href="%s">The light</a></h3><time datetime="2014-08-21">21 August</time></div>'
    assert str(story(post % "#p1").published_at)[:10] == "2014-08-21"
    assert story(post % "/other").published_at is None


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Pressemitteilung Nr. 14/2019 vom 07. Mai 2019", "2019-05-07"),
        ("Ausstellung vom 5/2019 bis 07. Mai 2020", None),
        ("Ausgabe 12, Mai 2019", None),
    ],
)
def test_the_number_of_a_release_is_no_second_year(line: str, day: str | None) -> None:
    published = story(before=f"<p>{line}</p>", lang="de").published_at
    assert (str(published)[:10] if published else None) == day


@pytest.mark.parametrize("day", ["Friday, May 3, 2024", "June 1, 2026"])
@pytest.mark.parametrize("own", ["", "May 2, 2024"])
def test_the_day_of_reading_in_the_head_of_a_page_is_not_the_storys(day: str, own: str) -> None:
    found = story(f"<p>{own}</p>", before=f"<div>{day}</div>")
    assert str(found.published_at)[:10] == ("2024-05-02" if own else "None")
    assert story(before=f"<div>Published on {day}</div>").published_at is not None


@pytest.mark.parametrize(("label", "day"), [("Iscritto il", "2014-09-19"), ("Messaggio del", "2011-10-02")])
def test_the_day_on_which_an_author_came_to_a_forum_is_not_that_of_the_post(label: str, day: str) -> None:
    profile = f"<dl><dd><b>{label}:</b> 02/10/2011, 9:30</dd></dl><p>» 19/09/2014, 22:04</p>"
    assert str(story(profile, lang="it").published_at)[:10] == day


def test_a_day_below_the_heading_of_its_author_is_no_cards() -> None:
    row = "<div><h5><a href='%s'>Jane Doe</a></h5><div class='pubdate'>September 18, 2024</div></div>"
    assert str(story(row % "/blog/author/jane").published_at)[:10] == "2024-09-18"
    assert story(row % "/blog/other-story").published_at is None


@pytest.mark.parametrize(
    ("key", "shown", "day"),
    [
        ("DC.date.created", "veröffentlicht: 14.02.2017 09:00", "2017-02-14"),
        ("DC.date.issued", "veröffentlicht: 14.02.2017 09:00", "2017-02-13"),
        ("DC.date.created", "veröffentlicht: 14.02.2019 09:00", "2017-02-13"),
    ],
)
def test_the_day_on_which_a_text_was_begun_gives_way_to_that_of_its_publication(key: str, shown: str, day: str) -> None:
    head = f"<meta name='{key}' content='2017-02-13T10:11:00+01:00'>"
    assert str(story(f"<p>{shown}</p>", head=head, lang="de").published_at)[:10] == day


@pytest.mark.parametrize(
    ("markup", "day"),
    [
        ("<time datetime='2019-09-03'>December 14, 2023 7:30am</time>", "2023-12-14"),
        ("<time datetime='2023-12-14T23:30:00Z'>December 15, 2023</time>", "2023-12-14"),
        ("<time datetime='2023-12-14'>Thursday</time>", "2023-12-14"),
    ],
)
def test_a_day_that_readers_see_is_believed_against_markup_of_years_ago(markup: str, day: str) -> None:
    assert str(story(f"<div>{markup}</div>").published_at)[:10] == day


def test_the_day_of_a_change_is_told_by_the_words_of_its_element() -> None:
    found = story(
        '<time datetime="2024-05-03T08:00Z">3 May</time><time datetime="2024-05-04T08:00Z">Updated 4 May</time>'
    )
    assert [str(found.published_at)[:10], str(found.modified_at)[:10]] == ["2024-05-03", "2024-05-04"]
