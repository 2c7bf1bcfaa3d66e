"""When it was published and changed: declared or shown for this story, never guessed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from babel.dates import format_date

from extractors.metadata.datetext import parse_date
from tests.metadata_pages import PROSE, ld, read, story
from tests.pages.language import codes, language

MAY_3 = datetime(2024, 5, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("2024-05-03", None),
        ("20240503", None),
        ("3. Mai 2024", "de"),
        ("Freitag, 03.05.2024", "de"),
        ("3 de maio de 2024", "pt-BR"),
        ("3 maja 2024", "pl"),
        ("3 mai 2024", "fr"),
        ("3 de mayo de 2024", "es"),
        ("3 мая 2024", "ru"),
        ("2024年5月3日", "zh"),
        ("2024년 5월 3일", "ko"),
        ("2024. 5. 3.", "ko"),
        ("٣ مايو ٢٠٢٤", "ar"),
        ("2024. május 3.", "hu"),
        ("3 พฤษภาคม 2567", "th"),
        ("3 tháng 5, 2024", "vi"),
        ("May 3rd, 2024", "en"),
        ("Published: Fri May 3, 2024", "en"),
        ("3-May-2024", "en"),
        ("05/03/2024", "en"),
        ("03/05/2024", "en-GB"),
        ("03/05/2024", "fr"),
        ("May 3, 2024", "de"),
        ("3 maja 2024", None),
        ("۱۴ اردیبهشت ۱۴۰۳", "fa"),
        ("1403/02/14", "fa"),
        ("令和6年5月3日", "ja"),
        ("3 พ.ค. 67", "th"),
        ("3 toukokuun, 2024", "fi"),
        ("3 أيار 2024", "ar"),
        ("2024. gada 3. maijā", "lv"),
        ("3. maj 2024.", "sr"),
        ("2024ko maiatzaren 3a", "eu"),
        ("2024 жылғы 3 мамыр", "kk"),
    ],
)
def test_a_day_in_many_languages(text: str, tag: str | None) -> None:
    assert parse_date(text, tag) == MAY_3


@pytest.mark.parametrize("code", codes())
@pytest.mark.parametrize("month", range(1, 13))
def test_a_day_as_each_language_prints_it(code: str, month: int) -> None:
    printed = language(code).printed_date(date(2024, month, 21))
    found = story(f'<p class="date">{printed}</p>', lang=code)
    assert found.published_at == datetime(2024, month, 21, tzinfo=UTC), printed


@pytest.mark.parametrize(
    "code", "en de fr es pt it nl pl cs sk ru uk bg sv da nb fi hu ro tr el hr sl lt lv et id vi ca ar fa he hi".split()
)
def test_every_month_in_the_words_of_the_locale(code: str) -> None:
    for month in range(1, 13):
        for form in ("long", "medium"):
            printed = format_date(date(2024, month, 21), form, locale=code)
            found = parse_date(printed, code)
            assert found is not None, printed
            assert found.date() == date(2024, month, 21), printed


@pytest.mark.parametrize("code", "is et lv sl mk sq ka hy az eu gl cy sw af ms bn th".split())
def test_months_of_rarer_languages_are_known_where_no_language_is_told(code: str) -> None:
    for month in range(1, 13):
        name = format_date(date(2024, month, 21), "d MMM y" if code == "th" else "d MMMM y", locale=code)  # "ม.ค."
        found = parse_date(name)
        assert found is not None, name
        assert found.date() == date(2024, month, 21), name


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-05-03T10:20:30+02:00", datetime(2024, 5, 3, 10, 20, 30, tzinfo=timezone(timedelta(hours=2)))),
        ("2024-05-03T10:20:30.123Z", datetime(2024, 5, 3, 10, 20, 30, tzinfo=UTC)),
        ("Fri, 03 May 2024 10:20:30 GMT", datetime(2024, 5, 3, 10, 20, 30, tzinfo=UTC)),
        ("1714731630", datetime(2024, 5, 3, 10, 20, 30, tzinfo=UTC)),
        ("May 3, 2024 at 1:05 p.m.", datetime(2024, 5, 3, 13, 5, tzinfo=UTC)),
        ("Oct 17, 2018", datetime(2018, 10, 17, tzinfo=UTC)),
    ],
)
def test_a_moment(text: str, moment: datetime) -> None:
    assert parse_date(text, "en") == moment


@pytest.mark.parametrize(
    "text",
    [
        "",
        "NaN",
        "0000-00-00",
        "9999-99-99T99:99",
        "0001-01-01T00:00:00",
        "1970-01-01T00:00:00Z",
        "31.02.2024",
        "12",
        "version 10.2.3",
        "May we come in?",
        "2024",
        "192.168.10.24",
        "13/13/2024",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text, "en") is None


def test_json_ld_first_and_a_naive_time_takes_the_pages_offset() -> None:
    found = story(
        head=ld('{"@type": "Article", "datePublished": "2024-05-03T09:00:00"}')
        + '<meta property="article:modified_time" content="2024-05-04T10:00:00+02:00">'
    )
    assert found.published_at == datetime(2024, 5, 3, 9, tzinfo=timezone(timedelta(hours=2)))
    assert found.modified_at == datetime(2024, 5, 4, 10, tzinfo=timezone(timedelta(hours=2)))
    assert found.sources["published_at"] == "json-ld"
    assert found.sources["modified_at"] == "opengraph"


def test_a_future_date_is_no_publication_date() -> None:
    found = story('<time datetime="2024-05-03">3 May</time>', head='<meta name="date" content="2031-01-01">')
    assert (found.published_at, found.sources["published_at"]) == (MAY_3, "time markup")


@pytest.mark.parametrize(
    ("markup", "source"),
    [
        ('<time class="entry-date published updated" datetime="2024-05-03">3 May</time>', "time markup"),
        (
            '<div class="wp-block-post-date"><time datetime="2024-05-03T00:00:00+00:00">3 May</time></div>',
            "time markup",
        ),
        ('<span itemprop="datePublished" content="2024-05-03"></span>', "microdata"),
        ('<div class="post-date">May 3, 2024</div>', "date markup"),
        ("<div><i>May 3, 2024</i> <i>6 min read</i></div>", "date line"),
        ("<p>Posted on May 3, 2024</p>", "date line"),
    ],
)
def test_where_a_date_is_shown(markup: str, source: str) -> None:
    found = story(markup)
    assert (found.published_at, found.sources["published_at"]) == (MAY_3, source)


def test_wordpress_pairs_of_times() -> None:
    found = story(
        '<time class="entry-date published" datetime="2024-05-03T00:00:00+00:00">3 May</time>'
        '<time class="updated" datetime="2024-05-09T00:00:00+00:00">9 May</time>'
    )
    assert found.published_at == MAY_3
    assert found.modified_at == datetime(2024, 5, 9, tzinfo=UTC)


def test_a_time_for_publication_and_update_alike_tells_of_no_change() -> None:
    found = story('<time class="entry-date published updated" datetime="2024-05-03T00:00:00+00:00">3 May</time>')
    assert (found.published_at, found.modified_at) == (MAY_3, None)


def test_the_date_of_a_change_is_not_the_date_of_publication() -> None:
    found = story("<p>Last updated: May 3, 2024</p>")
    assert found.published_at is None
    assert (found.modified_at, found.sources["modified_at"]) == (MAY_3, "date line")


@pytest.mark.parametrize(
    "end",
    [
        '<ol class="comment-list"><li><time datetime="2024-05-03">3 May</time></li></ol>',
        '<aside><time datetime="2024-05-03">3 May</time></aside>',
        "<footer>© 2024 Harbour News. May 3, 2024</footer>",
        '<div class="grid"><div><h3><a href="/x">Other</a></h3><time datetime="2024-05-03">3 May</time></div></div>',
        "".join(f'<div><span class="date">May {day}, 2024</span><p>Concert</p></div>' for day in range(3, 9)),
    ],
)
def test_dates_of_comments_cards_and_copyright_are_not_the_storys(end: str) -> None:
    assert story(end=end).published_at is None


@pytest.mark.parametrize(
    "box",
    [
        '<aside class="post-meta"><time datetime="2024-05-03">3 May</time></aside>',
        '<div class="post-sidebar"><p>Published</p><p>May 3, 2024</p></div>',
        '<div class="elementor-widget elementor-widget-post-info"><ul><li><time>May 3, 2024</time></li></ul></div>',
    ],
)
def test_a_small_box_under_the_headline_holds_the_storys_date(box: str) -> None:
    assert story(box).published_at == MAY_3


def test_a_box_of_other_stories_under_the_headline_does_not() -> None:
    box = '<aside><a href="/x">Ferry runs again after the storm</a> <time datetime="2024-05-03">3 May</time></aside>'
    assert story(box).published_at is None


@pytest.mark.parametrize(
    ("shown", "published"), [("May 3, 2024", "2024-05-03"), ("June 20, 2024", "2024-06-11"), ("", "2024-06-11")]
)
def test_a_page_that_shows_an_earlier_day_than_it_declares_was_moved(shown: str, published: str) -> None:
    declared = '<meta property="article:published_time" content="2024-06-11T09:00:00+02:00">'
    found = story(f'<p class="date">{shown}</p>', head=declared)
    assert found.published_at is not None
    assert found.published_at.date().isoformat() == published


@pytest.mark.parametrize(
    ("label", "lang"),
    [
        ("Posted on", "en"),
        ("Published:", "en"),
        ("Veröffentlicht am", "de"),
        ("Publié le", "fr"),
        ("Opublikowano", "pl"),
    ],
)
def test_a_date_behind_a_word_for_publishing_counts_wherever_it_stands(label: str, lang: str) -> None:
    far = f"<div>{PROSE}{PROSE}</div><div><span>{label}</span> <span>2024-05-03</span></div>"
    found = story(end=far, lang=lang)
    assert (found.published_at, found.sources["published_at"]) == (MAY_3, "labelled date")
    two = f"{far}<div>{label} 2024-05-09</div>"
    assert story(end=two, lang=lang).published_at is None


@pytest.mark.parametrize(
    "line",
    [
        "<h4>Effective beginning May 3, 2024:</h4>",
        "<p>Effective beginning May 3, 2024:</p>",
        "<p>Originally published in March 2022. Last updated on May 3, 2024.</p>",
        "<p>2024-05-03 - 2025-05-09</p>",
        f"{PROSE}<p>Posted on <a href='/f'>Ferrymen and Lock Keepers Society's community forum on 2024-05-03</a></p>",
    ],
)
def test_a_notice_or_a_line_of_changes_of_an_event_or_of_a_source_tells_no_publication(line: str) -> None:
    assert story(line).published_at is None


def test_a_date_in_the_prose_is_not_the_storys() -> None:
    assert (
        story("<p>On May 3, 2024 the light went out, and the town of Kiel was dark for a night.</p>").published_at
        is None
    )


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Published 10:20 PM EDT, Thu May 2, 2024", "2024-05-02T22:20:30-04:00"),
        ("May 2, 2024 at 10:13 PM", "2024-05-03T02:20:30+00:00"),
        ("Updated May 2, 2024 10:20 PM", "2024-05-03T02:20:30+00:00"),
        ("May 3, 2024", "2024-05-03T02:20:30+00:00"),
    ],
)
def test_a_moment_in_utc_is_told_by_the_clock_that_the_page_shows(line: str, day: str) -> None:
    found = story(f"<p>{line}</p>", head='<meta property="article:published_time" content="2024-05-03T02:20:30Z">')
    assert found.published_at is not None
    assert found.published_at.isoformat() == day


@pytest.mark.parametrize(
    ("line", "day"), [("May 3, 2024 3:57 AM", "2024-05-03"), ("May 2, 2024 10:57 PM", "2024-05-02"), ("", "2024-05-02")]
)
def test_a_page_that_shows_its_times_in_utc_is_dated_by_utc(line: str, day: str) -> None:
    declared = '<meta property="article:published_time" content="2024-05-02T22:57:00-05:00">'
    found = story(f"<p>{line}</p>", head=declared)
    assert found.published_at == datetime(2024, 5, 3, 3, 57, tzinfo=UTC)
    assert found.published_at.date().isoformat() == day


def test_the_days_of_a_list_of_events_are_not_the_pages() -> None:
    days = "".join(f"<div class='date'>May {day}, 2023</div>{PROSE}" for day in (3, 9, 17))
    assert read(f"<title>Meetings</title><h1>Meetings</h1>{days}").published_at is None


@pytest.mark.parametrize(("path", "told"), [("/", False), ("", False), ("/?p=12", True), ("/a-bridge/", True)])
def test_what_a_front_page_declares_is_no_storys_date(path: str, told: bool) -> None:
    html = f"<meta property='article:published_time' content='2024-05-03T00:00:00Z'><h1>A bridge</h1>{PROSE}"
    assert (read(html, f"https://example.org{path}").published_at is not None) is told


def test_a_page_may_call_its_day_of_publication_published_and_nothing_else() -> None:
    found = story(head='<meta name="published" content="May 3, 2024">')
    assert found.published_at == MAY_3
