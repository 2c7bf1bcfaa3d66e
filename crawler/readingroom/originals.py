"""The raw page of a story, in a frame that runs nothing and asks nothing."""

from __future__ import annotations

import re
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from crawler.readingroom import policy
from crawler.readingroom.asking import ask
from crawler.readingroom.pages import about_story
from crawler.storage import Reader
from crawler.storage.pages.originals import original as read_original
from crawler.storage.pages.originals import originals
from crawler.storage.stories.story import Story
from extractors.page.parsing import decode

# Browsers connect to what these name before they ask the policy, which then keeps out what they would have brought.
# An element without a meaning connects to nothing.
_CONNECTING = re.compile(r"<(/?)(?=(?:link|i?frame|object|embed)[\s/>])", re.IGNORECASE)


async def original(datasette: Datasette, request: Request) -> Response:
    """The fetches that a story was told from, and the page that one of them brought, the last one's at first."""

    def tell(story: Story, reader: Reader) -> dict[str, Any]:
        fetches = originals(reader, story["id"])
        asked = request.args.get("fetch") or ""
        chosen = [fetch for fetch in fetches if str(fetch["id"]) == asked] or fetches
        return {"fetches": fetches, "chosen": chosen[0] if chosen else None}

    return await about_story(datasette, request, "original.html", tell)


async def raw(datasette: Datasette, request: Request) -> Response:
    """A raw page by itself, bound by a policy under which none of it runs."""
    number, fetch = int(request.url_vars["number"]), int(request.url_vars["fetch"])
    try:
        page = await ask(datasette, lambda reader: read_original(reader, number, fetch))
    except LookupError as error:
        raise NotFound(error.args[0]) from error
    text = _CONNECTING.sub(r"<\1x-", decode(page.body, page.encoding))
    headers = {"content-security-policy": policy.ARCHIVED, "x-dns-prefetch-control": "off", "cache-control": "no-cache"}
    return Response.html(text, headers=headers)
