"""Where links lead that leave a site: to share a story, to a channel to follow, or where an author points to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lxml.html import HtmlElement

from extractors.page.addresses import parts_of

CHANNEL = re.compile(
    r"^(?:https?:)?//(?:[\w-]+\.)?(?:t\.me|telegram\.me|whatsapp\.com|news\.google\.com|facebook\.com|fb\.com"
    r"|instagram\.com|twitter\.com|x\.com|youtube\.com|tiktok\.com|vk\.com|ok\.ru|dzen\.ru|linkedin\.com|threads\.net"
    r"|bsky\.app|viber\.com|line\.me|zalo\.me|weibo\.com|flipboard\.com|apple\.news|max\.ru)(?:/|$)",
    re.IGNORECASE,
)
"""Where the channels and pages are that sites ask to follow."""

SHARES = re.compile(
    r"sharer?(?:\.php)?[/?]|/share(?:-offsite|_channel)?/?\?|intent/(?:tweet|post)|wa\.me/\?|whatsapp\.com/send|^mailto:\?"
    r"|/pin/create|t\.me/share|/submit\?|[?&]share=",
    re.IGNORECASE,
)
"""Where links lead that share a story."""

_SITES = 2  # to which an author's list of links leads, at least


def lead_elsewhere(elements: Iterable[HtmlElement]) -> bool:
    """Whether the links in some elements lead to other sites, hardly two to one, and none to share or to follow.

    No menu does.
    """
    addresses = [link.get("href") or "" for element in elements for link in element.iter("a")]
    if any(CHANNEL.match(address) or SHARES.search(address) for address in addresses):
        return False
    sites = {parts_of(address).netloc for address in addresses if "//" in address}
    return len(sites) >= _SITES and len(sites) * 3 >= len(addresses) * 2
