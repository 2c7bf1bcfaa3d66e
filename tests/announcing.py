"""A news site of any number of stories on loopback, which announces them in one way of several."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from tests.servers import Answer, NewsServer, Received, Route, serving, story

OLDEST = datetime(2020, 1, 1, 9, tzinfo=UTC)
STORIES_A_PAGE = 10


@dataclass
class Written:
    """A story as the site has it."""

    number: int
    published: datetime
    modified: datetime
    text: str

    @property
    def path(self) -> str:
        return f"/{self.published:%Y/%m}/the-story-of-day-{self.number}/"

    @property
    def headline(self) -> str:
        return f"The story of day {self.number}"


class Newsroom:
    """The stories, the newest last; a test adds, edits and removes them."""

    def __init__(self, count: int) -> None:
        self.stories: dict[int, Written] = {}
        for number in range(count):
            published = OLDEST + timedelta(days=number)
            self.stories[number] = Written(number, published, published, self._text(number))

    def _text(self, number: int) -> str:
        return (
            f"On day {number} the dredger took {number + 30} tonnes of sand from the channel, the harbour board said."
        )

    def add(self) -> Written:
        number, now = len(self.stories) + 1000, datetime.now(UTC).replace(microsecond=0)
        self.stories[number] = Written(number, now, now, self._text(number))
        return self.stories[number]

    def edit(self, number: int) -> Written:
        edited = self.stories[number]
        edited.text, edited.modified = f"The board has corrected the figure of day {number}.", datetime.now(UTC)
        return edited

    def remove(self, number: int) -> Written:
        return self.stories.pop(number)

    def newest(self) -> list[Written]:
        return sorted(self.stories.values(), key=lambda each: each.published, reverse=True)


class Routes(dict[str, Route]):
    """The site's answers, made when asked for."""

    def __init__(self, newsroom: Newsroom, way: str) -> None:
        super().__init__()
        self.newsroom = newsroom
        self.way = way

    def get(self, path: str, default: object = None) -> Route:
        return self.answer

    def answer(self, request: Received) -> Answer:
        parts = urlsplit(request.path)
        base = f"http://{request.headers['Host']}"
        if parts.path == "/":
            return page(front(self.newsroom, 1) if self.way == "links" else "<h1>The Harbour Post</h1>")
        for written in self.newsroom.stories.values():
            if written.path == parts.path:
                return with_etag(request, story(written.headline, written.text).encode())
        if self.way == "sitemap" and parts.path.startswith("/sitemap"):
            return sitemaps(self.newsroom, parts.path, base)
        if self.way == "wordpress" and parts.path.startswith("/wp-json/wp/v2/"):
            return interface(self.newsroom, parts.path, parse_qs(parts.query), base)
        if self.way == "feed" and parts.path == "/feed/":
            return with_etag(request, feed(self.newsroom, int(parse_qs(parts.query).get("paged", ["1"])[0]), base))
        if self.way == "links" and parts.path.startswith("/page/"):
            return page(front(self.newsroom, int(parts.path.split("/")[2])))
        return Answer(b"<h1>Not found</h1>", 404)


@contextmanager
def announcing(newsroom: Newsroom, way: str) -> Iterator[NewsServer]:
    """The newsroom's site on loopback; ``way`` is the one in which it announces its stories."""
    with serving(Routes(newsroom, way)) as site:
        yield site


def page(body: str) -> Answer:
    return Answer(f"<!doctype html><html><body>{body}</body></html>".encode())


def with_etag(request: Received, body: bytes) -> Answer:
    etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
    if request.headers.get("If-None-Match") == etag:
        return Answer(status=304, headers={"ETag": etag})
    return Answer(body, 200 if body else 404, headers={"ETag": etag})


def front(newsroom: Newsroom, number: int) -> str:
    stories = newsroom.newest()[(number - 1) * STORIES_A_PAGE : number * STORIES_A_PAGE]
    links = "".join(f"<p><a href='{each.path}'>{each.headline}</a></p>" for each in stories)
    return f"{links}<a href='/page/{number + 1}/'>Older stories</a>" if stories else "<p>No more</p>"


def sitemaps(newsroom: Newsroom, path: str, base: str) -> Answer:
    """An index of a sitemap for each month, as news sites make them."""
    months: dict[str, list[Written]] = {}
    for each in newsroom.stories.values():
        months.setdefault(f"{each.published:%Y-%m}", []).append(each)
    if path == "/sitemap.xml":
        rows = [
            f"<sitemap><loc>{base}/sitemap-{month}.xml</loc>"
            f"<lastmod>{max(each.modified for each in stories).isoformat()}</lastmod></sitemap>"
            for month, stories in months.items()
        ]
        return Answer(f"<sitemapindex>{''.join(rows)}</sitemapindex>".encode(), content_type="application/xml")
    listed = months.get(path.removeprefix("/sitemap-").removesuffix(".xml"), [])
    rows = [f"<url><loc>{base}{each.path}</loc><lastmod>{each.modified.isoformat()}</lastmod></url>" for each in listed]
    return Answer(f"<urlset>{''.join(rows)}</urlset>".encode(), 200 if rows else 404, content_type="application/xml")


def interface(newsroom: Newsroom, path: str, query: Mapping[str, list[str]], base: str) -> Answer:
    """What WordPress's REST interface answers, as far as its documentation goes for what is asked."""
    if path.endswith("/types"):
        return Answer(json.dumps({"post": {"rest_base": "posts"}}).encode(), content_type="application/json")
    if not path.endswith("/posts"):
        return Answer(b"{}", 404, content_type="application/json")
    asked = {name: values[0] for name, values in query.items()}
    found = newsroom.newest()
    if after := asked.get("modified_after"):
        found = [each for each in found if each.modified > datetime.fromisoformat(after)]
    if before := asked.get("before"):
        found = [each for each in found if each.published < datetime.fromisoformat(before)]
    if asked.get("orderby") == "modified":
        found = sorted(found, key=lambda each: each.modified, reverse=True)
    size, number = int(asked.get("per_page", "10")), int(asked.get("page", "1"))
    pages = -(-len(found) // size)
    if number > max(pages, 1):
        return Answer(b'{"code": "rest_post_invalid_page_number"}', 400, content_type="application/json")
    posts = [
        {
            "link": f"{base}{each.path}",
            "type": "post",
            "date_gmt": f"{each.published:%Y-%m-%dT%H:%M:%S}",
            "modified_gmt": f"{each.modified:%Y-%m-%dT%H:%M:%S}",
            "title": {"rendered": each.headline},
            "content": {"rendered": f"<p>{each.text}</p>", "protected": False},
        }
        for each in found[(number - 1) * size : number * size]
    ]
    headers = {"X-WP-Total": str(len(found)), "X-WP-TotalPages": str(pages)}
    return Answer(json.dumps(posts).encode(), content_type="application/json", headers=headers)


def feed(newsroom: Newsroom, number: int, base: str) -> bytes:
    """A page of WordPress's feed; empty where there is none."""
    stories = newsroom.newest()[(number - 1) * STORIES_A_PAGE : number * STORIES_A_PAGE]
    items = "".join(
        f"<item><title>{each.headline}</title><link>{base}{each.path}</link>"
        f"<pubDate>{each.published:%a, %d %b %Y %H:%M:%S} +0000</pubDate></item>"
        for each in stories
    )
    generator = "<generator>https://wordpress.org/?v=6.1</generator>"
    text = f"<rss version='2.0'><channel><title>Post</title>{generator}{items}</channel></rss>"
    return text.encode() if stories else b""
