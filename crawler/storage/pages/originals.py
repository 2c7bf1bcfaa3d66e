"""The raw pages that a story was told from."""

from __future__ import annotations

from typing import Any, NamedTuple

from crawler.storage.errors import explained
from crawler.storage.pages.rawpages import raw_page
from crawler.storage.reader import Reader

_FETCHES = """SELECT fetches.id, answered_url, origin, fetched_at, status, encoding, size, page_id
  FROM fetches JOIN pages ON pages.id = page_id WHERE article_id = ? ORDER BY fetched_at DESC, fetches.id"""


class Original(NamedTuple):
    """A page as its server sent it, and the encoding that the answer told."""

    body: bytes
    encoding: str | None


def originals(reader: Reader, article_id: int) -> list[dict[str, Any]]:
    """The fetches whose pages a story was filed from, the last first: address, moment, status, ``size`` in bytes."""
    return reader.rows(_FETCHES, article_id)


def original(reader: Reader, article_id: int, fetch_id: int) -> Original:
    """The page that one of the fetches of a story brought; raises ``LookupError`` where there is none."""
    fetch = next((each for each in originals(reader, article_id) if each["id"] == fetch_id), None)
    if fetch is None:
        raise LookupError(f"no fetch {fetch_id} of story number {article_id}")
    with explained(reader.path):
        return Original(raw_page(reader.db.conn, fetch["page_id"]), fetch["encoding"])
