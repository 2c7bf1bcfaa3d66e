"""Takes out what surrounds the story in the dump of a whole page, line by line and in any language.

Only a text with interface phrases of several kinds is taken for a page; clean text has hardly any. There the line
classifier is asked; the longer a line, the surer it must be: a word that stays harms less than a paragraph lost.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import dropwhile, groupby

from extractors.advertlabels import labels_advert
from extractors.phrases import POINTERS
from extractors.textmode.arrows import steps, turns
from extractors.textmode.boxes import TRAILS_OFF, about_lines, bio_lines, related_lines, teaser_lines
from extractors.textmode.captions import is_caption
from extractors.textmode.comments import answered_lines, comment_lines
from extractors.textmode.cookies import cookie_lines
from extractors.textmode.features import line_words
from extractors.textmode.head import head_at, is_headline, is_item
from extractors.textmode.headlines import HEAD, LIKELIER, LIKELY, Others, choose_headline, is_over_credits
from extractors.textmode.letters import subscription_lines
from extractors.textmode.lines import MOST_LINES, Line
from extractors.textmode.links import feed_titles
from extractors.textmode.model import LineVerdicts, line_verdicts
from extractors.textmode.pagelike import is_page
from extractors.textmode.pieces import pieces
from extractors.textmode.post import mark_around, named_headline
from extractors.textmode.rows import addresses_readers
from extractors.textmode.signature import are_terms, counter_lines, credit_lines, listed_terms
from extractors.textmode.tail import RULES, Mark, ends_form, heads_form, mark_run
from extractors.textmode.unfamiliar import doubted, end_of_passage, notice_above

_SURE = 0.5  # that a sentence is the story's
_SENTENCE, _LONG, _SHORT, _PHRASE = 0.02, 0.04, 0.1, 0.3
"""The verdict from which a line stays that is a sentence, long, short or an interface phrase."""
_AMID = {_SHORT: 0.05, _PHRASE: 0.05}  # the same between sentences of the story
_ASIDE = 0.25  # the same for a short line or phrase right above the story, or below it
_MOST_BETWEEN = 8  # lines from a headline to its story
_CREDITS = 4  # lines below what looks like a dek, among which author or day stand
_NEVER = 1.01
_STEP = 0.01  # the same for one of several lines with arrows
_DOUBTED = 0.1  # the same for a sentence that the rules for phrases take out
_OF_FORMS = frozenset({"comments-heading", "comment-form", "comment-login"})
"""Phrases that stand between two sentences of a story only where it quotes them."""
_FEWEST_CHARACTERS = 45  # of a long line
_FEWEST_WORDS = 40  # that a page's sentences tell in all, each by its verdict; those of fewer are spared the more
_LEAST_SPARED = 0.1  # times the verdict that others need: the items of menus
_GOES_ON = (",", "，", "،")  # how a verse ends, or "Dear Ida,", and no label of a page
_COMMENTS = RULES["comment-meta"][0]
_REASON = ("page", "part of the page around the story, by its look and place")
_ADVERT = ("advert", "the label of an advertisement")
_CAPTION = ("caption", "caption of a picture, with whose it is")
_MARKUP = ("markup", "marks of markup, without words")


@dataclass(frozen=True)
class Page:
    """A page's dump: its lines, the numbers of readers' comments, and how sure it is of each line.

    That is, that the line is of the story, and that it is the headline. ``boxes`` are the lines of boxes below stories,
    ``teasers`` those of them that hold whole sentences of other stories.
    """

    lines: Sequence[Line]
    said: frozenset[int]
    verdicts: LineVerdicts
    boxes: frozenset[int]
    teasers: frozenset[int]

    @cached_property
    def headline(self) -> int | None:
        """Return the number of the line that is the headline; or None."""
        first = next(iter(self._sentences(_SURE)), 0)
        others = Others(first, self._named, self._is_short, self.boxes)
        return choose_headline(self.lines, self.verdicts.headline, others)

    @cached_property
    def dek(self) -> int | None:
        """Return the number of the line below the headline that the text itself sets apart, or that looks like another.

        None where none does.
        """
        if self.headline is None:
            return None
        below = self.headline + 1
        verdict, line = self.verdicts.headline[below], self.lines[below]
        is_title = verdict >= LIKELIER or is_headline(line)
        reach = _CREDITS if verdict >= LIKELIER else _CREDITS // 2
        if is_title and not line.is_prose and is_over_credits(self.lines, below + 1, reach):
            return below
        return head_at(self.lines, range(len(self.lines)), self.headline).dek

    def is_likelier_headline(self, number: int) -> bool:
        """Return whether the line may be the headline, where it stands apart at the top of what is kept.

        Not where another is sure to be.
        """
        own, best = self.verdicts.headline[number], self.verdicts.headline[self.headline or 0]
        return bool(own >= LIKELY and not (self.headline is not None and best >= max(LIKELIER, own)))

    def sparing(self, mark: Mark) -> Mark:
        """Return ``mark`` for the rules of phrases: without effect on others that may well be the story's."""

        def spare(number: int, rule: str, reason: str) -> None:
            line, verdict = self.lines[number], self.verdicts.story[number]
            doubted = verdict < (_DOUBTED if self._needed[number] == _SENTENCE else _PHRASE)
            in_form = heads_form(self.lines, number) or ends_form(self.lines, number)
            counts = rule == _COMMENTS and line.is_short and any(map(str.isdigit, line.said)) and verdict < _SURE
            if line.kind in RULES or (number != self.headline and (doubted or in_form or counts)):
                mark(number, rule, reason)

        return spare

    def mark_furniture(self, mark: Mark) -> None:
        """Mark all lines that are none of the story's."""
        for numbers, rule in self._told_apart():
            for number in sorted(numbers):
                mark(number, *rule)
        if self._is_short and self._named is not None:
            story = mark_around(self.lines, self._named, self.said, mark)
            for number in credit_lines(self.lines, story.start, story.stop - 1, self._named, self.boxes):
                mark(number, *RULES["posted"])
        else:
            self._mark_doubted(mark)

    def _told_apart(self) -> Iterator[tuple[Iterable[int], tuple[str, str]]]:
        """Yield the lines that more than the classifier tells from the story's, each kind of them with its rule."""
        first = next(iter(self._sentences(_SURE)), len(self.lines))
        last = max(self._sentences(_SURE), default=0)
        above = {number for number in self._notices if self.headline is not None and number < self.headline}
        yield cookie_lines(self.lines, self.headline) | above, RULES["cookies"]
        yield feed_titles(self.lines), RULES["feed"]
        yield self._where(lambda line: labels_advert(line.said)), _ADVERT
        yield self._where(is_caption), _CAPTION
        yield self._where(lambda line: not line.said.strip()), _MARKUP
        yield answered_lines(self.lines), RULES["comment-reply"]
        yield self.teasers, RULES["related"]
        # A post of one sentence may stand between name and link as well.
        yield (number for number in bio_lines(self.lines) if number > first + 1), RULES["sidebar"]
        yield about_lines(self.lines), RULES["sidebar"]
        letters = subscription_lines(self.lines)
        yield (number for number in letters if self.verdicts.story[number] < _PHRASE), RULES["newsletter"]
        yield self._where(are_terms), RULES["categories"]
        yield listed_terms(self.lines, last + 1), RULES["tags"]

    def _where(self, holds: Callable[[Line], bool]) -> list[int]:
        return [number for number, line in enumerate(self.lines) if holds(line)]

    def _mark_doubted(self, mark: Mark) -> None:
        """Mark the runs of lines that the classifier does not take for the story's."""
        least = self._least()
        numbers = range(len(self.lines))
        for is_furniture, run in groupby(numbers, lambda number: bool(self.verdicts.story[number] < least[number])):
            if is_furniture:
                mark_run(
                    self.lines, (number for number in run if number not in (self.headline, self.dek)), _REASON, mark
                )

    @cached_property
    def _named(self) -> int | None:
        aside = self.boxes - self.teasers  # whose phrases are told apart by what stands under them, and count
        numbers = [number for number in range(len(self.lines)) if number not in aside]
        named = named_headline([self.lines[number] for number in numbers])
        return None if named is None else numbers[named]

    @cached_property
    def _needed(self) -> list[float]:
        """The verdict from which each line stays, wherever it stands; a reader's comment needs that of a phrase."""
        return [_PHRASE if number in self.said else _needed(line) for number, line in enumerate(self.lines)]

    @cached_property
    def _told(self) -> float:
        """The words that the page's sentences tell in all, each by its verdict."""
        words = line_words(self.lines)
        return sum(float(self.verdicts.story[at] * words[at]) for at in self._sentences(0))

    @property
    def _is_short(self) -> bool:
        """Whether the page has so few words of a story that it takes more than their looks to find them."""
        return self._told < _FEWEST_WORDS

    def _least(self) -> list[float]:
        """Return for each line the verdict from which it stays."""
        sure = self._sentences(_SURE)
        first, last = (sure[0], sure[-1]) if sure else (len(self.lines), 0)
        arrowed = steps(self.lines)
        amid = [
            self._amid(place, value, is_step=place in arrowed) if first < place < last else value
            for place, value in enumerate(self._needed)
        ]
        likely = self._sentences(_PHRASE)
        for place in {place + 1 for place in likely}.intersection(place - 1 for place in likely):
            amid[place] *= self.lines[place].kind not in _OF_FORMS
        for place in range(1, len(amid)):
            if _is_pointer(self.lines[place - 1]) and self._needed[place] == _SHORT and first < place < last:
                amid[place] = _PHRASE  # the title that it leads to
        for place in pieces(self.lines, sure):
            amid[place] = 0.0
        for place in sure:
            if labels_advert(self.lines[min(place + 1, len(amid) - 1)].said) and place + 2 in range(len(amid)):
                below = self.lines[place + 2]
                amid[place + 2] *= not (below.kind is None and below.ends_sentence)  # parted from the story by it
        spared = min(1.0, self._told / _FEWEST_WORDS)
        least = [value * (spared if value == _SENTENCE else max(spared, _LEAST_SPARED)) for value in amid]
        for place, value in self._around(sure, likely).items():
            if value == _NEVER or (least[place] and self._needed[place] not in (_SENTENCE, _LONG)):
                least[place] = max(least[place], value)
        last = end_of_passage(self.lines, self._sentences(_DOUBTED), likely[-1] if likely else 0)
        for place, value in doubted(self.lines, self.headline, sure, last).items() if sure else ():
            least[place] = max(least[place], value)
        return least

    def _around(self, sure: Sequence[int], likely: Sequence[int]) -> dict[int, float]:
        """Return the verdicts from which lines that are no sentences stay around the story, of which some are ``sure``.

        Above its headline nothing is the story's, right below it hardly anything but a dek, and below the first phrase
        that follows the last ``likely`` sentence only what is likelier than other lines.
        """
        if not sure:
            return {}
        first, last, headline = sure[0], likely[-1], self.headline
        phrase = next((at for at in range(last + 1, len(self.lines)) if self.lines[at].kind in RULES), len(self.lines))
        found = dict.fromkeys(range(phrase, len(self.lines)), _ASIDE)
        found |= {at: _NEVER for at in range(last + 1, len(self.lines)) if turns(self.lines[at])}
        found |= {
            at: _NEVER
            for at in credit_lines(self.lines, first, last, self.headline, self.boxes)
            if self._needed[at] != _SENTENCE
        }
        if headline is not None and headline < first:
            found |= {at: _NEVER for at in range(headline) if self._needed[at] != _SENTENCE or self._is_in_menu(at)}
            if first - headline <= _MOST_BETWEEN:
                found |= {at: _ASIDE for at in range(headline + 1, first) if not is_item(self.lines[at])}
                found |= dict.fromkeys(counter_lines(self.lines, range(headline + 1, first)), _NEVER)
        return found

    def _is_in_menu(self, number: int) -> bool:
        """Return whether a line that ends as a short sentence ("Who is she?") stands right below an item of menus.

        Or between two phrases of the page, as a motto does.
        """
        line, above = self.lines[number], self.lines[number - 1] if number else None
        if above is None or line.is_prose or above.ends_sentence:
            return False
        is_between = above.kind in RULES and self.lines[number + 1].kind in RULES
        return is_between or (above.kind in HEAD and line.gap <= above.gap)

    def _amid(self, place: int, value: float, *, is_step: bool) -> float:
        """Return the verdict from which a line stays amid the story that needs so much elsewhere."""
        if is_step:
            return _STEP
        line = self.lines[place]
        return _SURE if addresses_readers(line.said, line.kind) else _AMID.get(value, value)

    def _sentences(self, verdict: float) -> list[int]:
        """Return the numbers of the sentences that have the verdict or a better one, below a notice about cookies."""
        story = self.verdicts.story
        told = (at for at, needed in enumerate(self._needed) if needed == _SENTENCE and story[at] >= verdict)
        return list(dropwhile(self._notices.__contains__, told))

    @cached_property
    def _notices(self) -> frozenset[int]:
        """The lines of notices about cookies above the menu, and a sentence that stands alone there."""
        sentences = [at for at, needed in enumerate(self._needed) if needed == _SENTENCE]
        alone = notice_above(self.lines, sentences)
        return cookie_lines(self.lines, None) | (frozenset() if alone is None else {alone})


def read_page(lines: Sequence[Line], *, is_dumped: bool = False) -> Page | None:
    """Return the page that ``lines`` are the dump of; None where they are not the dump of a whole page, or of many.

    What ``is_dumped`` is a page whatever its lines say: a browser for terminals has listed its links.
    """
    if len(lines) > MOST_LINES or not (is_dumped or is_page(lines)):
        return None
    said = comment_lines(lines)
    boxes = frozenset(related_lines(lines) | bio_lines(lines) | about_lines(lines))
    teasers = frozenset(teaser_lines(lines)) - boxes
    return Page(lines, said, line_verdicts(lines, said), boxes | teasers, teasers)


def _is_pointer(line: Line) -> bool:
    """Return whether a line is a label that leads to another story: "Related:"."""
    return line.kind in POINTERS and line.said.rstrip().endswith((":", "："))


def _needed(line: Line) -> float:
    """Return the verdict from which ``line`` stays, wherever it stands; a teaser that trails off is no sentence."""
    if line.kind in RULES:
        return _PHRASE
    if line.said.endswith(_GOES_ON):
        return _LONG
    if not any(map(str.isalpha, line.said)):
        return _SHORT
    if (line.is_prose or line.ends_sentence) and not TRAILS_OFF.search(line.said[-8:]):
        return _SENTENCE
    return _LONG if len(line.said) >= _FEWEST_CHARACTERS and not line.is_prose else _SHORT
