"""A story as a sheet to read: its fields with their sources, its text, and what was removed from its page."""

from __future__ import annotations

from collections import Counter

from crawler.console.counting import counted
from crawler.storage.stories.story import Reprint, Story, since

MOST_LISTED = 20
"""Reprints that are listed; there are agency texts with hundreds."""

_SHOWN = {
    "number": "id",
    "address": "url",
    "site": "site",
    "headline": "headline",
    "dek": "dek",
    "byline": "authors",
    "dateline": "dateline",
    "published": "published_at",
    "modified": "modified_at",
    "categories": "categories",
    "tags": "tags",
    "language": "language",
    "publication": "site_name",
    "picture": "image_url",
    "canonical": "canonical_url",
    "read at": "fetched_url",
    "outcome": "outcome",
    "words": "words",
    "filed": "first_filed_at",
    "changed": "last_filed_at",
    "gone": "gone_at",
}
_SOURCE_OF = {"authors": "byline"}  # where the column and the field that the sources speak of differ in name


def story_sheet(story: Story, *, removed: bool, withheld: bool) -> str:
    """The story as plain text; with ``removed``, every block that was taken off its page.

    With ``withheld``, the text of the form that was not filed, where there is one.
    """
    parts = [_fields(story), story["text"] or "(no text)", _ran(story), _shared(story), _revisions(story)]
    parts.append(_withheld(story, shown=withheld))
    parts.append(_removed_blocks(story) if removed else _removed_count(story))
    return "\n\n".join(part for part in parts if part)


def _fields(story: Story) -> str:
    lines, columns = list[str](), dict(story)
    for label, name in _SHOWN.items():
        column = columns[name]
        value = ", ".join(column) if isinstance(column, list) else str(column or "")
        if not value:
            continue
        source = story["sources"].get(_SOURCE_OF.get(name, name))
        said = f"{value}: {story['evidence']}" if name == "outcome" and story["evidence"] else value
        lines.append(f"{label:<12}{_line(said)}" + (f"  [{_line(source)}]" if source else ""))
    return "\n".join(lines)


def _revisions(story: Story) -> str:
    count = len(story["revisions"])
    return f"{counted(count, 'earlier form is', 'earlier forms are')} kept: scrapy diff {story['id']}" if count else ""


def _withheld(story: Story, *, shown: bool) -> str:
    form = story["withheld"]
    if form is None:
        return ""
    when, why = form["read_at"][:10], _line(form["reason"])
    told = f"The form of {when}, {form['words']} words long, is withheld as its site reads badly ({why})"
    if not shown:
        return f"{told}; --withheld shows it."
    return "\n\n".join((f"{told}:", _line(form["headline"] or "(no headline)"), form["text"] or "(no text)"))


def _ran(story: Story) -> str:
    others = [other for other in story["reprints"] if other["one_story"]]
    if not others:
        return ""
    first = min(others, key=since)
    earliest = "this one" if since(story) <= since(first) else f"the one of {since(first)[:10]}"
    return "\n".join(
        [f"It ran in {counted(len(others), 'other place')}; the earliest is {earliest}:", *_listed(others)]
    )


def _shared(story: Story) -> str:
    others = [other for other in story["reprints"] if not other["one_story"]]
    if not others:
        return ""
    return "\n".join(
        [f"It shares a piece of its text with {counted(len(others), 'story', 'stories')}:", *_listed(others)]
    )


def _listed(others: list[Reprint]) -> list[str]:
    told = [f"  {since(other)[:10]}  {other['url']}  {_compared(other)}".rstrip() for other in others[:MOST_LISTED]]
    return told + [f"  and {len(others) - MOST_LISTED} more"] * (len(others) > MOST_LISTED)


def _compared(other: Reprint) -> str:
    """What of each text is in the other; empty where the two were not compared."""
    if other["share"] is None:
        return ""
    return f"({other['share']:.0%} of this text is there, {other['other_share']:.0%} of that one here)"


def _removed_count(story: Story) -> str:
    rules = Counter(block["rule"] for block in story["removed"])
    if not rules:
        return "Nothing was removed from its page."
    counted = ", ".join(f"{_line(rule)} {count}" for rule, count in rules.most_common(5)) + (
        ", …" if len(rules) > 5 else ""
    )
    shows = "it" if rules.total() == 1 else "them"
    return f"{_blocks(rules.total())} removed from its page ({counted}); --removed shows {shows}."


def _removed_blocks(story: Story) -> str:
    blocks = (
        f"{block['id']} [{_line(block['rule'])}: {_line(block['reason'])}]\n{block['text']}"
        for block in story["removed"]
    )
    return "\n\n".join(
        [f"{_blocks(len(story['removed']))} removed from its page; scrapy restore puts one back:", *blocks]
    )


def _line(text: str) -> str:
    """The text on one line: it may hold breaks, and lines that look like others of the sheet."""
    return " ".join(text.split())


def _blocks(count: int) -> str:
    return counted(count, "block was", "blocks were")
