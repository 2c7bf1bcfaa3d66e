"""The hosts at which a site has its pages a second time: for phones, for AMP, with ``www.`` and without."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from crawler.addresses import owner_of, site_of

_FORMS = re.compile(r"^(?:www\d?|m|mobile?|wap|touch|amp)\.(?=.*\.)")
"""How the host of another form of a site's pages begins; a site may have been given by such a host itself."""


def are_twins(one: str, other: str) -> bool:
    """Whether two addresses are at hosts of the same site and owner, other than by ``www.``; False for no addresses."""
    try:
        host, home = site_of(one), _host_of(other)
        return host != home and _FORMS.sub("", host) == _FORMS.sub("", home) and owner_of(one) == owner_of(other)
    except ValueError:
        return False


def at_home(url: str, site: str) -> str:
    """The address at the host of ``site`` of the page that ``url`` is a twin of; ``url`` where it is none."""
    if not are_twins(url, site):
        return url
    home = urlsplit(site)
    return urlsplit(url)._replace(scheme=home.scheme, netloc=home.netloc).geturl()


@lru_cache(maxsize=64)
def _host_of(site: str) -> str:
    """The host of a site, which is asked for with each of its links."""
    return site_of(site)
