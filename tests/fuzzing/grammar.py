"""Invents documents by a grammar: right in their small parts, wild as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from random import Random

from tests.pages.language import codes, language

_TAGS = (
    "div p ul li ol dl dt dd table tr td th form a b span h1 h2 h3 section aside article main nav header footer figure "
    "figcaption blockquote pre code textarea button label select option details summary center font iframe noscript"
).split()
_VOID = ("br", "img", "input", "hr")
_ATTRIBUTES = (
    "", " class='entry-content'", " id='comments'", " class='x'", " href='#r1'", " type=email", " hidden",
    " role=dialog", " style='display:none'", " itemprop=headline", " class=paywall", " href='?replytocom=3'",
    " colspan=1000000",
    " class='author vcard'", " datetime='2024-99-99'", " href='javascript:x'",
)  # fmt: skip
_PHRASES = (
    "Leave a Reply", "Share this:", "Comments (3)", "12 March 2024", "Reply", "© 2024 Paper", "Read more", "404", "",
    "Subscribe", "By Ann Lee", "Advertisement", "Related", "LAGOS, May 3 –", "↩", " | ", "…", "\u202e", "\U0001f600",
)  # fmt: skip
_XML = (
    "<urlset>", "</urlset>", "<url>", "</url>", "<loc>https://example.org/1/</loc>", "<loc>http://[::1/</loc>",
    "<lastmod>2024-99-99</lastmod>", "<rss version='2.0'>", "<channel>", "</channel>", "</rss>", "<item>", "</item>",
    "<link>https://example.org/2/</link>", "<pubDate>never</pubDate>", "&lol;", "<![CDATA[", "]]>", "<entry>",
    "</entry>", "<!DOCTYPE x [<!ENTITY lol 'lol'><!ENTITY lol2 '&lol;&lol;'>]>", "<feed xmlns='http://www.w3.org/2005/Atom'>",
    "<sitemapindex>", "<sitemap>", "</sitemap>", "</sitemapindex>", '{"items": [{"url": "https://example.org/3/"}]}',
)  # fmt: skip
_ROBOTS = (
    "User-agent: *", "User-agent:", "Disallow: /", "Disallow: /*?*$", "Allow: %", "Crawl-delay: nan", "Crawl-delay: -1",
    "Sitemap: //x", "Sitemap: https://example.org/s.xml", "#", "\0", ":", "Disallow: /" + "*" * 200, "noindex: /",
)  # fmt: skip
_SITES = (
    "[[site]]", "[site]", 'name = "One"', 'address = "https://example.org"', "address = 3", 'every = "2 hours"',
    'every = "-1 day"', "delay = nan", "pages = 99999999999999999999", "remove = [1, 2]", 'remove = ["p["]', 'x = "y',
    'name = "\\u0000"', "address = ['https://a.example', 'ftp://b.example']", "\x07", "nested = {a = {b = {}}}",
)  # fmt: skip
_STORIES = (
    '{"url": "https://example.org/1/", "text": "Words."}', '{"url": 1}', "[]", "null", "{",
    '{"url": "https://example.org/2/", ',
    '"text": null}', '"removed": [{"rule": 1, "paragraph": -1}]}', '"revisions": [[]]}', '"published_at": "never"}',
    "1e999", '"byline": "One"}', '"text": "\\ud800"}', "[" * 300,
)  # fmt: skip


_POSTS = (
    '{"id": 1, "link": "https://example.org/1/", "content": {"rendered": "<p>Words.</div>", "protected": false}}',
    '{"id": true, "link": "http://[::1/", "content": {"protected": true}, "modified_gmt": "2024-99-99T00:00:00"}',
    '{"link": "https://example.org/?post_type=ad", "title": {"rendered": "<<<b"}, "_embedded": {"author": [[[]], 3]}}',
    '{"id": 3, "link": "https://example.org/3/", "lang": [], "_embedded": {"wp:term": [{"taxonomy": "x"}, null]}}',
    '{"id": 1e999, "link": "\\ud800", "date_gmt": "0001-01-01T00:00:00+23:59", "yoast_head_json": "x"}', '"post"',
    '{"post": {"rest_base": "posts"}, "page": {"rest_base": "../x"}, "wp_block": []}', "null", "[" * 300, "NaN", "{",
    '{"id": 2, "post": 1, "parent": 2, "type": "comment", "author_name": "<", "date_gmt": "", "content": {}}',
)  # fmt: skip


def page(rng: Random) -> bytes:
    """An HTML page of invented elements around sentences and interface phrases in some language."""
    sentences: Sequence[str] = language(rng.choice(codes())).story["sentences"]
    body = "".join(_element(rng, sentences, depth=0) for _ in range(rng.randint(0, 12)))
    return f"<html><head><title>{escape(rng.choice(sentences))}</title></head><body>{body}</body></html>".encode()


def _element(rng: Random, sentences: Sequence[str], depth: int) -> str:
    if depth > 6 or rng.random() < 0.3:
        return escape(rng.choice(sentences if rng.random() < 0.5 else _PHRASES))
    if rng.random() < 0.1:
        return f"<{rng.choice(_VOID)}{rng.choice(_ATTRIBUTES)}>"
    tag = rng.choice(_TAGS)
    inside = "".join(_element(rng, sentences, depth + 1) for _ in range(rng.randint(0, 5)))
    return f"<{tag}{rng.choice(_ATTRIBUTES)}>{inside}</{tag}>"


def text(rng: Random) -> bytes:
    """Lines of sentences and interface phrases, some of them blank."""
    sentences = language(rng.choice(codes())).story["sentences"]
    lines = (rng.choice((rng.choice(sentences), rng.choice(_PHRASES), "")) for _ in range(rng.randint(0, 60)))
    return "\n".join(lines).encode()


def _pieces(pieces: Sequence[str], gap: str) -> Callable[[Random], bytes]:
    return lambda rng: gap.join(rng.choices(pieces, k=rng.randint(0, 40))).encode("utf-8", "surrogatepass")


def _listed(pieces: Sequence[str]) -> Callable[[Random], bytes]:
    inside = _pieces(pieces, ",")
    return lambda rng: b"[" + inside(rng) + b"]" if rng.random() < 0.8 else inside(rng)


xml = _pieces(_XML, "")
robots = _pieces(_ROBOTS, "\n")
sites = _pieces(_SITES, "\n")
posts = _listed(_POSTS)
stories = _pieces(_STORIES, "\n")
