"""Knows lines of interfaces by their shape, in languages whose words are not known: forms, share links, breadcrumbs."""

from __future__ import annotations

import re

from extractors.phrases import chrome_kind
from extractors.sentences import STOPS
from extractors.story.askingwords import REPORTS_MISTAKE

_LONGEST = 120  # characters
_LONGEST_UNFILLED = 60
_ACCOUNT = re.compile(
    r"\b(?:WordPress\.com|Facebook|Twitter|Google\+?)(?!\w).*[(（]\s*[^()（）/]{2,30}/[^()（）/]{2,30}[)）]"
)
_PRIVATE = re.compile(r"[^()（）.。!?]{2,25}[(（][^()（）]{2,20}[)）]\s*[(（][^()（）]{6,80}[)）]")
_UNFILLED = re.compile(r"(?:%[sd]\s*[^\W\d].*|.*[^\W\d]\W{0,2}%[sd])[\s:：.…]*")
_ENDS = (")", "）", ":", "：", "s", "d", "…", ".")
_CODE = re.compile(r"[\"'`=;<>{}\\]|%[sd].*%[sd]")
_SHARE_LINK = re.compile(
    r"[^()（）.。]{3,60}\.?\s*[(（]\s*[^()（）]*"
    r"(?:window|fenster|fenêtre|ventana|janela|finestra|venster|fönster|vindue|vindu\b|ikkuna|okn[eoě]|ablak|fereastr"
    r"|pencere|jendela|cửa sổ|prozor|\baken|\blog[ua]|langą|окне|вікні|прозор|παράθυρο|חלון|نافذة|پنجره|หน้าต่าง|विंडो"
    r"|ウィンドウ|窗|창)[^()（）]*[)）]",
    re.IGNORECASE,
)
_LABEL_BEHIND = re.compile(r"(?<=[)）])\s*(?:[^\W\d]{1,16}|\d[\d.,]{0,5}\+?)$")
"""The name of the service once more, as the button says it, or how often it was shared."""
_SERVICE = re.compile(
    r"Facebook|Twitter|\bX\b|Pinterest|LinkedIn|WhatsApp|Telegram|Tumblr|Reddit|Pocket|Skype|Google|Mastodon|Bluesky"
    r"|Threads|Print|[^\W\d]*mail|فيس ?بوك|تويتر|פייסבוק|טוויטר|Фейсбук|Твіттер|推特|臉書|페이스북|트위터",
    re.IGNORECASE,
)
_APART = re.compile(r"\s*[»›>→▸]\s*|\s+[/|]\s+")
_LONGEST_STEP = 40  # characters of the steps before the last
_LONGEST_SECTION = 2  # words of the only step behind the first
_LONGEST_GLUED = 400  # characters of links without a space between them
_MOST_GLUED = 14  # places where one of them may end
_LARGE_WITHIN = 3  # of these places are in one link at most: "WordPress.com" has one


def notice_kind(line: str) -> str | None:
    """Return ``footer`` for a line on how to report a mistake in the text, as sites in Russian have; or None."""
    return "footer" if len(line) <= 2 * _LONGEST and "trl" in line and REPORTS_MISTAKE.search(line) else None


def breadcrumb_kind(line: str) -> str | None:
    """Return ``menu`` for the path to a page, from a known item of menus on: "Home » News » A goat"; or None."""
    steps = _APART.split(" ".join(line.split()).strip("* "), maxsplit=8) if len(line) <= 2 * _LONGEST else []
    if len(steps) < 2 or not all(steps[:-1]) or any(len(step) > _LONGEST_STEP for step in steps[:-1]):
        return None
    if len(steps) == 2 and len(steps[1].split()) > _LONGEST_SECTION:
        return None  # a headline may begin "Home / Away"
    return "menu" if chrome_kind(steps[0]) == "menu" and not line.endswith(STOPS) else None


def form_kind(line: str) -> str | None:
    """Return the kind of the line of WordPress.com's comment form, or of Jetpack's share bar, that ``line`` looks like.

    They are those that name an account and, in brackets, two ways out of it; the field whose second bracket promises
    that it is kept private; what a theme forgot to fill in; and a service's name with, in brackets, a word about
    windows. Return None for any other.
    """
    line = _LABEL_BEHIND.sub("", line)
    if len(line) > _LONGEST or not (line.startswith("%") or line.endswith(_ENDS)):
        return None
    if _ACCOUNT.search(line):
        return "comment-login"
    if _SHARE_LINK.fullmatch(line) and _SERVICE.search(line):
        return "share"
    if _PRIVATE.fullmatch(line):
        return "comment-form"
    if len(line) <= _LONGEST_UNFILLED and "%" in line and _UNFILLED.fullmatch(line) and not _CODE.search(line):
        return "comment-login"
    return None


def glued_kind(line: str) -> str | None:
    """Return the kind of the first of the links that a line holds without a space between: "TweetShare on Facebook".

    So they stand where their elements had none. Return None for a line that is not such links throughout.
    """
    short = line if len(line) <= _LONGEST_GLUED else ""
    cuts = [at for at in range(1, len(short)) if short[at].isupper() and _ends_link(short[at - 1])]
    if not 0 < len(cuts) <= _MOST_GLUED:
        return None
    kinds: list[str] = []
    start, stops = 0, [*cuts, len(line)]
    while stops:
        links = ((line[start:stop].strip(), at) for at, stop in enumerate(stops[:_LARGE_WITHIN], 1))
        found = ((chrome_kind(link) or form_kind(link), at) for link, at in links)
        kind, at = next(((kind, at) for kind, at in found if kind), (None, 0))
        if kind is None:
            return None
        kinds.append(kind)
        start, stops = stops[at - 1], stops[at:]
    return kinds[0]


def _ends_link(letter: str) -> bool:
    return letter.islower() or letter in ".…:)*%"
