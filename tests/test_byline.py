"""Who wrote it: declared, then shown; never a publisher, a commenter or a label."""

from __future__ import annotations

import pytest

from tests.metadata_pages import PROSE, ld, read, story


def test_json_ld_comes_first_and_references_are_followed() -> None:
    found = story(
        '<p class="byline">By Jane Doe</p>',
        head=ld(
            '{"@graph": [{"@type": "NewsArticle", "headline": "The light goes out", "author": {"@id": "#jane"},'
            ' "publisher": {"@type": "Organization", "name": "Harbour News"}},'
            ' {"@type": "Person", "@id": "#jane", "name": "Jane Doe"}]}'
        ),
    )
    assert (found.byline, found.sources["byline"]) == (("Jane Doe",), "json-ld")


@pytest.mark.parametrize("name", ["<address>Jane Doe</address>", '<a href="https://blogs.example/@jane">Jane Doe</a>'])
def test_whom_to_turn_to_below_the_headline_is_the_author(name: str) -> None:
    assert story(f"<div>{name}</div>").byline == ("Jane Doe",)
    assert story(f"<div>{name.replace('Jane Doe', '12 Quay Road, Stannet')}</div>").byline == ()
    assert story(end=f"<footer>{name}</footer>").byline == ()


def test_each_author_of_a_list_is_one() -> None:
    found = story('<ul class="authors"><li>Jane Doe</li><li>Bo Berg</li></ul>')
    assert found.byline == ("Jane Doe", "Bo Berg")


def test_the_publisher_is_no_author() -> None:
    found = story(
        '<p class="byline">By <a href="/jane">Jane Doe</a></p>',
        head='<meta property="og:site_name" content="Harbour News"><meta name="author" content="Harbour News">',
    )
    assert (found.byline, found.sources["byline"]) == (("Jane Doe",), "byline markup")


@pytest.mark.parametrize(
    ("author", "byline"),
    [
        ('{"@type": "Person", "name": "Jane Doe"}', ("Jane Doe",)),
        ('{"@type": "Organization", "name": "Jane Doe"}', ()),
        ('{"@type": "Person", "name": "Doe"}', ()),
    ],
)
def test_who_publishes_under_her_own_name_is_an_author(author: str, byline: tuple[str, ...]) -> None:
    site = '{"@type": "Organization", "name": "%s"}' % ("Doe" if '"Doe"' in author else "Jane Doe")
    found = story(head=ld(f'{{"@type": "Article", "headline": "x", "author": {author}, "publisher": {site}}}'))
    assert found.byline == byline


@pytest.mark.parametrize(
    ("host", "name", "byline"),
    [
        ("harbournews.example", "Harbour News", ()),
        ("janedoe.example", "Jane Doe", ("Jane Doe",)),
        ("janedoe.example", "janedoe", ()),
    ],
)
def test_a_host_that_bears_a_whole_name_is_a_persons(host: str, name: str, byline: tuple[str, ...]) -> None:
    page = f'<html><head><meta name="author" content="{name}"></head><body><h1>Light</h1>{PROSE}</body></html>'
    assert read(page, f"https://{host}/light").byline == byline


def test_who_checked_edited_or_helped_is_no_author() -> None:
    found = story(
        "<p>By <a>Jane Doe</a> <span>Contributions from <a>Bo Berg</a>, <a>Cy Dahl</a></span></p>"
        "<p>Medically reviewed by Ann Lee</p>",
        head=ld('{"@type": "Article", "author": ["Jane Doe", "Bo Berg", {"name": "Cy Dahl"}, {"name": "Ann Lee"}]}'),
    )
    assert found.byline == ("Jane Doe",)


def test_the_line_under_the_headline_names_the_authors_that_are_not_declared() -> None:
    found = story(
        '<div>By <a href="/jane">Jane Doe</a> and Bo Berg, Harbour News</div>',
        head='<meta name="author" content="Jane Doe"><meta property="og:site_name" content="Harbour News">',
    )
    assert (found.byline, found.sources["byline"]) == (("Jane Doe", "Bo Berg"), "byline")


def test_a_byline_in_bare_text_beside_other_elements() -> None:
    assert story("<div><b>posted at 10:30</b> by Jane Doe</div>").byline == ("Jane Doe",)


def test_a_role_that_only_the_design_sets_apart() -> None:
    found = story('<a rel="author" href="/jane"><b>Jane Doe</b><i>Founder at Harbour</i></a>')
    assert found.byline == ("Jane Doe",)


def test_the_displayed_name_wins_over_an_account_that_the_page_never_shows() -> None:
    found = story('<p class="byline">By Jane Doe</p>', head='<meta name="author" content="webdesk2">')
    assert found.byline == ("Jane Doe",)


@pytest.mark.parametrize(
    ("markup", "source"),
    [
        (
            '<span class="author vcard"><a class="url fn n" href="/author/jane">Jane Doe</a></span>',
            "author link",
        ),
        ('<a rel="author" href="/staff/jane">Jane Doe</a>', "author link"),
        (
            '<div class="wp-block-post-author__content"><p class="wp-block-post-author-name">Jane Doe</p></div>',
            "byline markup",
        ),
        ('<div itemprop="author"><span itemprop="name">Jane Doe</span></div>', "microdata"),
        ('<div class="author">Author Jane Doe</div>', "byline markup"),
        ('<ul class="meta"><li><i class="fa fa-user"></i> Jane Doe</li><li>3 May 2024</li></ul>', "byline markup"),
        ('<p><span class="glyphicon glyphicon-user"></span> <a href="/jane">Jane Doe</a></p>', "byline markup"),
        ("<p>By Jane Doe</p>", "byline"),
        ("<div><span>Text: </span><b>Jane Doe</b></div>", "byline"),
    ],
)
def test_where_a_byline_is_shown(markup: str, source: str) -> None:
    found = story(markup)
    assert (found.byline, found.sources["byline"]) == (("Jane Doe",), source)


def test_the_box_about_the_author_names_him_and_its_link_to_more_posts_does_not() -> None:
    found = story(
        end='<div class="author-bio"><h2 class="author-title">By Jane Doe</h2><p class="author-description">Lives.</p>'
        '<a class="author-link" rel="author" href="/author/jane">View all of Jane Doe\'s posts.</a></div>'
    )
    assert found.byline == ("Jane Doe",)


def test_two_author_links_of_one_byline() -> None:
    found = story('<p>By <a rel="author" href="/a">Jane Doe</a> and <a rel="author" href="/b">Bo Berg</a></p>')
    assert found.byline == ("Jane Doe", "Bo Berg")


@pytest.mark.parametrize("label", ["Log in", "Jane", "Log In Here Now Please", "Harbour News Team"])
def test_an_icon_of_a_person_before_anything_but_a_name_in_full_names_nobody(label: str) -> None:
    assert story(f'<p><i class="fa fa-user-o"></i> {label}</p>').byline == ()


@pytest.mark.parametrize(
    "end",
    [
        '<ol class="comment-list"><li><div class="comment-author vcard"><b class="fn">Troll</b></div></li></ol>',
        '<aside class="sidebar"><p class="byline">By Someone Else</p></aside>',
        '<section class="related-posts"><a rel="author" href="/x">Someone Else</a></section>',
        '<div class="wp-block-query"><div class="wp-block-post-author-name">Someone Else</div></div>',
    ],
)
def test_commenters_and_other_stories_authors_are_not_authors(end: str) -> None:
    assert story(end=end).byline == ()


def test_prose_that_begins_with_by_names_nobody() -> None:
    assert story("<p>By the time the fog lifted, the ferry had been gone for an hour and nobody knew.</p>").byline == ()


def test_the_field_in_which_drupal_prints_who_wrote_is_read() -> None:
    field = "<span class='field field--name-uid field--type-entity-reference'><span>Szabó Eszter</span></span>"
    found = read(
        f"<html><body><main><h1>The light goes out</h1><div>{field} 3 May 2024</div>{PROSE}</main></body></html>"
    )
    assert found.byline == ("Szabó Eszter",)


def test_labels_and_keys_of_other_languages() -> None:
    assert story(head=ld('{"@type": "Article", "author": "كتب محمود عبد الغني"}')).byline == ("محمود عبد الغني",)
    assert story(head='<meta property="og:article:author" content="김한결">').byline == ("김한결",)


def test_an_account_on_a_host_of_blogs_is_an_author_and_a_papers_host_is_none() -> None:
    page = '<h1>Light</h1><p class="author vcard"><span class="fn">janedoe</span></p>' + PROSE
    assert read(page, "https://janedoe.blogharbour.example/1").byline == ("janedoe",)
    assert read(page, "https://www.janedoe.example/1").byline == ()


@pytest.mark.parametrize(
    ("markup", "byline"),
    [
        ("<p><span>Автор: <a href='/user/petrovna/'>petrovna</a></span></p>", ("petrovna",)),
        ("<dl><dt>作者</dt><dd>rainday (下雨天)</dd></dl>", ("rainday",)),
        ("<p>By <a href='/harbour/'>the harbour</a></p>", ()),
        ("<p><span>Text:</span> <b>weiter</b></p>", ()),
    ],
)
def test_an_account_in_small_letters_is_one_that_leads_to_its_page_or_stands_behind_author(
    markup: str, byline: tuple[str, ...]
) -> None:
    assert story(markup).byline == byline


def test_a_label_and_its_value_are_read_in_their_order_above_the_headline_too() -> None:
    assert story(before="<p><b>Author</b> <i>Jane Doe</i> <b>Board</b> <i>Light Houses</i></p>").byline == ("Jane Doe",)
    assert story(before="<ul><li><a href='/de'>DE</a></li><li><a href='/en'>EN</a></li></ul>").byline == ()


def test_an_account_that_is_nobodys_name_stands_behind_who_is_named() -> None:
    account = '<p><a rel="author" href="/author/admin">admin</a></p>'
    assert story(f"{account}<p><b>By Jane Doe</b></p>").byline == ("Jane Doe",)
    assert story(account).byline == ("admin",)
    assert story('<p class="author">Super User</p>').byline == ()


@pytest.mark.parametrize("words", ["Julkaistu", "Published", "Опубликовано"])
def test_a_word_for_publishing_is_no_author(words: str) -> None:
    assert story(f'<div class="node__meta">{words} 3.6.2021</div>').byline == ()


@pytest.mark.parametrize(
    ("line", "byline"),
    [
        ("<em>Luka Bašić, 4. travnja 2016.</em>", ("Luka Bašić",)),
        ("<em>San Diego, 4. travnja 2016.</em>", ()),
        ("<em>New York, 4. travnja 2016.</em>", ()),
        ("<em>Luka Bašić, 4. travnja 2016. godine u luci</em>", ()),
        ("Luka Bašić, 4. travnja 2016.", ()),
    ],
)
def test_a_name_and_a_day_in_italics_are_a_byline_and_a_city_is_none(line: str, byline: tuple[str, ...]) -> None:
    assert story(f"<p>{line}</p>", lang="hr").byline == byline


def test_a_line_in_italics_begins_with_a_place_where_the_page_declares_its_day() -> None:
    declared = '<meta property="article:published_time" content="2020-05-02T08:00:00Z">'
    assert story("<p><em>Garmisch Partenkirchen, 1. Mai 2020</em></p>", head=declared, lang="de").byline == ()


@pytest.mark.parametrize(
    ("line", "lang", "byline", "day"),
    [
        ("Written by Tom Dunmore, 3 May 2009. Last changed 11 May 2009.", "en", ("Tom Dunmore",), "2009-05-03"),
        ("Haber: Selma Uçar", "tr", ("Selma Uçar",), None),
        ("Rédigé par Colette le 18/03/2008 à 21:04 dans La vie", "fr", ("Colette",), "2008-03-18"),
        ("+ نوشته شده در شنبه نهم آبان ۱۳۹۴ساعت 22:14 توسط مریم", "fa", ("مریم",), "2015-10-31"),
        ("By Tuesday the lamp was cold and the stairs were wet.", "en", (), None),
        ("By Tom Dunmore and the dog, who both saw it go out", "en", (), None),
        ("Foto: Tom Dunmore", "de", (), None),
        ("Written by hand, 3 May 2009", "en", (), None),
    ],
)
def test_a_line_below_the_story_signs_it(line: str, lang: str, byline: tuple[str, ...], day: str | None) -> None:
    found = story(end=f"<p>{line}</p><footer>Harbour News</footer>", lang=lang)
    assert found.byline == byline
    assert day is None or str(found.published_at)[:10] == day


@pytest.mark.parametrize(
    "end",
    [
        "<h3>2 comments</h3><p>Written by Tom Dunmore, 3 May 2009</p>",
        "<p>Written by Tom Dunmore, 3 May 2009</p><p>I was there, and the light had been out since Easter.</p>",
        "<p>Written by Tom Dunmore, 3 May 2009</p><p>Written by Ann Lee, 4 May 2009</p>",
    ],
)
def test_who_signs_something_else_below_the_story_did_not_write_it(end: str) -> None:
    assert story(end=end).byline == ()


def test_the_weekday_before_a_date_is_no_part_of_the_name() -> None:
    assert story("<p>Par Gaston le jeudi 12 mai 2011, 18:05 -</p>", lang="fr").byline == ("Gaston",)
