"""Each way of discovery on its own finds every public post of a real WordPress."""

from __future__ import annotations

import asyncio

import pytest

from crawler.addresses import ledger_key
from crawler.discovery.chain import Discovery, usual_sources
from crawler.discovery.library import Library
from tests.discovering import NOWHERE, fetch
from tests.wordpress import WordPress


@pytest.mark.parametrize("way", ["wordpress", "sitemap", "feed", "links"])
def test_every_public_post_is_found(way: str, wordpress: WordPress) -> None:
    discovery = Discovery(wordpress.url, Library(fetch), {way: usual_sources(NOWHERE)[way]})

    async def look() -> dict[str, bool]:
        return {ledger_key(each.url): each.refusal is None async for each in discovery.candidates()}

    found = asyncio.run(look())
    posts = {ledger_key(post.url): post for post in wordpress.truth() if post.type == "post"}
    public = {url for url, post in posts.items() if post.public}
    assert sorted(public - found.keys()) == []
    assert not any(posts[url].status in ("private", "draft", "trash") for url in found.keys() & posts.keys())
    if way != "links":  # which lead to archives as well
        assert len(found) <= len(posts) + 2
