"""Asks a WordPress REST interface for readers' comments on its posts, and sets them as WordPress's themes do."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from scrapy.http import Response

from crawler.discovery.documents import MAX_BYTES, decoded, number_in, with_query
from crawler.discovery.library import Library
from crawler.discovery.wrapping import balanced
from crawler.trouble import Unfetched

PER_PAGE = 100
MAX_PAGES = 100
"""Requests for the comments on one batch of posts, at most."""
DEEPEST = 999
"""Answers to answers that are told apart."""

_COLLECTION = re.compile(r"(wp/v2/(?:sites/[^/?&]+/)?)[^/?&]+")
_FIELDS = "id,post,parent,author_name,date_gmt,content,type"

Remark = Mapping[str, Any]


async def remarks_on(posts: Sequence[Mapping[str, Any]], address: str, library: Library) -> dict[int, list[Remark]]:
    """The comments on the posts of the collection at ``address``, by the post's number, those written first first.

    Where the interface hands out none, or breaks off, there are fewer; the library notes what broke off.
    """
    wanted = ",".join(str(post["id"]) for post in posts if isinstance(post.get("id"), int))
    address = _COLLECTION.sub(r"\1comments", address)
    found = dict[int, list[Remark]]()
    if not wanted or library.has_refused(address):
        return found
    query = {"post": wanted, "per_page": str(PER_PAGE), "orderby": "date_gmt", "order": "asc", "_fields": _FIELDS}
    for page in range(1, MAX_PAGES + 1):
        try:
            response = await library.fetch(with_query(address, {**query, "page": str(page)}), max_size=MAX_BYTES)
        except Unfetched as error:
            library.refused(address, error.trouble)
            break
        for remark in await asyncio.to_thread(_read, response):
            found.setdefault(remark["post"], []).append(remark)
        if page >= (number_in(response, "X-WP-TotalPages") or 1):
            break
    return found


def set_remarks(remarks: Sequence[Remark]) -> str:
    """The comments on one post as a list in HTML, each answer below what it answers, with its depth."""
    answers = dict[int, list[Remark]]()
    known = {remark["id"] for remark in remarks}
    for remark in remarks:
        parent = remark["parent"]
        # What answers a comment that is not there, or a later one, answers nobody: so no circle can come about.
        answers.setdefault(parent if parent in known and parent < remark["id"] else 0, []).append(remark)
    pieces, waiting = list[str](), [(remark, 1) for remark in reversed(answers.get(0, []))]
    while waiting:
        remark, depth = waiting.pop()
        pieces.append(_set(remark, min(depth, DEEPEST)))
        waiting += [(answer, depth + 1) for answer in reversed(answers.get(remark["id"], []))]
    return f'<ol class="comment-list">{"".join(pieces)}</ol>' if pieces else ""


def _set(remark: Remark, depth: int) -> str:
    author, said = escape(remark["author_name"]), balanced(remark["content"]["rendered"]) or ""
    return (
        f'<li id="comment-{remark["id"]}" class="comment depth-{depth}"><b class="fn">{author}</b>'
        f'<time datetime="{escape(remark["date_gmt"])}Z"></time><div class="comment-content">{said}</div></li>'
    )


def _read(response: Response) -> list[Remark]:
    """The comments of an answer: what is none, and what another site says of a post, left out."""
    told = decoded(response)
    return [each for each in told if _is_remark(each)] if isinstance(told, list) else []


def _is_remark(each: object) -> bool:
    if not isinstance(each, dict) or each.get("type") != "comment" or not isinstance(each.get("content"), dict):
        return False
    numbers = [each.get(name) for name in ("id", "post", "parent")]
    words = [each.get("author_name"), each.get("date_gmt"), each["content"].get("rendered")]
    return all(type(number) is int for number in numbers) and all(isinstance(word, str) for word in words)
