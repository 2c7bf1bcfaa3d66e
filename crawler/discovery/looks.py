"""What an address says of its page by its form alone: a story, a listing, a trap, or no page at all."""

from __future__ import annotations

import re
from collections import Counter
from urllib.parse import SplitResult, urlsplit

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
"""Parameters of facets and calendars, unless the address names a story by its number beside them."""
MOST_PARAMETERS, MOST_WITH_A_NUMBER = 3, 8
"""Parameters of an address of a page: more are facets, unless one of them is the number of a story."""

_LISTS = r"tags?|authors?|autor(?:en)?|users?|[ck]ategor[a-zí]{1,3}|topics?|themen?|sections?|archives?|archiv|archivo"
_PAGES = r"pages?|seite|pag(?:ina|enum|en_1|e_?no|e_?num)?|p[ag]?n|skip|start|offset"
_LIST_FILES = r"index|list|default|archive|section|categor\w{0,4}|rubri\w{0,4}|news"
"""Names of the parameter that counts the pages of a list, and of files with a list."""
_LISTING = re.compile(
    rf"/(?:{_LISTS}|page|seite)(?:/[^/]+)?(?:/(?:page/)?\d{{1,4}})?/?$"  # the word, a name, the number of a page
    rf"|(?<!\d)/(?:{_LISTS})-[^/.-]+/?$|/(?:page|seite)[/-]?\d+(?:\.\w+)?/?$|[/_]archive\.s?html?$"
    rf"|/(?:{_LIST_FILES})(?:[_-]\d{{1,4}}){{1,2}}\.\w+$"
    r"|^/(?:\d{4}/)?(?:index\.\w+)?$|/\d{4}/(?:\d{1,2}/){1,2}(?:index\.\w+)?$|/\d{4}-\d{1,2}/?$",
    re.I,
)
"""Paths of lists: the word and a name, a page of them, a month. What goes on below looks like what it is."""
_ENDS_IN_A_NUMBER = re.compile(r"/\d{5,}[^/]*$")
_BELOW_A_LIST = re.compile(rf"/(?:{_LISTS})/", re.I)
_NAMES_OF_LISTS = re.compile(r"/(?:tags?|authors?|[ck]ategor[a-zí]{1,3})/[^/]+/?$", re.I)
_LISTING_QUERY = re.compile(
    rf"(?:^|&)(?:{_PAGES}|paged|pg|cat|category|tag|topic|author)=|(?:^|&)m=\d{{4,8}}(?=&|$)", re.I
)
_LISTING_VIEW = re.compile(
    r"(?:^|&)\w+=(?:categor(?:y|ies)|sections?|list|archives?|featured|frontpage|tags?)(?=&|$)", re.I
)
_FURTHER = re.compile(rf"/(?:page|seite)[/-]?\d+/?$|/(?:{_LIST_FILES})(?:[_-]\d{{1,4}}){{1,2}}\.\w+$", re.I)
_FURTHER_QUERY = re.compile(rf"(?:^|&)(?:{_PAGES}|paged|pg)=\d+", re.I)
_SECTION_FILE = re.compile(
    r"/(?:list|archive|section|categor\w{0,4}|rubri\w{0,4})\.(?:php|aspx?|jsp|cgi|cfm|do)$", re.I
)
_PAGE_OF_A_SECTION = re.compile(r"p=\d{1,4}")
_OF_A_DAY = re.compile(r"[a-z_-]{1,20}=(?:19|20)\d{2}-\d{2}(?:-\d{2})?", re.I)
"""A query that is but a day or a month: what a site published then."""
_FOUR_WORDS = r"[^/-](?:-[^/-]+){3}/?$"
_STORY = re.compile(rf"/\d{{4}}/\d{{1,2}}/|/\d{{4}}-\d{{2}}-\d{{2}}|-\d{{5,}}|/\d{{5,}}|\.s?html?$|{_FOUR_WORDS}", re.I)
_NUMBERED = re.compile(
    r"(?:^|&)(p|[a-z_-]{0,30}(?:id|idx|no|nr|num|seq|article|story|news|noticia|post))=\d{1,12}(?:[:-][^&]*)?(?=&|$)",
    re.I,
)
_NUMBER_OF_OTHERS = re.compile(
    r"cat|^cid|item|sect|user|auth?or|tag|topic|forum|menu|page|lang|sess|parent|group|region|chan|blog|site|media|ima?ge?"
    r"|photo|attach|comment|reply",
    re.I,
)
"""In the name of a parameter: it numbers something else than stories."""
_AMP_PATH = re.compile(r"(?<=/)amp/?$|\.amp(?=\.html?$)|^/amp(?=/)", re.I)
_AMP_QUERY = re.compile(r"(?:^|(?<=&))(?:amp(?:=[^&]*)?|outputtype=amp)(?:&|$)", re.I)
_MOBILE_QUERY = re.compile(r"(?:^|(?<=&))m=[01](?:&|$)")  # Blogger's pages for phones


def is_page(url: str) -> bool:
    """Whether an address may be a page to read, by its form: no file, login, search, calendar, facet or session."""
    parts = urlsplit(url)
    segments = [segment for segment in parts.path.split("/") if segment]
    in_circles = len(segments) > MAX_SEGMENTS or any(times > 2 for times in Counter(segments).values())
    numbered = _names_a_number(parts.query)
    queried = bool(_NO_QUERY.search(parts.query)) or not (numbered or not _NO_QUERY_OF_A_LIST.search(parts.query))
    queried = queried or parts.query.count("&") >= (MOST_WITH_A_NUMBER if numbered else MOST_PARAMETERS)
    return not (in_circles or queried or _NO_PAGE.search(parts.path))


def is_listing(url: str) -> bool:
    """Whether an address looks like that of a list of stories: of an author, a topic, a month; or a page of one."""
    parts = urlsplit(url)
    return bool((not parts.query and _is_path_of_a_list(parts.path)) or _is_query_of_a_list(parts))


def names_a_list(url: str) -> bool:
    """Whether an address is surely that of the stories of a tag, a category or an author."""
    parts = urlsplit(url)
    return bool(_NAMES_OF_LISTS.search(parts.path)) and not parts.query


def is_further_page(url: str) -> bool:
    """Whether an address looks like that of the second or a later page of a list."""
    parts = urlsplit(url)
    return bool(_FURTHER.search(parts.path) or _FURTHER_QUERY.search(parts.query) or _is_page_of_a_section(parts))


def is_story(url: str) -> bool:
    """Whether an address looks like an article's: a date, a long number or a headline in it, and no listing's."""
    parts = urlsplit(url)
    if _names_a_number(parts.query):
        return not (is_further_page(url) or _LISTING_VIEW.search(parts.query) or _SECTION_FILE.search(parts.path))
    return bool(_STORY.search(parts.path)) and not (is_listing(url) or _is_path_of_a_list(parts.path))


def _is_path_of_a_list(path: str) -> bool:
    if _LISTING.search(path):
        return not _ENDS_IN_A_NUMBER.search(path)
    return bool(_BELOW_A_LIST.search(path)) and not _STORY.search(path)


def _is_query_of_a_list(parts: SplitResult) -> bool:
    named = _LISTING_QUERY.search(parts.query) or _LISTING_VIEW.search(parts.query)
    of_a_day = _OF_A_DAY.fullmatch(parts.query) and not _STORY.search(parts.path)
    return bool(named or of_a_day or _is_page_of_a_section(parts) or (parts.query and _SECTION_FILE.search(parts.path)))


def _is_page_of_a_section(parts: SplitResult) -> bool:
    """Whether ``p`` counts the pages of a list: WordPress, whose stories it numbers, has it at a folder or a file."""
    folder_or_file = parts.path.endswith("/") or "." in parts.path or not parts.path
    return not folder_or_file and bool(_PAGE_OF_A_SECTION.fullmatch(parts.query))


def _names_a_number(query: str) -> bool:
    """Whether a parameter numbers what looks like a story."""
    return any(not _NUMBER_OF_OTHERS.search(name) for name in _NUMBERED.findall(query))


def plain_form(url: str) -> str:
    """The address of the page of which ``url`` is the AMP form, or Blogger's for phones; ``url`` where it is none."""
    parts = urlsplit(url)
    # A site about amplifiers may have a section of that name.
    path = _AMP_PATH.sub("", parts.path, count=1) if len(parts.path) > len("/amp/") else parts.path
    query = _MOBILE_QUERY.sub("", parts.query) if path.endswith(".html") else parts.query
    return parts._replace(path=path or "/", query=_AMP_QUERY.sub("", query).rstrip("&")).geturl()
