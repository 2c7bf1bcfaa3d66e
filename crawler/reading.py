"""What a worker process does with a fetched page: it reads it, and packs its bytes to be kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from crawler.joining import read_and_sketch
from crawler.packing import PackedPage, pack
from crawler.records import FetchedPage, Stamp
from crawler.stamps import stamp
from crawler.storage.glance import glance
from crawler.storage.rawpages import PATTERNED, parts
from extractors import Article, Comment, comments
from extractors.page import decode
from extractors.sketch import Sketch


@dataclass(frozen=True, slots=True)
class Read:
    """What a page says, with its sketch and stamp, and its bytes packed; none are ``packed`` where none are kept.

    ``comments`` are its readers'; empty where they are not asked for.
    """

    article: Article
    sketch: Sketch
    stamp: Stamp
    packed: tuple[PackedPage, ...] = ()
    comments: tuple[Comment, ...] = ()


def read_and_pack(page: FetchedPage, database: Path | None, keeps: bool = True, *, with_comments: bool = False) -> Read:
    """What the page says by what the database, if there is one, has of its site; packed where it ``keeps`` pages."""
    if database is not None:
        page = replace(page, rules=glance(database).rules(page.site, page.rules))
    packed = pack_page(page, database) if database is not None and keeps else ()
    said = comments(decode(page.body, page.encoding), page.final_url) if with_comments else ()
    return Read(*read_and_sketch(page), stamp(page.rules), packed, said)


def pack_page(page: FetchedPage, database: Path) -> tuple[PackedPage, ...]:
    """The bytes of the page and its further pages, packed by what the database has of its site."""
    pattern = glance(database).pattern(page.site) if page.origin in PATTERNED else None
    return tuple(pack(part.body, pattern) for part in parts(page))
