"""A theme as WordPress.com renders it, for pages of the project's own writing: story in, HTML page out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape, unescape
from pathlib import Path
from string import Template

PAGE = Template(Path(__file__).with_name("theme.html").read_text(encoding="utf-8"))
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
COMMENT = Template(
    '<li class="comment even thread-even depth-1" id="li-comment-$number">'
    '<article id="comment-$number" class="comment">'
    '<header class="comment-meta comment-author vcard"><cite><b class="fn">$reader</b></cite>'
    '<a href="#comment-$number"><time datetime="$said_at">$said_on</time></a></header>'
    '<section class="comment-content comment"><p>$words</p></section><div class="reply">'
    '<a rel="nofollow" class="comment-reply-link" href="#respond">Reply</a> <span>&darr;</span></div>'
    "</article></li>\n"
)


@dataclass(frozen=True, slots=True)
class Comment:
    """What a reader said below a story; ``words`` are plain text."""

    reader: str
    said_at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class Story:
    """One post of a blog: ``body`` is HTML, everything else plain text, ``path`` begins with a slash."""

    number: int
    path: str
    headline: str
    byline: str
    published_at: datetime
    body: str
    categories: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    comments: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True)
class Blog:
    """What every page of a blog repeats; WordPress puts ``styles`` and ``scripts`` inline."""

    address: str
    name: str
    tagline: str
    menu: tuple[str, ...] = ()
    styles: str = ""
    scripts: str = ""


def render(blog: Blog, story: Story, others: Sequence[Story]) -> str:
    """Return the story's whole page; ``others`` fill its related posts, recent posts and neighbours."""
    address = blog.address + story.path
    texts = {
        "site": blog.address,
        "site_name": blog.name,
        "tagline": blog.tagline,
        "address": address,
        "headline": story.headline,
        "byline": story.byline,
        "byline_slug": slug(story.byline),
        "summary": summary(story),
        "published": story.published_at.isoformat(),
        "published_day": _day(story.published_at),
    }
    return PAGE.substitute(
        {name: escape(text) for name, text in texts.items()},
        number=story.number,
        styles=blog.styles,
        scripts=blog.scripts,
        body=story.body,
        menu=_terms(blog, "category", blog.menu, '<li class="menu-item">', "</li>\n"),
        categories=_terms(blog, "category", story.categories, separator=", "),
        tags=" and tagged " + _terms(blog, "tag", story.tags, separator=", ") if story.tags else "",
        related="".join(_related(blog, other) for other in others[:3]),
        recent="".join(f"<li>{_link(blog, other)}</li>\n" for other in others),
        neighbours="".join(
            f'<span class="nav-{side}">{_link(blog, other)}</span>\n'
            for side, other in zip(("previous", "next"), others, strict=False)
        ),
        comments=_comments(story),
    )


def sitemap(blog: Blog, stories: Iterable[Story]) -> str:
    """Return the sitemap that names every story with its date of publication."""
    rows = "".join(
        f"<url><loc>{blog.address}{story.path}</loc><lastmod>{story.published_at.isoformat()}</lastmod></url>\n"
        for story in stories
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="{SITEMAP}">\n{rows}</urlset>\n'


def slug(name: str) -> str:
    """Return a name as it stands in an address: lower case letters and digits with hyphens between."""
    return "-".join(re.findall(r"\w+", name.lower()))


def summary(story: Story) -> str:
    """Return the first 200 characters of the story's words, for descriptions and feeds."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", story.body)).split())[:200]


def _day(moment: datetime) -> str:
    return f"{moment:%B} {moment.day}, {moment.year}"


def _link(blog: Blog, story: Story) -> str:
    return f'<a href="{escape(blog.address + story.path)}" rel="bookmark">{escape(story.headline)}</a>'


def _related(blog: Blog, story: Story) -> str:
    return (
        f'<div class="jp-relatedposts-post"><h4 class="jp-relatedposts-post-title">{_link(blog, story)}</h4>'
        f'<p class="jp-relatedposts-post-excerpt">{escape(summary(story)[:90])}</p>'
        f'<p class="jp-relatedposts-post-date">{_day(story.published_at)}</p></div>\n'
    )


def _terms(blog: Blog, kind: str, names: Iterable[str], before: str = "", after: str = "", separator: str = "") -> str:
    rel = "category tag" if kind == "category" else "tag"
    return separator.join(
        f'{before}<a href="{blog.address}/{kind}/{slug(name)}/" rel="{rel}">{escape(name)}</a>{after}' for name in names
    )


def _comments(story: Story) -> str:
    if not story.comments:
        return ""
    thoughts = "One thought" if len(story.comments) == 1 else f"{len(story.comments)} thoughts"
    items = "".join(
        COMMENT.substitute(
            number=story.number * 1000 + index,
            reader=escape(comment.reader),
            said_at=comment.said_at.isoformat(),
            said_on=f"{_day(comment.said_at)} at {comment.said_at:%H:%M}",
            words=escape(comment.words),
        )
        for index, comment in enumerate(story.comments)
    )
    return (
        f'<h2 class="comments-title">{thoughts} on “<span>{escape(story.headline)}</span>”</h2>\n'
        f'<ol class="commentlist">\n{items}</ol>'
    )
