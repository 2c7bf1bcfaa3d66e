"""The headline is the heading that agrees with what the page declares."""

from __future__ import annotations

import unicodedata

import pytest

from extractors import extract
from extractors.metadata.titles import strip_site_name
from extractors.page.parsing import parse
from extractors.prepare import prepare
from tests.metadata_pages import PROSE, ld, read


def page(head: str, body: str) -> str:
    return f"<html><head>{head}</head><body>{body}{PROSE}</body></html>"


def test_the_heading_that_agrees_beats_the_title_and_another_h1() -> None:
    found = read(
        page(
            '<title>Ferry sinks off Kiel</title><meta property="og:title" content="Ferry sinks off Kiel">',
            "<h1>Harbour News</h1><h1>Ferry sinks off Kiel</h1>",
        )
    )
    assert found.headline == "Ferry sinks off Kiel"
    assert found.sources["headline"] == "h1"


def test_an_h2_that_agrees_is_the_headline_where_the_h1_is_the_site() -> None:
    found = read(
        page(
            "<title>Ferry sinks off Kiel – Harbour News</title>",
            '<h1 class="site-title">Harbour News</h1><h2 class="entry-title"><a href="/">Ferry sinks off Kiel</a></h2>',
        )
    )
    assert (found.headline, found.sources["headline"]) == ("Ferry sinks off Kiel", "headline markup")


@pytest.mark.parametrize(
    ("title", "heading", "headline"),
    [
        ("Board keeps it", "<span>Harbour</span> Board keeps it", "Board keeps it"),
        ("Harbour: board keeps it", "<span>Harbour:</span> board keeps it", "Harbour: board keeps it"),
        ("老粮仓变身社区书店", "<span>Harbour</span><i>: </i><span>老粮仓变身社区书店</span>", "老粮仓变身社区书店"),
    ],
)
def test_a_kicker_in_the_heading_whose_title_has_the_site_behind_it(title: str, heading: str, headline: str) -> None:
    found = read(page(f"<title>{title} - The Courier</title>", f"<h1>{heading}</h1>"))
    assert found.headline == headline


def test_a_headline_that_only_json_ld_declares() -> None:
    found = read(page(ld('{"@type": "NewsArticle", "headline": "Ferry &amp;amp; tug collide"}'), ""))
    assert (found.headline, found.sources["headline"]) == ("Ferry & tug collide", "json-ld")


def test_a_lone_heading_beats_a_title_written_for_search_engines() -> None:
    found = read(page("<title>Kiel ferries: all you need to know</title>", "<h1>Aground, and nobody noticed</h1>"))
    assert found.headline == "Aground, and nobody noticed"


@pytest.mark.parametrize(
    ("title", "headline"),
    [
        ("Ferry sinks off Kiel | Harbour News", "Ferry sinks off Kiel"),
        ("Harbour News: Ferry sinks off Kiel", "Harbour News: Ferry sinks off Kiel"),
        ("Harbour News » Ferry sinks off Kiel", "Ferry sinks off Kiel"),
        ("Ferry sinks off Kiel – Harbour News", "Ferry sinks off Kiel"),
        ("Ferry sinks – and nobody noticed", "Ferry sinks – and nobody noticed"),
        ("Trade unions in Kiel call a strike | Der Bote", "Trade unions in Kiel call a strike"),
    ],
)
def test_the_sites_name_is_cut_off_and_nothing_else(title: str, headline: str) -> None:
    assert strip_site_name(title, {"harbour news"}) == headline


def test_no_headline_where_nothing_says_one() -> None:
    found = read("<html><body><p>Hello</p></body></html>")
    assert found.headline is None
    assert "headline" not in found.sources


@pytest.mark.parametrize(
    "heading",
    [
        "<h1><span>Opinion</span> <b>The light goes out</b></h1>",
        "<h1><b>The light goes out</b> <small>Posted on July 1, 2024 by Jane Doe</small></h1>",
        "<h1><time>Dec 18 2025</time> The light goes out</h1>",
        "<h1><a href='/elsewhere'>The light goes out</a> <span>→</span></h1>",
    ],
)
def test_a_kicker_or_a_date_within_the_heading_is_no_part_of_the_headline(heading: str) -> None:
    found = read(f"<html><head><title>The light goes out</title></head><body>{heading}{PROSE}</body></html>")
    assert found.headline == "The light goes out"


def test_a_headline_that_is_set_as_an_h2_is_where_the_story_begins() -> None:
    page = "<title>The light goes out</title><h2>The light goes out</h2><p>By Jane Doe</p><p>May 3, 2024</p>"
    found = read(f"<html><body>{page}{PROSE}</body></html>")
    assert (found.headline, found.sources["headline"], found.byline) == ("The light goes out", "h2", ("Jane Doe",))


def test_the_hosts_name_behind_the_title_is_cut_off() -> None:
    found = read("<html><head><title>The light goes out | Harbour.example and more</title></head></html>")
    assert found.headline == "The light goes out"


def test_a_heading_over_comments_is_not_the_headline_that_it_repeats() -> None:
    shown = f"<font size='5'>The light goes out</font>{PROSE}<h2>One Response to “The light goes out”</h2>"
    found = read(f"<html><head><title>The light goes out</title></head><body>{shown}</body></html>")
    assert found.headline == "The light goes out"


def test_a_story_in_bare_markup_begins_with_its_title_and_not_with_the_heading_over_comments_that_repeats_it() -> None:
    comments = "<h2>3 comments on “The light goes out”</h2><p>I saw it from the quay myself.</p>"
    shown = f"<b>The light goes out</b>{PROSE}{comments}"
    found = extract(f"<html><head><title>The light goes out</title></head><body>{shown}</body></html>")
    assert found.paragraphs[0].startswith("The keeper")
    assert "comments on" not in found.text


def test_a_headline_that_reads_like_a_heading_over_comments_stays_one() -> None:
    shown = f"<h2>3 comments on the light that goes out</h2>{PROSE}"
    menu = "<a href='/light/'>The light that goes out</a>"
    page = f"<head><title>3 comments on the light that goes out</title></head><body>{menu}{shown}</body>"
    assert extract(f"<html>{page}</html>").headline == "3 comments on the light that goes out"


def test_an_h2_is_the_headline_where_the_title_says_a_site_behind_it() -> None:
    page = f"<title>灯塔的灯熄灭了 | 江边晨报</title><h2>灯塔的灯熄灭了</h2>{PROSE}"
    assert read(f"<html><body>{page}</body></html>").headline == "灯塔的灯熄灭了"


def test_the_name_of_the_site_that_leads_home_is_not_the_headline_of_a_post_in_wordpresss_first_theme() -> None:
    found = read(
        page(
            "<title>Notes &raquo; Blog Archive &raquo; Low tide</title>",
            '<h1><a href="/">Notes</a></h1><h2>Low tide</h2>',
        )
    )
    assert found.headline == "Low tide"


def test_a_note_without_a_title_has_no_headline() -> None:
    top = '<h1 class="site-title"><a href="/">Small Things</a></h1>'
    below = '<h1 class="screen-reader-text">Post navigation</h1>'
    assert read(page("<title>Small Things</title>", top + below)).headline is None


def test_letters_and_their_accents_are_one_character_each() -> None:
    composed = "Café Müller öffnet wieder"
    apart = unicodedata.normalize("NFD", composed)
    assert apart != composed
    assert read(page(f'<meta property="og:title" content="{apart}">', f"<h1>{apart}</h1>")).headline == composed


def test_a_lone_h2_that_closes_the_title_is_the_headline_where_no_h1_is() -> None:
    head = "<title>Thornbury Local History - The Pump Is Found</title>"
    assert read(f"{head}<b>Thornbury Local History Group</b><h2>The Pump Is Found</h2>").headline == "The Pump Is Found"


def test_an_h2_that_closes_the_title_beside_others_is_none() -> None:
    head = "<title>The Pump Is Found - Thornbury News</title>"
    headline = read(f"{head}<h2>Thornbury News</h2><p>The Pump Is Found</p><h2>Weather</h2>").headline
    assert headline is not None and headline.startswith("The Pump Is Found")


NAMED = (
    "<title>Melon - Notes from a field</title><h1><a href='/'>Notes from a field</a></h1>",
    "<title>Notes from a field: Melon</title><h1><a href='/'>Notes from a field</a></h1>",
    "<title>Melon - Field forum</title><h1>Field forum</h1><p>All that neighbours know</p>",
)


@pytest.mark.parametrize("head", NAMED)
def test_a_story_begins_at_its_own_heading_however_long_the_name_of_its_site_is(head: str) -> None:
    comment = "<p>Olle, 19.08.2010 10:12</p><p>Ours came back by itself, and we kept it till the winter.</p>"
    post = "<h2>Melon</h2><p>The largest rolled to the road and left.</p><p>The others talk.</p>"
    form = "<form><textarea></textarea></form>"
    article = extract(f"{head}<div>{post}<section><h3>You</h3>{comment}</section>{form}</div>")
    assert article.headline == "Melon"
    assert article.paragraphs == ("The largest rolled to the road and left.", "The others talk.")


def test_a_heading_is_not_taken_for_the_name_of_a_site_because_the_title_has_another_as_well() -> None:
    kicker, headline = "Maps with more to see", "Update: points on the way"
    page = f"<title>{kicker} - {headline}</title><h1>{headline}</h1><p>Wells and huts.</p><h3>{kicker}</h3>"
    prepared = prepare(parse(page, None))
    assert prepared.everything[prepared.survey.headline].text == headline


@pytest.mark.parametrize(
    ("title", "body", "headline"),
    [
        ("Sahil Gazetesi - Martılar", "<td><font><b>Martılar</b></font><p>Dün.</p></td>", "Martılar"),
        ("Fröken Moln - Stövlarna", "<div><a href='/'>Fröken Moln</a></div><h3>Stövlarna</h3>", "Stövlarna"),
        ("The boots - Miss Cloud", "<div><p>The boots</p></div><b>Miss Cloud</b>", "The boots - Miss Cloud"),
        ("The long way - home", "<header><b>home</b></header><p>It was far.</p>", "The long way - home"),
        ("De fiets", "<h3><a href='#'>De fiets</a></h3><p>Nat.</p>", "De fiets"),
    ],
)
def test_a_title_behind_the_sites_name_is_read_in_the_words_that_show_it(title: str, body: str, headline: str) -> None:
    assert read(f"<html><head><title>{title}</title></head><body>{body}</body></html>").headline == headline


SENTENCES = (
    "<p>The fete was held in glorious rain on the ninth.</p><p>The marrow was found to be two of them at noon.</p>"
)


@pytest.mark.parametrize(
    ("page", "headline"),
    [
        (
            f"<title>Parish on the hill</title><h1>Parish on the hill</h1><h2>New bell</h2>{SENTENCES}"
            "<p>© Parish on the hill 2014</p>",
            "New bell",
        ),
        (
            f"<title>Parish on the hill</title><h1>Parish on the hill</h1>{SENTENCES}<h2>New bell</h2>{SENTENCES}",
            "Parish on the hill",
        ),
        (
            "<title>Nethercote - Fete News</title><table><tr><td><font size=6>Nethercote</font></td></tr><tr><td>"
            f"<p align=center><b><font size=5>Fete raises £412</font></b></p>{SENTENCES}</td></tr></table>",
            "Fete raises £412",
        ),
        (
            f"<title>Nethercote - Fete News</title><p><font size=5>Thanks go to everybody.</font></p>{SENTENCES}",
            "Nethercote - Fete News",
        ),
        (
            "<title>老井重新出水-清水县人民政府</title><meta name='ArticleTitle' content='老井重新出水'>"
            "<div class='title'>老井重新出水</div><p>村民王桂兰打上来第一桶水，先浇了门口的枣树。</p>",
            "老井重新出水",
        ),
        (
            "<title>中国-东盟博览会开幕</title><p>村民王桂兰打上来第一桶水，先浇了门口的枣树。</p>",
            "中国-东盟博览会开幕",
        ),
        (
            "<title>The goose > News | Village</title><h1>The goose > News | Village</h1><article><h2>The goose</h2>"
            f"{SENTENCES}</article>",
            "The goose",
        ),
        (
            f"<title>The goose - a life</title><h1>The goose - a life</h1><h2>The goose</h2>{SENTENCES}",
            "The goose - a life",
        ),
    ],
    ids=[
        "the owner's name",
        "nobody's name",
        "large print",
        "a large sentence",
        "declared",
        "a dash of its own",
        "in part",
        "whole",
    ],
)
def test_a_page_that_is_titled_by_its_site_shows_its_headline_elsewhere(page: str, headline: str) -> None:
    assert read(page).headline == headline


MOTTO = "Notes on locks, weirs and the people below them"


@pytest.mark.parametrize("headline", ["Gate", "The third gate of the lower lock is painted green"])
def test_the_motto_in_a_menu_is_no_headline(headline: str) -> None:
    links = "".join(f"<li><h2><a href='/{name}/'>{name}</a></h2></li>" for name in ("Blog", "Archive", "About"))
    html = (
        f"<html lang='en'><head><title>{headline} | {MOTTO}</title></head><body><header><h1><a href='/'>The Weir Log"
        f"</a></h1><nav><h2>{MOTTO}</h2><ul>{links}</ul></nav></header><main><h2>{headline}</h2><aside><p>published on"
        " 2026-03-12</p></aside><p>They used what was left over from the boats.</p></main></body></html>"
    )
    assert extract(html, "https://weir.example/gate.html").headline == headline
