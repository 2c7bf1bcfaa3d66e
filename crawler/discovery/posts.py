"""Reads the posts of one type from a WordPress REST interface: all the first time, then what is new or changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from crawler.discovery.documents import MAX_BYTES, decoded, moment, number_in, with_query
from crawler.discovery.library import Library
from crawler.discovery.remarks import Remark, remarks_on, set_remarks
from crawler.discovery.tally import Count
from crawler.discovery.wrapping import Story, page_around, plain
from crawler.records import Candidate, Copy, Document
from crawler.trouble import Trouble, Unfetched

KIND = "wordpress"
PER_PAGE = (100, 20)
"""Posts a request: the most that WordPress allows, and fewer for a server that breaks over so many."""
NEWEST = 10
"""Posts that are asked for to see which are the newest."""
MAX_PAGES = 10_000
"""Requests for the posts of one type, at most."""
MARGIN = timedelta(minutes=10)
"""Clocks differ: what changed so shortly before the last crawl is looked at again."""
OVERLAP = timedelta(days=1)
"""Where a first walk was cut off, the next one begins so much before: for old WordPress that is the site's own time."""
LOCKED = "password-protected"

_FIELDS = (
    "id,link,type,lang,date_gmt,modified_gmt,title,content,yoast_head_json.author,"
    "_links.author,_links.wp:term,_links.wp:featuredmedia,_links.curies,_embedded"
)
_NAMES = "id,link,type,date_gmt,modified_gmt,content.protected"
_EMBEDDED = "author,wp:term,wp:featuredmedia"


@dataclass(frozen=True, slots=True)
class About:
    """What every page of a site says of the site."""

    language: str = ""
    site_name: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """The posts of one answer, of how many in all; ``last`` where no other page follows."""

    posts: Sequence[Mapping[str, Any]]
    total: int | None
    last: bool
    read_at: datetime


class Walk:
    """One walk through a collection, at ``address``; ``library`` knows when the last complete one began.

    What was written ahead of its time is published without being modified, and what is deleted leaves no trace but
    the count: so a later walk asks for what was modified, then for the newest, and compares the count. A first walk
    that is cut off is remembered page by page, and gone on with once what is newer has been asked for.
    """

    def __init__(self, address: str, library: Library, about: About) -> None:
        self.address = address
        self.library = library
        self.about = about
        self.known = library.known.get(address, Document(address, KIND))
        self.since = self.known.read_at - MARGIN if self.known.read_at else None

    async def candidates(self) -> AsyncIterator[Candidate]:
        """Yield the posts; a walk that broke off is noted in the library, and not remembered as complete."""
        began, yielded = datetime.now(UTC), False
        count = Count(self.known.mark)
        try:
            if self.since:
                async for candidate in self._changed(count):
                    yield candidate
            if not self.since or count.reached:
                async for candidate in self._first_time(count, began):
                    yielded = True
                    yield candidate
        except Unfetched as error:
            if yielded or self.since:
                self.library.broken_off.append(f"{self.address}: {error.trouble}")
            return
        if count.steady:
            self.library.remember(Document(self.address, KIND, read_at=began, mark=count.mark))
        if count.listed_at and count.listed_at >= began:
            self.library.count_as_read(self.address)

    async def _first_time(self, count: Count, began: datetime) -> AsyncIterator[Candidate]:
        """Yield every post with its story, those published last first, from where a walk before was cut off."""
        query = {"orderby": "date", "order": "desc", **_asking_for(_FIELDS)}
        if count.reached:
            query["before"] = (count.reached + OVERLAP).strftime("%Y-%m-%dT%H:%M:%SZ")
        else:
            count.listed_at = began
        async for batch in self._batches(query):
            if "before" not in query:
                count.note(batch.total)
            for candidate in await self._read(batch):
                yield candidate
            dates = [date for post in batch.posts if (date := _moment(post.get("date_gmt")))]
            count.reached = min(dates, default=count.reached)
            self.library.remember(Document(self.address, KIND, read_at=began, mark=count.mark))
        count.reached = None

    async def _by_name(self, count: Count) -> AsyncIterator[Candidate]:
        """Yield every post without its story."""
        count.listed_at = datetime.now(UTC)
        async for batch in self._batches({"orderby": "date", "order": "desc", **_asking_for(_NAMES)}):
            count.note(batch.total)
            for candidate in await self._read(batch):
                yield candidate

    async def _changed(self, count: Count) -> AsyncIterator[Candidate]:
        """Yield the posts that are new or changed; where the count says that some are gone, all by name."""
        assert self.since
        query = {"order": "desc", **_asking_for(_FIELDS)}
        modified = {**query, "orderby": "modified", "modified_after": self.since.strftime("%Y-%m-%dT%H:%M:%SZ")}
        async for batch in self._batches(modified, until="modified_gmt"):
            for candidate in await self._read(batch):
                yield candidate
        published = 0
        async for batch in self._batches({**query, "orderby": "date"}, (NEWEST,), until="date_gmt"):
            count.note(batch.total)
            published += sum(not _before(self.known.read_at, post, "date_gmt") for post in batch.posts)
            for candidate in await self._read(batch):
                yield candidate
        if count.calls_for_list(published):
            async for candidate in self._by_name(count):
                yield candidate
        else:
            self.library.unchanged.append(self.address)  # as for what it did not list

    async def _batches(
        self, query: Mapping[str, str], sizes: Sequence[int] = PER_PAGE, until: str | None = None
    ) -> AsyncIterator[Batch]:
        """Yield page after page, where ``until`` is given back to the first with nothing later than the last walk."""
        size, batch = await self._first(query, sizes)
        yield batch
        for page in range(2, MAX_PAGES + 1):
            # WordPress before 5.7 knows no modified_after, and would go on to send everything.
            if batch.last or (until and any(_before(self.since, post, until) for post in batch.posts)):
                return
            batch = await self._page(query, size, page)
            yield batch
        self.library.incomplete = True

    async def _first(self, query: Mapping[str, str], sizes: Sequence[int]) -> tuple[int, Batch]:
        """The first page, and with how many posts a page it came."""
        for size in sizes[:-1]:
            try:
                return size, await self._page(query, size, 1)
            except Unfetched as error:
                if error.trouble.status not in (400, 500, 502, 503, 504):
                    raise
        return sizes[-1], await self._page(query, sizes[-1], 1)

    async def _page(self, query: Mapping[str, str], size: int, page: int) -> Batch:
        address = with_query(self.address, {**query, "per_page": str(size), "page": str(page)})
        asked_at = datetime.now(UTC)
        response = await self.library.fetch(address, max_size=MAX_BYTES)
        posts = await asyncio.to_thread(decoded, response)
        if not isinstance(posts, list):
            raise Unfetched(Trouble("fail", "not a list of posts", status=response.status))
        pages = number_in(response, "X-WP-TotalPages")
        last = not posts or (page >= pages if pages is not None else len(posts) < size)
        return Batch(
            [each for each in posts if isinstance(each, dict)], number_in(response, "X-WP-Total"), last, asked_at
        )

    async def _read(self, batch: Batch) -> list[Candidate]:
        told = [post for post in batch.posts if _mapping(post.get("content")).get("protected") is False]
        remarks = await remarks_on(told, self.address, self.library) if self.library.wants_remarks else {}

        def read() -> list[Candidate]:
            candidates = (
                candidate_of(post, self.address, self.about, batch.read_at, remarks.get(post.get("id", 0), ()))
                for post in batch.posts
            )
            return [candidate for candidate in candidates if candidate]

        return await asyncio.to_thread(read)


def candidate_of(
    post: Mapping[str, Any], found_in: str, about: About, read_at: datetime, remarks: Sequence[Remark] = ()
) -> Candidate | None:
    """A post with its story; without one where its content is empty, and None for what has no page of its own.

    ``remarks`` are what readers said under it.
    """
    url = post.get("link")
    if not isinstance(url, str) or {"post_type", "preview"} & parse_qs(urlsplit(url).query).keys():
        return None
    content = _mapping(post.get("content"))
    changed = _moment(post.get("modified_gmt"))
    if content.get("protected"):
        return Candidate(url, KIND, found_in, changed, refusal=LOCKED)
    page = page_around(_story(post, url, about, remarks))
    return Candidate(url, KIND, found_in, changed, Copy(page, "wordpress", read_at) if page else None)


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


def _asking_for(fields: str) -> dict[str, str]:
    return {"_fields": fields} if fields == _NAMES else {"_fields": fields, "_embed": _EMBEDDED}


def _before(limit: datetime | None, post: Mapping[str, Any], field: str) -> bool:
    stated = _moment(post.get(field))
    return stated is not None and limit is not None and stated < limit


def _moment(value: object) -> datetime | None:
    return moment(value) if isinstance(value, str) else None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
