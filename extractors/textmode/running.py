"""Parts the blocks of a page that stand on one line, with nothing but a space between them.

So they stand where a tool puts a space in the place of each tag. What parts them is what a page says by itself: runs of
phrases of its interface, its headline said once more, author and day below that. A text of which too little is such
phrases is no page, and stays whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from extractors.phrases import chrome_kind
from extractors.textmode.days import day_at
from extractors.textmode.lines import Line
from extractors.textmode.opening import Opening, find_opening
from extractors.textmode.spans import ENDS_OR_LEADS, Span, ends_in_phrase, line_span, phrase_spans

_SHORTEST = 60  # characters of a line that may be several blocks
_TOP, _FOOT = 300, 1_500  # words of such lines that are looked at
_TELLING = 12  # letters of a phrase that nobody writes by chance
_FEWEST_TELLING, _FEWEST_KINDS = 3, 3  # such phrases, and kinds of phrases, that make a page
_SHARE, _MORE_KINDS, _FEWEST_LETTERS = 0.3, 5, 45  # letters of phrases a word, kinds and letters that do as well
_NEAR = 3  # words between two phrases of a run
_RUN = 16  # letters of the phrases of a run that parts a line
_LONGEST_HEADING = 6  # words before the title in the heading over comments
_NEXT = 24  # words between two phrases of a page's foot
_FEWEST_CHAINED, _FEWEST_ENDING = 2, 4  # such phrases above one that no story says, and at a text's end
_FEWEST_LAST, _LAST = 3, 15  # phrases that end a text, and words below them at most
_ARROWS = frozenset("←→«»⟵⟶")
_MENU = frozenset({"menu", "search", "login"})
_AMID = frozenset({"newsletter", "sidebar", "read-more"})
"""Kinds of phrases in boxes that stand amid stories."""
_QUOTES = '“”„«»「『"'


def with_blocks_apart(lines: Sequence[Line]) -> list[Line]:
    """Return ``lines``, those that hold many blocks of a page in several; those of any other text as they are."""
    words = [word for line in lines for word in line.text.split()]
    long = [number for number, line in enumerate(lines) if _may_be_several(line)]
    if not long or not ends_in_phrase(words):
        return list(lines)
    ends = [*accumulate(len(line.text.split()) for line in lines)]
    bounds = [*pairwise([0, *ends])]
    spans = [span for number in long for span in _looked_at(words, *bounds[number])]
    if not _is_page(words, spans, sum(stop - start for start, stop in map(bounds.__getitem__, long))):
        return list(lines)
    for number in set(range(len(lines))).difference(long):
        whole = line_span(lines[number], *bounds[number])
        spans += [whole] if whole else _looked_at(words, *bounds[number])
    spans.sort()
    opening = find_opening(words, spans)
    places = _places(words, spans, opening)
    found: list[Line] = []
    for line, (start, stop) in zip(lines, bounds, strict=True):
        within = [start, *sorted(place for place in places if start < place < stop), stop]
        if len(within) == 2 or line.kind is not None:
            found.append(replace(line, is_title=True) if [start, stop] == opening.headline else line)
            continue
        parts = [(one, " ".join(words[one:other])) for one, other in pairwise(within)]
        found += (Line(part, 1, known=opening.credits_at(at), is_title=opening.titles(at)) for at, part in parts)
    return found


def _may_be_several(line: Line) -> bool:
    """Return whether a line may be several blocks: no single phrase is as long, or it is none."""
    return len(line.text) >= _SHORTEST and (line.kind is None or chrome_kind(line.said) is None)


def _looked_at(words: Sequence[str], start: int, stop: int) -> Iterator[Span]:
    """Yield the phrases between two places that are near the top or the end of the text."""
    foot = max(len(words) - _FOOT, _TOP)
    for one, other in ((start, min(stop, _TOP)), (max(start, foot), stop)):
        if one < other:
            yield from phrase_spans(words, one, other)


def _is_page(words: Sequence[str], spans: Sequence[Span], looked_at: int) -> bool:
    """Return whether so many of the words are phrases of an interface that no story says them by chance."""
    telling = {" ".join(words[span.start : span.stop]) for span in spans if span.letters >= _TELLING}
    kinds, letters = len({span.kind for span in spans}), sum(span.letters for span in spans)
    if len(telling) >= _FEWEST_TELLING and kinds >= _FEWEST_KINDS:
        return True
    return bool(telling) and kinds >= _MORE_KINDS and letters >= max(_FEWEST_LETTERS, _SHARE * looked_at)


def _places(words: Sequence[str], spans: Sequence[Span], opening: Opening) -> set[int]:
    """Return the numbers of the words that blocks begin with, and of those that they end before."""
    begin = opening.parts[-1] if opening.parts else 0
    top = next((at for at, word in enumerate(words) if ENDS_OR_LEADS.search(word)), len(words))
    held = {at for one, other in pairwise(opening.parts) for at in range(one + 1, other)}
    found = {*opening.parts, *opening.above}
    runs = _runs(words, spans)
    foot = _foot(words, [run for run in runs if run[0].start >= begin], opening)
    for run in runs:
        if run[0].start < top and all(span.kind in _MENU for span in run) and (len(run) > 1 or not run[0].start):
            parts = True
        elif run[0].start < begin:
            parts = opening.is_titled or len(run) > 1 or _letters(run) >= _RUN
        else:
            parts = _letters(run) >= _RUN or (run[0].start >= foot and _may_stand_in_foot(words, run))
        if parts:
            found.update(place for span in run for place in (span.start, span.stop))
    found.update(place for day in _days(words, foot) for place in day)
    for start, stop in opening.again:
        if start >= foot:
            first, last = _quotation(words, start, stop)
            above = range(first, max(first - _LONGEST_HEADING, 0), -1)
            heading = next((at for at in above if at in found or ENDS_OR_LEADS.search(words[at - 1])), first)
            held.update(range(heading + 1, last))
            found.update({heading, last} if heading < start else {start, last})
    return found - held


def _letters(run: Sequence[Span]) -> float:
    return sum(span.letters for span in run)


def _foot(words: Sequence[str], runs: Sequence[Sequence[Span]], opening: Opening) -> int:
    """Return where the foot of a page begins, of which ``runs`` stand below the headline: their number for none.

    That is where phrases stand that no story says, or the headline over its comments, or the first of several phrases
    that follow soon upon each other from the end of a sentence on to there.
    """
    certain = (run[0].start for run in runs if _ends_story(words, run))
    quoted = (start for start, stop in opening.again if runs and start >= runs[0][0].start and _is_quoted(words, start))
    foot = min((*certain, *quoted), default=len(words))
    arrows = (
        at for at in range(max(foot - _NEXT, 1), foot) if words[at] in _ARROWS and ENDS_OR_LEADS.search(words[at - 1])
    )
    foot = next(arrows, foot) if foot < len(words) else foot
    needed = _FEWEST_CHAINED if foot < len(words) else _FEWEST_ENDING
    below, first, count = foot, foot, 0
    for run in reversed([run for run in runs if run[0].start < foot]):
        if below - run[-1].stop > _NEXT:
            break
        below, count = run[0].start, count + len(run)
        if count >= needed and _is_apart(words, run[0]):
            first = below
    return first


def _ends_story(words: Sequence[str], run: Sequence[Span]) -> bool:
    """Return whether a run of phrases is one that no story says: by its letters, or as several at a text's end."""
    if all(span.kind in _AMID for span in run):
        return False
    is_last = len(run) >= _FEWEST_LAST and run[-1].stop >= len(words) - _LAST
    return is_last or _letters(run) >= _RUN


def _is_quoted(words: Sequence[str], start: int) -> bool:
    return words[start][:1] in _QUOTES or (start > 0 and words[start - 1][-1:] in _QUOTES)


def _quotation(words: Sequence[str], start: int, stop: int) -> tuple[int, int]:
    """Return from where to where a title stands with the marks around it, and the word before them."""
    first, last = start, stop
    if words[start][:1] in _QUOTES:
        first = start - 1
    elif words[start - 1][-1:] in _QUOTES:
        first = start - 1 if len(words[start - 1]) > 1 else start - 2
    if first < start and last < len(words) and not any(map(str.isalnum, words[last])):
        last += 1
    return first, last


def _may_stand_in_foot(words: Sequence[str], run: Sequence[Span]) -> bool:
    """Return whether a run of phrases parts what stands below a story: not one of a single word amid others."""
    if len(run) > 1 or run[-1].stop == len(words):
        return True
    if run[0].kind == "comment-author":
        return day_at(words, run[0].stop) is not None
    is_told_apart = run[0].stop - run[0].start > 1 or words[run[0].stop - 1].endswith((":", "："))
    return is_told_apart or _is_apart(words, run[0])


def _is_apart(words: Sequence[str], span: Span) -> bool:
    """Return whether a phrase stands behind the end of a sentence."""
    return span.start == 0 or ENDS_OR_LEADS.search(words[span.start - 1]) is not None


def _runs(words: Sequence[str], spans: Sequence[Span]) -> list[list[Span]]:
    """Return the phrases in runs, with a few words between two of them at most."""
    runs: list[list[Span]] = []
    for span in spans:
        gap = words[runs[-1][-1].stop : span.start] if runs else ()
        if runs and len(gap) <= _NEAR and not any(map(ENDS_OR_LEADS.search, gap)):
            runs[-1].append(span)
        else:
            runs.append([span])
    return runs


def _days(words: Sequence[str], start: int) -> Iterator[tuple[int, int]]:
    """Yield from where to where days stand, from word ``start`` on."""
    at = start
    while at < len(words):
        end = day_at(words, at)
        if end:
            yield at, end
        at = end or at + 1
