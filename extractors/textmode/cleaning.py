"""Cleans documents that are already text: crude dumps of pages, with menus and comment sections left in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby, pairwise, takewhile
from operator import itemgetter
from typing import Any

from extractors.article import Article, Outcome, RemovedBlock
from extractors.metadata.dateline import split_dateline
from extractors.metadata.language import language_of
from extractors.textmode.bylines import mark_byline
from extractors.textmode.credits import byline_of, published_at, terms_of
from extractors.textmode.discussions import with_discussions
from extractors.textmode.frontmatter import read_front
from extractors.textmode.frontpage import listing_of, mark_edges, post_starts
from extractors.textmode.glued import parted_lines
from extractors.textmode.head import (
    Head,
    find_head,
    head_at,
    is_credit,
    mark_day_above,
    mark_head,
    mark_opening,
    mark_site_name,
)
from extractors.textmode.lines import Line, end_of_reading, join_lines, known_again, read_lines
from extractors.textmode.links import listed_links
from extractors.textmode.page import Page, read_page
from extractors.textmode.records import read_record
from extractors.textmode.running import with_blocks_apart
from extractors.textmode.sheet import Sheet
from extractors.textmode.tags import without_tags
from extractors.textmode.tail import RULES, mark_tail

_BELOW_DEK = 8  # lines from a dek to the story
_LISTING = 3  # links to read on, and dates, that make a list of stories
_REFUSALS = {
    "not-found": (Outcome.SOFT_404, "soft-404", "notice that the page was not found"),
    "challenge": (Outcome.CHALLENGE, "challenge", "check that the visitor is no robot"),
}


def clean_text(text: str) -> Article:
    """Return the article in ``text``; text without furniture comes back word for word, as the article's text.

    Paragraphs keep their order and wording. A headline and a dek are taken out of the text only where they are set
    apart, so cleaning what was cleaned changes nothing: what shows itself only when other furniture is gone goes too.
    Several whole posts, one below the other, are a listing with the texts of all of them, each below its headline.
    """
    end = end_of_reading(text)
    lines = read_lines(text[:end])
    article = _without_tags(lines) or _read(lines)
    if end < len(text):
        unread = RemovedBlock("size", "the text is longer than is read: its end was cut off", text[end:])
        article = replace(article, removed=(*article.removed, unread))
    return article


def _without_tags(lines: Sequence[Line]) -> Article | None:
    """Return the article of a page's dump in which tags stand on lines of their own; None for any other text."""
    worded = without_tags(lines)
    article = _read(worded) if len(worded) < len(lines) else None
    if article is None or not article.removed:
        return None
    told = {line.text.strip() for line in worded}
    tags = "\n".join(line.text for line in lines if line.text.strip() not in told)
    block = RemovedBlock("markup", "tags around the page's elements", tags)
    return replace(article, removed=_in_order((article.removed, [block]), lines))


def _read(lines: Sequence[Line]) -> Article:
    """Return the article that ``lines`` hold, looked at as often as another look takes something out."""
    lines = with_discussions(with_blocks_apart(parted_lines(lines) or lines))
    article = _recorded(lines) or _posts(lines) or _cleaned(lines)
    while (again := _again(article, lines)).text != article.text:
        article = replace(again, removed=_in_order((article.removed, again.removed), lines))
    return article


def _in_order(looks: Iterable[Sequence[RemovedBlock]], lines: Sequence[Line]) -> tuple[RemovedBlock, ...]:
    """Return what several looks took out, in the order of the text; a block is parted where another stands in it."""
    places = defaultdict[str, list[int]](list)
    for number, line in enumerate(lines):
        places[line.text.strip()].append(number)
    found: list[tuple[int, RemovedBlock, str]] = []
    for look in looks:
        last = -1
        for block in look:
            for text in block.text.split("\n"):
                free = places[text.strip()] if text.strip() else []
                last = next((number for number in free if number > last), last)
                free[:] = [number for number in free if number != last]
                found.append((last, block, text))
    runs = [[*run] for _, run in groupby(sorted(found, key=itemgetter(0)), key=lambda line: id(line[1]))]
    return tuple(replace(run[0][1], text="\n".join(text for _, _, text in run).strip("\n")) for run in runs)


def _recorded(lines: Sequence[Line]) -> Article | None:
    """Return the article of a record that a database exported, or of a file with fields on top; None for others."""
    record = read_record(lines) or read_front(lines)
    story = _cleaned(record.story(lines), has_headline=record.headline is not None) if record else None
    if record is None or story is None or not story.text:
        return None
    above, below = record.around(lines)
    fields = {"headline": record.title(lines), "byline": record.byline, "published_at": record.published_at}
    told: dict[str, Any] = {name: value for name, value in fields.items() if value}
    sources = {**story.sources, **dict.fromkeys(told, record.source)}
    return replace(story, **told, removed=(*above, *story.removed, *below), sources=sources)


def _posts(lines: Sequence[Line]) -> Article | None:
    """Return the listing that ``lines`` are where whole posts stand in them, one below the other; None for others."""
    starts = post_starts(lines)
    if not starts:
        return None
    posts = zip(starts, pairwise([0, *starts[1:], len(lines)]), strict=True)
    return listing_of([_cleaned(lines[top:end], post=start - top) for start, (top, end) in posts])


def _again(article: Article, known: Sequence[Line]) -> Article:
    """Return what another look at the text of ``article`` leaves of it, and takes out of it.

    Lines that are ``known`` are not judged anew.
    """
    has_headline = article.headline is not None or article.outcome is Outcome.LISTING
    lines = known_again(with_blocks_apart(read_lines(article.text)), known)
    again = _cleaned(lines, has_headline=has_headline)
    if again.outcome is Outcome.EMPTY:
        return article
    told: dict[str, Any] = {"text": again.text, "removed": again.removed}
    if again.outcome is not Outcome.ARTICLE:  # what was around it looked like a story
        told |= {"outcome": again.outcome, "evidence": again.evidence}
    if not has_headline:
        found = {name: source for name, source in again.sources.items() if name in ("headline", "dek")}
        told |= {name: getattr(again, name) for name in found} | {"sources": {**article.sources, **found}}
    return replace(article, **told)


def _cleaned(lines: Sequence[Line], *, has_headline: bool = False, post: int | None = None) -> Article:
    """Return the article that one look at ``lines`` finds; where it has a headline, a line that looks like one stays.

    ``post`` is the number of the line with which the only one of several posts in a text starts that ``lines`` hold.
    """
    sheet = Sheet(lines)
    lines = sheet.lines
    if (textless := _refused(sheet) or _listed(sheet)) is not None:
        return textless
    links = listed_links(lines)
    for number in links:
        sheet.mark(number, "links", "addresses of the page's links, in their order")
    lines = lines[: links.start]  # they would stand between the story and the page's end
    page = read_page(lines, is_dumped=bool(links) or any(line.is_title for line in lines))
    mark = page.sparing(sheet.mark) if page else sheet.mark
    if page and page.headline is not None:
        # Before it is taken for the name over a comment.
        mark_byline(lines, sheet.kept, Head(page.headline), sheet.mark, has_chrome=True)
    end = mark_tail(lines, mark)
    mark_head(lines, end, mark)
    if page:
        page.mark_furniture(sheet.mark)
    elif sheet.taken:
        mark_site_name(lines, sheet.kept, mark)
    mark_opening(lines, sheet.mark)
    if sheet.taken:
        mark_day_above(lines, sheet.kept, mark)
    if post is not None:
        mark_edges(lines, post, mark)
    head = _head(sheet, page if sheet.taken else None)  # a page without furniture is none: it is a text as it should be
    mark_byline(lines, sheet.kept, head, sheet.mark, has_chrome=bool(sheet.taken))
    _mark_rules(sheet, head)
    return _article(sheet, Head() if has_headline else head)


def _head(sheet: Sheet, page: Page | None) -> Head:
    """Return headline and dek: as plain text sets them apart at the top, unless the page shows them elsewhere."""
    worded = [number for number in sheet.kept if not sheet.lines[number].is_rule]
    head = find_head(sheet.lines, worded, has_chrome=bool(sheet.taken))
    if page is None or page.headline not in worded:
        return head
    above = worded[: worded.index(page.headline)]
    if not sheet.lines[page.headline].is_title and any(_stays_above(sheet.lines[number]) for number in above):
        return Head()  # a title amid the story
    if head.headline is None or not page.is_likelier_headline(head.headline):
        head = head_at(sheet.lines, worded, page.headline)
    is_dekless = head.headline == page.headline and head.dek is None
    is_titled = page.dek in worded and not sheet.lines[page.dek].is_prose
    return Head(page.headline, page.dek) if is_dekless and is_titled else head


def _stays_above(line: Line) -> bool:
    """Return whether a line above a headline is told: a sentence, a signature, a phrase that stays."""
    return line.is_prose or line.ends_sentence or is_credit(line) or (line.kind is not None and line.kind not in RULES)


def _refused(sheet: Sheet) -> Article | None:
    """Return the article, without text, of a page that shows an error or a captcha instead; None for others."""
    if any(line.is_prose for line in sheet.lines):
        return None
    for line in sheet.lines:
        if line.kind in _REFUSALS:
            outcome, rule, reason = _REFUSALS[line.kind]
            return _without_text(sheet, outcome, rule, reason, f"no paragraph, and the line {line.text!r}")
    return None


def _listed(sheet: Sheet) -> Article | None:
    """Return the article, without text, of a page that only lists stories; None for others."""
    links = sum(line.kind == "read-more" for line in sheet.lines)
    dates = sum(line.kind == "posted" for line in sheet.lines)
    told = any(one.is_prose and other.is_prose for one, other in pairwise(sheet.lines))  # excerpts stand alone
    if told or min(links, dates) < _LISTING:
        return None
    evidence = f"{links} links to read on and {dates} lines about author and date"
    return _without_text(sheet, Outcome.LISTING, "listing", "list of stories", evidence)


def _without_text(sheet: Sheet, outcome: Outcome, rule: str, reason: str, evidence: str) -> Article:
    """Return an article of ``outcome`` with all of the sheet's lines taken out."""
    for number in range(len(sheet.lines)):
        sheet.mark(number, rule, reason)
    return Article(outcome=outcome, evidence=evidence, removed=sheet.removed())


def _mark_rules(sheet: Sheet, head: Head) -> None:
    """Take out the lines of dashes or asterisks between the headline and the story."""
    if head.headline is None:
        return
    below = [number for number in sheet.kept if number > head.headline and number != head.dek]
    for number in takewhile(lambda number: sheet.lines[number].is_rule, below):
        sheet.mark(number, "separator", "line between headline and story")


def _article(sheet: Sheet, head: Head) -> Article:
    """Return the article that the kept lines hold, with what the lines taken out say about it."""
    lines = sheet.lines
    text = join_lines(lines, sheet.taken.keys() | {head.headline, head.dek})
    body = [number for number in sheet.kept if number not in (head.headline, head.dek)]
    lede = next((number for number in body if lines[number].is_prose), body[0] if body else None)
    opening = None if lede is None else split_dateline(lines[lede].said)
    taken = [lines[number] for number in sorted(sheet.taken)]
    title, top = -1 if head.headline is None else head.headline, _end_of_credits(lines, body, lede)
    language = language_of(text)
    told = language or language_of("\n".join(line.said for line in lines))  # few words tell less than a whole page
    spoken = told and told.value
    found: dict[str, tuple[Any, Any]] = {
        "headline": (_one_line(lines, head.headline), "first line"),
        "dek": (_one_line(lines, head.dek), "line below the headline"),
        "byline": (byline_of(lines, sheet.taken, title, top), "byline"),
        "dateline": (opening and opening[0], "first paragraph"),
        "published_at": (published_at(lines, sheet.taken, title, top, spoken), "line about author and date"),
        "categories": (terms_of(taken, "categories"), "line of categories"),
        "tags": (terms_of(taken, "tags"), "line of tags"),
        "language": (language and language.value, language and language.source),
    }
    values: dict[str, Any] = {name: value for name, (value, _) in found.items() if value}
    return Article(
        **values,
        text=text,
        outcome=Outcome.ARTICLE if text else Outcome.EMPTY,
        evidence=_evidence(text, len(taken)),
        removed=sheet.removed(),
        sources={name: found[name][1] for name in values},
    )


def _end_of_credits(lines: Sequence[Line], body: Sequence[int], lede: int | None) -> int:
    """Return up to which line author and day may stand: the lede, or some lines below it, where it is a dek."""
    if lede is None:
        return len(lines)
    below = next((number for number in body if number > lede and lines[number].is_prose), lede)
    return below if below - lede <= _BELOW_DEK else lede


def _one_line(lines: Sequence[Line], number: int | None) -> str | None:
    """Return line ``number`` with single spaces, None for no number."""
    return None if number is None else " ".join(lines[number].said.split())


def _evidence(text: str, taken: int) -> str:
    """Return in a phrase why the text is, or is not, a story."""
    if text:
        paragraphs = text.count("\n\n") + 1
        return f"{paragraphs} paragraphs of text, {taken} lines of furniture taken out"
    return f"nothing but {taken} lines of furniture" if taken else "no words"
