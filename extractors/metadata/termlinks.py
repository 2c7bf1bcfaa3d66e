"""Reads the terms that no class and no declaration tells of: behind a label, or by where links by the headline lead."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain, islice, takewhile

from lxml.etree import XPath
from lxml.html import HtmlElement

from extractors.metadata.sheet import Sheet
from extractors.metadata.walk import Piece, block_of, texts_after, texts_within
from extractors.metadata.wording import is_sentence, one_line, shown
from extractors.phrases import chrome_kind

_LABELS = XPath("following::text()[string-length(normalize-space(.)) <= 24][contains(., ':') or contains(., '：')]")
_COLONS = " \t\r\n:：\xa0"
_MOST_LABELS = 40  # that are looked at
_PAIR = 2  # links in a line that files a story, at least
_MOST_PAGE_LINKS = 400  # of a page that are looked at
MOST_LINKS = 25
"""Terms of one story: a cloud of all the site's has more."""
LONGEST_BOX = 1000
"""Characters of a box of terms that are read."""
MAX_TERM = 80
"""Characters of a term."""
LABEL, GAP = 24, 3
"""Characters before the terms, and between two: "Filed under:", " | "."""
CATEGORY_PATH = re.compile(
    r"/(?:category|categories|kategorie|categoria|categorie|kategoria|kategori|rubrik)/|[?&]cat=",
    re.IGNORECASE,
)
TAG_PATH = re.compile(r"/(?:tags?|schlagwort|etiqueta|etiquette|thema|tagged)/|[?&]tag=", re.IGNORECASE)
"""The addresses of archives of stories, by category and by tag."""


def led_to(sheet: Sheet, path: re.Pattern[str]) -> list[str]:
    """Return the words of the links by the headline, in its main box if above it, that lead to archives of this kind.

    Those in a sentence are the author's, and many are a menu.
    """
    around = _around(sheet)
    terms = []
    for line in sheet.lines:
        steps = (line.holder, *line.holder.iterancestors())
        link = next((step for step in steps if step.tag == "a"), None)
        leads = link is not None and path.search(link.get("href") or "")
        is_own = around in steps if around is not None else line in sheet.lines_after
        if not (leads and is_own and line.above_story) or sheet.furniture.holds(line.holder):
            continue
        if not chrome_kind(line.text) and not is_sentence(shown(block_of(line.holder), LONGEST_BOX)):
            terms.append(_without_sign(line.text))
    return terms if len(terms) <= MOST_LINKS else []


def _around(sheet: Sheet) -> HtmlElement | None:
    """Return the ``article`` or ``main`` that the headline stands in, None where it stands in none."""
    headline = sheet.headline.element
    return next(headline.iterancestors("article", "main"), None) if headline is not None else None


def labelled(sheet: Sheet, kind: str) -> list[str]:
    """Return the words of the links right behind a label below the headline, "Tags:", where no class tells of them.

    Where the headline stands in an article, so does the label: others head what the site files its stories under.
    """
    headline, around = sheet.headline.element, _around(sheet)
    labels = islice(_LABELS(headline), _MOST_LABELS) if headline is not None else ()
    label = next((label for label in labels if chrome_kind(label.strip(_COLONS)) == kind), None)
    holder = label.getparent() if label is not None else None
    if label is None or holder is None or sheet.furniture.holds(holder):
        return []
    if around is not None and around not in holder.iterancestors():
        return []
    inside = texts_within(holder) if label.is_text else ()
    line = block_of(holder)
    row = line if line.find(".//a") is not None else line.getparent()
    following = islice(chain(inside, texts_after(holder)), 1, None)
    return _linked_terms(takewhile(lambda piece: row in (piece[0], *piece[0].iterancestors()), following))


def _linked_terms(pieces: Iterable[Piece]) -> list[str]:
    """Return the words of the links that pieces of text begin with, none of a cloud: separators stand between them.

    "3 comments" and "Permalink" in the same line are none.
    """
    terms: list[str] = []
    for holder, text in pieces:
        if holder.tag == "a" or next(holder.iterancestors("a"), None) is not None:
            term = one_line(text, MAX_TERM + 1).strip("#＃,; ")
            if chrome_kind(term):
                break
            terms.append(term)
        elif any(map(str.isalnum, text)) or len(terms) > MOST_LINKS:
            break
    return terms if len(terms) <= MOST_LINKS else []


def filed_under(sheet: Sheet, archive: re.Pattern[str]) -> list[str]:
    """Return the words of the links to such archives in the one line of the story that holds several and little else.

    Where there are several such lines they are other stories', on their cards.
    """
    links = islice(sheet.tree.iter("a"), _MOST_PAGE_LINKS)
    filed = [link for link in links if _leads_to_archive(link) and not sheet.furniture.holds(link)]
    lines = {block_of(link): None for link in filed}
    if len(lines) != 1:
        return []
    (line,) = lines
    longest = sum(len(shown(link, MAX_TERM + 1)) + GAP for link in filed) + 2 * LABEL
    if not _PAIR <= len(filed) <= MOST_LINKS or len(shown(line, LONGEST_BOX)) > longest:
        return []
    return [term_of(link) for link in filed if archive.search(link.get("href") or "")]


def _leads_to_archive(link: HtmlElement) -> bool:
    address = link.get("href") or ""
    return CATEGORY_PATH.search(address) is not None or TAG_PATH.search(address) is not None


def term_of(link: HtmlElement) -> str:
    """Return the words of a link to an archive, without the sign for tags."""
    return _without_sign(shown(link, MAX_TERM + 1))


def _without_sign(words: str) -> str:
    return words.lstrip("#＃").strip()
