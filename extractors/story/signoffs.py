"""Knows the lines that sign a story off: who took its pictures, where it comes from, who wrote it, and when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.metadata.colophon import says_no_more, signature_in
from extractors.metadata.datetext import parse_date
from extractors.metadata.names import begins_byline, is_agency, split_names
from extractors.page.blocks import Block, word_count
from extractors.page.elements import is_in_italics
from extractors.page.printed import squash
from extractors.phrases import chrome_kind, filled_in
from extractors.sentences import STOPS

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ROLE_WORDS = 2  # beside a name and a mail address: "Staff reporter"
_REACH_WORDS = 30  # of a line all in italics that says how its author is reached
_INITIALS = re.compile(r"\((?:[a-z]{2,4}(?:/[a-z]{2,4}){1,3}|[b-df-hj-np-tv-z]{2,3})\)")  # "(sug/iwd)", "(dts)"
_BARE_INITIALS = re.compile(r"(?:[^\W\d_]\.\s?){2,4}")
_ONE_GROUP = re.compile(r"\(([a-z]{2,4})\)")
_FULL_NAME = re.compile(
    r"[(（〔]\s*[\u3005\u4e00-\u9fff]{1,4}[\s\u3000][\u3005\u3040-\u30ff\u4e00-\u9fff]{1,4}\s*[)）〕]"
)  # 「(佐々木 遥)」
_CLOSING = re.compile(
    r"\W*(?:※\s?(?:發信站|文章網址|編輯|轉錄)[^。]*"
    r"|(?-i:SOURCE\s+(?=[^\W\d_])[^.!?:]{2,80}?(?:, Inc)?\.?)"
    r"|انتهای (?:پیام|خبر)|ENDS|-\s?30\s?-|###"
    r"|(?:责任编辑|責任編輯|责编|编辑|編輯|校对|审核|监制|值班主任|editor|editör|penyunting|redaktör|редактор|редактура)"
    r"\s?[:：](?-i:(?!\s?[a-zß-ÿа-яё]))\s?[^.。!?]{1,40}"
    r"|(?:sob (?:a )?supervisão d[eao]|com informações d[aeo]s?|con información de|mit material (?:von|der|des))"
    r"\s[^.!?]{1,60})\W*",
    re.IGNORECASE,
)
"""What agencies and papers close a story with: that it ends, who edited it, who helped."""
_FROM_A_FEED = re.compile(
    r"(?:the post|der beitrag|l['’]article|cet article|la entrada|l['’]articolo|o (?:post|conteúdo)|het bericht|artykuł"
    r"|запись|сообщение|запис|inlägget|indlægget|innlegget|artikkeli|příspěvek|articolul|το άρθρο|הפוסט|ظهرت المقالة"
    r"|artikel|bài viết)\s.+\s"
    r"(?:appeared first on|erschien zuerst auf|est apparu en premier sur|se publicó primero en|aparece primero en"
    r"|proviene da|sembra essere il primo su|apareceu primeiro em|aparece primeiro em|verscheen eerst op"
    r"|pochodzi z serwisu|впервые появилась|появились сначала на|спершу з['’]явиться на|dök först upp på"
    r"|blev først udgivet på|dukket først opp på|julkaistiin ensimmäisenä sivustolla|pochází z|apare prima dată în"
    r"|εμφανίστηκε πρώτα στο|הופיע לראשונה ב-?|أولاً على|pertama kali tampil pada|đã xuất hiện đầu tiên vào ngày)\s?.+",
    re.IGNORECASE,
)
"""What a plugin puts under each story of a feed, in its translations; pages that are filled from feeds keep it."""
_FEED_LINKS = 2  # in it: to the story and to its site
_LONGEST_FEED_LINE = 400  # characters
_CREDIT = re.compile(
    r"\W*(?:"
    r"(?:photo|image|picture)(?:s|graphs?|graphy)?(?: (?:credits?|source|courtesy|by))?"
    r"|(?:titel|symbol|beitrags|archiv|header|cover|presse|nyitó|borító|címlap|kansi|omslags|forside|top)?"
    r"(?:bild(?:er|quelle|nachweis|rechte)?|fotos?(?:nachweis|grafie)?|fotó|kép(?:ek)?|kuvat?|billeder?|фото)"
    r"|(?:foto|фото|kuva|bilde?)(?: [^\W\d]+){1,2}|fotograf[ií][aj]a?|mynd(?:ir)?|nuotr(?:auka|\.)?|zdj(?:ęcia|ęcie|\.)"
    r"|fot\.|snímk[ay]|fotoğraf(?:lar)?|φωτό|φωτογραφί(?:α|ες)|фотограф(?:и[яи]|ії|ія)|снимк[аи]"
    r"|الصورة?|صورة|تصوير|عکس|צילום|ảnh|写真|撮影|사진|图|图片|摄影|圖片?|攝影|(?:ขอบคุณ)?ภาพ(?:จาก)?|फोटो|तस्वीर"
    r"|sources?|quellen?|fontes?|fuentes?|źródło|zdroj|forrás|источник|джерело|източник|извор|izvor|vir|källa|kilde|lähde"
    r"|bron|sursa|πηγή|kaynak|المصدر|منبع|מקור|nguồn|sumber|出典|출처|来源|來源|ที่มา|स्रोत|allikas|avots|šaltinis|աղբյուրը?|լուսանկարը?"
    r")\s?[:：՝]\s?(?P<whom>[^\n]+)",
    re.IGNORECASE,
)
"""A label for who took the pictures, or for where a text comes from, and behind it whom it names."""
_MOST_NAMED = 6  # words behind such a label: more are what an author says
_LONGEST_NAMED = 24  # characters, in scripts that write no spaces
_BRACKETS = ("(", "（", "[")
_LONGEST_BYLINE = 100  # characters
_ENDS = (*STOPS, "…")


def signs_off(block: Block, names: Sequence[str]) -> bool:
    """Whether a block that ends a story is such a line, or several; ``names`` are its authors'."""
    text = block.text
    if any(sign.fullmatch(text) for sign in (_CLOSING, _INITIALS, _FULL_NAME)):
        return True
    if block.link_chars and _is_from_a_feed(block):
        return True
    if _BARE_INITIALS.fullmatch(text) and text.isupper():
        return True
    if (one := _ONE_GROUP.fullmatch(text)) and (is_agency(one[1]) or one[1] in map(_initials, names)):
        return True
    if _tells_when(text) or _is_byline(text, names) or squash(signature_in(text)) in map(squash, names):
        return True
    return all(map(_is_credit, text.split("\n"))) or _signs(text, names) or _tells_how_to_reach(block, names)


def _is_from_a_feed(block: Block) -> bool:
    """Whether a block with two links is the line that a feed prints under each of its stories."""
    if len(block.text) > _LONGEST_FEED_LINE or _FROM_A_FEED.fullmatch(block.text) is None:
        return False
    return len(list(block.box.element.iter("a"))) == _FEED_LINKS


def _is_byline(text: str, names: Sequence[str]) -> bool:
    """Whether a line says by whom the story is, in one of the ways that bylines do, and perhaps when; no more."""
    if len(text) > _LONGEST_BYLINE or not names or not begins_byline(text):
        return False
    return split_names(text, displayed=True) == tuple(names) and says_no_more(text, names)


def _tells_when(text: str) -> bool:
    """Whether a line is a label and a day, and no more: "Last updated on May 3, 2024"."""
    told = filled_in(text) if chrome_kind(text) == "posted" else ()
    return len(told) == 1 and parse_date(told[0]) is not None


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.lower().split())


def _is_credit(line: str) -> bool:
    found = _CREDIT.fullmatch(line)
    if found is None or line.endswith(_ENDS):
        return False
    _, stop, taken_by = found["whom"].rpartition(". ")
    if stop and line.startswith(_BRACKETS):  # what the picture shows, and who took it
        return _is_credit(taken_by)
    return word_count(found["whom"]) <= _MOST_NAMED or len(found["whom"]) <= _LONGEST_NAMED


def _signs(text: str, names: Sequence[str]) -> bool:
    """Whether a line is an author's name and mail address, with no more than a role besides."""
    if "@" not in text:
        return False
    told = squash(_MAIL.sub(" ", text))
    signed = [name for name in names if squash(name) in told]
    return told != squash(text) and any(word_count(told) - word_count(name) <= _ROLE_WORDS for name in signed)


def _tells_how_to_reach(block: Block, names: Sequence[str]) -> bool:
    """Whether a few words all in italics name an author, and where to write to."""
    if block.words > _REACH_WORDS or not _MAIL.search(block.text) or not is_in_italics(block.box.element):
        return False
    return any(squash(name) in block.squashed for name in names)
