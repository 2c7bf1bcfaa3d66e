"""Sets the sample blog: ``python -m demo.blog`` writes demo/site/blog/ anew from blog.toml and theme.html."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from email.utils import format_datetime
from html import escape
from pathlib import Path
from typing import Any

from demo.serve import PLACEHOLDER, SITE
from demo.theme import Blog, Comment, Story, render, sitemap, summary

STORIES = Path(__file__).with_name("blog.toml")
PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 660 420" width="660" height="420">
<rect width="660" height="420" fill="#dfe7ea"/><path d="M0 250h660v170H0z" fill="#8fa3a6"/>
<path d="M0 300q160-60 330-10t330-20v150H0z" fill="#6f6a58"/><circle cx="500" cy="120" r="38" fill="#f4efe2"/>
</svg>
"""


def pages() -> Iterator[tuple[str, str]]:
    """Yield every file of the blog: its path below the site's folder, and its text."""
    manuscript = tomllib.loads(STORIES.read_text(encoding="utf-8"))
    blog = Blog(f"{PLACEHOLDER}/blog", manuscript["name"], manuscript["tagline"], tuple(manuscript["menu"]))
    stories = [_story(fields) for fields in manuscript["story"]]
    for story in stories:
        others = [other for other in reversed(stories) if other is not story]
        yield f"blog{story.path}index.html", render(blog, story, others)
    yield "blog/index.html", _front_page(blog, stories)
    yield "blog/sitemap.xml", sitemap(blog, stories)
    yield "blog/feed/index.rss", _feed(blog, stories)
    yield "blog/low-water.svg", PICTURE


def write(folder: Path) -> int:
    """Write the blog below ``folder`` and return the number of files."""
    written = 0
    for path, text in pages():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
        written += 1
    return written


def _story(fields: Mapping[str, Any]) -> Story:
    return Story(
        number=fields["number"],
        path=f"/{fields['published_at']:%Y/%m/%d}/{fields['slug']}/",
        headline=fields["headline"],
        byline=fields["byline"],
        published_at=fields["published_at"],
        body=fields["body"].strip(),
        categories=tuple(fields["categories"]),
        tags=tuple(fields.get("tags", ())),
        comments=tuple(Comment(**comment) for comment in fields.get("comments", ())),
    )


def _front_page(blog: Blog, stories: list[Story]) -> str:
    teasers = "".join(
        f'<article class="post hentry"><h2 class="entry-title"><a href="{blog.address}{story.path}">'
        f"{escape(story.headline)}</a></h2><p>{escape(summary(story)[:90])}…</p></article>\n"
        for story in reversed(stories)
    )
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="UTF-8" /><title>{blog.name}</title>'
        f'<meta name="generator" content="WordPress.com" /></head>\n<body class="home blog">\n'
        f"<h1>{blog.name}</h1>\n{teasers}</body></html>\n"
    )


def _feed(blog: Blog, stories: list[Story]) -> str:
    items = "".join(
        f"<item><title>{escape(story.headline)}</title><link>{blog.address}{story.path}</link>"
        f"<pubDate>{format_datetime(story.published_at)}</pubDate>"
        f"<description>{escape(summary(story))}</description></item>\n"
        for story in reversed(stories)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>\n'
        f"<title>{blog.name}</title><link>{blog.address}/</link><description>{blog.tagline}</description>\n"
        f"{items}</channel></rss>\n"
    )


if __name__ == "__main__":
    print(f"{write(SITE)} files in {SITE}/blog")
