"""Finds stories, with their full text, by WordPress's REST interface, a hundred a request."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from crawler.discovery.library import Library
from crawler.discovery.postreading import KIND, About, story_collections
from crawler.discovery.posts import Walk
from crawler.discovery.source import Site
from crawler.records.finds import Candidate

TYPES_LAST = timedelta(days=7)
"""How long the types of posts that a site has are taken to stay as they are."""


@dataclass(frozen=True, slots=True)
class Interface:
    """A REST interface, by the address to which ``posts`` or ``types`` is added."""

    base: str

    def address(self, collection: str, **query: str) -> str:
        """The address of a collection, where the interface is a folder as where it is a query parameter."""
        parts = urlsplit(self.base)
        given = dict(parse_qsl(parts.query, keep_blank_values=True))
        path = parts.path
        if "rest_route" in given:
            given["rest_route"] += collection
        else:
            path += collection
        return urlunsplit(parts._replace(path=path, query=urlencode(given | query)))


async def discover_wordpress(site: Site, library: Library, wordpress_com: str) -> AsyncIterator[Candidate]:
    """Yield the posts of the first interface of the site that answers; a post kept behind a password is a refusal.

    ``wordpress_com`` is where WordPress.com answers for the sites that it hosts.
    """
    about = About(site.home.language, site.home.site_name) if site.home else About()
    for interface in interfaces(site, wordpress_com):
        found, unchanged = False, len(library.unchanged)
        for collection in await _collections(interface, library):
            async for candidate in Walk(interface.address(collection), library, about).candidates():
                found = True
                yield candidate
        if found or len(library.unchanged) > unchanged:
            return


def interfaces(site: Site, wordpress_com: str) -> list[Interface]:
    """Where the site's interface may be: as it announces, at WordPress.com, or at the usual addresses."""
    found = [_below(root) for root in site.home.interfaces] if site.home else []
    host = urlsplit(site.address).netloc
    if host.endswith(".wordpress.com") or (site.home and site.home.by_wordpress_com):
        found.insert(0, Interface(f"{wordpress_com.rstrip('/')}/wp/v2/sites/{host}/"))
    found.append(_below(urljoin(site.address, "wp-json/")))
    if site.home is None or site.home.by_wordpress:
        found.append(_below(urljoin(site.address, "?rest_route=/")))
    return list(dict.fromkeys(found))


def _below(root: str) -> Interface:
    """The interface below an announced root, which may itself be a query: ``/index.php?rest_route=/``."""
    parts = urlsplit(root)
    if "rest_route=" in parts.query:
        return Interface(urlunsplit(parts._replace(query="rest_route=/wp/v2/")))
    folder = parts.path if parts.path.endswith("/") else parts.path + "/"
    return Interface(urlunsplit(parts._replace(path=folder if "/wp/v2/" in folder else folder + "wp/v2/")))


async def _collections(interface: Interface, library: Library) -> list[str]:
    """The collections that may hold stories, ``posts`` first; none where the interface does not answer."""
    address = interface.address("types")
    known = library.known.get(address)
    if known and known.mark and known.read_at and datetime.now(UTC) - known.read_at < TYPES_LAST:
        return known.mark.split()
    response = await library.read(address, KIND)
    if response is None:
        if library.refusal_of(address) in (401, 403):
            return ["posts"]  # some hide the types only
        return [name for name in ("posts", "pages") if interface.address(name) in library.known]
    collections = await library.understood(address, response, story_collections, "no WordPress interface")
    if collections:
        library.finish(address, conditional=False, mark=" ".join(collections))
    return collections or []
