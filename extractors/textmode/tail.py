"""Finds what follows a story in plain text: comment form, readers' comments, share bars, links to other stories.

Every verdict needs phrases and structure: a run of phrases at the end of the text, or a section whose every
paragraph stands under a commenter's name or time. Where a paragraph after it could be the story's, the section stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, islice, pairwise

from extractors.metadata.datetext import YEAR
from extractors.phrases import chrome_kind, heading_words, normalise
from extractors.sentences import FULL_STOPS
from extractors.textmode.boxes import bio_lines, related_lines
from extractors.textmode.lines import Line

Mark = Callable[[int, str, str], None]
"""Takes a line out: its number, the rule and the reason."""

RULES: dict[str, tuple[str, str]] = {
    "comments-heading": ("comment-form", "heading of the comment section"),
    "comment-form": ("comment-form", "comment form"),
    "form-field": ("comment-form", "comment form"),
    "comment-login": ("comment-form", "login lines of the comment form"),
    "comments-closed": ("comment-form", "notice about comments"),
    "comment-meta": ("comments", "readers' comments"),
    "comment-reply": ("comments", "readers' comments"),
    "comment-author": ("comments", "readers' comments"),
    "share": ("share-bar", "links to share the story"),
    "like": ("likes", "likes bar"),
    "related": ("related", "links to other stories"),
    "read-more": ("related", "link to read on"),
    "post-navigation": ("post-navigation", "links to the posts before and after"),
    "newsletter": ("newsletter", "box to subscribe or follow"),
    "menu": ("menu", "navigation"),
    "search": ("menu", "search box"),
    "login": ("menu", "login links"),
    "cookies": ("cookies", "cookie notice"),
    "feed": ("footer", "links to feeds"),
    "footer": ("footer", "page footer"),
    "sidebar": ("sidebar", "sidebar"),
    "posted": ("post-meta", "line about author and date"),
    "categories": ("post-meta", "line of categories"),
    "tags": ("post-meta", "line of tags"),
}
"""Kind of phrase → rule and reason for taking it out. A kind that is not here is never taken out."""

_ANSWERING = frozenset({"comment-meta", "comment-reply"})
_FORM = frozenset({"comment-form", "comment-login", "comments-closed"})
HEADS_A_LIST = frozenset({"related", "sidebar", "post-navigation", "newsletter", "footer", "menu", "comments-heading"})
_IN_FORM = _FORM | {"form-field", "comments-heading", "like"}
_ENDS_A_STORY = frozenset({"categories", "tags", "posted", "share", "like", "related", "post-navigation", "newsletter"})
_OPENERS = 8  # headings that are tried: a story has few that read as a comment section's
_FORM_ABOVE = 3  # lines of a form above one in words not known
_NEAR = 8  # lines between a commenter's name and a paragraph of the comment
_FEWEST_SIGNED = 3  # comments under no known heading
_LONGEST_LIST = 12  # titles under "Related posts"
_LONGEST_STRAY = 2  # short lines between two runs of phrases
_LONGEST_HEADING = 60  # characters of a heading over a comment form
_LONGEST_UNKNOWN = 120  # characters of a line amid phrases that is none
_DOUBTED = 3  # weight that takes out a list of titles with no more than a common word as its heading
_CERTAIN = 4  # weight of phrases that are a form, whatever its heading says
_FORM_LINES, _FORM_WEIGHT = 8, 6  # lines of a form that are looked at, and the weight that makes them one


def heads_form(lines: Sequence[Line], number: int) -> bool:
    """Return whether a few words stand between what ends a story and a comment form: its heading, whatever it asks."""
    if not 0 < number < len(lines) - 1 or len(lines[number].said) > _LONGEST_HEADING:
        return False
    return lines[number - 1].kind in _ENDS_A_STORY and lines[number + 1].kind in _FORM


def ends_form(lines: Sequence[Line], number: int) -> bool:
    """Return whether the line is the last of the text, and those above are a comment form: what it asks besides."""
    above = lines[max(number - _FORM_ABOVE, 0) : number]
    return number == len(lines) - 1 and len(above) == _FORM_ABOVE and all(line.kind in _IN_FORM for line in above)


def mark_run(lines: Sequence[Line], run: Iterable[int], reason: tuple[str, str], mark: Mark) -> None:
    """Mark the lines of ``run``, each for the reason of its own phrase, else of the last heading of a list above it."""
    for number in run:
        kind = lines[number].kind or ""
        if kind in HEADS_A_LIST:
            reason = RULES[kind]
        mark(number, *RULES.get(kind, reason))


def mark_tail(lines: Sequence[Line], mark: Mark) -> int:
    """Mark all that follows the story in ``lines``; return the number of the first such line, or their count."""
    boxes = dict.fromkeys(related_lines(lines), "related") | dict.fromkeys(bio_lines(lines), "sidebar")
    boxes |= {number: lines[number].kind or "" for number in _forms(lines)}
    for number, kind in boxes.items():
        mark(number, *RULES[kind])
    numbers = [number for number in range(len(lines)) if number not in boxes]
    start = _mark_end([lines[number] for number in numbers], lambda place, *why: mark(numbers[place], *why))
    return numbers[start] if start < len(numbers) else len(lines)


def _mark_end(lines: Sequence[Line], mark: Mark) -> int:
    """Mark comment section and run of phrases that end ``lines``; return the number of the first line marked."""
    end = _comments_start(lines)
    for number in range(end, len(lines)):
        mark(number, *RULES.get(lines[number].kind or "", RULES["comment-meta"]))
    start = _run_start(lines, end)
    while 0 < start < len(lines) and lines[start - 1].is_rule:
        start -= 1
    reason = RULES["comments-heading"]
    for number in range(start, end):
        reason = RULES.get(lines[number].kind or "", reason)
        mark(number, *reason)
    return start


def _forms(lines: Sequence[Line]) -> set[int]:
    """Return the lines of whole comment forms that do not end the text: five phrases on end, three telling ones."""
    found: set[int] = set()
    for is_phrase, group in groupby(enumerate(lines), key=lambda item: item[1].kind in RULES):
        run = dict(group)
        telling = sum(line.kind in _FORM and line.weight > 1 for line in run.values())
        if is_phrase and len(run) >= 5 and telling >= 3 and len(lines) - 1 not in run:
            found.update(run)
    return found


def _comments_start(lines: Sequence[Line]) -> int:
    """Return the number of the line that opens the comment section, the number of lines where there is none."""
    first = next((number + 1 for number, line in enumerate(lines) if is_story(line)), len(lines))
    first = max(first, _last_stray_prose(lines) + 1)
    openers = islice(_openers(lines, first), _OPENERS)
    confirmed = (number for number in openers if _is_confirmed(lines[number:]))
    return next(confirmed, len(lines))


def is_story(line: Line) -> bool:
    """Return whether ``line`` is a sentence of a story, however short."""
    return line.is_prose or (line.kind is None and line.ends_sentence)


def _last_stray_prose(lines: Sequence[Line]) -> int:
    """Return the number of the last paragraph that is no part of a comment, -1 where all are.

    A comment starts under its reader's name or time and ends at its link to reply.
    """
    last, signature, spoken = -1, -_NEAR - 1, False
    for number, line in enumerate(lines):
        if _is_signature(line):
            signature, spoken = number, False
        elif line.kind == "comments-heading" or (spoken and line.kind in _ANSWERING):
            signature = -_NEAR - 1  # below the heading each comment has its own
        elif line.is_prose and number - signature > _NEAR:
            last = number
        spoken = spoken or line.kind is None
    return last


def _is_signature(line: Line) -> bool:
    """Return whether ``line`` is what stands over a comment: who says it, or when."""
    return line.kind == "comment-author" or (line.kind in (None, "posted") and line.is_time)


def _openers(lines: Sequence[Line], first: int) -> Iterator[int]:
    """Yield the lines where a comment section can start: at its heading, or at a commenter's name over a time.

    Under a heading in words not known, a name with its day, or over it, opens a section of several that a form ends.
    """
    signed_throughout = True  # if not from one line on, from none below it
    for number in range(first, len(lines)):
        line = lines[number]
        if line.kind == "comments-heading":
            yield number
        elif line.kind == "comment-author":
            if any(below.is_time for below in lines[number + 1 : number + 3]):
                yield number
        elif signed_throughout and _opens_signed(lines, number):
            signed_throughout = _is_signed_throughout(lines[number:])
            if signed_throughout:
                yield number


def _opens_signed(lines: Sequence[Line], number: int) -> bool:
    """Return whether a name with its day, or over it, stands here or below a heading that does."""
    line = lines[number]
    reach = 3 if any(map(str.isdigit, line.said)) else 2  # lines: a heading that counts, a name, a day
    signed = any(map(_tells_year, lines[number : number + reach]))
    return line.kind is None and line.is_short and signed


def _tells_year(line: Line) -> bool:
    """Return whether a signature tells the year, as readers' comments do and the hours of a live report do not."""
    return _is_signature(line) and YEAR.search(line.said) is not None


def _is_signed_throughout(section: Sequence[Line]) -> bool:
    """Return whether several days in ``section`` stand alternately with what was said, and a comment form below."""
    signed = [number for number, line in enumerate(section) if _tells_year(line)]
    said = sum(any(map(is_story, section[number + 1 : below])) for number, below in pairwise(signed))
    return said >= _FEWEST_SIGNED - 1 and sum(line.weight for line in section if line.kind in _FORM) >= 2


def _is_confirmed(section: Sequence[Line]) -> bool:
    """Return whether ``section``, from its heading to the end of the text, holds comments or a comment form."""
    signed = [number for number, line in enumerate(section) if _is_signature(line)]
    comments = sum(number - before > 1 for before, number in pairwise([-2, *signed]))  # name and time are one
    replies = sum(line.kind in _ANSWERING for line in section)
    if not any(map(is_story, section)):
        return comments + replies >= 2 or sum(line.weight for line in section if line.kind in _FORM) >= 2
    if comments >= 2:
        return comments + replies >= 3 or section[-1].kind is not None or section[0].kind == "comments-heading"
    return comments == 1 and section[-1].kind is not None and sum(map(is_story, section)) == 1


def _run_start(lines: Sequence[Line], end: int) -> int:
    """Return where the run of phrases that reaches to ``end`` starts, ``end`` where it proves too little."""
    start, weight, pending, needed = end, 0 if end == len(lines) else 2, 0, 2
    for number in range(end - 1, -1, -1):
        line = lines[number]
        if line.kind in RULES:
            if pending and not _belong(lines, number, pending, weight):
                if line.kind not in HEADS_A_LIST or any(map(is_story, lines[number + 1 : number + 1 + pending])):
                    break
                needed = _DOUBTED  # "Related" and some titles may be the story's own: what stands above must tell
            start, weight, pending = number, weight + line.weight, 0
        elif line.kind is None and not line.is_rule:
            pending += 1
            if pending > (_LONGEST_LIST if line.is_short else _LONGEST_STRAY) or len(line.said) > _LONGEST_UNKNOWN:
                break
    if weight < needed:
        return end
    start -= _is_custom_heading(lines, start, is_form=weight >= _CERTAIN)
    return start


def _belong(lines: Sequence[Line], number: int, pending: int, weight: int) -> bool:
    """Return whether the ``pending`` unknown lines below line ``number`` belong to the run of phrases around them.

    They do under the heading of a list; and, one or two, amid a form, where they are fields in words not known.
    """
    unknown = [line for line in lines[number + 1 : number + 1 + pending] if not line.is_rule]
    told = any(map(is_story, unknown))
    if lines[number].kind in HEADS_A_LIST and weight >= 2 and not told:
        return True
    if pending > _LONGEST_STRAY:
        return False
    if pending == 1 and weight >= _FORM_WEIGHT and lines[number].kind in _ENDS_A_STORY and _is_title(unknown):
        return True  # the heading of the form in words of the site's own, below what ends the story
    above = lines[max(0, number - _FORM_LINES + 1) : number + 1]
    known = sum(line.kind in RULES for line in above[-4:])
    in_form = known >= 3 and sum(line.weight for line in above) >= _FORM_WEIGHT
    if told:
        return in_form and above[-1].kind in _IN_FORM
    return in_form or (weight >= 4 and len(above) > 1 and above[-2].kind in RULES)


def _is_title(unknown: Sequence[Line]) -> bool:
    """Return whether the unknown lines are one of few words that is no statement."""
    return len(unknown) == 1 and len(unknown[0].said.split()) <= 8 and not unknown[0].said.endswith((*FULL_STOPS, "…"))


def _is_custom_heading(lines: Sequence[Line], start: int, *, is_form: bool) -> bool:
    """Return whether the line over a comment form is a heading in words of the site's own.

    Over what ``is_form`` beyond doubt they need not be words that such headings are made of.
    """
    if start < 2 or start >= len(lines) or lines[start].kind not in _FORM:
        return False
    above = lines[start - 1]
    words = normalise(above.said).split()
    return (
        above.kind is None
        and above.gap > 0
        and len(words) <= 8
        and not above.said.endswith((".", "…", "”", '"'))
        and (
            any(word in heading_words() for word in words)
            or _ends_in_form(above.said)
            or (is_form and _is_phrase(above.said))
        )
    )


def _ends_in_form(text: str) -> bool:
    """Return whether a line ends in a phrase of comment forms, as a heading does in its link to cancel a reply."""
    words = text.split()
    return any(chrome_kind(" ".join(words[cut:])) == "comment-form" for cut in range(1, len(words)))


def _is_phrase(text: str) -> bool:
    """Return whether a few words are no name or signature: more than one, and not all of them written large."""
    words = [word for word in text.split() if word[0].isalpha()]
    return len(words) > 1 and any(word[0].islower() for word in words) and not text.endswith(("!", "?", ":", ","))
