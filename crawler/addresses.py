"""Which addresses mean the same page (the ledger's key) and which name the same story (an article's address)."""

from __future__ import annotations

import ipaddress
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit, urlunsplit

from w3lib.url import canonicalize_url, safe_url_string

from crawler.linkheaders import linked
from crawler.records.pages import FetchedPage
from extractors import Article

if TYPE_CHECKING:
    from tldextract import TLDExtract

MAX_ADDRESS = 4096
"""Characters beyond which an address is refused: no server takes longer ones, traps make them."""

_TRACKING = re.compile(
    r"""utm_\w+ | (?:fb|g|d|gb|wb|ms|y|tt|tw|li_?fat_?)cl(?:id|src) | gbraid | wbraid | _ga | _gl | igshid | mc_[ce]id
    | mkt_tok | _hsenc | _hsmi | vero_id | oly_(?:anon|enc)_id | wt_?mc(?:_o)? | wtrid | at_(?:medium|campaign)
    | ref_?src | cmpid | ito | xtor | __twitter_impression | noamp | replytocom | showcomment""",
    re.IGNORECASE | re.VERBOSE,
)
"""Names of query parameters that say where a reader came from, or which comment to answer: never which page it is."""

_OF_A_CACHE = re.compile(r"_|v|ver|cb|no_?cache|cache_?bust(?:er)?|rnd|rand(?:om)?", re.IGNORECASE)
_ANY_NUMBER = re.compile(r"\d{1,16}(?:\.\d{1,6})*")
_NAMES_A_STORY = re.compile(r"/\d{4}/\d{1,2}/[^/]|[^/-](?:-[^/-]+){3}/?$")
"""A number that only keeps caches from answering, behind a path that names a story already: elsewhere it may be one."""

_SESSION = re.compile(
    r"(?:php|j)?sess(?:ion)?_?(?:id)?|s_?id|aspsessionid\w*|cf(?:id|token)|zenid|oscsid", re.IGNORECASE
)
_SESSION_VALUE = re.compile(r"(?=[^=]*\d)[0-9A-Za-z,]{16,}")
_MEDIUMS_SOURCE = re.compile(r"[a-z_]+-{3,}.*")
"""The value with which each link at Medium and the sites there says from where it was followed (``source``)."""
_SESSION_IN_PATH = re.compile(r";jsessionid=[^/?#;]*|/\([A-Z]\([0-9a-z]{16,}\)\)(?=/)", re.IGNORECASE)
"""A reader's session in an address, as a parameter of such a name and value or in the path: no part of the page's."""

_VARIANT_TAIL = re.compile(r"(?:amp|print|embed|(?:comment-)?page[-/]\d+|\d{1,3})/?", re.IGNORECASE)
"""What a path may add to a story's own: its AMP, printed or embedded form, or one of its pages."""

_NOT_A_PAGE = re.compile(r"(?:/|^)(?:feed|rss|amp)/?$|\.(?:xml|rss|atom)$|\.amp(?:\.html?)?$", re.IGNORECASE)
_AMP_QUERY = re.compile(r"(?:^|&)(?:amp(?:=|&|$)|outputtype=amp|feed=)", re.IGNORECASE)
_ONCE = re.compile(r"#published-(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\Z")
HOME = re.compile(r"/?(?:(?:index|default)\.\w+)?", re.IGNORECASE)

_NUMBER = re.compile(r"(?<!\d)(?!(?:19|20)\d{6}(?!\d))\d{5,}")  # one that is a day is none

_SCHEME = re.compile(r"https?(?=[:;/])", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}

# Host and path of most stories: nothing in them is escaped, led back by dots, a session, or a host in capitals.
_PLAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*(?::[1-9][0-9]*)?(?:/(?:[A-Za-z0-9_-][A-Za-z0-9._-]*)?)+")

# Hosts of blogs by many owners that the public suffix list does not name.
_BLOG_HOSTS = """
    wordpress.com substack.com tumblr.com livejournal.com typepad.com medium.com ghost.io weebly.com over-blog.com
    tistory.com beehiiv.com wpcomstaging.com
""".split()


@cache
def _domains() -> TLDExtract:
    from tldextract import TLDExtract  # only here: it brings a client for HTTP, and workers ask for no domain

    return TLDExtract(
        cache_dir=None,
        suffix_list_urls=(),  # the list that came with the package: no request is ever made for it
        include_psl_private_domains=True,
        extra_suffixes=tuple(_BLOG_HOSTS),
    )


@lru_cache(maxsize=8192)  # filing asks for a page's key again and again
def ledger_key(url: str) -> str:
    """The one spelling under which the ledger knows ``url``; it can still be fetched, and is its own key.

    The host in lower case, escapes in upper case, no default port, fragment, session or tracking parameter, no name and
    password before the host; the other parameters stay in their order. Raises ``ValueError`` for what is not an http(s)
    address of bearable length.
    """
    _check_length(url)
    parts = urlsplit(url.strip())
    if parts.scheme.lower() not in _DEFAULT_PORTS or not parts.hostname:
        raise ValueError("not an http or https address")
    bare = parts if _PLAIN.fullmatch(parts.netloc + parts.path) else _canonical(parts)
    key = urlunsplit((bare.scheme, _netloc(bare), bare.path, _kept_query(parts.query, bare.path), ""))
    _check_length(key)  # what it escapes takes three times the room
    return key


def _canonical(parts: SplitResult) -> SplitResult:
    """Scheme, host and path in the one spelling, without a session; raises ``ValueError`` for what is no host."""
    path = _SESSION_IN_PATH.sub("", parts.path)
    bare = urlsplit(canonicalize_url(urlunsplit((parts.scheme, parts.netloc, path, "", ""))))
    if " " in bare.netloc:  # where it was another kind of space before, too
        raise ValueError("not an http or https address")
    return bare


def _check_length(url: str) -> None:
    if len(url) > MAX_ADDRESS:
        raise ValueError(f"longer than {MAX_ADDRESS} characters")


def known_as(url: str) -> str:
    """The ledger's spelling of ``url``; ``url`` itself where it has none, so that it can still be told from others."""
    try:
        return ledger_key(url)
    except ValueError:
        return url


def site_of(url: str) -> str:
    """The site that ``url`` belongs to when nobody named one: its host (with a port that is not the default)."""
    parts = urlsplit(url)
    return _netloc(parts).lower().removeprefix("www.")


def without_login(url: str) -> str:
    """The address without the name and password that it may have before its host."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])) if "@" in parts.netloc else url


def addresses_to_try(given: str) -> list[str]:
    """The addresses to try for a site: the one given, or https and then http for a bare host.

    Raises ``ValueError`` for what is neither.
    """
    name = given.strip()
    if (amiss := _SCHEME.match(name)) and not name.startswith("://", amiss.end()):
        raise ValueError(f"an address without :// behind its {amiss[0]}")
    host = name.partition("://")[2].partition("/")[0] or name.partition("/")[0]
    if "," in host or _SCHEME.match(host):
        raise ValueError("more than one address, or one that begins twice")
    if "@" in name.partition("://")[2].partition("/")[0] or "@" in name.partition("/")[0]:
        raise ValueError("an address with a name or password in it, which is no site of the public")
    tried = [name] if "://" in name else [f"https://{name}", f"http://{name}"]
    keys = [ledger_key(address) for address in tried]
    if " " in name or not site_of(keys[0]).strip("."):
        raise ValueError("not a host name")
    return keys


def article_address(page: FetchedPage, article: Article) -> str:
    """The address under which ``article`` is filed: its canonical URL where that is plausible, else where it was read.

    Where the page claims none, its server may. A canonical URL is believed when it is a page of the same site, and not
    the front page or section above the story, a feed or an AMP form. Two different stories that claim one canonical URL
    are told apart where they are filed.
    """
    final = ledger_key(page.final_url)
    if claimed := article.canonical_url or _named_by_server(page):
        try:
            canonical = ledger_key(urljoin(page.final_url, claimed))
        except ValueError:
            return final
        if _plausible(urlsplit(canonical), urlsplit(final)):
            return canonical
    return final


def _named_by_server(page: FetchedPage) -> str | None:
    headers = (value for name, value in page.headers if name.lower() == "link")
    return next(iter(linked(headers, "canonical")), None)


def _plausible(canonical: SplitResult, final: SplitResult) -> bool:
    if _owner(canonical.netloc) != _owner(final.netloc):
        return False
    if _NOT_A_PAGE.search(canonical.path) or _AMP_QUERY.search(canonical.query):
        return False
    if HOME.fullmatch(canonical.path) and not canonical.query:
        return bool(HOME.fullmatch(final.path)) and not final.query
    return not _is_section_above(canonical, final)


def _is_section_above(canonical: SplitResult, final: SplitResult) -> bool:
    above = canonical.path.rstrip("/") + "/"
    if canonical.query or not final.path.startswith(above):
        return False
    below = final.path.removeprefix(above)
    return bool(below) and not _VARIANT_TAIL.fullmatch(below)


def once_at(address: str, moment: str) -> str:
    """The address of the story that was published at ``moment``, where another one stands at its place now."""
    return f"{address}#published-{moment}"


def filed_as(url: str) -> str:
    """The spelling of a story's address as the archive has it; raises ``ValueError`` for what is none."""
    once = place_and_moment(url)
    return once_at(ledger_key(once[0]), once[1]) if once else ledger_key(url)


def place_and_moment(url: str) -> tuple[str, str] | None:
    """What ``once_at`` made an address from; None of another one."""
    once = _ONCE.search(url)
    return (url[: once.start()], once[1]) if once else None


def spellings(address: str) -> list[str]:
    """The address by http and https, with www and without, with a slash in the end and without."""
    parts = urlsplit(address)
    host, path = parts.netloc.removeprefix("www."), parts.path.rstrip("/")
    return [
        urlunsplit((scheme, www + host, path + slash, parts.query, ""))
        for scheme in _DEFAULT_PORTS
        for www in ("", "www.")
        for slash in ("", "/")
    ]


def is_below(address: str, story: str) -> bool:
    """Whether an address is a story's own but for what its query adds, or one below it, as its second page is."""
    parts, its = urlsplit(address), urlsplit(story)
    above = its.path.rstrip("/")
    is_there = f"{parts.path.rstrip('/')}/".startswith(f"{above}/") and parts.query.startswith(its.query)
    return bool(above) and is_there and site_of(address) == site_of(story)


def share_a_number(one: str, other: str) -> bool:
    """Whether two addresses have the same long number, by which sites know a story whatever its headline is."""
    return not set(_NUMBER.findall(one)).isdisjoint(_NUMBER.findall(other))


def owner_of(url: str) -> str:
    """Whoever registered the host of ``url``, by the domain; the host with its port where it has none."""
    return _owner(urlsplit(url).netloc)


@lru_cache(maxsize=4096)
def _owner(netloc: str) -> str:
    """Whoever registered the host; the host with its port where it has no registered name (IP, localhost)."""
    host = (urlsplit(f"//{netloc}").hostname or "").rstrip(".")
    try:
        ipaddress.ip_address(host)
    except ValueError:
        domain = _domains()(host)
        if domain.suffix:
            return domain.top_domain_under_public_suffix or host
        labels = host.split(".")  # an ending that nobody listed counts as one, as the list itself has it
        return ".".join(labels[-2:]) if len(labels) > 1 else netloc
    return netloc


def _netloc(parts: SplitResult) -> str:
    """The host, with a port unless that goes without saying; raises ValueError for an impossible port."""
    port, host = parts.port, parts.netloc.rpartition("@")[2]
    if port is None or port == _DEFAULT_PORTS.get(parts.scheme):
        return re.sub(r":\d*$", "", host)
    return host


def _says_who_reads(name: str, value: str) -> bool:
    """Whether a parameter tells the reader rather than the page."""
    if name == "source":
        return _MEDIUMS_SOURCE.fullmatch(value) is not None
    return bool(_TRACKING.fullmatch(name) or (_SESSION.fullmatch(name) and _SESSION_VALUE.fullmatch(value)))


def _is_for_caches(name: str, value: str, path: str) -> bool:
    """Whether a parameter is only there to be another one each time."""
    return bool(_OF_A_CACHE.fullmatch(name) and _ANY_NUMBER.fullmatch(value) and _NAMES_A_STORY.search(path))


def _kept_query(query: str, path: str) -> str:
    if not query:
        return ""
    safe = urlsplit(safe_url_string(f"http://host/?{query}")).query
    told = [(part, *part.partition("=")[::2]) for part in safe.split("&") if part]
    noise = {part for part, name, value in told if _says_who_reads(name, value) or _is_for_caches(name, value, path)}
    kept = "&".join(part for part, _, _ in told if part not in noise)
    return re.sub(r"%[0-9a-fA-F]{2}", lambda escape: escape.group().upper(), kept)
