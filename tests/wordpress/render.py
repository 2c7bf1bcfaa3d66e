"""Prints a small edition of the sample site: ``python -m tests.wordpress.render`` writes demo/site/ anew.

The demo's server puts its own address where the files say PLACEHOLDER.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit
from urllib.request import urlopen

from demo.serve import PLACEHOLDER, SITE
from tests.system_packages import MissingPackagesError
from tests.wordpress import newsroom
from tests.wordpress.manuscript import Manuscript
from tests.wordpress.server import WordPress

THEME = "twentytwentythree"  # carries its style in the page, so that the pages alone look like something
KINDS = (
    "prose",
    "one-sentence",
    "image-only",
    "gallery",
    "captioned",
    "table",
    "list",
    "quote",
    "crossheads",
    "multi-page",
    "chrome-words",
    "updated",
    "straight",
    "page",
)
PICTURE = re.compile(r"/wp-content/uploads/[\w./-]+\.png")
LISTS = {
    "/": "index.html",
    "/page/2/": "page/2/index.html",
    "/feed/": "feed/index.rss",
    "/wp-sitemap-posts-post-1.xml": "wp-sitemap-posts-post-1.xml",
    "/wp-sitemap-posts-page-1.xml": "wp-sitemap-posts-page-1.xml",
}
PRINTED = ("20[0-9][0-9]", "about-*", "page", "feed", "wp-*", "index.html")


def edition() -> list[Manuscript]:
    """Return the first post of each kind in KINDS and the first in Korean."""
    posts = newsroom.posts()
    english = [next(post for post in posts if post.kind == kind and post.language == "en") for kind in KINDS]
    return [*english, next(post for post in posts if post.language == "ko")]


def files(site: WordPress) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the edition that ``site`` publishes: its path below the folder, and its content."""
    pictures: set[str] = set()
    for path, name in _pages(site):
        text = _fetch(site, path).decode()
        pictures.update(PICTURE.findall(text))
        yield name, _moved(text, site.url).encode()
    for path in sorted(pictures):
        yield path.lstrip("/"), _fetch(site, path)


def write(folder: Path) -> int:
    """Print the edition into ``folder``, in place of the one that is there, and return its size in bytes."""
    with WordPress(posts=edition()) as site:
        site.switch_theme(THEME)
        site.block_rest()  # files cannot answer it, so the pages do not promise it
        printed = list(files(site))
    for pattern in PRINTED:
        for old in folder.glob(pattern):
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    for name, content in printed:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    return sum(len(content) for _, content in printed)


def _pages(site: WordPress) -> Iterator[tuple[str, str]]:
    yield from LISTS.items()
    for post in site.truth():
        path = urlsplit(post.url).path
        yield path, f"{unquote(path).strip('/')}/index.html"
        for number in range(2, len(post.pages) + 1):
            yield f"{path}{number}/", f"{unquote(path).strip('/')}/{number}/index.html"


def _fetch(site: WordPress, path: str) -> bytes:
    with urlopen(site.url + path) as answer:
        body: bytes = answer.read()
        return body


def _moved(text: str, address: str) -> str:
    """Replace the site's address as it stands, inside JavaScript and inside a query by the placeholder."""
    portless = address.rpartition(":")[0]  # as WordPress spells a feed's own address
    for name in (address, portless):
        for written in (str, lambda url: url.replace("/", "\\/"), lambda url: quote(url, safe="")):
            text = text.replace(written(name), written(PLACEHOLDER))
    return text


if __name__ == "__main__":
    try:
        print(f"{write(SITE):,} bytes in {SITE}")
    except MissingPackagesError as error:
        sys.exit(str(error))
