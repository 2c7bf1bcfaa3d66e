"""Reads what a WordPress REST interface answers: the types of posts that a site has, and posts with their stories.

Pure, and done apart from the reactor: such an answer may be large.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

from crawler.addresses import known_as
from crawler.discovery.documents import decoded, moment, resolved
from crawler.discovery.remarkreading import Remark, set_remarks
from crawler.discovery.wrapping import Story, name_of_story, page_around, plain
from crawler.records.finds import Candidate, Copy
from crawler.records.sources import Way

KIND: Way = "wordpress"
LOCKED = "password-protected"
MOST_POSTS = 1_000
"""Posts read of one answer: ten times as many as are asked for."""
MOST_TYPES = 50
"""Types of posts that are asked for."""
_NO_STORIES = re.compile(
    r"wp_|nav_menu|attachment|product|elementor|e-|jp_|jetpack|acf|tribe_|shop_|popup|custom_css|oembed|user_request"
)
"""How the names of post types begin that hold pictures, menus, wares, templates or events."""

_TAG = re.compile(r"<[^<>]*>")
_LEADS = re.compile(r"""\bhref=["']([^"'#]+)(?:#more[^"']*)?["']""")
_ENDING = 500
"""Characters in which the end of a post is looked for."""
_BREAKS_OFF = ("…", "...", "…]", "...]")


@dataclass(frozen=True, slots=True)
class About:
    """What every page of a site says of the site."""

    language: str = ""
    site_name: str = ""


@dataclass(frozen=True, slots=True)
class Posts:
    """What one answer tells: ``count`` posts, as ``candidates``, in their order.

    ``published`` and ``modified`` are their dates, None for one that is not told; ``numbers`` those of them under which
    readers may have said something; ``cut`` says that there are more than are read.
    """

    count: int
    published: tuple[datetime | None, ...]
    modified: tuple[datetime | None, ...]
    numbers: tuple[int, ...]
    candidates: tuple[Candidate, ...]
    cut: bool = False


def story_collections(body: bytes, _: str) -> list[str] | None:
    """The collections that may hold stories, ``posts`` first, by the types that an interface lists; None without."""
    types = decoded(body)
    if not isinstance(types, dict):
        return None
    stories = [each for name, each in types.items() if isinstance(each, dict) and not _NO_STORIES.match(name)]
    bases = [
        base for each in stories if isinstance(base := each.get("rest_base"), str) and re.fullmatch(r"[\w-]+", base)
    ]
    if "posts" not in bases:
        return None
    return sorted(dict.fromkeys(bases), key=lambda base: (base != "posts", base == "pages"))[:MOST_TYPES]


def read_posts(
    body: bytes, found_in: str, about: About, read_at: datetime, remarks: Mapping[int, Sequence[Remark]]
) -> Posts | None:
    """The posts of an answer with their stories; None for what is no list of posts.

    ``remarks`` are what readers said under them, by the post's number.
    """
    answer = decoded(body)
    if not isinstance(answer, list):
        return None
    posts = [each for each in answer[:MOST_POSTS] if isinstance(each, dict)]
    told = [post for post in posts if _mapping(post.get("content")).get("protected") is False]
    candidates = (candidate_of(post, found_in, about, read_at, remarks.get(_number(post) or 0, ())) for post in posts)
    return Posts(
        len(answer),
        tuple(_moment(post.get("date_gmt")) for post in posts),
        tuple(_moment(post.get("modified_gmt")) for post in posts),
        tuple(number for post in told if (number := _number(post)) is not None),
        tuple(candidate for candidate in candidates if candidate),
        cut=len(answer) > MOST_POSTS,
    )


def candidate_of(
    post: Mapping[str, Any], found_in: str, about: About, read_at: datetime, remarks: Sequence[Remark] = ()
) -> Candidate | None:
    """A post with its story; without one where its content is empty, and None for what has no page of its own.

    ``remarks`` are what readers said under it.
    """
    url = post.get("link")
    if not isinstance(url, str) or not _may_be_story(url):
        return None
    content = _mapping(post.get("content"))
    guid = name_of_story(_mapping(post.get("guid")).get("rendered"), url)
    changed = _moment(post.get("modified_gmt"))
    if content.get("protected"):
        return Candidate(url, KIND, found_in, changed, refusal=LOCKED, guid=guid)
    story = _story(post, url, about, remarks)
    page = page_around(story)
    copy = Copy(page, "wordpress", read_at, cut=is_cut(story.content, url)) if page else None
    return Candidate(url, KIND, found_in, changed, copy, guid=guid)


def is_cut(content: str, url: str) -> bool:
    """Whether a post's content seems to be its beginning only, as it breaks off or ends in a link to its own page.

    Plugins for members cut what the interface hands out and leave the pages whole. To be wrong costs a request.
    """
    if unescape(_TAG.sub("", content[-_ENDING:])).rstrip().endswith(_BREAKS_OFF):
        return True
    opened = content.rfind("<a ")
    link, _, after = content[opened:].partition("</a>") if opened >= 0 else ("", "", "")
    leads = _LEADS.search(link[:_ENDING])
    if leads is None or _TAG.sub("", after).strip():
        return False
    return known_as(resolved(url, leads[1]) or "") == known_as(url)


def _may_be_story(url: str) -> bool:
    try:
        return not {"post_type", "preview"} & parse_qs(urlsplit(url).query).keys()
    except ValueError:  # no address at all, or a query of a thousand parts
        return False


def _story(post: Mapping[str, Any], url: str, about: About, remarks: Sequence[Remark]) -> Story:
    media = next(_embedded(post, "wp:featuredmedia"), {})
    rendered = _mapping(post.get("content")).get("rendered")
    return Story(
        url=url,
        content=rendered if isinstance(rendered, str) else "",
        headline=plain(_mapping(post.get("title")).get("rendered")),
        # A page such as "Imprint" shows no author or date: who made it is not who wrote it.
        byline=() if post.get("type") == "page" else tuple(_authors(post)),
        published_at=None if post.get("type") == "page" else _moment(post.get("date_gmt")),
        modified_at=None if post.get("type") == "page" else _moment(post.get("modified_gmt")),
        categories=tuple(_terms(post, "category")),
        tags=tuple(_terms(post, "post_tag")),
        image_url=str(media.get("source_url") or ""),
        language=str(post.get("lang") or about.language),
        site_name=about.site_name,
        remarks=set_remarks(remarks),
    )


def _authors(post: Mapping[str, Any]) -> Iterator[str]:
    names = [plain(author.get("name")) for author in _embedded(post, "author")]
    yield from (name for name in names or [plain(_mapping(post.get("yoast_head_json")).get("author"))] if name)


def _terms(post: Mapping[str, Any], taxonomy: str) -> Iterator[str]:
    for term in _embedded(post, "wp:term"):
        if term.get("taxonomy") == taxonomy and (name := plain(term.get("name"))):
            yield name


def _embedded(post: Mapping[str, Any], relation: str) -> Iterator[Mapping[str, Any]]:
    """What is embedded in a post under ``relation``, lists within lists opened."""
    embedded = _mapping(post.get("_embedded")).get(relation)
    for each in embedded if isinstance(embedded, list) else []:
        yield from (inner for inner in (each if isinstance(each, list) else [each]) if isinstance(inner, dict))


def _moment(value: object) -> datetime | None:
    return moment(value) if isinstance(value, str) else None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _number(post: Mapping[str, Any]) -> int | None:
    number = post.get("id")
    return number if isinstance(number, int) else None
