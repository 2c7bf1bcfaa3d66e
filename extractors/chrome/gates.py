"""Knows the line that closes a story to those who have not paid: who may read on, and that only they may."""

from __future__ import annotations

import re

_LONGEST = 400  # characters

_PAIRS = (
    (
        r"subscri|member|register|sign (?:in|up)",
        r"\bonly\b(?! stories)|exclusive|continue|keep reading|unlock|to read|for (?:paying )?(?:subscribers|members)"
        r"|full (?:story|article)",
    ),
    (r"free trial|log in|\bpay", r"\brest of (?:this|the) (?:story|article|post)\b"),
    (r"\b(?:limit|reached)\b", r"\bfree (?:articles?|stories)\b"),
    (r"\bunlock\b", r"\b(?:story|article|post)\b"),
    (r"\d ?%", r"de cet article|dieses artikels|van dit artikel|of this article|de este artículo|tego artykułu"),
    (
        r"abonn|\babo\b|registrier|zugang",
        r"nur für|exklusiv|weiterlesen|weiter lesen|(?:ganzen|vollständigen|kompletten) (?:artikel|text|beitrag)"
        r"|freischalten",
    ),
    (r"abonn", r"réservée? (?:aux|à)|lire la suite|intégralité|alleen voor|exclusief|verder (?:te )?lezen|lees verder"),
    (r"abonn", r"kun for|læse? videre|lese? videre|for at læse|for å lese|læse? hele|lese? hele"),
    (
        r"suscr[ií]|reg[ií]str[ae]|assin|acesso ilimitado",
        r"s[oó]lo para|exclusiv|seguir leyendo|(?:leer|ler) (?:la|a) |complet[ao]|continu(?:ar|e) lendo",
    ),
    (r"abbona", r"riservat|continua(?:re)? a leggere|integrale|per leggere"),
    (
        r"prenumer|subskry[pb]",
        r"endast|bara för|är låst|läsa? vidare|läsa? hela|fortsätt läsa|för att läsa"
        r"|tylko dla|dostępn\w+ dla|czytać dalej|czytaj dalej|cały artykuł",
    ),
    (r"předplat|predplat", r"jen pro|\blen pre|pouze|čtěte dál|číst dál|celý článek|celý text"),
    (r"előfizet", r"csak|tovább olvas|olvasható tovább|teljes cikk"),
    (
        r"подпис|передплат|підпис",
        r"только|лише|тільки|читать дальше|читати далі|полностью|повністю|полный текст|повний текст",
    ),
    (r"συνδρομ", r"μόνο|συνέχεια|ολόκληρο"),
    (r"abone", r"yalnızca|sadece|tamamını|devamını|devam etmek|özel"),
    (r"abona", r"doar|numai|exclusiv|mai departe|continuarea|integral"),
    (r"tilaaj|tilaa\b|tilaamalla|kirjaudu", r"\bvain\b|jatkaaksesi|jatka lukemista|lukea|koko (?:jutu|artikkel)"),
    (r"pretplat", r"samo za|je samo|nastavite (?:s )?čita|cijeli članak|ceo članak"),
    (r"مشترك|اشترك", r"فقط|لقراءة|كامل"),
    (r"מנוי", r"בלבד|להמשיך לקרוא"),
    (r"सदस्य", r"केवल|पूरा लेख|आगे पढ़"),
    (r"langgan", r"hanya|selengkapnya|lanjut membaca"),
    (r"đăng ký|thành viên", r"chỉ dành|toàn bộ|đọc tiếp"),
    (r"สมาชิก", r"เท่านั้น|อ่านต่อ"),
    (r"会員|購読|有料", r"限定|続き"),
    (r"구독|회원", r"전용|전체 기사|기사 전문|계속 읽|이어서"),
    (r"订阅|訂閱|会员|會員", r"仅限|僅限|专享|專享|全文|继续阅读|繼續閱讀"),
)
"""By language or family of languages: words for those who may read on, words for what they may."""

_GATES = tuple((re.compile(who, re.IGNORECASE), re.compile(what, re.IGNORECASE)) for who, what in _PAIRS)

_OTHER = re.compile(
    r"comment|kommentier|kommenter|kommento|comentar|commentare|komentow|komentář|коммент|комент|σχόλι|yorum|댓글|コメント|评论"
    r"|newsletter|by e-?mail|your inbox",
    re.IGNORECASE,
)
"""What else those who sign in may do."""


def is_gate(text: str) -> bool:
    """Whether a line says that the rest is for those who pay or sign in; evidence only where a text breaks off."""
    if len(text) > _LONGEST or not any(who.search(text) and what.search(text) for who, what in _GATES):
        return False
    return _OTHER.search(text) is None
