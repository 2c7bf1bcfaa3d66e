"""Turns the words of a byline into names of people: no labels, roles, dates, addresses or handles."""

from __future__ import annotations

import re

from extractors.metadata.months import day_names
from extractors.metadata.vocabulary import (
    AFTER_NAME,
    AGENCY,
    AND,
    AUTHOR,
    AUTHOR_NOUN,
    BEFORE_NAME,
    BY,
    CHANGED,
    CREDENTIAL,
    HELPED,
    HOUSE,
    LOGINS,
    NO_NAME,
    NOBODY,
    PARTICLES,
    POSTED,
    ROLE,
    SHORT_AND,
    WROTE,
)
from extractors.metadata.wording import one_line
from extractors.phrases import chrome_kind

_LABEL = re.compile(rf"^\W*(?:{WROTE}\s+)?(?:{BEFORE_NAME}|{BY})[\s:：|]+", re.IGNORECASE)
_NAMED_LABEL = re.compile(rf"^\W*(?:{AUTHOR}\s*[:：|／/＝=]|文・|기자\s)\s*", re.IGNORECASE)
_BARE_LABEL = re.compile(rf"^\W*{AUTHOR_NOUN}\s+(?=[^\W\d_]\S*\s+[^\W\d_])", re.IGNORECASE)
_DATED = re.compile(
    r"[\s,|•·–—-]*\(?(?:\b(?:published|posted|updated|last updated|on|am|vom|em|el|le|dnia)\b[\s:]*)?"
    r"(?:\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b,?\s*|(?<=, )[^\W\d_]{3,12}\s+(?=\d))?"
    r"(?:\d{4}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}年"
    r"|\d{1,2}\.?\s+(?:de\s+)?[^\W\d_]+\.?,?\s+(?:de\s+)?\d{4}|[^\W\d_]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
    r"|\d+\s+(?:min|minute|hour|day|week|month|year)s?\b).*$",
    re.IGNORECASE,
)
# "Jane Doe, Tuesday 5 March 2019", in any language: names have no numbers with marks between.
_DAY_BEHIND = re.compile(r"[\s,|•·–—-]+\d{1,4}[\s./年년日-].*\d.*$")
_SAYS_WHEN = re.compile(rf"[\s,.;|•·–—-]+\(?(?:{POSTED}|{CHANGED}).*$", re.IGNORECASE)
_NEXT_CREDIT = re.compile(
    rf"\s*[.,;/|•·–—-]\s+[^\W\d][\w /]{{2,24}}\s?[:：]\s.*$|\s*[.,;]\s+(?:{HELPED})\s.*$", re.IGNORECASE
)
"""Who did something else for the story, with a label of its own: "Text: Jane Doe. Photos: Pat Roe"."""
_TAIL = re.compile(
    rf"\s*(?:\b(?i:{AFTER_NAME})\b.*|\bin\s+[A-Z].*|[|•·⋅/].*|\s[–—-]\s.*|\(.*|<.*|\.?\s+\b(?i:{HELPED})\s.*"
    rf"|\s(?:for|of)\s+(?:[Tt]he\s+)?(?=[A-Z])(?:.*\b(?i:{HOUSE})|(?i:{AGENCY}))$)$"
)
_AGENCY = re.compile(AGENCY, re.IGNORECASE)
_PAPER = re.compile(rf"(?:(?i:the)\s|[A-Z]{{2,5}}\s(?=.*[a-z])).*\b(?i:{HOUSE})")
"""A paper that stands behind a name: it begins with an article or with capitals, as no other name does."""
_BYLINE = re.compile(
    rf"^[\s\d:.,/|–—-]*(?:{WROTE}\s+)?(?:{BEFORE_NAME}[\s:：]+|{AUTHOR}\s*[:：／/＝=|]\s*)\S", re.IGNORECASE
)
_EASTERN = re.compile(
    r"(?<![가-힣])([가-힣]{2,4})\s?(?:선임|수습|전문)?기자(?![가-힣])"
    r"|(?:記者|记者|撰文)\s?[:：／/]?\s?([\u4e00-\u9fff]{2,4})(?=[／/|｜\s]|$)"
    r"|(?:作者|投稿者|發表者|文|取材・文|著者|執筆)\s?[:：／/＝=]\s?([^\W\d]{2,12})(?=[／/|｜\s]|$)"
    r"|^文・([\u4e00-\u9fff々]{1,4}[ \u3000]?[\u4e00-\u9fff々\u3040-\u30ff]{1,5})$"
)
_ON = re.compile(r"(?<=\w)\s+on$")  # and the day behind it, in whatever language
_BEFORE_DATE = frozenset("on at le am il el em den op om den dne dnia på la".split())
_LABEL_ALONE = re.compile(rf"(?:{BEFORE_NAME}|{BY}|(?:{POSTED}|{CHANGED})\w{{,3}})\s*[:：]?", re.IGNORECASE)
_ELIDED = re.compile("^[dl]['’](?=[^\\W\\d])")
_AND = re.compile(rf"\s*(?:;|\s&\s|\s+{AND}\s+|,\s*(?:and|und|&)\s+|、)\s*")
_SHORT_AND = re.compile(rf"\s+{SHORT_AND}\s+")
_CREDENTIAL = re.compile(rf"^(?:(?i:{CREDENTIAL})|[A-Z]{{2,6}}®?)$")
_FULL_STOP = re.compile(r"(?<=\w{3})\.$")  # not the one of Jr. or Ph.D.
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv)\.?$", re.IGNORECASE)
# "Jane Doe Senior Editor", "Jane Doe MS": what stands behind a whole name with no comma between.
_TITLED = re.compile(
    r"^((?!The\b)\S+\s+\S+(?:\s+\S+)*?)"
    r"(?:\s+(?i:staff|deputy|managing|associate|contributing|lead|news|political|business|sports))*"
    rf"\s+(?:(?i:{ROLE})\b.*|(?i:{CREDENTIAL})(?:\s+(?i:{CREDENTIAL}))*)$"
)
_ROLE = re.compile(rf"\b{ROLE}s?\b", re.IGNORECASE)
_KOREAN = re.compile(r"(?<=[가-힣]{2})\s?(?:(?:선임|수습|전문)?기자|특파원|논설위원)$")
_TWICE = re.compile(r"^(\S+ \S.*) \1$")  # once for those who are read the page aloud
_NO_NAME = re.compile(
    rf"https?:|www\.|[@#]|\.(?:com|org|net|de|pl|br)\b|[{{}}\[\]<>=\\?!:]|^[\d\W]*$|^\w[\w-]*\.[a-z]{{2,6}}$"
    rf"|\b(?:inc|llc|ltd|gmbh|corporation|corp)\.?$|\b{NO_NAME}\b",
    re.IGNORECASE,
)
_NEWSROOM = re.compile(r"\b(?:staff|desk|team|editors?|newsroom|reporters?|writers?)\b", re.IGNORECASE)
_HOUSE = re.compile(rf"\b{HOUSE}\b", re.IGNORECASE)
_NO_NAMES = frozenset({"By", "From"})
"""Words in capitals that no name has."""
_INITIAL = re.compile(r"(?<=^[^\W\d_])\.(?=[^\W\d_])")  # right before a family name: "Б.Сарнай"
_ONE_LETTER = re.compile(r"[^\W\d_]\.")
_WORDS = range(2, 5)  # of a name that nothing calls one
_MAX_NAME = 60
_MAX_WORDS = 7
_MAX_NAMES = 30


def begins_byline(line: str) -> bool:
    """Return whether a line begins as a byline does, perhaps behind a date: "By", "Autor:", "بقلم"."""
    return _BYLINE.match(line) is not None


def names_in_eastern(line: str) -> tuple[str, ...]:
    """Return the names that a line in Chinese, Japanese or Korean calls its reporters', wherever they stand in it."""
    return tuple(dict.fromkeys(next(filter(None, match.groups())) for match in _EASTERN.finditer(line)))


def split_names(text: str, *, displayed: bool = False) -> tuple[str, ...]:
    """Return the names in the words of a byline, in order, each once; ``()`` where they name nobody.

    ``displayed`` says that the page shows these words as its byline: then ``admin`` is a name.
    """
    if len(text) > 1000:
        return ()
    text = _BARE_LABEL.sub("", text) if displayed or not text.isascii() else text
    text = _SAYS_WHEN.sub("", _NAMED_LABEL.sub("", _LABEL.sub("", one_line(text))))
    undated = _DAY_BEHIND.sub("", _DATED.sub("", text))
    text = _ON.sub("", undated if undated == text else _without_weekday(undated))
    text = _NEXT_CREDIT.sub("", text)
    names: list[str] = []
    for group in _AND.split(text):
        for part in _split_short(_TAIL.sub("", group.strip())):
            names.extend(_persons(part))
    unique = dict.fromkeys(name for name in names if is_name(name, displayed=displayed))
    people = [name for name in unique if not is_agency(name)]
    return tuple(people or unique)[:_MAX_NAMES]


def _without_weekday(text: str) -> str:
    """Return the words before a date without those that lead to it: "le jeudi"."""
    parts = text.split()
    while len(parts) > 1 and (parts[-1].strip(",").lower() in day_names() or parts[-1] in _BEFORE_DATE):
        parts.pop()
    return " ".join(parts).rstrip(",")


def is_house(name: str) -> bool:
    """Return whether ``name`` has a word in it by which firms, papers and desks are called."""
    return _HOUSE.search(name) is not None


def is_agency(name: str) -> bool:
    """Return whether ``name`` is that of an agency, as it stands behind a reporter's or below a story."""
    return _AGENCY.fullmatch(name) is not None


def is_full_name(text: str) -> bool:
    """Return whether ``text`` is one name in full and nothing else, though nothing calls it one."""
    words = [word for word in _INITIAL.sub(". ", text).split() if word not in PARTICLES]
    capital = all(word[0].isupper() and (not word.isupper() or _ONE_LETTER.fullmatch(word)) for word in words)
    capital = capital and not text.isupper()
    if (
        len(words) not in _WORDS
        or not capital
        or not _NO_NAMES.isdisjoint(words)
        or is_house(text)
        or chrome_kind(text) is not None
    ):
        return False
    return split_names(text, displayed=True) == (text,)


def is_name(name: str, *, displayed: bool = False) -> bool:
    """Return whether ``name`` can be the name of an author."""
    plain = name.lower().strip(" .")
    if plain in NOBODY or (plain in LOGINS and not displayed):
        return False
    if displayed and (_is_phrase(name) or _LABEL_ALONE.fullmatch(name) or _is_count(name)):
        return False
    return (
        2 <= len(name) <= _MAX_NAME
        and len(name.split()) <= _MAX_WORDS
        and not _NO_NAME.search(name)
        and sum(letter.isdigit() for letter in name) <= len(name) // 3
    )


def _is_phrase(text: str) -> bool:
    """Return whether ``text`` starts as a sentence does and goes on in small letters: "Back to top"."""
    words = (_ELIDED.sub("", word) for word in text.split())
    names = [word for word in words if word and word.lower() not in PARTICLES and word[0].isalpha()]
    goes_on = len(names) > 1 and names[0][0].isupper() and any(word[0].islower() for word in names)
    return goes_on and not _NEWSROOM.search(text)


def _is_count(text: str) -> bool:
    """Return whether ``text`` is a number with words in small letters: how long a story takes to read."""
    number, _, counted = text.partition(" ")
    return number.isdigit() and counted[:1].islower()


def _split_short(text: str) -> list[str]:
    """Split at the short words for "and" where a full name stands on either side."""
    parts = _SHORT_AND.split(text)
    return parts if all(len(part.split()) > 1 for part in parts) else [text]


def _is_place(part: str, name: str) -> bool:
    """Return whether what stands behind a ``name`` says from where it was written: "do Rio", "aus Wien"."""
    return name[0].isupper() and part[0].islower()


def _persons(text: str) -> list[str]:
    """Return the names between commas; credentials, roles and what follows them are no names."""
    parts = [part.strip(' \t–—-*"“”»«›‹●▪') for part in text.split(",")]
    persons: list[str] = []
    for part in parts:
        part = _TITLED.sub(r"\1", _FULL_STOP.sub("", _LABEL.sub("", part)))
        part = _KOREAN.sub("", _TWICE.sub(r"\1", part))
        if not part:
            continue
        if persons and _SUFFIX.match(part):
            persons[-1] = f"{persons[-1]} {part}"
        elif persons and " " in persons[-1] and (_PAPER.fullmatch(part) or _is_place(part, persons[-1])):
            continue
        elif persons and (_CREDENTIAL.match(part) or _ROLE.search(part)):
            if _ROLE.search(part) and not _CREDENTIAL.match(part):
                break
        else:
            persons.append(part)
    if len(persons) == 2 and all(len(person.split()) == 1 for person in persons):
        return [f"{persons[1]} {persons[0]}"]
    return persons
