"""Shows the story that a page hands to its scripts as data, where it shows nothing else: browsers draw it from there.

Frameworks keep the whole state of a page in it, the teasers of other stories too: the story's own entry is known by its
title, and in it the text is what has the most words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from itertools import islice

from extractors.page.blocks import word_count
from extractors.page.elements import label_of
from extractors.page.parsing import Page, parse
from extractors.page.printed import squash

_WORDS = 40
"""Words that make a story: shorter ones are teasers."""
_MOST_DATA = 5_000_000
"""Characters of a script that are read."""
_MOST_ENTRIES, _DEEPEST = 100_000, 40
_SHORTEST_DATA = 200
"""Characters of a text that may hold a story as data."""
_MOST_STORIES = 20
"""Entries with the page's title, and data assigned to names, that are looked at."""
_SHORTEST_TITLE = 2
"""Spaces in a title by which it is known to begin that of the page, which may name the site behind it."""
_DATA = re.compile(r"(?:application|text)/(?:[\w.+-]*\+)?json$", re.IGNORECASE)
_ASSIGNED = re.compile(
    r"(?:^|[\s;])(?:window|self|globalThis)(?:\.\w+|\[[\"']\w+[\"']\])\s*=\s*(?:JSON\.parse\(\s*)?(?=[{\[\"])"
)
_TITLES = ("title", "headline", "name", "heading")
_TEXTS = ("text", "value", "html", "content", "markup")
"""Where editors' blocks keep their words, for those that keep them nowhere else."""
_OTHERS = re.compile(
    r"relat|recommend|comment|author|more|popular|trending|latest|teaser|summar|excerpt|seo|meta", re.IGNORECASE
)
"""Keys under which there is something else than the text of the story."""
_LOCKED = re.compile(r"paywall|premium|locked|(?:for|only)_?(?:subscri|member)|subscribers?_?only", re.IGNORECASE)
_MARKUP = re.compile(r"</?(?:p|div|br|h[1-6]|ul|blockquote|figure)\b", re.IGNORECASE)
_DECODER = json.JSONDecoder(strict=False)


def show_data(page: Page, headline: str | None) -> bool:
    """Show the story of that headline that a page has in the data for its scripts; returns whether there is one.

    The page's tree is changed: the story becomes a box of it.
    """
    body = page.tree.find("body")
    wanted = squash(headline or "")
    if body is None or not wanted:
        return False
    told = ((title, entry) for data in _data(page) for entry in _entries(data) if (title := _title(entry, wanted)))
    texts = [(title, _text(entry)) for title, entry in islice(told, _MOST_STORIES) if not _is_locked(entry)]
    title, text = max(texts, key=lambda each: word_count(each[1]), default=("", ""))
    if word_count(text) < _WORDS:
        return False
    box = parse(f"<article><h1>{escape(title)}</h1>{text}</article>", None).tree.find(".//article")
    if box is None or word_count(label_of(box)) < _WORDS:
        return False
    body.append(box)
    return True


def _data(page: Page) -> Iterator[object]:
    """What the page's scripts hold: data by itself, or assigned to a name."""
    for script in page.tree.iter("script"):
        text = label_of(script)
        if script.get("src") or len(text) > _MOST_DATA:
            continue
        kind = script.get("type") or ""
        if _DATA.match(kind) and not kind.endswith("ld+json"):
            yield _read(text.strip())
        elif not kind or "javascript" in kind:
            for assigned in islice(_ASSIGNED.finditer(text), _MOST_STORIES):
                yield _read(text, assigned.end())


def _read(text: str, begins: int = 0) -> object:
    """The data that begins there, written as it is or as a string to be parsed; None for none."""
    try:
        data: object = _DECODER.raw_decode(text, begins)[0]
        return json.loads(data, strict=False) if isinstance(data, str) else data
    except (ValueError, RecursionError):
        return None


def _entries(data: object) -> Iterator[dict[str, object]]:
    """All objects in the data, those included that stand in a text in it, as the answer of a server does."""
    waiting, seen = [(data, 0)], 0
    while waiting and seen < _MOST_ENTRIES:
        entry, depth = waiting.pop()
        seen += 1
        if isinstance(entry, dict):
            yield entry
        inner = entry.values() if isinstance(entry, dict) else entry if isinstance(entry, list) else ()
        for each in inner if depth < _DEEPEST else ():
            held = _read(each) if isinstance(each, str) and len(each) > _SHORTEST_DATA and each[0] in "{[" else each
            if isinstance(held, (dict, list)):
                waiting.append((held, depth + 1))


def _title(entry: dict[str, object], wanted: str) -> str:
    """What an entry has for a title, where that is the page's, whose site may be named behind it; else nothing."""
    for name in _TITLES:
        value = entry.get(name)
        value = value.get("rendered") if isinstance(value, dict) else value
        said = squash(value) if isinstance(value, str) else ""
        if said == wanted or (said.count(" ") >= _SHORTEST_TITLE and wanted.startswith(f"{said} ")):
            return str(value)
    return ""


def _is_locked(entry: dict[str, object]) -> bool:
    """Whether an entry says that it is for some readers only."""
    return any(_LOCKED.search(key) and value is True for key, value in entry.items())


def _text(entry: object, depth: int = 0) -> str:
    """The longest text in an entry, as markup: that of one field, or of a list of blocks."""
    if isinstance(entry, str):
        return entry if _MARKUP.search(entry) else "".join(f"<p>{escape(each)}</p>" for each in entry.split("\n"))
    if depth > _DEEPEST:
        return ""
    if isinstance(entry, list):
        blocks = [_block(each) for each in entry]
        return "".join(each if _MARKUP.search(each) else f"<p>{each}</p>" for each in blocks if each)
    if not isinstance(entry, dict) or (depth and any(isinstance(entry.get(name), str) for name in _TITLES)):
        return ""  # another story
    own = (each for key, each in entry.items() if not _OTHERS.search(key))
    return max((_text(each, depth + 1) for each in own), key=word_count, default="")


def _block(entry: object, depth: int = 0) -> str:
    """The words of a block as markup: its text as it stands, the marks in it left out."""
    if isinstance(entry, str):
        return entry
    if depth > _DEEPEST:
        return ""
    if isinstance(entry, list):
        lines = all(isinstance(each, str) for each in entry)
        return ("\n" if lines else "").join(_block(each, depth + 1) for each in entry)
    if not isinstance(entry, dict):
        return ""
    own = next((entry[name] for name in _TEXTS if isinstance(entry.get(name), str)), None)
    if isinstance(own, str):
        return own
    inner = [each for key, each in entry.items() if isinstance(each, (dict, list)) and not key.startswith("mark")]
    told = "".join(_block(each, depth + 1) for each in inner)
    return told or max((each for each in entry.values() if isinstance(each, str) and " " in each), key=len, default="")
