"""Reads the posts of one type from a WordPress REST interface: all the first time, then what is new or changed."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from crawler.discovery.documents import MAX_BYTES, number_in, with_query
from crawler.discovery.library import Library
from crawler.discovery.postreading import KIND, About, Posts, read_posts
from crawler.discovery.remarkreading import Remark
from crawler.discovery.remarks import remarks_on
from crawler.discovery.tally import Count
from crawler.fetch.trouble import Trouble, Unfetched
from crawler.records.finds import Candidate, Document

PER_PAGE = (100, 20, 10)
"""Posts a request: the most that WordPress allows, fewer for a server that breaks over so many or allows no more, and
as many as it gives to whoever does not ask."""
NEWEST = 10
"""Posts that are asked for to see which are the newest."""
MAX_PAGES = 10_000
"""Requests for the posts of one type, at most."""
MARGIN = timedelta(minutes=10)
"""Clocks differ: what changed so shortly before the last crawl is looked at again."""
OVERLAP = timedelta(days=1)
"""Where a first walk was cut off, the next one begins so much before: for old WordPress that is the site's own time."""

_FIELDS = (
    "id,guid,link,type,lang,date_gmt,modified_gmt,title,content,yoast_head_json.author,"
    "_links.author,_links.wp:term,_links.wp:featuredmedia,_links.curies,_embedded"
)
_NAMES = "id,guid,link,type,date_gmt,modified_gmt,content.protected"
_EMBEDDED = "author,wp:term,wp:featuredmedia"


@dataclass(frozen=True, slots=True)
class Batch:
    """The posts of one answer, of how many in all, and how many came ``so_far``; ``last`` where no page follows.

    One ``falls_short`` that has fewer than were asked for, although there are more.
    """

    posts: Posts
    total: int | None
    so_far: int
    falls_short: bool
    last: bool
    body: bytes
    read_at: datetime

    @property
    def addresses(self) -> list[str]:
        """Those of the posts."""
        return [candidate.url for candidate in self.posts.candidates]


class Walk:
    """One walk through a collection, at ``address``; ``library`` knows when the last complete one began.

    What was written ahead of its time is published without being modified, and what is deleted leaves no trace but
    the count: so a later walk asks for what was modified, then for the newest, and compares the count. Once a day
    more of the newest are read, and some older ones in turn, as their words may have changed without a trace. A
    first walk that is cut off is remembered page by page, and gone on with once what is newer has been asked for.
    """

    def __init__(self, address: str, library: Library, about: About) -> None:
        self.address = address
        self.library = library
        self.about = about
        self.known = library.known.get(address, Document(address, KIND))
        self.since = self._since()
        self.sizes: Sequence[int] = PER_PAGE

    def _since(self) -> datetime | None:
        """From when on changes are asked for: the last one told may be older than our last walk."""
        if self.known.read_at is None:
            return None
        walked_at, newest = self.known.read_at - MARGIN, Count(self.known.mark).newest
        return min(walked_at, newest) if newest else walked_at

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
        self.library.remember(Document(self.address, KIND, read_at=began, mark=count.mark))
        if count.listed_at and count.listed_at >= began:
            self.library.count_as_read(self.address)

    async def _first_time(self, count: Count, began: datetime) -> AsyncIterator[Candidate]:
        """Yield every post with its story, those published last first, from where a walk before was cut off."""
        query = {"orderby": "date", "order": "desc", **_asking_for(_FIELDS)}
        if count.reached:
            query["before"] = (count.reached + OVERLAP).strftime("%Y-%m-%dT%H:%M:%SZ")
        else:
            count.listed_at = count.reread_at = began
        async for batch in self._batches(query):
            count.note_changes(batch.posts.modified)
            if "before" not in query:
                count.note(batch.total)
            for candidate in await self._with_remarks(batch):
                yield candidate
            count.reached = min(filter(None, batch.posts.published), default=count.reached)
            self.library.remember(Document(self.address, KIND, read_at=began, mark=count.mark))
        count.reached = None

    async def _by_name(self, count: Count) -> AsyncIterator[Candidate]:
        """Yield every post without its story."""
        count.listed_at = datetime.now(UTC)
        async for batch in self._batches({"orderby": "date", "order": "desc", **_asking_for(_NAMES)}):
            count.note(batch.total)
            for candidate in await self._with_remarks(batch):
                yield candidate

    async def _changed(self, count: Count) -> AsyncIterator[Candidate]:
        """Yield the posts that are new or changed; where the count says that some are gone, all by name."""
        assert self.since
        query = {"order": "desc", **_asking_for(_FIELDS)}
        modified = {**query, "orderby": "modified", "modified_after": self.since.strftime("%Y-%m-%dT%H:%M:%SZ")}
        async for batch in self._batches(modified, until="modified"):
            if batch.falls_short and any(_before(self.since, date) for date in batch.posts.modified):
                self.library.broken_off.append(f"{self.address} gives the same posts whatever it is asked for")
            count.note_changes(batch.posts.modified)
            for candidate in await self._with_remarks(batch):
                yield candidate
        published = 0
        size = None if count.calls_for_reading else NEWEST
        async for batch in self._batches({**query, "orderby": "date"}, size, until="published"):
            count.note(batch.total)
            count.note_changes(batch.posts.modified)
            published += sum(not _before(self.known.read_at, date) for date in batch.posts.published)
            for candidate in await self._with_remarks(batch):
                yield candidate
        if size is None:
            async for candidate in self._older({**query, "orderby": "date"}, count):
                yield candidate
            count.reread_at = datetime.now(UTC)
        if count.calls_for_list(published):
            async for candidate in self._by_name(count):
                yield candidate
        else:
            self.library.unchanged.append(self.address)  # as for what it did not list

    async def _older(self, query: Mapping[str, str], count: Count) -> AsyncIterator[Candidate]:
        """Yield those of the posts beyond the newest hundred whose turn it is; none where the site cannot give them."""
        size, total = self.sizes[0], count.totals[-1] if count.totals else 0
        if total <= size:
            return
        page = count.turn if (count.turn - 1) * size < total else 2
        count.turn = page + 1
        with suppress(Unfetched):
            for candidate in await self._with_remarks(await self._page(query, size, page)):
                yield candidate

    async def _batches(
        self,
        query: Mapping[str, str],
        size: int | None = None,
        until: Literal["published", "modified"] | None = None,
    ) -> AsyncIterator[Batch]:
        """Yield page after page, where ``until`` is given back to the first with nothing later than the last walk.

        As many posts a page as the server gives, unless a ``size`` is given.
        """
        batch = await self._page(query, size, 1) if size else await self._first(query)
        size = size or self.sizes[0]
        yield batch
        for page in range(2, MAX_PAGES + 1):
            # WordPress before 5.7 knows no modified_after, and would go on to send everything.
            dates: Sequence[datetime | None] = getattr(batch.posts, until) if until else ()
            if batch.last or any(_before(self.since, date) for date in dates):
                return
            before, batch = batch, await self._page(query, size, page, batch.so_far)
            if batch.addresses and batch.addresses == before.addresses:
                # As from a cache that knows no numbers of pages: it would give the first one for ever.
                self.library.broken_off.append(f"{self.address} gives the same posts whatever page it is asked for")
                return
            if before.total and batch.total and batch.total < before.total:
                # Some were deleted meanwhile: as many moved up to the page before, which was read already.
                yield await self._page(query, size, page - 1)
            yield batch
        self.library.stop_short(f"{self.address} does not come to an end")

    async def _first(self, query: Mapping[str, str]) -> Batch:
        """The first page, of as many posts as the server gives: what it refused once is not asked for again."""
        while True:
            try:
                return await self._page(query, self.sizes[0], 1)
            except Unfetched as error:
                if len(self.sizes) == 1 or error.trouble.status not in (400, 500, 502, 503, 504):
                    raise
                self.sizes = self.sizes[1:]

    async def _page(self, query: Mapping[str, str], size: int, page: int, so_far: int = 0) -> Batch:
        address = with_query(self.address, {**query, "per_page": str(size), "page": str(page)})
        asked_at = datetime.now(UTC)
        response = await self.library.fetch(address, max_size=MAX_BYTES)
        posts = await self._read(response.body, asked_at, {})
        if posts is None:
            raise Unfetched(Trouble("fail", "not a list of posts", status=response.status))
        if posts.cut:
            self.library.stop_short(f"{self.address} gives more posts at a time than are read")
        pages, total = number_in(response, "X-WP-TotalPages"), number_in(response, "X-WP-Total")
        so_far += posts.count
        if total is not None and total < so_far:
            pages = None  # more has come than there is: the headers are those of another answer, as from a cache
        last = not posts.count or (page >= pages if pages is not None else posts.count < size)
        falls_short = posts.count < size and total is not None and total > so_far
        return Batch(posts, total, so_far, falls_short, last, response.body, asked_at)

    async def _with_remarks(self, batch: Batch) -> Sequence[Candidate]:
        """The batch's stories, with what readers said under them where that is asked for."""
        if not self.library.wants_remarks:
            return batch.posts.candidates
        remarks = await remarks_on(batch.posts.numbers, self.address, self.library)
        told = await self._read(batch.body, batch.read_at, remarks) if remarks else None
        return (told or batch.posts).candidates

    async def _read(self, body: bytes, read_at: datetime, remarks: Mapping[int, Sequence[Remark]]) -> Posts | None:
        return await self.library.apart(read_posts, body, self.address, self.about, read_at, remarks)


def _before(limit: datetime | None, stated: datetime | None) -> bool:
    return stated is not None and limit is not None and stated < limit


def _asking_for(fields: str) -> dict[str, str]:
    return {"_fields": fields} if fields == _NAMES else {"_fields": fields, "_embed": _EMBEDDED}
