"""What a box calls itself: its class, id and role as a set of kinds, language-neutral names of page furniture."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.html import HtmlElement

KINDS: dict[str, str] = {
    "content": r"content|inhalt|contenido|conteudo|contenu|tresc",
    "entry": r"^entry|hentry|singlepost|^single|postbody|articlebody|storybody|bodytext|articletext|posttext|fulltext",
    "article": r"articl|artikel|artyk|noticia|beitrag|nota$",
    "post": r"^posts?$|^wppost|blogpost",
    "story": r"^stor(y|ies)$|storytext",
    "body": r"body",
    "text": r"^text|richtext|prose|paragraph|absatz|editor|markdown|wysiwyg|copy$",
    "main": r"^main|primary",
    "block": r"^wp$|^block",
    "comment": r"comment|kommentar|respond|disqus|reply|replies|coment|discuss",
    "share": r"shar(e|ing)|social|addtoany|addthis|facebook|twitter|whatsapp|pinterest|linkedin|sharedaddy|follow",
    "like": r"^likes?$|rating|vote|reblog|post(views|like)|emoji",
    "related": r"related|recommend|similar|verwandt|relacionad|outbrain|taboola|popular|trending|mostread|latest"
    r"|recent|moreon|readmore|readnext|^also|suggest|crosssell|upnext|discover",
    "teaser": r"teaser|card|tile|promo|carousel|slider|slide|swiper|featured|grid|listing|loop|feed|archive|excerpt"
    r"|summary|snippet",
    "nav": r"nav|menu|breadcrumb|crumb|pagination|pager|paging|paginat|toc$|tableofcontents|ez$|skip|jump|sitemap"
    r"|drawer|toggle",
    "footer": r"foot|colophon|copyright|bottom|imprint|impressum|legal",
    "header": r"^head(er)?$|masthead|topbar|top$|banner|branding|logo",
    "sidebar": r"sidebar|side$|aside|rail|secondary|complementary|column|^col$|widget|modul",
    "newsletter": r"newsletter|subscri|signup|optin|mailchimp|mailing|email|abonn",
    "ads": r"^ad$|^ads$|advert|adslot|sponsor|werbung|anzeig|publicid|banner|^dfp|gpt$|affiliate|product|price|shop"
    r"|cart|buy|offer|deal|cta$|donat|support",
    "author": r"author|byline|autor|vcard|^bio$|biograph|profile|contributor|writer|avatar",
    "meta": r"meta|info$|date|time|posted|publish|datum|details|stats|read(ing)?time",
    "tags": r"^tags?$|tagcloud|taglist|categor|keyword|topic|taxonom|label|hashtag|schlagw",
    "caption": r"caption|credit|legend|bildunter|figure|figcap|photo|image|img|gallery|media|video|player|thumb",
    "title": r"title|headline|heading|titel|titulo|titre",
    "lead": r"^lead|lede|^dek|standfirst|subtitle|subhead|intro|vorspann|teasertext|deck",
    "popup": r"popup|modal|overlay|cookie|consent|gdpr|banner|dialog|lightbox|offcanvas|toast|notice|alert|message"
    r"|warning",
    "form": r"form|login|signin|register|search|input|field|button|btn|account|password",
    "note": r"footnote|note$|reference|citation|quelle|source|box$|callout|highlight|factbox|infobox|tip|faq|accordion",
    "quote": r"quote|pull|zitat",
    "print": r"print|noprint|screenreader|srcreader|^sr$|visuallyhidden|assistive|hidden|hide",
}
"""The kinds and the patterns of the name parts that show them."""

_PATTERNS = tuple(re.compile(pattern) for pattern in KINDS.values())
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]{2,}")
_MOST_CHARACTERS = 300


@lru_cache(maxsize=65_536)
def _part_kinds(part: str) -> int:
    mask = 0
    for bit, pattern in enumerate(_PATTERNS):
        if pattern.search(part):
            mask |= 1 << bit
    return mask


@lru_cache(maxsize=65_536)
def _name_kinds(name: str) -> int:
    mask = 0
    for word in name[:_MOST_CHARACTERS].split():
        parts = [part.lower() for part in _PART.findall(word)]
        for part in parts:
            mask |= _part_kinds(part)
        if 1 < len(parts) < 5:
            mask |= _part_kinds("".join(parts))
    return mask


def kinds(element: HtmlElement) -> int:
    """The kinds of an element as a bit mask in the order of :data:`KINDS`; 0 for one that says nothing."""
    attributes = element.attrib
    if not attributes:
        return 0
    mask = 0
    for attribute in ("class", "id", "role", "itemprop"):
        name = attributes.get(attribute)
        if name:
            mask |= _name_kinds(name)
    return mask
