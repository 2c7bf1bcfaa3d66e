"""What a box calls itself: its class, id and role as a set of kinds, language-neutral names of page furniture."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

KINDS: dict[str, str] = {
    "content": "content inhalt contenido conteudo contenu tresc",
    "entry": "^entry hentry singlepost ^single postbody articlebody storybody bodytext articletext posttext fulltext",
    "article": "articl artikel artyk noticia beitrag nota$",
    "post": "^post$ ^posts$ ^wppost blogpost",
    "story": "^story$ ^stories$ storytext",
    "body": "body",
    "text": "^text richtext prose paragraph absatz editor markdown wysiwyg copy$",
    "main": "^main primary",
    "block": "^wp$ ^block",
    "comment": "comment kommentar respond disqus reply replies coment discuss",
    "share": "share sharing social addtoany addthis facebook twitter whatsapp pinterest linkedin sharedaddy follow",
    "like": "^like$ ^likes$ rating vote reblog postviews postlike emoji",
    "related": "related recommend similar verwandt relacionad outbrain taboola popular trending mostread latest"
    " recent moreon readmore readnext ^also suggest crosssell upnext discover",
    "teaser": "teaser card tile promo carousel slider slide swiper featured grid listing loop feed archive excerpt"
    " summary snippet",
    "nav": "nav menu breadcrumb crumb pagination pager paging paginat toc$ tableofcontents ez$ skip jump sitemap"
    " drawer toggle",
    "footer": "foot colophon copyright bottom imprint impressum legal",
    "header": "^head$ ^header$ masthead topbar top$ banner branding logo",
    "sidebar": "sidebar side$ aside rail secondary complementary column ^col$ widget modul",
    "newsletter": "newsletter subscri signup optin mailchimp mailing email abonn",
    "ads": "^ad$ ^ads$ advert adslot sponsor werbung anzeig publicid banner ^dfp gpt$ affiliate product price shop"
    " cart buy offer deal cta$ donat support",
    "author": "author byline autor vcard ^bio$ biograph profile contributor writer avatar",
    "meta": "meta info$ date time posted publish datum details stats",
    "tags": "^tag$ ^tags$ tagcloud taglist categor keyword topic taxonom label hashtag schlagw",
    "caption": "caption credit legend bildunter figure figcap photo image img gallery media video player thumb",
    "title": "title headline heading titel titulo titre",
    "lead": "^lead lede ^dek standfirst subtitle subhead intro vorspann teasertext deck",
    "popup": "popup modal overlay cookie consent gdpr banner dialog lightbox offcanvas toast notice alert message"
    " warning tooltip",
    "form": "form login signin register search input field button btn account password",
    "note": "footnote note$ reference citation quelle source box$ callout highlight factbox infobox tip faq accordion",
    "quote": "quote pull zitat",
    "print": "print noprint screenreader srcreader ^sr$ visuallyhidden assistive hidden hide",
}
"""The kinds and the pieces of names that show them; ``^`` and ``$`` are a name's beginning and end."""

MOST_NAMES = 8192
"""Names kept with what they say: a site's own, which every page repeats. Those of single comments come once only."""

_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]{2,}")
_SMALL_LETTERS = bytes(code if 97 <= code <= 122 else 32 for code in range(256))
"""Parts a word in small letters as the expression does, in half the time."""
_MOST_CHARACTERS = 300
_KEY = 3


def _by_beginning() -> dict[str, list[tuple[str, int]]]:
    """The pieces with the kind's bit, by their first characters: few of them need comparing at each place of a name."""
    found: dict[str, list[tuple[str, int]]] = {}
    for bit, pieces in enumerate(KINDS.values()):
        for piece in pieces.split():
            found.setdefault(piece[:_KEY], []).append((piece, 1 << bit))
    return found


_PIECES = _by_beginning()
_THREES = frozenset(
    piece[place : place + _KEY] for piece in " ".join(KINDS.values()).split() for place in range(len(piece) - _KEY + 1)
)
"""All runs of three characters in the pieces."""


@lru_cache(maxsize=MOST_NAMES)
def _part_kinds(part: str) -> int:
    mask = 0
    whole = f"^{part}$"
    for place in range(len(whole) - _KEY + 1):
        for piece, bit in _PIECES.get(whole[place : place + _KEY], ()):
            if whole.startswith(piece, place):
                mask |= bit
    return mask


@lru_cache(maxsize=MOST_NAMES)
def _word_kinds(word: str) -> int:
    if word.isascii() and word.isalpha() and word.islower():
        return _part_kinds(word)
    mask = 0
    if word.isascii() and word == word.lower():
        parts = word.encode().translate(_SMALL_LETTERS).decode().split()
    else:
        parts = [part.lower() for part in _PART.findall(word)]
    for part in parts:
        mask |= _part_kinds(part)
    return mask | _part_kinds("".join(parts)) if 1 < len(parts) < 5 and _could_span(parts) else mask


def _could_span(parts: Sequence[str]) -> bool:
    """Whether a piece could begin in one of the parts and end in the next, as "blogpost" does in "blog-post"."""
    whole = f"^{''.join(parts)}$"
    place = 1
    for part in parts[:-1]:
        place += len(part)
        if whole[place - 2 : place + 1] in _THREES or whole[place - 1 : place + 2] in _THREES:
            return True
    return False


@lru_cache(maxsize=MOST_NAMES)
def _name_kinds(name: str) -> int:
    mask = 0
    for word in name[:_MOST_CHARACTERS].split():
        mask |= _word_kinds(word)
    return mask


def kinds_of(*names: str) -> int:
    """The bit mask of some of :data:`KINDS`."""
    return sum(1 << bit for bit, name in enumerate(KINDS) if name in names)


def kinds(attributes: Mapping[str, str]) -> int:
    """The kinds that an element's attributes name, as a bit mask in the order of :data:`KINDS`; 0 for none."""
    mask = 0
    told = attributes.get
    if name := told("class"):
        mask = _name_kinds(name)
    if name := told("id"):
        mask |= _name_kinds(name)
    if name := told("role"):
        mask |= _name_kinds(name)
    if name := told("itemprop"):
        mask |= _name_kinds(name)
    return mask
