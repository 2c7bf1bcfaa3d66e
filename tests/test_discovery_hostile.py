"""What a site hands out as sitemap, feed or story may be anything; it is read as far as it goes, and does no harm."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from crawler.discovery.documents import unpacked
from crawler.discovery.feedreading import read_feed
from crawler.discovery.looks import is_page, is_story, plain_form
from crawler.discovery.sitemaps import MAX_ENTRIES, read_sitemap
from crawler.discovery.wrapping import Story, page_around
from crawler.records.finds import Candidate
from extractors.page.listaddresses import is_listing
from tests.servers import ROOT

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


@pytest.mark.parametrize("junk", ["<x a='1'>y</x>", "<g><x a='1'>y</x></g>"])
def test_a_sitemap_of_millions_of_other_elements_takes_no_memory_and_hides_no_story(junk: str) -> None:
    """Sixteen megabytes of them used to take six hundred."""
    story = f"<url><loc>{AT}</loc></url>"
    program = f"""
import resource
from pathlib import Path
from crawler.discovery.sitemaps import MAX_ENTRIES, read_sitemap
body = ("<urlset>" + {story!r} + {junk!r} * ({16 * 1024 * 1024} // {len(junk)}) + {story!r} + "</urlset>").encode()
taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (taken + {100 * 1024 * 1024}, resource.RLIM_INFINITY))
assert [url for url, _ in read_sitemap(body, {AT!r}).pages] == [{AT!r}, {AT!r}]
"""
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True, timeout=120)


def test_what_has_no_end_inside_a_sitemaps_entry_ends_the_reading() -> None:
    first = f"<urlset><url><loc>{AT}</loc></url>"
    for endless in ("<url>" + "<x/>" * 200_000, "<url><a>" + "<x/>" * 200_000, "<url " + "a" * 3_000_000):
        listing = read_sitemap(f"{first}{endless}</url><url><loc>{AT}2</loc></url></urlset>".encode(), AT)
        assert [url for url, _ in listing.pages] == [AT]


def test_a_sitemap_in_plain_text_is_read_word_by_word_as_far_as_the_protocol_goes() -> None:
    words = [f"https://example.org/{number}/" for number in range(20_000)]
    odd = f"{'x' * 200_000} {' '.join(words[:10_000])}\n\n{'https://' * 3_000}\t{chr(13).join(words[10_000:])}"
    assert [url for url, _ in read_sitemap(odd.encode(), AT).pages] == words
    many = read_sitemap(b"https://example.org/1/ " * (MAX_ENTRIES + 1), AT)
    assert (len(many.pages), many.cut) == (MAX_ENTRIES, True)


def test_a_feed_is_read_as_far_as_a_feed_goes() -> None:
    """Two hundred thousand entries inside each other used to take eight seconds."""
    item = "<item><title>Bridge closes</title><link>https://example.org/{}/</link>{}"
    said = "<![CDATA[" + "<item>" * 20_000 + "]]>"
    first = item.format(0, f"<description>{said}</description></item>")
    flat = "".join(item.format(number, "</item>") for number in range(1, 30_000))
    feed = read_feed(f"<rss version='2.0'><channel>{first}{flat}".encode(), AT)
    assert feed is not None and feed.cut
    assert [each.url for each in feed.candidates] == [f"https://example.org/{number}/" for number in range(10_000)]
