"""Categories and tags of the story, told apart, none from a sidebar or a related post."""

from __future__ import annotations

import pytest

from tests.metadata_pages import PROSE, ld, read, story

CLASSIC = f"""<html><body class="single single-post postid-7"><main>
<article id="post-7" class="post-7 post type-post hentry category-harbour tag-fog">
<header class="entry-header"><h1 class="entry-title">The light goes out</h1></header>{PROSE}
<footer class="entry-footer"><div class="posted-by"><span class="posted-on">Published <time class="entry-date published
updated" datetime="2024-05-03T10:00:00+00:00">May 3, 2024</time></span><span class="byline">By
<a href="/?author=2" rel="author">Jane Doe</a></span></div><div class="post-taxonomies">
<span class="cat-links">Categorized as <a href="/?cat=3" rel="category">Harbour</a>,
<a href="/category/news/local/" rel="category tag">Local &amp; near</a></span>
<span class="tags-links">Tagged <a href="/?tag=fog" rel="tag">Fog</a>, <a href="/tag/c/" rel="tag">C++</a></span></div>
</footer></article></main>
<aside class="widget-area"><section class="widget widget_categories"><a rel="category tag" href="/category/x/">Other</a>
<a rel="tag" href="/tag/y/">Cloud</a></section></aside></body></html>"""

BLOCKS = f"""<html><body class="single-post"><div class="wp-site-blocks"><main class="wp-block-group">
<h1 class="wp-block-post-title">The light goes out</h1><div class="entry-content wp-block-post-content">{PROSE}</div>
<div class="wp-block-group"><div class="wp-block-post-date">
<time datetime="2024-05-03T10:00:00+00:00">May 3</time></div>
<div class="wp-block-post-author"><p class="wp-block-post-author__name">Jane Doe</p></div>
<div class="taxonomy-category wp-block-post-terms"><a href="http://h.example/rubric/harbour/" rel="tag">Harbour</a><span
class="wp-block-post-terms__separator">, </span><a href="http://h.example/rubric/local/" rel="tag">Local</a></div>
<div class="taxonomy-post_tag wp-block-post-terms"><a href="http://h.example/word/fog/" rel="tag">Fog</a></div>
<div class="taxonomy-region wp-block-post-terms">
<a href="http://h.example/region/north/" rel="tag">North</a></div>
<div class="comment-respond"><h3>Leave a Reply <a href="#respond">Cancel reply</a></h3></div></div>
<div class="wp-block-query"><ul class="wp-block-post-template"><li><div class="taxonomy-category wp-block-post-terms">
<a href="http://h.example/rubric/other/" rel="tag">Other</a></div></li></ul></div></main></div></body></html>"""


def test_a_classic_theme() -> None:
    found = read(CLASSIC)
    assert found.categories == ("Harbour", "Local & near")
    assert found.tags == ("Fog", "C++")
    assert found.byline == ("Jane Doe",)
    assert found.published_at is not None and found.published_at.isoformat() == "2024-05-03T10:00:00+00:00"
    assert found.sources["categories"] == "category links"


def test_a_block_theme_whose_addresses_say_nothing() -> None:
    found = read(BLOCKS)
    assert found.categories == ("Harbour", "Local")
    assert found.tags == ("Fog",)
    assert found.byline == ("Jane Doe",)
    assert found.published_at is not None and found.published_at.isoformat() == "2024-05-03T10:00:00+00:00"


def test_declared_terms_where_the_page_shows_none() -> None:
    found = story(
        head='<meta property="article:section" content="Sport"><meta property="article:tag" content="Sailing">'
        '<meta property="article:tag" content="Kiel">'
    )
    assert (found.categories, found.tags) == (("Sport",), ("Sailing", "Kiel"))
    assert found.sources["tags"] == "opengraph"


def test_json_ld_terms_in_both_shapes() -> None:
    found = story(head=ld('{"@type": "Article", "articleSection": ["Sea", "Fog"], "keywords": "a1, b2"}'))
    assert (found.categories, found.tags) == (("Sea", "Fog"), ("a1", "b2"))


def test_microdata_tells_the_section_and_the_keywords() -> None:
    found = story('<span itemprop="articleSection">Sea</span>', end='<p itemprop="keywords">a1, b2</p>')
    assert (found.categories, found.tags) == (("Sea",), ("a1", "b2"))
    assert found.sources["categories"] == found.sources["tags"] == "microdata"


def test_the_last_step_of_the_breadcrumbs_is_a_category() -> None:
    found = story(
        head=ld(
            '{"@type": "BreadcrumbList", "itemListElement": [{"name": "Home"}, {"item": {"name": "Coast"}},'
            ' {"name": "The light goes out"}]}'
        )
    )
    assert (found.categories, found.sources["categories"]) == (("Coast",), "breadcrumbs")


def test_the_class_of_the_post_is_the_last_resort() -> None:
    found = read(
        '<html><body><article class="post-1 hentry category-local-news tag-fog">'
        f"<h1>Light</h1>{PROSE}</article></body></html>"
    )
    assert (found.categories, found.tags) == (("local news",), ("fog",))
    assert found.sources["categories"] == "post class"


def test_a_box_of_tags_needs_no_mark_on_its_links() -> None:
    box = '<div class="td-post-source-tags"><ul class="td-tags"><li><span>TAGS</span></li>{}</ul></div>'
    links = '<li><a href="/t/1">#Fog</a></li><li><a href="/t/2">The light</a></li>'
    found = story(end=box.format(links))
    assert (found.tags, found.sources["tags"]) == (("Fog", "The light"), "tag box")


def test_a_cloud_and_a_box_of_more_than_tags_tell_none() -> None:
    cloud = "".join(f'<a href="/t/{number}">Word {number}</a> ' for number in range(30))
    told = '<p><a href="/t/1">Fog</a> is what the keeper calls it, and he has called it so for fifty years now.</p>'
    assert story(end=f'<div class="post-tags">{cloud}</div>').tags == ()
    assert story(end=f'<div class="post-tags">{told}</div>').tags == ()


def test_a_story_without_terms_has_none() -> None:
    assert story().categories == story().tags == ()


def test_a_line_that_links_to_archives_alone_files_the_story() -> None:
    tags = '<a href="/tag/fog/">#Fog</a>, <a href="/tag/kiel/">Kiel</a>'
    line = f'<p>Posted in <a href="/category/sea/">Sea</a> | Tagged {tags}</p>'
    found = story(end=line)
    assert (found.categories, found.tags) == (("Sea",), ("Fog", "Kiel"))
    told = line.replace(
        "Posted in", "All that he ever wrote about it, in fifty years as a keeper of lights, is found under"
    )
    assert story(end=told).categories == story(end=line * 2).tags == ()
    assert story(end='<p><a href="/tag/fog/">Fog</a></p>').tags == ()


@pytest.mark.parametrize(
    ("trail", "categories"),
    [
        ('<a href="/">Home</a> › <a href="/sea">Sea</a> › The light goes out', ("Sea",)),
        ('<a href="/">Home</a> › <a href="/sea">Sea</a> › <a href="/light">The light goes out</a>', ("Sea",)),
        ('<a href="/sea">« Back to all</a>', ()),
        ('<a href="/">Home</a> › <a href="/x">{{ section }}</a>', ()),
    ],
)
def test_the_trail_that_a_page_shows(trail: str, categories: tuple[str, ...]) -> None:
    assert story(before=f'<nav aria-label="Breadcrumb">{trail}</nav>').categories == categories


ROW = '<ul class="post-categories"><li><a href="/harbour">Harbour</a></li></ul>'
CARD = '<div class="blurb"><p class="entry-category"><a href="/a">Weather</a></p><h4><a href="/b">Hail</a></h4></div>'


def test_a_box_that_is_named_for_categories() -> None:
    for row in (ROW, '<div class="itemCategory">Filed in: <a href="/harbour">Harbour</a></div>'):
        found = story(row)
        assert (found.categories, found.sources["categories"]) == (("Harbour",), "category box")
    assert story('<span class="news-list-category">Harbour</span>').categories == ("Harbour",)
    below = read(f"<main><article><h1>Light</h1>{PROSE}{PROSE}<div>{ROW}</div></article></main>")
    assert below.categories == ("Harbour",)


def test_the_categories_of_cards_are_none_of_the_storys() -> None:
    assert story(end=CARD * 2).categories == ()
    assert read(f"<article><h1>Light</h1>{PROSE}{PROSE}{CARD * 2}</article>").categories == ()
    assert story('<nav class="cat-menu"><a href="/a">Weather</a></nav>').categories == ()
