"""What a site hands out as sitemap, feed or story may be anything; it is read as far as it goes, and does no harm."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from crawler.discovery.documents import unpacked
from crawler.discovery.feedreading import read_feed
from crawler.discovery.looks import is_listing, is_page, is_story, plain_form
from crawler.discovery.sitemaps import read_sitemap
from crawler.discovery.wrapping import Story, page_around
from crawler.records import Candidate

AT = "https://example.org/sitemap.xml"
PIECES = st.sampled_from(
    """<urlset> </urlset> <url> </url> <loc> </loc> <rss version='2.0'> <channel> <item> <link> </link> </item> &lol;
    <![CDATA[ ]]> <!DOCTYPE <lastmod>2024-99-99</lastmod> <pubDate>never</pubDate> https://example.org/1/ http://[::1/
    { }""".split()
)


@given(st.one_of(st.binary(), st.lists(PIECES).map(lambda pieces: "".join(pieces).encode())))
def test_no_document_is_too_broken_to_be_read(body: bytes) -> None:
    read_sitemap(body, AT)
    feed = read_feed(body, AT)
    assert feed is None or all(isinstance(each, Candidate) for each in feed.candidates)
    assert len(unpacked(body, limit=10)) <= 10


@given(st.text(), st.text())
def test_a_story_does_not_break_out_of_the_page_around_it(content: str, headline: str) -> None:
    page = page_around(
        Story(url="https://example.org/1/", content=f"<p>Words.{content}</div></body>", headline=headline)
    )
    assert page is not None
    tree = html.document_fromstring(page.decode("utf-8", "replace").replace("\x00", ""))
    (body,) = tree.xpath("//div[@class='entry-content'][1]")[:1]
    assert "Words." in body.text_content()
    assert tree.xpath("count(//article[not(ancestor::article)])") >= 1


@given(st.text(alphabet="/?&=.-;ampge0123456789", max_size=60))
def test_no_address_is_too_odd_to_be_judged(tail: str) -> None:
    url = f"https://example.org/{tail}"
    assert {type(is_page(url)), type(is_listing(url)), type(is_story(url))} == {bool}
    assert plain_form(plain_form(url)).startswith("https://example.org")


def test_an_impossible_address_costs_only_itself() -> None:
    listed = "<url><loc>http://[::1/</loc></url><url><loc>https://example.org/1/</loc></url>"
    assert [url for url, _ in read_sitemap(f"<urlset>{listed}</urlset>".encode(), AT).pages] == [
        "https://example.org/1/"
    ]
    items = "<item><link>http://[::1/</link></item><item><link>https://example.org/1/</link></item>"
    feed = read_feed(f"<rss version='2.0'><channel>{items}</channel></rss>".encode(), AT)
    assert feed is not None
    assert "https://example.org/1/" in [each.url for each in feed.candidates]
