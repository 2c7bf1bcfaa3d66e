"""Nothing that a page says makes the reading of its metadata fail, hang or lie."""

from __future__ import annotations

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.metadata import Metadata
from extractors.metadata.datetext import parse_date
from extractors.metadata.names import split_names
from tests.metadata_pages import NOW, ld, story

BROKEN = [
    '{"@type": "Article", "author": {"name": "Jane Doe"},}',
    '<!-- {"@type": "Article", "author": {"name": "Jane Doe"}} -->',
    '/* <![CDATA[ */ {"@type": "Article", "author": {"name": "Jane Doe"}} /* ]]> */',
    '//<![CDATA[\n{"@type": "Article", "author": [["Jane Doe"]], "author": "Jane Doe"}\n//]]>',
    '[{"@type": ["Thing", "NewsArticle"], "author": [{"name": ["Jane Doe"]}]}];',
    '{"@graph": [{"@type": "https://schema.org/Article", "author": "Jane\tDoe"}]}',
    "{&quot;@type&quot;: &quot;Article&quot;, &quot;author&quot;: &quot;Jane Doe&quot;}",
    '{"@type": "Article", "author": "Jane Doe"} }} garbage',
    '/* the story */ {"@type": "Article", "author": "Jane Doe"}',
]


@pytest.mark.parametrize("json", BROKEN)
def test_broken_json_ld_is_mended(json: str) -> None:
    assert story(head=ld("{") + ld(json)).byline == ("Jane Doe",)


@pytest.mark.parametrize(
    "json",
    [
        "[" * 100_000,
        '{"a":' * 50_000 + "1" + "}" * 50_000,
        '{"@type": "Article", "author": ' + '{"author": ' * 300 + '"x"' + "}" * 301,
        '{"@type": "Article", "headline": NaN, "datePublished": Infinity, "author": [null, 3, {}, []]}',
        '{"@type": {"a": 1}, "@id": [], "author": {"@id": "#me"}, "@graph": "x"}',
        '{"@type": "Article", "@id": "#a", "author": {"@id": "#a"}, "publisher": 7, "image": [], "keywords": {}}',
        '{"@type": "Article", "description": "' + "x" * 5_000_000 + '"}',
        "\x00\x01\ufeff{}",
    ],
)
def test_hostile_json_ld_says_nothing_and_breaks_nothing(json: str) -> None:
    found = story(head=ld(json))
    assert found.headline == "The light goes out"
    assert found.published_at is None


def test_an_enormous_list_of_authors_is_capped() -> None:
    names = ",".join(
        f'{{"name": "Jane Doe{letter}{other}"}}' for letter in string.ascii_lowercase for other in "abcdef"
    )
    found = story(head=ld(f'{{"@type": "Article", "author": [{names}]}}'))
    assert 1 <= len(found.byline) <= 30


def test_control_characters_do_not_reach_the_values() -> None:
    found = story(
        head='<meta name="author" content="Jane\x0b\x1f Doe"><meta property="og:site_name" content="Har&#8203;bour">'
    )
    assert found.byline == ("Jane Doe",)
    assert found.site_name == "Harbour"


def test_halves_of_characters_do_not_reach_the_values() -> None:
    declared = (
        '"author": {"name": "Jane \\udc00Doe"}, "keywords": ["sal\\ud800t"], "publisher": {"name": "Harb\\udfffour"}'
    )
    found = story(head=ld(f'{{"@type": "NewsArticle", {declared}}}'))
    assert (found.byline, found.tags, found.site_name) == (("Jane Doe",), ("salt",), "Harbour")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_a_date_or_none(text: str) -> None:
    moment = parse_date(text, "de")
    assert moment is None or moment.tzinfo is not None


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=string.printable + "äéłß년月,;&|()", max_size=300))
def test_any_text_gives_clean_names(text: str) -> None:
    for name in split_names(text):
        assert name == name.strip()
        assert "\n" not in name and "@" not in name


json_values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=20) | st.sampled_from(["Article", "2024-05-03", "#a"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(
                [
                    "@type",
                    "@id",
                    "@graph",
                    "author",
                    "name",
                    "datePublished",
                    "headline",
                    "publisher",
                    "image",
                ]
            )
            | st.sampled_from(
                ["keywords", "articleSection", "mainEntityOfPage", "itemListElement", "item", "inLanguage"]
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=25,
)


@settings(max_examples=200, deadline=None)
@given(json_values)
def test_any_json_ld_is_survived(value: object) -> None:
    import json

    found = story(head=ld(json.dumps(value)))
    assert isinstance(found, Metadata)
    assert found.published_at is None or found.published_at <= NOW.replace(day=2)


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=string.ascii_letters + "<>/=\"' \n&;#-!?0123456789:", max_size=400))
def test_any_markup_is_survived(markup: str) -> None:
    assert isinstance(story(markup, head=markup), Metadata)
