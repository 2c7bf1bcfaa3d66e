"""Every value names its source; dek, language, addresses and site name."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime

import pytest

from extractors.metadata import Metadata
from tests.metadata_pages import PROSE, ld, read, story
from tests.pages.language import codes, language


def test_each_value_has_a_source_and_each_source_a_value() -> None:
    found = story(
        '<p class="standfirst">Nobody had thought that it ever would.</p><p class="byline">By Jane Doe</p>'
        '<time datetime="2024-05-03">3 May</time><a rel="tag" href="/tag/fog">Fog</a>',
        head='<meta property="og:site_name" content="Harbour News"><link rel="canonical" href="/light">'
        '<meta property="og:image" content="/a.jpg"><meta property="article:section" content="Sea">'
        '<meta property="article:modified_time" content="2024-05-04">',
    )
    names = {field.name for field in dataclasses.fields(Metadata)} - {"sources"}
    assert set(found.sources) == names
    assert all(getattr(found, name) for name in names)


def test_nothing_is_claimed_of_an_empty_page() -> None:
    assert read("") == Metadata()


@pytest.mark.parametrize(
    ("markup", "source"),
    [
        (
            '<p class="article__standfirst standfirst">Nobody had thought that it would.</p>',
            "standfirst markup",
        ),
        ("<h2>Nobody had thought that it would.</h2>", "heading below"),
        ('<div itemprop="description">Nobody had thought that it would.</div>', "standfirst markup"),
        (
            '<div class="wp-block-post-excerpt"><p>Nobody had thought that it would.</p></div>',
            "standfirst markup",
        ),
    ],
)
def test_a_dek_under_the_headline(markup: str, source: str) -> None:
    found = story(markup)
    assert (found.dek, found.sources["dek"]) == ("Nobody had thought that it would.", source)


@pytest.mark.parametrize(
    "line",
    [
        "<h3><strong>The keeper has waited for nine winters</strong></h3>",
        "<p><em>The keeper has waited for nine winters</em></p>",
    ],
)
def test_a_line_between_the_headline_and_the_dateline_is_a_dek(line: str) -> None:
    found = story(f"{line}<p>PORT HALVERN – A keeper of the old light intends to sail back this autumn.</p>")
    assert (found.dek, found.sources["dek"]) == ("The keeper has waited for nine winters", "line over the dateline")


@pytest.mark.parametrize(
    "opening",
    [
        "<h3>The keeper has waited for nine winters</h3><p>A keeper of the old light intends to sail this autumn.</p>",
        "<p>The keeper has waited for <b>nine winters</b></p><p>PORT HALVERN – A keeper intends to sail back soon.</p>",
        "<div class='field--type-text-with-summary field__item'><p>The keeper has waited for nine winters.</p></div>",
    ],
)
def test_a_subheading_or_a_paragraph_is_no_dek(opening: str) -> None:
    assert story(opening).dek is None


def test_a_meta_description_is_no_dek() -> None:
    found = story(head='<meta property="og:description" content="The keeper of the old light climbed the stairs.">')
    assert found.dek is None


def test_a_block_called_lead_that_holds_the_story_is_no_dek() -> None:
    found = story('<div class="lead"><p>One paragraph of the story.</p><p>And another one of it.</p></div>')
    assert found.dek is None


@pytest.mark.parametrize(
    ("html", "tag", "source"),
    [
        ('<html lang="en_US">', "en-US", "html lang"),
        ('<html lang="zh-hant-tw">', "zh-Hant-TW", "html lang"),
        ('<html lang=""><meta property="og:locale" content="pt_BR">', "pt-BR", "opengraph"),
        ('<html><meta http-equiv="Content-Language" content="de">', "de", "meta content-language"),
        ("<html>" + ld('{"@type": "Article", "inLanguage": "pl"}'), "pl", "json-ld"),
        ("<html><body><p>등대의 불이 꺼졌다. 아무도 몰랐다.</p>", "ko", "script"),
        ("<html><body><p>انطفأ ضوء المنارة القديمة ولم يلاحظ أحد ذلك</p>", "ar", "script"),
        ("<html><body><p>灯台の明かりが消えた。誰も気づかなかった。</p>", "ja", "script"),
    ],
)
def test_the_language(html: str, tag: str, source: str) -> None:
    found = read(html)
    assert (found.language, found.sources["language"]) == (tag, source)


@pytest.mark.parametrize("code", codes())
def test_a_page_that_does_not_say_its_language_gives_it_away(code: str) -> None:
    prose = "".join(f"<p>{sentence}</p>" for sentence in language(code).story["sentences"])
    found = read(f"<html><body><h1>Light</h1>{prose}</body></html>")
    assert found.language == code
    assert found.sources["language"] in ("script", "words")


@pytest.mark.parametrize("html", ["<html><p>The light goes out</p>", '<html lang="x-default">', '<html lang="und">'])
def test_no_language_is_guessed_from_latin_letters(html: str) -> None:
    assert read(html).language is None


@pytest.mark.parametrize(
    ("head", "address"),
    [
        ('<link rel="canonical" href="/a?b=1">', "https://harbour.example/a?b=1"),
        (
            '<link rel="canonical" href="https://harbour.example/"><meta property="og:url" content="/light">',
            "https://harbour.example/light",
        ),
        ('<link rel="canonical" href="javascript:alert(1)">', None),
        ('<link rel="canonical" href="http://[broken">', None),
    ],
)
def test_the_canonical_address(head: str, address: str | None) -> None:
    assert story(head=head).canonical_url == address


def test_the_paragraph_below_a_headline_that_is_grouped_with_it_is_the_dek() -> None:
    dek = "Nobody had thought that it would."
    assert read(f"<main><hgroup><h1>The light goes out</h1><p>{dek}</p></hgroup>{PROSE}{PROSE}</main>").dek == dek


def test_an_image_in_json_ld() -> None:
    found = story(head=ld('{"@type": "Article", "image": [{"@type": "ImageObject", "url": "/a.jpg"}]}'))
    assert (found.image_url, found.sources["image_url"]) == ("https://harbour.example/a.jpg", "json-ld")


def test_the_sites_name_from_the_publisher() -> None:
    found = story(head=ld('{"@type": "Article", "publisher": {"@type": "Organization", "name": "Harbour News"}}'))
    assert (found.site_name, found.sources["site_name"]) == ("Harbour News", "json-ld")


def test_a_date_that_is_declared_as_a_number_is_a_unix_time() -> None:
    found = story(head=ld('{"@type": "Article", "datePublished": 1714728600}'))
    assert found.published_at == datetime(2024, 5, 3, 9, 30, tzinfo=UTC)


DRUPAL = (
    "<div class='submitted'><span property='dc:date dc:created' content='2016-06-21T10:02:00+03:00'"
    " datatype='xsd:dateTime'>"
    "Υποβλήθηκε από <span class='username'>manolis</span> την 21 Ιούνιος, 2016 - 10:02</span></div>"
)


def test_the_line_under_a_headline_of_drupals_states_the_moment_and_the_name() -> None:
    found = story(DRUPAL, lang="el")
    assert found.published_at is not None and found.published_at.isoformat() == "2016-06-21T10:02:00+03:00"
    assert found.sources["published_at"] == "rdfa"
    assert found.byline == ("manolis",)


def test_what_readers_submitted_is_not_when_or_by_whom_the_story_was_written() -> None:
    found = story(
        f"<p>{'The pump has been found. ' * 9}</p>", end=f"<div class='comments' id='comments'>{DRUPAL}</div>"
    )
    assert found.published_at is None
    assert found.byline == ()
