"""Turns the words of a byline into names of people: no labels, roles, dates, addresses or handles."""

from __future__ import annotations

import re

_LABEL = re.compile(
    r"^\W*(?:(?:written|posted|published|reported|authored|created|story|words|text|article|opinion|analysis|review"
    r"|geschrieben|veröffentlicht|publicado|escrito|escrita|postado|redigido|napisał|napisała|opublikowa\w+|écrit|publié"
    r"|scritto|pubblicato|geschreven|geplaatst|автор)\s+)?"
    r"(?:by|von|por|par|de|przez|di|da|door|av|af|oleh|bởi|от|od)[\s:]+",
    re.IGNORECASE,
)
_NAMED_LABEL = re.compile(
    r"^\W*(?:about the author|authors?|autor(?:in|en|a|es|as|ka|zy)?|auteurs?|autore|autori|author name|by|byline|text|texto"
    r"|tekst|texte|testo|words|redaktion|verfasser(?:in)?|skribent|written by|reporter|reporting|foto|автор|작성자|作者|記者|记者"
    r"|글쓴이|كتب|بقلم|الكاتب|الكاتبة)\s*[:：|]\s*",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"[\s,|•·–—-]*\(?(?:\b(?:published|posted|updated|last updated|on|am|vom|em|el|le|dnia)\b[\s:]*)?"
    r"(?:\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b,?\s*)?"
    r"(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}|\d{4}年|\d{1,2}\.?\s+(?:de\s+)?[^\W\d_]+\.?,?\s+(?:de\s+)?\d{4}"
    r"|[^\W\d_]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}|\d+\s+(?:min|minute|hour|day|week|month|year)s?\b).*$",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:\b(?:updated|last updated|published|posted|aktualisiert|view all posts|view bio|follow|contact|email|read more"
    r"|min read|minute read|see full bio|more from|fact[- ]checked|reviewed by|medically reviewed|edited by|photo(?:graph)?s? by"
    r"|via|for the|mehr von|alle beiträge|ver todos)\b.*|\bin\s+[A-Z].*|[|•·⋅/].*|\s[–—-]\s.*|\(.*|<.*)$"
)
_AND = re.compile(
    r"\s*(?:;|\s&\s|\s+(?:and|und|et|y|e|i|och|og|en|with|mit|com|und|и|та|및|和|و)\s+|,\s*(?:and|und|&)\s+|、)\s*"
)
_CREDENTIAL = re.compile(
    r"^(?:ph\.?\s?d\.?|m\.?d\.?|m\.?s\.?|m\.?a\.?|m\.?b\.?a\.?|m\.?p\.?h\.?|r\.?d\.?n?|r\.?n\.?|j\.?d\.?|esq\.?|cpa|cfp®?|cepf®?|dvm|vmd"
    r"|dacvb|ba|lvt|vts.*|faclm|fand|foma|dabom|mw|do|dds|dmd|lcsw|cfa|cpp|psp|pmp|psyd|edd|pharmd|[A-Z]{2,6}®?|e-ryt.*)$",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv)\.?$", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:editor|reporter|correspondent|writer|columnist|contributor|manager|director|expert|chief|officer|ceo|cto|cfo|cmo"
    r"|founder|president|professor|analyst|specialist|producer|photographer|journalist|dietitian|consultant|attorney"
    r"|redakteur(?:in)?|redaktor(?:ka)?|korrespondent(?:in)?|chefredakteur(?:in)?|repórter|jornalista|periodista|dziennikarz|coach"
    r"|representative|staff writer|engineer|strategist|advisor|author|horticulturalist|head of|senior|special to)\b",
    re.IGNORECASE,
)
_NO_NAME = re.compile(
    r"https?:|www\.|[@#]|\.(?:com|org|net|de|pl|br)\b|[{}\[\]<>=\\]|^\W*$|^\w[\w-]*\.[a-z]{2,6}$|\b(?:inc|llc|ltd|gmbh|corporation|corp)\.?$|^[\d\W]+$|\?|!|:"
    r"|\b(?:comments?|share|tweet|subscribe|newsletter|read more|click|cookies?|minutes?|posted|updated|published)\b",
    re.IGNORECASE,
)
_NOBODY_AT_ALL = frozenset(
    {"written by", "view more posts", "view all posts", "posted by", "published by", "more posts", "about the author"}
)
_NOBODY = _NOBODY_AT_ALL | frozenset(
    ["by", "von", "por", "par", "author", "autor", "autorin", "authors", "posts", "posted", "admin", "administrator", "root", "webmaster", "user", "guest", "unknown", "none", "null", "undefined", "anonymous", "n/a", "na", "share", "home", "news", "blog", "contributor"]
)
_ANYWAY = frozenset(
    {"admin", "administrator", "root", "webmaster", "user", "guest", "anonymous", "contributor"}
)
_MAX_NAME = 60
_MAX_WORDS = 7
_MAX_NAMES = 30


def split_names(text: str, *, displayed: bool = False) -> tuple[str, ...]:
    """Return the names in the words of a byline, in order, each once; ``()`` where they name nobody.

    ``displayed`` says that the page shows these words as its byline: then a login such as ``admin`` is a name.
    """
    if len(text) > 1000:
        return ()
    text = _DATED.sub("", _NAMED_LABEL.sub("", _LABEL.sub("", text.strip())))
    names: list[str] = []
    for group in _AND.split(text):
        names.extend(_persons(_TAIL.sub("", f"{group.strip()}")))
    unique = dict.fromkeys(name for name in names if is_name(name, displayed=displayed))
    return tuple(unique)[:_MAX_NAMES]


def is_name(name: str, *, displayed: bool = False) -> bool:
    """Return whether ``name`` can be the name of an author."""
    plain = name.lower().strip(" .")
    if plain in _NOBODY and not (displayed and plain in _ANYWAY):
        return False
    return (
        2 <= len(name) <= _MAX_NAME
        and len(name.split()) <= _MAX_WORDS
        and not _NO_NAME.search(name)
        and sum(letter.isdigit() for letter in name) <= len(name) // 3
    )


def _persons(text: str) -> list[str]:
    """Return the names between commas; credentials, roles and what follows them are no names."""
    parts = [
        part.strip(' \t.–—-*"“”') if not _SUFFIX.match(part.strip()) else part.strip()
        for part in text.split(",")
    ]
    persons: list[str] = []
    for part in parts:
        part = _LABEL.sub("", part)
        if not part:
            continue
        if persons and _SUFFIX.match(part):
            persons[-1] = f"{persons[-1]} {part}"
        elif persons and (_CREDENTIAL.match(part) or _ROLE.search(part)):
            if _ROLE.search(part) and not _CREDENTIAL.match(part):
                break
        else:
            persons.append(part)
    if len(persons) == 2 and all(len(person.split()) == 1 for person in persons):
        return [f"{persons[1]} {persons[0]}"]
    return persons
