"""What an address says of its page by its form alone: a story, a listing, a trap, or no page at all."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import urlsplit

from extractors.page.listaddresses import (
    HEADLINE,
    is_further_page,
    is_listing,
    is_path_of_a_list,
    lists_a_day,
    looks_like_a_story,
    views_a_list,
)

MAX_SEGMENTS = 12
"""Parts of a path; sites do not go deeper, relative links that feed on themselves do."""

_NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|css|js|json|xml|rss|atom|ics|pdf|epub|zip|gz|mp[34]|m4[av]|ogg|wav|webm|avi"
    r"|mov|woff2?|ttf|docx?|xlsx?|pptx?)$"
    r"|/(?:wp-(?:admin|content|includes|json|login\.php)|xmlrpc\.php|cgi-bin|cart|checkout|basket|my-account|login|logout"
    r"|signin|signup|register|feed|rss|comments|trackback|embed|print|share|search|calendar|comment/reply)(?:/|$)"
    r"|;jsessionid=|/\(S\([a-z0-9]+\)\)/",
    re.I,
)
_NO_QUERY = re.compile(
    r"(?:^|&)(?:replytocom|share|s|q|query|search|sort|sort_?by|order|order_?by|dir|filter\w*|facet\w*|session\w*"
    r"|phpsessid|jsessionid|cftoken|cal_\w+|calendar|tribe-[\w-]+|event_?display|ical|add-to-cart|print|tmpl"
    r"|redirect\w*|return\w*|login|limit|per_?page|lang_?switch)=",
    re.I,
)
_NO_QUERY_OF_A_LIST = re.compile(r"(?:^|&)(?:month|day|date|view|layout|action|sid)=", re.I)
"""Parameters of facets and calendars, unless the address names a story by its number or headline beside them, or the
query is but the day of an archive."""
_AGENDA = re.compile(r"event|calend[ae]r|kalend[ae]r|agend|termin|veranstalt|program", re.I)
"""In a path: what is listed for a day is what comes, not what was published."""
MOST_PARAMETERS, MOST_WITH_A_NUMBER = 3, 8
"""Parameters of an address of a page: more are facets, unless one of them is the number of a story."""

_NUMBERED = re.compile(
    r"(?:^|&)((?:[\w.-]{1,40}(?:\[|%5B))?"  # in brackets, as TYPO3 has it
    r"(?:p|[a-z_-]{0,30}(?:id|idx|no|nr|num|seq|article|story|news|noticia|post)))(?:\]|%5D)?"
    r"=\d{1,12}(?:[:-][^&]*)?(?=&|$)",
    re.I,
)
_NUMBER_OF_OTHERS = re.compile(
    r"cat|(?<![a-z])cid|back|item|sect|user|auth?or|tag|topic|forum|menu|page|lang|sess|parent|group|region|chan|blog|site|media|ima?ge?"
    r"|photo|attach|comment|reply",
    re.I,
)
"""In the name of a parameter: it numbers something else than stories."""
_AMP_PATH = re.compile(r"(?<=/)amp/?$|\.amp(?=\.html?$)|^/amp(?=/)", re.I)
_AMP_QUERY = re.compile(r"(?:^|(?<=&))(?:amp(?:=[^&]*)?|outputtype=amp)(?:&|$)", re.I)
_MOBILE_QUERY = re.compile(r"(?:^|(?<=&))m=[01](?:&|$)")  # Blogger's pages for phones

_FIRST_PAGE = re.compile(r"(?:^|(?<=&))(?:page|pg|seite)=1(?:&|$)", re.I)  # of a story on several, which is the story


def is_page(url: str) -> bool:
    """Whether an address may be a page to read, by its form: no file, login, search, calendar, facet or session."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    in_circles = len(segments) > MAX_SEGMENTS or any(times > 2 for times in Counter(segments).values())
    numbered = _names_a_number(parts.query)
    of_a_day = lists_a_day(parts) and not _AGENDA.search(parts.path)
    may_be_of_a_list = not (numbered or HEADLINE.search(parts.path) or of_a_day)
    queried = bool(_NO_QUERY.search(parts.query) or (may_be_of_a_list and _NO_QUERY_OF_A_LIST.search(parts.query)))
    queried = queried or parts.query.count("&") >= (MOST_WITH_A_NUMBER if numbered else MOST_PARAMETERS)
    return not (in_circles or queried or _NO_PAGE.search(parts.path))


def is_story(url: str) -> bool:
    """Whether an address looks like an article's: a date, a long number or a headline in it, and no listing's."""
    parts = urlsplit(url)
    if _names_a_number(parts.query):
        return not (is_further_page(url) or views_a_list(parts))
    return looks_like_a_story(parts.path) and not (is_listing(url) or is_path_of_a_list(parts.path))


def _names_a_number(query: str) -> bool:
    """Whether a parameter numbers what looks like a story."""
    return any(not _NUMBER_OF_OTHERS.search(name) for name in _NUMBERED.findall(query))


def plain_form(url: str) -> str:
    """The address of the page of which ``url`` is the AMP form, Blogger's for phones or the first page of several.

    ``url`` where it is none of these.
    """
    parts = urlsplit(url)
    # A site about amplifiers may have a section of that name.
    path = _AMP_PATH.sub("", parts.path, count=1) if len(parts.path) > len("/amp/") else parts.path
    query = _MOBILE_QUERY.sub("", parts.query) if path.endswith(".html") else parts.query
    query = _FIRST_PAGE.sub("", query) if looks_like_a_story(path) else query
    return parts._replace(path=path or "/", query=_AMP_QUERY.sub("", query).rstrip("&")).geturl()
