"""The hosts at which a site has its pages a second time: for phones, for AMP, with ``www.`` and without."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.addresses import owner_of, site_of

_FORMS = re.compile(r"^(?:www\d?|m|mobile?|wap|touch|amp)\.(?=.*\.)")
"""How the host of another form of a site's pages begins; a site may have been given by such a host itself."""


def are_twins(one: str, other: str) -> bool:
    """Whether two addresses are at hosts of the same site and owner, other than by ``www.``; False for no addresses."""
    try:
        hosts = {site_of(one), site_of(other)}
        bare = {_FORMS.sub("", host) for host in hosts}
        return len(hosts) == 2 and len(bare) == 1 and owner_of(one) == owner_of(other)
    except ValueError:
        return False


def at_home(url: str, site: str) -> str:
    """The address at the host of ``site`` of the page that ``url`` is a twin of; ``url`` where it is none."""
    if not are_twins(url, site):
        return url
    home = urlsplit(site)
    return urlsplit(url)._replace(scheme=home.scheme, netloc=home.netloc).geturl()
