"""Tells by its form whether an address is a list's: that of a topic, an author, a month; or a page of one."""

from __future__ import annotations

import re
from urllib.parse import SplitResult

from extractors.page.addresses import parts_of

_LISTS = r"tags?|authors?|autor(?:en)?|users?|[ck]ategor[a-zí]{1,3}|topics?|themen?|sections?|archives?|archiv|archivo"
_PAGES = r"pages?|seite|pag(?:ina|enum|en_1|e_?no|e_?num)?|p[ag]?n|skip|start|offset"
_LIST_FILES = r"index|list|default|archive|section|categor\w{0,4}|rubri\w{0,4}|news"
"""Names of the parameter that counts the pages of a list, and of files with a list."""
_LISTING = re.compile(
    rf"/(?:{_LISTS}|page|seite)(?:/[^/]+)?(?:/(?:page/)?\d{{1,4}})?/?$"  # the word, a name, the number of a page
    rf"|(?<!\d)/(?:{_LISTS})-[^/.-]+/?$|/(?:page|seite)[/-]?\d+(?:\.\w+)?/?$|[/_]archive\.s?html?$"
    rf"|/(?:{_LIST_FILES})(?:[_-]\d{{1,4}}){{1,2}}\.\w+$|/(?:(?:{_LISTS})\d{{0,4}}|index\d{{1,4}})\.html?$"
    r"|^/(?:\d{4}/)?(?:index\.\w+)?$|/\d{4}/(?:\d{1,2}/){1,2}(?:index\.\w+)?$|/\d{4}-\d{1,2}/?$",
    re.I,
)
"""Paths of lists: the word and a name, a page of them, a month. What goes on below looks like what it is."""
_ENDS_IN_A_NUMBER = re.compile(r"/\d{5,}[^/]*$")
_BELOW_A_LIST = re.compile(rf"/(?:{_LISTS})/", re.I)
_MAYBE_A_STORY = re.compile(rf"/(?:{_LISTS})/(?!(?:19|20)\d\d(?:/|$)|$)", re.I)
_NAMES_OF_LISTS = re.compile(r"/(?:tags?|authors?|[ck]ategor[a-zí]{1,3})/[^/]+/?$", re.I)
_COUNTED = rf"(?:[^=&\s]{{1,60}}(?:\[|%5B))?(?:current_?)?(?:{_PAGES}|paged|pg)(?:\]|%5D)?="
"""The parameter that counts pages, in brackets too, as TYPO3 has it."""
_LISTING_QUERY = re.compile(
    rf"(?:^|&)(?:{_COUNTED}|(?:cat|category|tag|topic|author)=)|(?:^|&)m=\d{{4,8}}(?=&|$)", re.I
)
_LISTING_VIEW = re.compile(
    r"(?:^|&)\w+=(?:categor(?:y|ies)|sections?|list|archives?|featured|frontpage|tags?)(?=&|$)", re.I
)
_FURTHER = re.compile(
    rf"/(?:page|seite)[/-]?\d+/?$|/(?:{_LIST_FILES})(?:[_-]\d{{1,4}}){{1,2}}\.\w+$|/index\d{{1,4}}\.html?$", re.I
)
_FURTHER_QUERY = re.compile(rf"(?:^|&){_COUNTED}\d+", re.I)
_SECTION_FILE = re.compile(
    r"/(?:list|archive|section|categor\w{0,4}|rubri\w{0,4})\.(?:php|aspx?|jsp|cgi|cfm|do)$", re.I
)
_PAGE_OF_A_SECTION = re.compile(r"p=\d{1,4}")
_SEARCH = re.compile(r"/search(?:/|\.\w+)?$", re.I)
_SEARCH_OF_SITE = re.compile(r"/(?:[a-z]{2}/)?search(?:/|\.html?)?", re.I)
_SEARCHED = re.compile(r"(?:^|&)(?:q|s|query|keywords?)=", re.I)
_OF_A_DAY = re.compile(r"[a-z_-]{1,20}=(?:19|20)\d{2}-\d{2}(?:-\d{2})?", re.I)
"""A query that is but a day or a month: what a site published then."""
_FOUR_WORDS = r"[^/-](?:-[^/-]+){3}/?$"
HEADLINE = re.compile(_FOUR_WORDS)
"""The end of a path that is a headline, or has one in it."""
_STORY = re.compile(rf"/\d{{4}}/\d{{1,2}}/|/\d{{4}}-\d{{2}}-\d{{2}}|-\d{{5,}}|/\d{{5,}}|\.s?html?$|{_FOUR_WORDS}", re.I)


def is_listing(url: str) -> bool:
    """Whether an address looks like that of a list of stories: of an author, a topic, a month; or a page of one."""
    parts = parts_of(url)
    return bool((not parts.query and is_path_of_a_list(parts.path)) or _is_query_of_a_list(parts))


def is_sure_listing(url: str) -> bool:
    """Whether an address that looks like a list's hardly is a story's.

    WordPress may put a post at ``/archives/12``, and a long story has a second page.
    """
    path = parts_of(url).path
    if is_further_page(url):
        return is_page_of_a_list(url) or not looks_like_a_story(_FURTHER.sub("/", path))
    return names_a_list(url) or not _MAYBE_A_STORY.search(path)


def is_search(url: str) -> bool:
    """Whether an address is that of a site's own search, with what is looked for or without."""
    parts = parts_of(url)
    asked = _SEARCH.search(parts.path) and _SEARCHED.search(parts.query)
    return bool(asked) or _SEARCH_OF_SITE.fullmatch(parts.path) is not None


def is_page_of_a_list(url: str) -> bool:
    """Whether an address is that of a later page of the front page, or of a list that has an address like one."""
    path = parts_of(url).path
    first = _FURTHER.sub("/", path)
    return first != path and (first == "/" or is_path_of_a_list(first))


def names_a_list(url: str) -> bool:
    """Whether an address is surely that of the stories of a tag, a category or an author."""
    parts = parts_of(url)
    return bool(_NAMES_OF_LISTS.search(parts.path)) and not parts.query


def is_further_page(url: str) -> bool:
    """Whether an address looks like that of the second or a later page of a list."""
    parts = parts_of(url)
    return bool(_FURTHER.search(parts.path) or _FURTHER_QUERY.search(parts.query) or _is_page_of_a_section(parts))


def views_a_list(parts: SplitResult) -> bool:
    """Whether an address names a list beside the number that it has, in a parameter or as the file."""
    return bool(_LISTING_VIEW.search(parts.query) or _SECTION_FILE.search(parts.path))


def lists_a_day(parts: SplitResult) -> bool:
    """Whether an address is that of what a site published on a day or in a month, which is all that its query says."""
    return bool(_OF_A_DAY.fullmatch(parts.query)) and not looks_like_a_story(parts.path)


def looks_like_a_story(path: str) -> bool:
    """Whether a path has a date, a long number or a headline in it, as a story's has, and some lists' have."""
    return _STORY.search(path) is not None


def is_path_of_a_list(path: str) -> bool:
    """Whether a path is that of a list of stories, or goes on below one and looks like no story."""
    if _LISTING.search(path):
        return not _ENDS_IN_A_NUMBER.search(path)
    return bool(_BELOW_A_LIST.search(path)) and not looks_like_a_story(path)


def _is_query_of_a_list(parts: SplitResult) -> bool:
    named = _LISTING_QUERY.search(parts.query) or _LISTING_VIEW.search(parts.query)
    searched = _SEARCH.search(parts.path) and _SEARCHED.search(parts.query)
    found = named or lists_a_day(parts) or searched or _is_page_of_a_section(parts)
    return bool(found or (parts.query and _SECTION_FILE.search(parts.path)))


def _is_page_of_a_section(parts: SplitResult) -> bool:
    """Whether ``p`` counts the pages of a list: WordPress, whose stories it numbers, has it at a folder or a file."""
    folder_or_file = parts.path.endswith("/") or "." in parts.path or not parts.path
    return not folder_or_file and bool(_PAGE_OF_A_SECTION.fullmatch(parts.query))
