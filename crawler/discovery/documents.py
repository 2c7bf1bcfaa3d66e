"""Reads the documents that discovery meets: compressed ones within bounds, broken XML as far as it goes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urljoin

from crawler.addresses import without_login
from crawler.fetch.unpacking import unpacked_so_far

if TYPE_CHECKING:
    from scrapy.http import Response  # workers read documents too, and are spared Scrapy

MAX_BYTES = 64 * 1024 * 1024
"""Bytes of a sitemap or feed, unpacked; the sitemap protocol allows 50 MB."""


def unpacked(body: bytes, limit: int = MAX_BYTES) -> bytes:
    """The content of a gzip body, or the body itself; at most ``limit`` bytes, and of a broken one what can be read."""
    return unpacked_so_far(body, "gzip", limit) if body.startswith(b"\x1f\x8b") else body[:limit]


def resolved(base: str, link: str) -> str | None:
    """The address that ``link`` means in a document at ``base``, no name and password in it; None for what is none."""
    try:
        return without_login(urljoin(base, link.strip()))
    except ValueError:
        return None


def moment(value: str | None) -> datetime | None:
    """The aware time that a W3C or RFC 2822 date names, UTC where it names no zone; None for anything else."""
    text = (value or "").strip()
    for read in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            parsed = read(text)
        except (ValueError, TypeError, OverflowError):
            continue
        return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    return None


def decoded(body: bytes) -> Any:
    """The JSON of a body; None for what is none."""
    try:
        return json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return None


def with_query(address: str, query: Mapping[str, str]) -> str:
    """The address with more parameters."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query, safe=',:')}"


def number_in(response: Response, header: str) -> int | None:
    """The whole number in a header of the response; None where there is none."""
    value = (response.headers.get(header) or b"").strip()
    return int(value) if value.isdigit() else None
