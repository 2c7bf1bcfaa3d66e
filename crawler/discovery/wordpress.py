"""Finds stories, with their full text, by WordPress's REST interface, a hundred a request."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit, urlunsplit

from scrapy.http import Response, TextResponse
from scrapy.utils.response import get_base_url

from crawler.discovery.documents import decoded, resolved
from crawler.discovery.library import Library
from crawler.discovery.posts import KIND, About, Walk
from crawler.discovery.source import Site
from crawler.records import Candidate
from extractors.metadata import read_metadata
from extractors.page import parse

WORDPRESS_COM = "https://public-api.wordpress.com/"
"""Where WordPress.com answers for the sites that it hosts."""
_ANNOUNCED = "//link[@rel='https://api.w.org/']/@href"
_IN_HEADER = re.compile(r"<([^<>]+)>\s*;[^,<]*rel=\"?https://api\.w\.org/", re.I)
_IS_WORDPRESS = re.compile(rb"/wp-(?:content|includes)/|content=[\"']WordPress", re.I)
_IS_HOSTED = re.compile(rb"//s\d\.wp\.com/|content=[\"']WordPress\.com|//public-api\.wordpress\.com", re.I)
TYPES_LAST = timedelta(days=7)
"""How long the types of posts that a site has are taken to stay as they are."""
_NO_STORIES = re.compile(
    r"wp_|nav_menu|attachment|product|elementor|e-|jp_|jetpack|acf|tribe_|shop_|popup|custom_css|oembed|user_request"
)
"""How the names of post types begin that hold pictures, menus, wares, templates or events."""


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


async def discover_wordpress(
    site: Site, library: Library, wordpress_com: str = WORDPRESS_COM
) -> AsyncIterator[Candidate]:
    """Yield the posts of the first interface of the site that answers; a post kept behind a password is a refusal."""
    about = await asyncio.to_thread(_about, site)
    for interface in interfaces(site, wordpress_com):
        found, unchanged = False, len(library.unchanged)
        for collection in await _collections(interface, library):
            async for candidate in Walk(interface.address(collection), library, about).candidates():
                found = True
                yield candidate
        if found or len(library.unchanged) > unchanged:
            return


def interfaces(site: Site, wordpress_com: str = WORDPRESS_COM) -> list[Interface]:
    """Where the site's interface may be: as it announces, at WordPress.com, or at the usual addresses."""
    body = site.home.body if site.home is not None else b""
    found = [_below(root) for root in _announced(site.home)]
    host = urlsplit(site.address).netloc
    if host.endswith(".wordpress.com") or _IS_HOSTED.search(body):
        found.insert(0, Interface(f"{wordpress_com.rstrip('/')}/wp/v2/sites/{host}/"))
    found.append(_below(urljoin(site.address, "wp-json/")))
    if site.home is None or _IS_WORDPRESS.search(body):
        found.append(_below(urljoin(site.address, "?rest_route=/")))
    return list(dict.fromkeys(found))


def _below(root: str) -> Interface:
    """The interface below an announced root, which may itself be a query: ``/index.php?rest_route=/``."""
    parts = urlsplit(root)
    if "rest_route=" in parts.query:
        return Interface(urlunsplit(parts._replace(query="rest_route=/wp/v2/")))
    folder = parts.path if parts.path.endswith("/") else parts.path + "/"
    return Interface(urlunsplit(parts._replace(path=folder if "/wp/v2/" in folder else folder + "wp/v2/")))


def _announced(home: Response | None) -> Iterator[str]:
    if home is None:
        return
    links = [link for header in home.headers.getlist("Link") for link in _IN_HEADER.findall(header.decode("latin-1"))]
    yield from (url for link in links if (url := resolved(home.url, link)))
    if isinstance(home, TextResponse):
        base = get_base_url(home)
        yield from (url for link in home.xpath(_ANNOUNCED).getall() if (url := resolved(base, link)))


def _about(site: Site) -> About:
    if not isinstance(site.home, TextResponse):
        return About()
    known = read_metadata(parse(site.home.text, site.home.url))
    return About(known.language or "", known.site_name or "")


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
    collections = _story_collections(decoded(response))
    if collections:
        library.finish(address, conditional=False, mark=" ".join(collections))
    else:
        library.reject(address, "no WordPress interface")
    return collections


def _story_collections(types: object) -> list[str]:
    if not isinstance(types, dict):
        return []
    stories = [each for name, each in types.items() if isinstance(each, dict) and not _NO_STORIES.match(name)]
    bases = [
        base for each in stories if isinstance(base := each.get("rest_base"), str) and re.fullmatch(r"[\w-]+", base)
    ]
    return sorted(dict.fromkeys(bases), key=lambda base: (base != "posts", base == "pages")) if "posts" in bases else []
