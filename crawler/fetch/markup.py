"""A web page as text and as a tree, for whoever looks for links in it. Pure, and to be done apart from the reactor."""

from __future__ import annotations

from lxml import etree
from w3lib.encoding import http_content_type_encoding

from crawler.fetch.sniffing import kind_of
from extractors.page.parsing import decode


def text_of(body: bytes, content_type: str) -> str:
    """The text of a web page; empty for what is none."""
    return decode(body, http_content_type_encoding(content_type)) if kind_of(body, content_type) == "html" else ""


def tree_of(text: str) -> etree._Element | None:
    """The tree of a whole page; None where it has no element.

    Other than for its reading, what comes after tens of thousands of tags counts too: links stand at the end.
    """
    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None
