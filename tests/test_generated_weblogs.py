"""Pages that generators and small systems print with their own first templates, bare of classes."""

from __future__ import annotations

import pytest

from extractors import Outcome, extract

SITE = "The Weir Log"
WATER = "The water stood a hand below the mark all through the dry month, and nobody opened the gate."
EELS = "Two eels came back on the night of the storm, which is more than last year."
BASE = "https://weir.example"


def page(main: str, title: str, head: str = "") -> str:
    """A page in the manner of a generator's skeleton: the site's name is a main heading too, and no link."""
    return (
        f"<html lang='en'><head><title>{title}</title>{head}</head><body><header><h1>{SITE}</h1><nav><ul>"
        "<li><a href='/'>Home</a></li><li><a href='/posts/'>Posts</a></li><li><a href='/tags/'>Tags</a></li></ul>"
        f"</nav></header><main>{main}</main><footer><p>Copyright 2026. All rights reserved.</p></footer></body></html>"
    )


TERMS = "<div><div>{}:</div><ul><li><a href='/t/eels/'>eels</a></li><li><a href='/t/storm/'>storm</a></li></ul></div>"
POST = f"<h1>Eels</h1><time datetime='2025-03-04'>March 4, 2025</time><p>{WATER}</p><p>{EELS}</p>"


def test_of_two_main_headings_the_upper_names_the_site_with_which_the_title_ends() -> None:
    found = extract(page(POST, f"Eels | {SITE}"), f"{BASE}/posts/eels/")
    assert (found.headline, found.text) == ("Eels", f"{WATER}\n\n{EELS}")


def test_so_does_the_one_in_the_head_of_the_page_with_which_it_begins() -> None:
    found = extract(page(POST, f"{SITE} | Eels"), f"{BASE}/posts/eels/")
    assert (found.headline, found.text) == ("Eels", f"{WATER}\n\n{EELS}")


def test_the_upper_of_two_main_headings_is_the_story_s_where_the_title_begins_with_it() -> None:
    html = f"<html><head><title>Eels | River</title></head><body><h1>Eels</h1><p>{WATER}</p><p>{EELS}</p><h1>River</h1>"
    assert extract(html, f"{BASE}/posts/eels/").headline == "Eels"


@pytest.mark.parametrize(("label", "field"), [("Tags", "tags"), ("Schlagwörter", "tags"), ("Categories", "categories")])
def test_terms_stand_behind_a_label_with_a_colon(label: str, field: str) -> None:
    found = extract(page(POST + TERMS.format(label), f"Eels | {SITE}"), f"{BASE}/posts/eels/")
    assert getattr(found, field) == ("eels", "storm") and found.text == f"{WATER}\n\n{EELS}"


def test_terms_end_with_their_row() -> None:
    credit = "<li>By <a href='/by/rosa/'>Rosa Pell</a>. <a href='/2025/'>Mar 4, 2025</a></li>"
    row = f"<ul>{credit}<li>Tags: <a href='/t/eels/'>eels</a></li></ul>"
    below = "<p><a href='/about/'>Who we are</a></p>"
    found = extract(page(f"<article>{POST}{row}</article>{below}", f"Eels | {SITE}"), f"{BASE}/posts/eels/")
    assert found.tags == ("eels",) and found.text == f"{WATER}\n\n{EELS}"


def test_a_label_beside_the_story_heads_what_the_site_files_its_stories_under() -> None:
    beside = f"<div>{TERMS.format('Tags')}</div>"
    html = f"<html><head><title>Eels</title></head><body><article>{POST}</article>{beside}</body></html>"
    assert extract(html, f"{BASE}/posts/eels/").tags == ()


def entry(day: str, anchor: str, title: str, text: str) -> str:
    """A weblog's entry, as Blosxom prints it: the day, a title that is an anchor, the permanent link below."""
    return (
        f"<h2>{day}</h2><div><h3><a name='{anchor}'>{title}</a></h3><div>{text}</div><p>posted at: 09:30 | path: "
        f"<a href='/log.cgi/river'>/river</a> | <a href='/log.cgi/2025/03/04#{anchor}'>permanent link to this entry</a>"
        "</p></div>"
    )


def weblog(*entries: str) -> str:
    return (
        f"<html><head><title>{SITE}   </title></head><body><div align='center'><h1>{SITE}</h1><p> </p></div>"
        f"{''.join(entries)}</body></html>"
    )


def test_the_lone_entry_of_a_weblog_that_declares_its_own_name_is_the_story() -> None:
    html = weblog(entry("Tue, 04 Mar 2025", "eels", "The eels are back", f"<p>{WATER}</p><p>{EELS}</p>"))
    found = extract(html, f"{BASE}/log.cgi/river/eels.html")
    assert (found.headline, found.text) == ("The eels are back", f"{WATER}\n\n{EELS}")
    assert str(found.published_at)[:10] == "2025-03-04"


@pytest.mark.parametrize("path", ["/log.cgi/river", "/log.cgi/2025/"])
def test_entries_below_each_other_are_a_list_by_their_permanent_links(path: str) -> None:
    first = entry("Tue, 04 Mar 2025", "eels", "The eels are back", f"<p>{EELS}</p>")
    html = weblog(first, entry("Mon, 03 Mar 2025", "mark", "Below the mark", f"<p>{WATER}</p>"))
    assert extract(html, BASE + path).outcome == Outcome.LISTING


def test_parts_of_a_story_that_lead_to_places_of_its_own_are_none() -> None:
    parts = "".join(
        f"<h2><a name='p{n}'>Night {n}</a></h2><p>{WATER} {EELS}</p><p><a href='/eels.html#p{n}'>to this part</a></p>"
        for n in range(3)
    )
    html = f"<html><head><title>Three nights</title></head><body><h1>Three nights</h1>{parts}</body></html>"
    assert extract(html, f"{BASE}/eels.html").outcome == Outcome.ARTICLE


LINES = "".join(
    f"<li><a href='/posts/n{n}'>2025-03-{n:02} - What the keeper saw on night {n}</a></li>" for n in range(1, 12)
)
NIGHTS = "".join(f"<li><a href='/posts/n{n}'>2025-03-{n:02} - 水門の番人が見た夜の話</a></li>" for n in range(1, 12))
ROWS = "".join(
    f"<tr><td><a href='/posts/n{n}'>2025-03-{n:02}</a></td><td><a href='/posts/n{n}'>n{n}</a></td>"
    f"<td><a href='/posts/n{n}'>What the keeper saw on night {n}</a></td></tr>"
    for n in range(1, 12)
)
TABLE = f"<h1>posts</h1><table><tr><th>Date</th><th>Page</th><th>Title</th></tr>{ROWS}</table>"
TOPICS = "<h1>Tags</h1>" + "".join(f"<h2><a href='/tags/{name}/'>{name}</a></h2>" for name in ("eels", "ice", "storm"))
DECLARED = "<meta property='og:type' content='article'>"
LISTS = {
    "an archive that says it is an article": (f"<h1>{SITE}</h1><ul>{LINES}</ul>", "/archive/", DECLARED),
    "the same in a script without spaces": (f"<h1>{SITE}</h1><ul>{NIGHTS}</ul>", "/archive/", DECLARED),
    "a table of nothing but links, at any address": (TABLE, "/posts/", DECLARED),
    "topics, each with a list below": (TOPICS, "/tags/", ""),
}


@pytest.mark.parametrize("case", LISTS)
def test_a_page_of_links_is_a_list(case: str) -> None:
    main, path, head = LISTS[case]
    assert extract(page(main, SITE, head), BASE + path).outcome == Outcome.LISTING


def test_posts_in_full_stand_in_sections() -> None:
    long = " ".join([WATER, EELS] * 12)
    posts = "".join(
        f"<section><h2><a href='/posts/n{n}/'>Night {n} at the gate</a></h2><p>{long}</p></section>" for n in range(4)
    )
    assert extract(page(f"<h1>Posts</h1>{posts}", f"Posts | {SITE}"), f"{BASE}/posts/").outcome == Outcome.LISTING


RECENT = "".join(f"<li><a href='/2025/n{n}/'>What the keeper saw on night {n} at the gate</a></li>" for n in range(14))
MENU = f"<nav><h3>Recent Posts:</h3><ul>{RECENT}</ul></nav>"


def test_a_picture_under_a_headline_that_leads_to_its_own_page_is_no_list() -> None:
    post = "<h1><a href='/2025/eels/'>The eels are back at the weir</a></h1><p><img src='/eels.jpg' alt=''></p>"
    html = (
        f"<html><head><title>The eels are back at the weir | {SITE}</title></head><body>{MENU}"
        f"<main><article>{post}</article></main></body></html>"
    )
    found = extract(html, f"{BASE}/2025/eels/")
    assert (found.outcome, found.text) == (Outcome.MEDIA, "")


CODE = "<div class='language-python'><button></button>{}<pre><code>for day in week:\n    print(day)</code></pre></div>"


def test_the_language_of_code_is_no_text_but_a_word_over_it_is() -> None:
    label = "<span class='lang'>python</span>"
    found = extract(page(f"{POST}{CODE.format(label)}<p>{EELS}</p>", f"Eels | {SITE}"), f"{BASE}/posts/eels/")
    assert "python" not in found.text and "for day in week" in found.text
    assert any(block.text == "python" for block in found.removed)
    said = extract(page(f"{POST}<p>Python:</p>{CODE.format('')}<p>{EELS}</p>", f"Eels | {SITE}"), f"{BASE}/posts/eels/")
    assert "Python:" in said.text


@pytest.mark.parametrize("name", ["sr-only", "visually-hidden", "screen-reader-text"])
def test_what_a_link_says_to_who_hears_it_is_not_said(name: str) -> None:
    said = f"<span><span class='{name}'>(opens new window)</span></span>"
    link = f"<a href='https://eels.example/'>The count is out{said}</a>"
    found = extract(page(f"{POST}<p>{link}, and it is high.</p>", f"Eels | {SITE}"), f"{BASE}/posts/eels/")
    assert "The count is out, and it is high." in found.text


def test_a_bracket_that_readers_see_stays() -> None:
    link = "<a href='https://eels.example/'>The count is out <span class='note'>(a large file)</span></a>"
    found = extract(page(f"{POST}<p>{link}, and it is high.</p>", f"Eels | {SITE}"), f"{BASE}/posts/eels/")
    assert "The count is out (a large file), and it is high." in found.text


def test_terms_are_told_by_where_links_by_the_headline_lead() -> None:
    tag = "<a href='/tags/eels/' class='post-tag'>eels</a>"
    marks = f"<ul><li><time datetime='2025-03-04'>4 March</time></li><li>{tag}</li></ul>"
    post = f"<h1>The eels are back</h1>{marks}<p>{WATER}</p><p>{EELS}</p>"
    assert extract(page(post, "The eels are back"), f"{BASE}/blog/eels/").tags == ("eels",)


def test_the_name_beside_a_glyph_is_the_author_s() -> None:
    name = "<div class='author iconfont icon-person'><a href='javascript:;'>Rosa Pell</a></div>"
    html = page(f"<div class='info'>{name}</div>{POST}", f"Eels | {SITE}")
    assert extract(html, f"{BASE}/posts/eels/").byline == ("Rosa Pell",)


def blog(lang: str, site: str, title: str, main: str) -> str:
    """A page in the manner of Eleventy's base blog."""
    links = "".join(f"<li class='nav-item'><a href='/{name.lower()}/'>{name}</a></li>" for name in ("Archive", "Feed"))
    return (
        f"<!doctype html><html lang='{lang}'><head><meta charset='utf-8'><title>{title}</title></head><body>"
        "<a href='#main' id='skip-link' class='visually-hidden'>Skip to main content</a>"
        f"<header><a href='/' class='home-link'>{site}</a><nav>"
        f"<h2 class='visually-hidden'>Top level navigation menu</h2><ul class='nav'>{links}</ul></nav></header>"
        f"<main id='main'>{main}</main>"
        "<footer><p><em>Built with <a href='https://www.11ty.dev/'>Eleventy v3.1.2</a></em></p></footer></body></html>"
    )


def test_a_post_of_a_link_and_a_sentence_is_kept() -> None:
    title = "비 오는 날에는 버스 시간까지 문을 닫지 않는다 2"
    linked = "문을 닫은 지 십이 년 된 방앗간이 지난 토요일 마을 도서관으로 다시 문을 열었다."
    beside = "개관식에는 주민 백오십여 명이 모여 떡을 나누어 먹었다."
    marks = (
        "<ul class='post-metadata'><li><time datetime='2026-08-13'>13 August 2026</time></li>"
        "<li><a href='/tags/도서관/' class='post-tag'>도서관</a></li></ul>"
    )
    said = f"<p><a href='https://example.net/ko/note'>{linked}</a> {beside}</p>"
    html = blog("ko", "강변신문", title, f"<h1>{title}</h1>{marks}{said}")
    assert extract(html, f"{BASE}/blog/rain/").text == f"{linked} {beside}"


def test_a_short_page_that_says_404_and_jests_is_missing() -> None:
    body = "<div><span>404</span> <blockquote>The gate was here a moment ago.</blockquote> <a href='/'>Home</a></div>"
    html = f"<html><head><title>{SITE}</title></head><body>{body}</body></html>"
    assert extract(html, f"{BASE}/404.html").outcome == Outcome.SOFT_404


def test_a_front_page_that_leads_to_its_posts_and_says_where_more_are_is_a_list() -> None:
    titles = (
        "Το παλιό ελαιοτριβείο γίνεται βιβλιοθήκη",
        "Βραδιές παραμυθιού κάθε Τετάρτη στο χωριό",
        "Δωρεάν δανεισμός για όλα τα παιδιά",
    )
    posts = "".join(
        f"<li class='postlist-item'><a href='/blog/n{n}/' class='postlist-link'>{title}</a>"
        f"<time class='postlist-date' datetime='2026-08-0{n + 1}'>0{n + 1} August 2026</time></li>"
        for n, title in enumerate(titles)
    )
    more = "<p>More posts can be found in <a href='/blog/'>the archive</a>.</p>"
    main = f"<h1>Latest 3 Posts</h1><ol reversed class='postlist'>{posts}</ol>{more}"
    assert extract(blog("el", "Τα Νέα", "Τα Νέα", main), f"{BASE}/").outcome == Outcome.LISTING


@pytest.mark.parametrize("path", ["/search/?q=eels", "/search.html"])
def test_a_search_that_shows_a_line_of_its_own_is_a_list(path: str) -> None:
    shown = "<h1>Search results</h1><p>Showing 1 to 1 of 1 results in Everything matching your query: eels</p>"
    hit = "<h5>1) <a href='/blog/eels/'>The eels are back</a></h5>"
    assert extract(page(shown + hit, f"Search | {SITE}"), BASE + path).outcome == Outcome.LISTING


def test_the_foot_of_a_page_is_no_text_of_a_post_without_any() -> None:
    foot = (
        "<p>This website was built with <a href='https://blag.example/'>blag</a>.<br>Subscribe to the "
        "<a href='/atom.xml'>atom feed</a>.<br>Contact me via <a href='https://m.example/@rosa'>Mastodon</a>.</p>"
    )
    html = (
        f"<html><head><title>Stadtleben 1 | {SITE}</title></head><body><header><h1><a href='/'>{SITE}</a></h1></header>"
        "<main><h2>Stadtleben 1</h2><aside><p>published on 2026-03-01 · tagged with <a href='/tags/b.html'>#b</a></p>"
        f"</aside></main><footer>{foot}</footer></body></html>"
    )
    assert extract(html, f"{BASE}/stadtleben.html").text == ""
