"""What an address says of its page by its form alone: a story, a listing, a trap, or no page at all."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

MAX_SEGMENTS = 12
"""Parts of a path; sites do not go deeper, relative links that feed on themselves do."""

_NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|css|js|json|xml|rss|atom|ics|pdf|epub|zip|gz|mp[34]|m4[av]|ogg|wav|webm|avi"
    r"|mov|woff2?|ttf|docx?|xlsx?|pptx?)$"
    r"|/(?:wp-(?:admin|content|includes|json|login\.php)|xmlrpc\.php|cgi-bin|cart|checkout|basket|my-account|login|logout"
    r"|signin|signup|register|feed|rss|comments|trackback|embed|print|share|search|calendar)(?:/|$)"
    r"|;jsessionid=|/\(S\([a-z0-9]+\)\)/",
    re.I,
)
_NO_QUERY = re.compile(
    r"(?:^|&)(?:replytocom|share|s|q|query|search|sort|sort_?by|order|order_?by|dir|filter\w*|facet\w*|session\w*|sid"
    r"|phpsessid|jsessionid|cftoken|month|day|cal_\w+|calendar|date|tribe-[\w-]+|event_?display|ical|add-to-cart|print"
    r"|action|redirect\w*|return\w*|login|view|layout|limit|per_?page|lang_?switch)=",
    re.I,
)
_LISTING = re.compile(
    r"/(?:page|seite|tags?|authors?|autor(?:en)?|users?|[ck]ategor[a-zí]{1,3}|topics?|themen?|sections?|archives?|archiv"
    r"|archivo)(?:[/-]|$)|/page/?\d+/?$|^/(?:\d{4}/(?:\d{1,2}/){0,2})?$",
    re.I,
)
_LISTING_QUERY = re.compile(r"(?:^|&)(?:page|paged|pg|start|offset|cat|category|tag|topic|author|m)=", re.I)
_FURTHER = re.compile(r"/(?:page|seite)[/-]?\d+/?$", re.I)
_FURTHER_QUERY = re.compile(r"(?:^|&)(?:page|paged|pg|start|offset)=\d+", re.I)
_STORY = re.compile(r"/\d{4}/\d{1,2}/|/\d{4}-\d{2}-\d{2}|-\d{5,}|/\d{5,}|\.s?html?$|[^/-](?:-[^/-]+){3}/?$", re.I)
_STORY_QUERY = re.compile(r"(?:^|&)(?:p|id|article_?id|story)=\d+", re.I)
_AMP_PATH = re.compile(r"(?<=/)amp/?$|\.amp(?=\.html?$)|^/amp(?=/)", re.I)
_AMP_QUERY = re.compile(r"(?:^|(?<=&))(?:amp(?:=[^&]*)?|outputtype=amp)(?:&|$)", re.I)


def is_page(url: str) -> bool:
    """Whether an address may be a page to read, by its form: no file, login, search, calendar, facet or session."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    in_circles = len(segments) > MAX_SEGMENTS or any(times > 2 for times in Counter(segments).values())
    queried = bool(_NO_QUERY.search(parts.query)) or parts.query.count("&") > 2
    return not (in_circles or queried or _NO_PAGE.search(parts.path))


def is_listing(url: str) -> bool:
    """Whether an address looks like that of a list of stories: of an author, a topic, a month; or a page of one."""
    parts = urlsplit(url)
    return bool((_LISTING.search(parts.path) and not parts.query) or _LISTING_QUERY.search(parts.query))


def is_further_page(url: str) -> bool:
    """Whether an address looks like that of the second or a later page of a list."""
    parts = urlsplit(url)
    return bool(_FURTHER.search(parts.path) or _FURTHER_QUERY.search(parts.query))


def is_story(url: str) -> bool:
    """Whether an address looks like an article's: a date, a long number or a headline in it, and no listing's."""
    parts = urlsplit(url)
    if _STORY_QUERY.search(parts.query):
        return not _FURTHER_QUERY.search(parts.query)
    return bool(_STORY.search(parts.path)) and not is_listing(url) and not _LISTING.search(parts.path)


def plain_form(url: str) -> str:
    """The address of the page of which ``url`` is the AMP form; ``url`` itself where it is none."""
    parts = urlsplit(url)
    # A site about amplifiers may have a section of that name.
    path = _AMP_PATH.sub("", parts.path, count=1) if len(parts.path) > len("/amp/") else parts.path
    return parts._replace(path=path or "/", query=_AMP_QUERY.sub("", parts.query).rstrip("&")).geturl()
