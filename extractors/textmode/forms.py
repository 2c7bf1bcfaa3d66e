"""Knows lines of interfaces by their shape, in languages whose words are not known: forms, share links, breadcrumbs."""

from __future__ import annotations

import re

from extractors.phrases import chrome_kind

_LONGEST = 120  # characters
_LONGEST_UNFILLED = 60
_ACCOUNT = re.compile(
    r"\b(?:WordPress\.com|Facebook|Twitter|Google\+?)(?!\w).*[(（]\s*[^()（）/]{2,30}/[^()（）/]{2,30}[)）]"
)
_PRIVATE = re.compile(r"[^()（）.。!?]{2,25}[(（][^()（）]{2,20}[)）]\s*[(（][^()（）]{6,80}[)）]")
_UNFILLED = re.compile(r"(?:%[sd]\s*[^\W\d].*|.*[^\W\d]\W{0,2}%[sd])[\s:：.…]*")
_ENDS = (")", "）", ":", "：", "s", "d", "…", ".")
_STOPS = (".", "!", "?", "。")
_CODE = re.compile(r"[\"'`=;<>{}\\]|%[sd].*%[sd]")
_SHARE_LINK = re.compile(
    r"[^()（）.。]{3,60}[(（]\s*[^()（）]*"
    r"(?:window|fenster|fenêtre|ventana|janela|finestra|venster|fönster|vindue|vindu\b|ikkuna|okn[eoě]|ablak|fereastr"
    r"|pencere|jendela|cửa sổ|prozor|\baken|\blog[ua]|langą|окне|вікні|прозор|παράθυρο|חלון|نافذة|پنجره|หน้าต่าง|विंडो"
    r"|ウィンドウ|窗|창)[^()（）]*[)）]",
    re.IGNORECASE,
)
_SERVICE = re.compile(
    r"Facebook|Twitter|\bX\b|Pinterest|LinkedIn|WhatsApp|Telegram|Tumblr|Reddit|Pocket|Skype|Google|Mastodon|Bluesky"
    r"|Threads|Print|[^\W\d]*mail|فيس ?بوك|تويتر|פייסבוק|טוויטר|Фейсбук|Твіттер|推特|臉書|페이스북|트위터",
    re.IGNORECASE,
)
_APART = re.compile(r"\s*[»›>→▸]\s*|\s+[/|]\s+")
_LONGEST_STEP = 40  # characters of the steps before the last
_LONGEST_SECTION = 2  # words of the only step behind the first


def breadcrumb_kind(line: str) -> str | None:
    """Return ``menu`` for the path to a page, from a known item of menus on: "Home » News » A goat"; or None."""
    steps = _APART.split(line.strip("* "), maxsplit=8) if len(line) <= 2 * _LONGEST else []
    if len(steps) < 2 or not all(steps[:-1]) or any(len(step) > _LONGEST_STEP for step in steps[:-1]):
        return None
    if len(steps) == 2 and len(steps[1].split()) > _LONGEST_SECTION:
        return None  # a headline may begin "Home / Away"
    return "menu" if chrome_kind(steps[0]) == "menu" and not line.endswith(_STOPS) else None


def form_kind(line: str) -> str | None:
    """Return the kind of the line of WordPress.com's comment form, or of Jetpack's share bar, that ``line`` looks like.

    They are those that name an account and, in brackets, two ways out of it; the field whose second bracket promises
    that it is kept private; what a theme forgot to fill in; and a service's name with, in brackets, a word about
    windows. Return None for any other.
    """
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
