"""Chooses the headline of a page's dump among the lines that look like one, by what the page says elsewhere."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractors.phrases import chrome_kind
from extractors.textmode.forms import glued_kind
from extractors.textmode.head import is_credit, is_dayline, is_headline, is_label
from extractors.textmode.lines import Line
from extractors.textmode.signature import tells_fields
from extractors.textmode.tail import HEADS_A_LIST
from extractors.textmode.titles import (
    MOST_ABOVE,
    TITLE,
    above_credits,
    above_day,
    below_path,
    comes_again,
    in_title_of_page,
    is_name_of_site,
    is_said,
    right_above,
    site_names,
    tells_more,
)

LIKELY = 0.1
"""The verdict that a line is the headline which the rules for plain text take for it."""
LIKELIER = 0.5
"""The same where no rule speaks for it; a line below the headline with it is a dek."""
_PROBABLE = 0.25  # the same where the page is sure of none
_MOTTO = 3  # times as likely a headline as a line below that is it: a motto looks like one, a dek seldom
_HEADING = re.compile(r"\s*#{1,4}\s+\S")
_HOME = re.compile(r"\s*#{1,4}\s+\[[^\[\]]*\]\((?:\w+://[^/()\s]+)?/?(?:\s+\"[^\"]*\")?\)\s*")
_FEWEST_ABOVE = 3  # lines above a story that have its site's name, links and headline
_CREDITS = 2  # lines, one of which is of author and day
_ACCOUNT = frozenset({"login", "newsletter"})
HEAD = frozenset({"menu", "search", "login", "newsletter"})
"""Kinds of phrases in the head of a page: its menu, its links to an account."""
_PATH = re.compile(r"\s[>»›]\s.*\s[>»›]\s")  # of a page in its site, over the headline
_GLUED = re.compile(r"(?<=[^\W\d_A-Z])(?=[A-Z])")  # "RoomsSubscribe"
_STAMP = re.compile(r"\d[./-]\d{1,2}[./-]\d+\W{1,3}\d{1,2}:\d\d")  # of a comment, in a list of the latest


class Others(NamedTuple):
    """What else is known of a page: its ``first`` sentence, and the line that it ``named`` as its headline, or None.

    And whether its story ``is_short``, and the ``boxes`` below it.
    """

    first: int
    named: int | None
    is_short: bool
    boxes: Container[int]


def choose_headline(lines: Sequence[Line], verdicts: NDArray[np.float32], others: Others) -> int | None:
    """Return the number of the line that looks like the headline, else of that which the page names; or None.

    Where the page is not sure of one, the likeliest line above its first sentence is it, unless that is a dek.
    """
    chosen = _likeliest(lines, verdicts, others)
    if chosen is None or lines[chosen].is_title:
        return chosen
    if chosen == others.named:
        return below_path(lines, chosen, others.first)
    under = right_above(lines, others.first, verdicts)
    if under is not None and chosen < under and _outdoes(lines, under, chosen, _marked(lines, others.first)):
        return under  # what is likelier is the site's name or motto
    is_unsure = chosen > 0 and verdicts[chosen] < LIKELIER and verdicts[chosen - 1] >= TITLE
    if is_unsure and _is_over_dek(lines, chosen - 1):
        return chosen - 1
    return below_path(lines, chosen, others.first)


def _is_over_dek(lines: Sequence[Line], number: int) -> bool:
    """Return whether a line looks like a headline, and the page prints it elsewhere as well, but not the one below."""
    others = [*lines[:number], *lines[number + 2 :]]
    return is_headline(lines[number]) and is_said(lines[number], others) and not is_said(lines[number + 1], others)


def _likeliest(lines: Sequence[Line], verdicts: NDArray[np.float32], others: Others) -> int | None:
    """Return the number of the line that is the headline by its look and by what the page names; or None."""
    title = next((number for number, line in enumerate(lines) if line.is_title), None)
    if title is not None:
        return title
    first, named, is_short, boxes = others
    names = _names_and_mottos(lines, verdicts, first)
    likely = [
        number
        for number, line in enumerate(lines)
        if verdicts[number] >= LIKELY and line.kind is None and number not in boxes and number not in names
        if not (line.is_rule or line.is_time or _PATH.search(line.said) or _STAMP.search(line.said))
        if line.text.lstrip().startswith("#") or not tells_fields(line)
    ]
    titles = _marked(lines, first)
    if titles.intersection(likely):
        likely = [number for number in likely if number in titles]
    sure = [number for number in likely if verdicts[number] >= LIKELIER]
    likeliest = max(sure, key=lambda number: float(verdicts[number]), default=None)
    if named is not None and (likeliest is None or is_short):
        return named
    above = [number for number in likely if first - MOST_ABOVE <= number < first]
    if likeliest is None:
        if (titled := in_title_of_page(lines, first)) is not None:
            return titled
        probable = [number for number in above if verdicts[number] >= _PROBABLE or number in titles]
        placed = None if probable else _placed(lines, first, verdicts, names)
        return max(probable, key=lambda number: float(verdicts[number]), default=placed)
    told = [number for number in [named, *above] if number is not None and tells_more(lines, likeliest, number)]
    if told:
        return told[0] if told[0] == named else told[-1]
    return _beside(lines, likeliest, likely, sure, above)


def _placed(lines: Sequence[Line], first: int, verdicts: NDArray[np.float32], names: Container[int]) -> int | None:
    """Return the number of the line that is the headline by where it stands above the ``first`` sentence."""
    credited = above_credits(lines, first, verdicts)
    if credited is None and names:
        credited = right_above(lines, first, verdicts)
    return above_day(lines, first) if credited is None else credited


def _outdoes(lines: Sequence[Line], under: int, likeliest: int, titles: Container[int]) -> bool:
    """Return whether a line right above the story is marked as a title or said again, and the likeliest one is not.

    Between the two stand a site's motto and links, and no sentence of a story or heading over other stories.
    """
    if any(line.ends_sentence or line.kind in HEADS_A_LIST - HEAD for line in lines[likeliest + 1 : under]):
        return False
    if under in titles and likeliest not in titles:
        return True
    return comes_again(lines, under) and not comes_again(lines, likeliest)


def _marked(lines: Sequence[Line], first: int) -> frozenset[int]:
    """Return the lines above the ``first`` sentence that Markdown marks as headings, but links to the site."""
    above = range(min(first, len(lines)))
    return frozenset(at for at in above if _HEADING.match(lines[at].text) and not _HOME.fullmatch(lines[at].text))


def _beside(
    lines: Sequence[Line], likeliest: int, likely: Sequence[int], sure: Sequence[int], above: Sequence[int]
) -> int:
    """Return the number of the line beside the likeliest one that is the headline instead, else its own."""
    if likeliest + 1 in sure and is_name_of_site(lines, likeliest - 1):
        return likeliest + 1  # what is likelier is the site's motto
    if likeliest - 1 in sure and _is_below_menu(lines, likeliest - 1) and is_over_credits(lines, likeliest + 1):
        return likeliest - 1  # what is likelier is the dek
    over = lines[likeliest - 1].said
    if likeliest - 1 in likely and likeliest > 1 and ":" not in over and is_credit(lines[likeliest - 2]):
        return likeliest - 1  # what is likelier is the dek, below the headline below author and day
    again = [number for number in above if comes_again(lines, number)]
    is_other = len(again) == 1 and likeliest < again[0] and not comes_again(lines, likeliest)
    return again[0] if is_other else likeliest


def _over_login(lines: Sequence[Line], verdicts: NDArray[np.float32], first: int) -> frozenset[int]:
    """Return the first line, where the links to log in and subscribe stand below it, and a headline below them."""
    if not lines or first < _FEWEST_ABOVE or lines[0].kind is not None:
        return frozenset()
    if _ends_in_account(lines[0].said.split()) and (verdicts[1:first] >= LIKELY).any():
        return frozenset({0})
    if lines[1].kind not in _ACCOUNT:
        return frozenset()
    return frozenset({0}) if (verdicts[2:first] >= _PROBABLE).any() else frozenset()


def _ends_in_account(words: Sequence[str]) -> bool:
    """Return whether a line ends in a link to log in or subscribe behind other words: a page's head in a row."""
    ends = (" ".join(words[-count:]) for count in (1, 2) if count < len(words))
    if any(end[0].isupper() and chrome_kind(end) in _ACCOUNT for end in ends):
        return True
    glued = _GLUED.finditer(" ".join(words))
    return any(glued_kind(" ".join(words)[cut.start() :]) in _ACCOUNT for cut in glued)


def _is_below_menu(lines: Sequence[Line], number: int) -> bool:
    """Return whether the links of a page's head stand above a line, as above no motto below the site's name."""
    return any(line.kind in HEAD for line in lines[:number])


def is_over_credits(lines: Sequence[Line], number: int, reach: int = _CREDITS) -> bool:
    """Return whether author or day stand there, among so many lines."""
    return any(is_credit(line) or is_label(line) or is_dayline(line) for line in lines[number : number + reach])


def _names_and_mottos(lines: Sequence[Line], verdicts: NDArray[np.float32], first: int) -> frozenset[int]:
    """Return the site's name at the top, and its motto right below, where another line below may be the headline."""
    names = site_names(lines) | _over_login(lines, verdicts, first)
    under = {name + 1 for name in names if name + 1 < first}
    mottos = {at for at in under if (_MOTTO * verdicts[at + 1 : first] >= max(LIKELY, verdicts[at])).any()}
    below = {number for number in range(first) if verdicts[number] >= LIKELY} - names - mottos
    title = right_above(lines, first, verdicts)
    return names | mottos if below or (title is not None and title not in names) else frozenset()
