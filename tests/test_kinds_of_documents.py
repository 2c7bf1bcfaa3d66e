"""What kind of document some bytes are shows in them; what a server says of them decides only where they do not."""

from __future__ import annotations

import pytest

from crawler.discovery.documents import decoded
from crawler.fetch.sniffing import Kind, kind_of

LETTERS = b"letters " * 12


@pytest.mark.parametrize(
    ("body", "said", "kind"),
    [
        (b" \r\n", "text/html", "empty"),
        (b"%PDF-1.7 and more", "text/html", "binary"),
        (b"<!-- a page --><!doctype html><p>Hello", "application/pdf", "html"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "text/html", "feed"),
        (b"A line.\nAnother one.", "", "text"),
        (b"A line.\nAnother one.", "text/html; charset=utf-8", "html"),
        (b"<p>One</p><p>Two</p><p>Three</p>", "text/plain", "html"),
        (b"<p>One</p><p>Two</p>", "text/plain", "text"),
        (LETTERS + b"\x01\x02\x03\x04\x05\x06", "text/html", "binary"),
        (LETTERS + b"\x01\x02", "text/plain", "text"),
        (LETTERS + b"\0", "text/html", "binary"),
        (b"\xff\xfe" + "A line in UTF-16.".encode("utf-16-le"), "text/plain", "text"),
    ],
)
def test_kinds(body: bytes, said: str, kind: Kind) -> None:
    assert kind_of(body, said) == kind


def test_a_page_that_holds_json_is_no_answer() -> None:
    page = b'<!doctype html><html><head><script type="application/json">[{"link": "https://example.org/"}]</script>'
    assert decoded(page) is None
    assert decoded(b"[1, 2") is None
