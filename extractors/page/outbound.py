"""Where links lead that leave a site: to share a story, to a channel to follow, or where an author points to."""

from __future__ import annotations

import re

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


class Leads:
    """Where the links lead in elements of which one after the other is added."""

    def __init__(self) -> None:
        self._links: dict[HtmlElement, int] = {}
        self._sites: set[str] = set()
        self._count = 0
        self._are_own = False

    def add(self, element: HtmlElement) -> None:
        """Add the links in an element."""
        if element not in self._links:
            addresses = [link.get("href") or "" for link in element.iter("a")]
            self._links[element] = len(addresses)
            self._are_own |= any(CHANNEL.match(address) or SHARES.search(address) for address in addresses)
            self._sites.update(parts_of(address).netloc for address in addresses if "//" in address)
        self._count += self._links[element]

    @property
    def are_elsewhere(self) -> bool:
        """Whether they lead to other sites, hardly two to one, and none to share or to follow. No menu's do."""
        return not self._are_own and len(self._sites) >= _SITES and len(self._sites) * 3 >= self._count * 2
