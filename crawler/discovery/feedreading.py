"""Reads RSS, Atom and JSON feeds: the stories that they announce, with their text where the feed has it whole."""

from __future__ import annotations

import calendar
import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import feedparser  # type: ignore[import-untyped]

from crawler.addresses import site_of
from crawler.discovery.documents import decoded, moment, resolved, unpacked
from crawler.discovery.wrapping import Story, name_of_story, page_around, plain
from crawler.records.finds import Candidate, Copy
from crawler.records.sources import Way

KIND: Way = "feed"

MAX_FEED = 16 * 1024 * 1024
"""Bytes of a feed, unpacked: as many as of a page."""
MAX_ENTRIES = 10_000
"""Entries read of a feed; those of blogs with all that they ever printed have a few thousand."""
MAX_ELEMENTS = 300_000
"""Elements read of a feed, whatever they are."""

_TAG = re.compile(rb"<(?:[\w.-]{1,40}:)?([A-Za-z][\w.-]{0,40})")
_NUMBERED = re.compile(rb"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+))")
_OLDER = ("next", "prev-archive")
_LAST_CHARACTER = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed announces, and where it goes on with older stories.

    ``older`` is the address that it gives for them (RFC 5005, JSON Feed's ``next_url``); ``by_wordpress`` says that
    they are on further pages of it though it gives none, ``cut`` that it goes on beyond what is read.
    """

    candidates: tuple[Candidate, ...] = ()
    by_wordpress: bool = False
    older: str | None = None
    cut: bool = False


def read_feed(body: bytes, address: str) -> Feed | None:
    """What an RSS, Atom or JSON feed announces; None for what is no feed."""
    content = unpacked(body, MAX_FEED)
    if content.lstrip().startswith(b"{"):
        return _json_feed(content, address)
    # In a file object: given bytes, feedparser might take them for a file's name or an address to open.
    end = _end_of_reading(content)
    possible = _NUMBERED.sub(_possible, content[:end])
    feed = feedparser.parse(BytesIO(possible), response_headers={"content-location": address}, sanitize_html=False)
    if not feed.get("version"):
        return None
    by_wordpress = "wordpress" in str(feed.feed.get("generator", "")).lower()
    homes = {_host(feed.feed.get("link")), _host(address)} - {None}
    stories = (
        (_story(entry, feed.feed, link), _changed(entry), entry.get("id"))
        for entry in feed.entries
        if (link := _link(entry, homes))
    )
    cut = end < len(content) or len(content) >= MAX_FEED
    return Feed(tuple(_candidates(stories, address)), by_wordpress, _older(feed.feed, address), cut)


def _end_of_reading(content: bytes) -> int:
    """The place before which there are no more elements in a feed, and entries among them, than are read."""
    elements = entries = 0
    place = content.find(b"<")
    while place >= 0:
        if content.startswith(b"<![CDATA[", place):
            place = content.find(b"]]>", place)
        elif tag := _TAG.match(content, place):
            elements += 1
            entries += tag[1] in (b"item", b"entry")
            if elements > MAX_ELEMENTS or entries > MAX_ENTRIES:
                return place
        place = content.find(b"<", place + 1) if place >= 0 else -1
    return len(content)


def _older(feed: Any, address: str) -> str | None:
    """The page of the feed, or the archive, that comes before this one (RFC 5005)."""
    links = [link for link in feed.get("links", ()) if link.get("rel") in _OLDER and link.get("href")]
    return resolved(address, str(links[0]["href"])) if links else None


def _possible(reference: re.Match[bytes]) -> bytes:
    """A character by its number, or the replacement character where there is none: feedparser would raise."""
    hexadecimal, decimal = reference.groups()
    digits = (hexadecimal or decimal).lstrip(b"0")[:9] or b"0"
    number = int(digits, 16 if hexadecimal else 10)
    return b"&#xFFFD" if number > _LAST_CHARACTER or number in _SURROGATES else reference[0]


def _candidates(stories: Iterable[tuple[Story, datetime | None, object]], address: str) -> Iterator[Candidate]:
    read_at = datetime.now(UTC)
    for story, changed, guid in stories:
        page = page_around(story) if story.content else None
        copy = Copy(page, "feed", read_at) if page else None
        if url := resolved(address, story.url):
            yield Candidate(url, KIND, address, changed, copy, guid=name_of_story(guid, url))


def _story(entry: Any, feed: Any, link: str) -> Story:
    # Only what is marked as the content: a description is an excerpt more often than not.
    contents = [part.get("value") or "" for part in entry.get("content", ()) if "html" in str(part.get("type"))]
    return Story(
        url=link,
        content=max(contents, key=len, default=""),
        headline=plain(entry.get("title")),
        byline=tuple(name for each in entry.get("authors", ()) if (name := plain(each.get("name")))),
        published_at=_time(entry.get("published_parsed")),
        tags=tuple(term for tag in entry.get("tags", ()) if (term := plain(tag.get("term")))),
        language=str(feed.get("language") or ""),
        site_name=plain(feed.get("title")),
    )


def _json_feed(content: bytes, address: str) -> Feed | None:
    """What a JSON Feed (jsonfeed.org, versions 1 and 1.1) announces; None for any other JSON."""
    feed = decoded(content)
    if not isinstance(feed, dict) or "jsonfeed.org" not in str(feed.get("version")):
        return None
    listed = feed.get("items")
    items = [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []
    stories = (
        (_json_story(item, feed), _stamp(item, "date_modified") or _stamp(item, "date_published"), item.get("id"))
        for item in items
        if isinstance(item.get("url"), str)
    )
    older = feed.get("next_url")
    return Feed(
        tuple(_candidates(stories, address)), older=resolved(address, older) if isinstance(older, str) else None
    )


def _json_story(item: Mapping[str, Any], feed: Mapping[str, Any]) -> Story:
    authors = item.get("authors") or [item.get("author")]
    names = [plain(each.get("name")) for each in authors if isinstance(each, dict)] if isinstance(authors, list) else []
    tags = item.get("tags")
    return Story(
        url=str(item["url"]),
        content=str(item.get("content_html") or ""),
        headline=plain(item.get("title")),
        byline=tuple(name for name in names if name),
        published_at=_stamp(item, "date_published"),
        modified_at=_stamp(item, "date_modified"),
        tags=tuple(plain(tag) for tag in tags if plain(tag)) if isinstance(tags, list) else (),
        image_url=str(item.get("image") or ""),
        language=str(item.get("language") or feed.get("language") or ""),
        site_name=plain(feed.get("title")),
    )


def _stamp(item: Mapping[str, Any], name: str) -> datetime | None:
    value = item.get(name)
    return moment(value) if isinstance(value, str) else None


def _link(entry: Any, homes: Container[str | None]) -> str | None:
    """Where a story is: at a host of its site, one of ``homes``, where one of its addresses is there."""
    # FeedBurner and its kind link to a counter of theirs, and name the story's own address beside it or as its name.
    link, name = entry.get("feedburner_origlink") or entry.get("link"), entry.get("id")
    is_elsewhere = bool(link) and _host(link) not in homes
    if name and (_host(name) in homes if is_elsewhere else not link and entry.get("guidislink")):
        link = name
    return str(link).strip() if link else None


def _host(address: object) -> str | None:
    """The host of an address, without ``www.``; None where it has none."""
    try:
        return site_of(str(address or "").strip()) or None
    except ValueError:
        return None


def _changed(entry: Any) -> datetime | None:
    # dict.get, because feedparser's own passes off a missing update as the date of publication.
    return _time(dict.get(entry, "updated_parsed") or dict.get(entry, "published_parsed"))


def _time(stated: Any) -> datetime | None:
    try:
        return datetime.fromtimestamp(calendar.timegm(stated), UTC) if stated else None
    except (ValueError, OverflowError, OSError, TypeError):
        return None
