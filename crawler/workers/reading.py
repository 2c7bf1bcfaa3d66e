"""What a worker process does with a fetched page: it reads it, and packs its bytes to be kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from crawler.packing import PackedPage, pack
from crawler.records.filings import Reread, Stamp
from crawler.records.pages import FetchedPage
from crawler.records.sources import SOURCE
from crawler.storage.glance import glance
from crawler.storage.pages.rawpages import PATTERNED, parts
from crawler.workers.joining import read_and_sketch, read_page
from crawler.workers.stamps import extractor_version, stamp
from extractors import Article, Comment, comments
from extractors.page.parsing import decode
from extractors.site.sketch import Sketch

_PLAIN = "https://example.org/bridge/"


@dataclass(frozen=True, slots=True)
class Read:
    """What a page says, with its sketch and stamp, and its bytes packed; none are ``packed`` where none are kept.

    ``comments`` are its readers'; empty where they are not asked for. ``before`` is as in ``Filing``.
    """

    article: Article
    sketch: Sketch
    stamp: Stamp
    packed: tuple[PackedPage, ...] = ()
    comments: tuple[Comment, ...] = ()
    before: Reread | None = None


def read_and_pack(page: FetchedPage, database: Path | None, keeps: bool = True, *, with_comments: bool = False) -> Read:
    """What the page says by what the database, if there is one, has of its site; packed where it ``keeps`` pages."""
    if database is not None:
        page = replace(page, rules=glance(database).rules(page.site, page.rules))
    packed = pack_page(page, database) if database is not None and keeps else ()
    said = said_on(page) if with_comments else ()
    article, sketch = read_and_sketch(page)
    before = reread_before(page, article, database) if database is not None else None
    return Read(article, sketch, stamp(page.rules), packed, said, before)


def load_readers() -> None:
    """Load what the first page would have to wait for, and many a page asks for."""
    import_module("trafilatura")
    read_plain_page()
    extractor_version()


def read_plain_page() -> None:
    """Read a story as plain as they come: a worker that cannot do that can read none."""
    paragraph = "The council voted on Tuesday to close the old bridge for repairs until the spring of next year."
    page = f"<h1>Bridge closes</h1>{f'<p>{paragraph}</p>' * 20}".encode()
    read_and_sketch(FetchedPage(_PLAIN, _PLAIN, "example.org", 200, (), page, "utf-8", datetime.now(UTC)))


def reread_before(page: FetchedPage, article: Article, database: Path) -> Reread | None:
    """What the page kept before says, read as this one was; None where none is kept, or the story reads as before.

    It tells what the site changed from what is only read otherwise.
    """
    found = glance(database).kept_before(page, article)
    if found is None:
        return None
    article_id, earlier = found
    if earlier is None or SOURCE[earlier.origin] != SOURCE[page.origin]:
        return Reread(article_id, None)
    if [part.body for part in parts(earlier)] == [part.body for part in parts(page)]:
        return Reread(article_id, article)
    return Reread(article_id, read_page(replace(earlier, rules=page.rules, memory=page.memory)))


def said_on(page: FetchedPage) -> tuple[Comment, ...]:
    """What readers said under the story of the page."""
    return comments(decode(page.body, page.encoding), page.final_url)


def pack_page(page: FetchedPage, database: Path) -> tuple[PackedPage, ...]:
    """The bytes of the page and its further pages, packed by what the database has of its site."""
    pattern = glance(database).pattern(page.site) if page.origin in PATTERNED else None
    return tuple(pack(part.body, pattern) for part in parts(page))
