"""Knows by their markup the pages that services which guard a site send in place of its own."""

from __future__ import annotations

import re

from extractors.page.parsing import Page

CHALLENGE_MARKUP = re.compile(
    r"cf[-_]chl|challenge-platform(?![\w/]*/(?:jsd|invisible))|captcha-delivery\.com|px-captcha|distil_r_captcha"
    r"|sucuri_cloudproxy|anubis_challenge|/x/cmd/anubis/|collectConsent|consent\.yahoo",
    re.IGNORECASE,
)
"""What is in the markup of a challenge. Cloudflare looks at browsers by a script of that name on each page, too."""
_GUARD_MARKUP = re.compile(
    r"_Incapsula_Resource|ddos-guard|awswaf|perimeterx|DataDome|consent-form|privacy-?wall", re.IGNORECASE
)
"""What is in that of each page that such a service guards, or that has a form to agree to cookies by."""
_GUARD_LINKS = 2  # to other pages, that a challenge has at most: to who guards the site, and to how it uses data


def guard_markup(page: Page) -> re.Match[str] | None:
    """The mark of a service that guards a site, on a page that leads nowhere else."""
    found = _GUARD_MARKUP.search(page.html)
    if found is None:
        return None
    addresses = (link.get("href") or "#" for link in page.tree.iter("a"))
    away = sum(not address.startswith(("#", "javascript:")) for address in addresses)
    return found if away <= _GUARD_LINKS else None
