"""Where stories and their addresses come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Origin = Literal["page", "wordpress", "feed", "warc"]
"""What a story was read from: its page, WordPress's REST interface, a feed because the page could not be had, or an
archive's capture of the page."""

SOURCE: Mapping[Origin, str] = {"page": "page", "warc": "page", "wordpress": "wordpress", "feed": "feed"}
"""What an origin comes to: the same story may read otherwise in each of them, though nobody changed a word."""

Way = Literal["wordpress", "sitemap", "feed", "links", "given", "warc"]
"""How an address was found: announced by its site, linked to, or named by whoever crawls, alone or in an archive."""

LISTINGS: frozenset[Way] = frozenset({"sitemap", "wordpress"})
"""Sources that list a site whole: what they no longer list may be gone. A feed forgets stories that are there."""
