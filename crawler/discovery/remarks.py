"""Asks a WordPress REST interface for readers' comments on its posts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crawler.discovery.documents import MAX_BYTES, number_in, with_query
from crawler.discovery.library import Library
from crawler.discovery.remarkreading import Remark, read_remarks
from crawler.fetch.trouble import Unfetched

PER_PAGE = 100
MAX_PAGES = 100
"""Requests for the comments on one batch of posts, at most."""
_COLLECTION = re.compile(r"(wp/v2/(?:sites/[^/?&]+/)?)[^/?&]+")
_FIELDS = "id,post,parent,author_name,date_gmt,content,type"


async def remarks_on(posts: Sequence[int], address: str, library: Library) -> dict[int, list[Remark]]:
    """The comments on these posts of the collection at ``address``, by the post's number, those written first first.

    Where the interface hands out none, or breaks off, there are fewer; the library notes what broke off.
    """
    wanted = ",".join(map(str, posts))
    address = _COLLECTION.sub(r"\1comments", address)
    found = dict[int, list[Remark]]()
    if not wanted or library.has_refused(address):
        return found
    query = {"post": wanted, "per_page": str(PER_PAGE), "orderby": "date_gmt", "order": "asc", "_fields": _FIELDS}
    for page in range(1, MAX_PAGES + 1):
        try:
            response = await library.fetch(with_query(address, {**query, "page": str(page)}), max_size=MAX_BYTES)
            remarks = await library.apart(read_remarks, response.body)
        except Unfetched as error:
            library.refused(address, error.trouble)
            break
        for remark in remarks:
            found.setdefault(remark["post"], []).append(remark)
        if page >= (number_in(response, "X-WP-TotalPages") or 1):
            break
    return found
