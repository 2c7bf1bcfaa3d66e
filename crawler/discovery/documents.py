"""Reads the documents that discovery meets: compressed ones within bounds, broken XML as far as it goes."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode, urljoin

from crawler.addresses import without_login
from crawler.fetch.encodings import in_utf8
from crawler.fetch.unpacking import unpacked_so_far

if TYPE_CHECKING:
    from scrapy.http import Response  # workers read documents too, and are spared Scrapy

MAX_BYTES = 64 * 1024 * 1024
"""Bytes of a sitemap or feed, unpacked; the sitemap protocol allows 50 MB."""

_STEERING = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]")
"""What has no place in an address: it is written out, as browsers do, and steers nobody's terminal."""
MOST_PACKINGS = 3
"""Times that a document is unpacked."""
MOST_BEFORE = 16 * 1024
"""Characters that a server may print before the JSON that was asked for."""
MOST_ATTEMPTS = 20
"""Lines, or ends of tags, in them with which the JSON may begin."""
_JSON = json.JSONDecoder(strict=False)
_JSON_BEGINS = re.compile(r"(?:^|>)[\s\ufeff]*+([\[{])", re.M)
_PAGE_BEGINS = re.compile(r"<(?:!doctype|html|head|body|script)\b", re.I)


def unpacked(body: bytes, limit: int = MAX_BYTES) -> bytes:
    """The content of a gzip body, or the body itself; at most ``limit`` bytes, and of a broken one what can be read.

    In UTF-8, where it came in UTF-16. A file that is packed already may be packed once more by its server.
    """
    for _ in range(MOST_PACKINGS):
        if not body.startswith(b"\x1f\x8b"):
            break
        body = unpacked_so_far(body, "gzip", limit)
    return in_utf8(body[:limit])[:limit]  # in UTF-16 it may be shorter


def resolved(base: str, link: str) -> str | None:
    """The address that ``link`` means in a document at ``base``, no name and password in it; None for what is none."""
    try:
        return without_login(urljoin(base, _STEERING.sub(lambda found: quote(found[0]), link.strip())))
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
    """The JSON of a body; None for what is none.

    Also between what servers print around it: warnings of PHP before, remarks of caches after.
    """
    text = in_utf8(body).decode("utf-8", "replace")
    try:
        return json.loads(text, strict=False)
    except RecursionError:
        return None
    except ValueError:
        return _surrounded(text)


def _surrounded(text: str) -> Any:
    for begins in islice(_JSON_BEGINS.finditer(text[:MOST_BEFORE]), MOST_ATTEMPTS):
        if _PAGE_BEGINS.search(text, 0, begins.start()):
            return None
        with suppress(ValueError, RecursionError):
            return _JSON.raw_decode(text, begins.start(1))[0]
    return None


def with_query(address: str, query: Mapping[str, str]) -> str:
    """The address with more parameters."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode(query, safe=',:')}"


def number_in(response: Response, header: str) -> int | None:
    """The whole number in a header of the response; None where there is none."""
    value = (response.headers.get(header) or b"").strip()
    return int(value) if value.isdigit() else None
