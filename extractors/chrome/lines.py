"""Finds lines that are chrome by their form alone: copyright lines, stacked links, the list of author and date."""

from __future__ import annotations

import re

from extractors.metadata.datetext import YEAR, parse_date
from extractors.page.blocks import Block, Box, look
from extractors.page.outbound import SHARES
from extractors.page.survey import Survey
from extractors.sentences import CLOSED

_COPYRIGHT = re.compile(r"(?:copyright\s*)?(?:Â?©|\(c\)\s*\d{4})|copyright\s+(?:19|20)\d\d\b", re.IGNORECASE)
"""How such a line begins; with the sign as it looks where UTF-8 is read as Latin-1, too."""
_LONGEST = 200  # characters of a copyright line
_WRITTEN_BY_NOBODY = frozenset({"comment-login"})
"""Kinds of phrases that are too long and odd to be a line of an author's."""
_ITEMS = frozenset({"dd", "dt", "li"})
_LONGEST_ITEM = 40  # characters
_LONGEST_DAY = 30
_MOST_ITEMS = 6
_ENDS = (*CLOSED, "…", ":")
_PAGES = re.compile(r"[^\W\d][^\d:：]{1,20}[:：]\s*(\d{1,3}(?: \d{1,3})+)")
_BARS = re.compile(r"\s[|•·]\s")
_LABELLED = re.compile(r"[^\W\d][^:：.!?]{1,25}[:：]\s?\S[^:：!?]{0,30}(?::\d\d)*")
_LONGEST_NUMBER = 3  # digits, of the page that is read
_STEPS = ("«", "»", "←", "→", "‹", "›", "⟵", "⟶", "<", ">")
"""What links to the stories before and after this one begin and end with."""
_BOTH = 2
_LINKS = 3  # lines of a block of links


def find_lines(survey: Survey, taken: set[int]) -> set[int]:
    """The numbers of such blocks, besides those ``taken``."""
    rows = _Rows()
    return (_credits(survey) | _credit_rows(survey) | _labelled_rows(survey)) - taken | {
        number
        for number, block in enumerate(survey.blocks)
        if number not in taken
        and (
            is_copyright(block.text)
            or survey.kinds[number] in _WRITTEN_BY_NOBODY
            or (block.link_chars and (_counts_pages(block) or _ends_in_copyright(block) or rows.is_row(block)))
            or (block.link_chars * 5 > len(block.text) * 4 and not block.items and _is_stacked(block.text))
        )
    }


def _credits(survey: Survey) -> set[int]:
    """The items of a list between the headline and the first prose that are all short, one of them a date."""
    found: set[int] = set()
    seen: set[Box] = set()
    for number in range(survey.headline + 1, len(survey.blocks) if survey.headline >= 0 else 0):
        if survey.is_prose(number):
            break
        box = survey.blocks[number].box
        if box.parent is None or box.tag not in _ITEMS or box.parent in seen:
            continue
        seen.add(box.parent)
        span = survey.spans[box.parent]
        items = [survey.blocks[place].text for place in span]
        if max(map(len, items)) <= _LONGEST_ITEM and any(map(YEAR.search, items)):
            found.update(span)
    return found


def _credit_rows(survey: Survey) -> set[int]:
    """The blocks of small boxes right above the first prose that hold a day and other short lines, and no sentence.

    The box names itself, and no other that is called so holds prose: a diary's entries begin with their day as well.
    """
    found: set[int] = set()
    if survey.headline < 0:
        return found
    first = next((number for number in range(survey.headline + 1, len(survey.blocks)) if survey.is_prose(number)), 0)
    days = (number for number in range(survey.headline + 1, first) if _is_day(survey.blocks[number].text))
    for row in dict.fromkeys(survey.blocks[number].box.parent for number in days):
        span = survey.spans[row] if row is not None else range(0)
        if 1 < len(span) <= _MOST_ITEMS and survey.headline < span.start and span.stop <= first and row is not None:
            lines = [survey.blocks[number].text for number in span]
            named = row.attributes.get("class") and not _holds_story(survey, span) and not _is_set_alike(survey, row)
            if named and max(map(len, lines)) <= _LONGEST_ITEM and not any(line.endswith(_ENDS) for line in lines):
                found.update(span)
    return found


def _labelled_rows(survey: Survey) -> set[int]:
    """The lines between the headline and the first prose that are several labels, each with a few words, one a day."""
    found: set[int] = set()
    for number in range(survey.headline + 1, len(survey.blocks) if survey.headline >= 0 else 0):
        text = survey.blocks[number].text
        pieces = _BARS.split(text) if YEAR.search(text) and len(text) <= _LONGEST else []
        if len(pieces) > 1 and all(map(_LABELLED.fullmatch, pieces)) and any(map(parse_date, pieces)):
            found.add(number)
        elif survey.is_prose(number):
            break
    return found


def _holds_story(survey: Survey, span: range) -> bool:
    return bool(survey.story) and survey.story.start in span


def _is_day(text: str) -> bool:
    return len(text) <= _LONGEST_DAY and YEAR.search(text) is not None


def _is_set_alike(survey: Survey, row: Box) -> bool:
    """Whether another box is called as this one is."""
    return any(other is not row and look(other) == look(row) for other in survey.boxes)


def is_copyright(text: str) -> bool:
    """Whether a text is a copyright line."""
    return len(text) <= _LONGEST and _COPYRIGHT.match(text) is not None


def _counts_pages(block: Block) -> bool:
    """Whether a block is a label and the numbers of a story's pages, all but the one that is read links."""
    row = _PAGES.fullmatch(block.text) if block.text[-1].isdigit() else None
    if row is None:
        return False
    numbers = row[1].split()
    linked = sum(map(len, numbers)) - block.link_chars
    return numbers == [str(page) for page in range(1, len(numbers) + 1)] and 0 < linked <= _LONGEST_NUMBER


def _ends_in_copyright(block: Block) -> bool:
    """Whether a block is a few links and, behind a separator, a copyright line."""
    if len(block.text) > _LONGEST:
        return False
    links, separator, rest = block.text.rpartition(" | ")
    return bool(separator) and len(links) <= block.link_chars + _LONGEST_NUMBER and is_copyright(rest)


class _Rows:
    """What the links of a box do, looked at once however many blocks are in it."""

    def __init__(self) -> None:
        self._told: dict[Box, tuple[int, bool]] = {}

    def is_row(self, block: Block) -> bool:
        """Whether a block is a row of links to share the story by, or the two to the stories before it and after it."""
        if not block.is_link:
            return False
        if block.box not in self._told:
            addresses = [link.get("href") or "" for link in block.box.element.iter("a")]
            self._told[block.box] = len(addresses), len(addresses) > 1 and all(map(SHARES.search, addresses))
        count, share = self._told[block.box]
        return share or (count == _BOTH and block.text.startswith(_STEPS) and block.text.endswith(_STEPS))


def _is_stacked(text: str) -> bool:
    """Whether a text is several lines of labels, not of addresses as in a list of sources."""
    return text.count("\n") >= _LINKS - 1 and "://" not in text
