"""Reads the language of a page as a BCP 47 tag."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from lxml.html import HtmlElement

from extractors.metadata.jsonld import Graph
from extractors.metadata.meta import MetaTable
from extractors.metadata.record import Reading
from extractors.metadata.wording import declared, shown, words

_TAG = re.compile(r"^([a-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:[-_.@].*)?$", re.IGNORECASE)
# Scripts that one language nearly has to itself; Han last, for Japanese and Korean mix it in.
_SCRIPTS = (
    ("ja", re.compile(r"[\u3040-\u30ff]")),
    ("ko", re.compile(r"[\uac00-\ud7a3]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("ar", re.compile(r"[\u0620-\u064a]")),
    ("he", re.compile(r"[\u05d0-\u05ea]")),
    ("el", re.compile(r"[\u03b1-\u03c9]")),
    ("th", re.compile(r"[\u0e01-\u0e3a]")),
    ("hi", re.compile(r"[\u0904-\u0939]")),
    ("ka", re.compile(r"[\u10d0-\u10fa]")),
    ("hy", re.compile(r"[\u0561-\u0587]")),
)
# Cyrillic letters that one of its languages has and those after it in this list have not.
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LETTERS = (
    ("be", "ў"),
    ("uk", "іїє"),
    ("mk", "ѓќѕ"),
    ("sr", "ђћљњј"),
    ("ru", "ыэ"),
    ("bg", "ъщ"),
)
_SHARE = 0.2  # of the sample's characters
# The commonest little words, each list as long as the others and with few words of its neighbours.
_WORDS = {
    language: frozenset(little.split())
    for language, little in {
        "en": "the of and to in is that for was with his are this from have they which were their",
        "de": "der die und das den von ist des dem nicht ein eine auf für auch sich mit werden sind",
        "fr": "les des est une dans pour qui pas sur du au avec plus sont par cette être ont aux",
        "es": "el los las por una con para del más como pero sus su fue este ya porque esta también",
        "pt": "os não uma dos com para mais das foi pelo ao seu sua são pela também já em na",
        "it": "il della che di per gli nel sono con alla anche più dei questo degli una nella era è",
        "nl": "het een van niet zijn voor met aan ook werd deze naar bij wordt heeft hij uit nog maar",
        "pl": "nie się na że jest przez dla jak które oraz był została tym jego ale są już od przed",
        "cs": "se na že je jako pro která byl také podle jeho které jsou až při před který jen bylo",
        "sk": "sa na že je ako pre ktorá bol tiež podľa jeho ktoré sú až pri pred ktorý len bolo",
        "sv": "och att det som är en av för på inte har med till om den ett också från men",
        "da": "og at det som er en af for på ikke har med til om den et også fra blev",
        "no": "og å det som er en av for på ikke har med til om den et også fra ble",
        "fi": "ja on ei se että oli mutta myös kun ovat hän ole joka tai kuin niin sen vain jo",
        "hu": "és hogy nem is az egy volt meg már csak mint ezt amely lesz még után szerint volna azt",
        "ro": "și care la nu cu din pe este sunt pentru că mai fost prin sau după acest ale lui",
        "tr": "ve bir bu için ile da çok olarak daha olan gibi kadar ancak sonra ise değil var diye göre",
        "id": "yang dan di untuk dengan ini dari pada tidak dalam itu akan oleh juga adalah sudah telah ke bisa",
        "vi": "và của là có được cho các không trong một đã những với người này khi từ đến ở",
        "ca": "els les amb per una del més que és va dels seva aquest també són no al han perquè",
    }.items()
}
_FEWEST_LITTLE = 0.075  # of the sample's words
_AHEAD = 1.3  # how many times as often as those of the next language
_FAR_AHEAD = 4  # for words to be believed against what is declared
_SAMPLE = 30  # words
_SURE_SAMPLE = 60
_LOOKED_AT = 4000  # characters


def read_language(tree: HtmlElement, meta: MetaTable, graph: Graph) -> Reading[str] | None:
    """Return the declared language, else one that the script or the commonest words give away, else None."""
    for value, source in _declared(tree, meta, graph):
        tag = language_tag(value)
        if tag:
            return Reading(tag, source)
    return language_of(shown(tree, _LOOKED_AT))


def language_of(text: str) -> Reading[str] | None:
    """Return the language that the script or the commonest words of ``text`` give away, None in doubt."""
    sample = text[:_LOOKED_AT]
    return _by_script(sample[: _LOOKED_AT // 2]) or _by_words(sample)


def language_of_story(declared: str | None, text: str) -> Reading[str] | None:
    """Return the language that a story's own words tell by far, where the page declares another; None otherwise.

    Themes declare the language that they were made in, whatever is written with them.
    """
    primary = (declared or "").partition("-")[0]
    told = _by_words(text[:_LOOKED_AT], _SURE_SAMPLE, _FAR_AHEAD) if primary in _WORDS else None
    return told if told and told.value != primary else None


def language_tag(value: str) -> str | None:
    """Return ``value`` (``en_us``, ``pt-BR``, ``zh-Hant-TW``) as a well-formed tag, None if it is none."""
    match = _TAG.match(value.split(",")[0].strip())
    if not match or match[1].lower() in ("und", "mul", "zxx", "xx"):
        return None
    script, region = match[2], match[3]
    return "-".join(part for part in (match[1].lower(), script and script.title(), region and region.upper()) if part)


def _declared(tree: HtmlElement, meta: MetaTable, graph: Graph) -> Iterator[tuple[str, str]]:
    root = tree.getroottree().getroot()
    yield (
        root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("xml:lang") or "",
        "html lang",
    )
    for key, source in (
        ("og:locale", "opengraph"),
        ("content-language", "meta content-language"),
        ("dc.language", "meta dc.language"),
    ):
        if key in meta:
            yield meta[key][0], source
    for node in (*graph.stories, *graph.pages):
        yield declared(node.get("inLanguage")), "json-ld"


def _by_script(sample: str) -> Reading[str] | None:
    if sample and len(_CYRILLIC.findall(sample)) / len(sample) >= _SHARE:
        used = set(sample.lower())
        return next((Reading(language, "script") for language, own in _LETTERS if used & set(own)), None)
    for language, script in _SCRIPTS:
        if sample and len(script.findall(sample)) / len(sample) >= _SHARE:
            return Reading(language, "script")
    return None


def _by_words(sample: str, fewest: int = _SAMPLE, ahead: float = _AHEAD) -> Reading[str] | None:
    found = words(sample)
    used = Counter(found)
    counts = Counter({language: sum(used[word] for word in little) for language, little in _WORDS.items()})
    (first, most), (_, next_most) = counts.most_common(2)
    if len(found) < fewest or most < _FEWEST_LITTLE * len(found) or most < ahead * next_most:
        return None
    return Reading(first, "words")
