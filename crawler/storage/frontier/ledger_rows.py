"""An address of the ledger as the values of its row: as discovery proposes it, and as its page was fetched."""

from __future__ import annotations

from crawler.addresses import ledger_key
from crawler.records.finds import Candidate
from crawler.records.pages import FetchedPage
from crawler.records.sources import LISTINGS
from crawler.storage.clock import AHEAD, from_now
from crawler.storage.rows import Row, now, utc_text, utc_text_or_none


def candidate_row(site: str, candidate: Candidate, crawl_id: int | None) -> Row:
    """The row of an address that discovery proposes; one that is no address is settled with the reason."""
    row: Row = {
        "site": site,
        "source": candidate.source,
        "found_in": candidate.found_in,
        "lastmod": utc_text_or_none(candidate.lastmod),
        "crawl": crawl_id,
        "now": now(),
        "lists": candidate.source in LISTINGS,
        "guid": candidate.guid,
    }
    try:
        return row | {"url": ledger_key(candidate.url), "state": "pending", "outcome": None, "reason": None}
    except ValueError as error:
        raw = candidate.url.encode("ascii", "backslashreplace").decode()[:300]
        return row | {"url": raw, "state": "skipped", "outcome": "bad_address", "reason": str(error)[:200]}


def page_row(crawl_id: int, page: FetchedPage) -> Row:
    """The row of an address whose page was fetched, before it is said what the page brought."""
    return {
        "url": page.url,
        "site": page.site,
        "source": "warc" if page.origin == "warc" else "given",
        "crawl": crawl_id,
        "now": now(),
        "status": page.status,
        "fetched_at": utc_text(page.requested_at),
        "etag": None,
        "last_modified": None,
        "not_before": None,
        "check_at": None,
        "article_id": None,
        "guid": None,
        "tomorrow": from_now(AHEAD),
        "counted": True,
        "answered": True,
    }


def header(page: FetchedPage, name: str) -> str | None:
    """The value of the answer's first header of that name, in small letters; None without one that is printable."""
    return next((value for key, value in page.headers if key.lower() == name and value.isprintable()), None)
