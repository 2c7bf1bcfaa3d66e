"""Markdown: a file a story, with its facts as YAML front matter; the text's own signs mean nothing in it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from crawler.archive.exporting.names import story_path
from crawler.archive.printing import without_controls
from crawler.storage.stories.story import Story
from extractors.article import dek_above

FRONT = (
    *("headline", "dek", "authors", "dateline", "published_at", "modified_at", "site", "site_name", "url"),
    *("categories", "tags", "language", "words", "outcome", "image_url", "first_filed_at", "last_filed_at"),
    *("gone_at", "text_hash"),
)
"""What the front matter tells, where there is something to tell."""

# What YAML does not let stand between quotation marks, or reads as the end of a line; and the signs of HTML, for
# renderers that know of no front matter.
_NOT_IN_YAML = re.compile("[<>&]|[^ -~\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_SIGNS = re.compile(r"[\\`*_\[\]<>#|~&!$]")
_LINE_SIGNS = re.compile(r"^([-+=:])|^(\d{1,9})([.)])", re.MULTILINE)


def write(stories: Iterable[Story], folder: Path) -> int:
    """Write the files into folders by site and year."""
    written = 0
    for story in stories:
        path = folder / story_path(story, ".md")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(document(story), encoding="utf-8", newline="\n")
        written += 1
    return written


def document(story: Story) -> str:
    """The story as a Markdown document."""
    facts = dict(story)
    front = "".join(f"{name}: {_yaml(facts[name])}\n" for name in FRONT if facts[name] not in (None, "", []))
    headline = f"# {escaped(' '.join(story['headline'].split()))}" if story["headline"] else None
    dek = dek_above(story["dek"], story["text"])
    standfirst = f"*{escaped(' '.join(dek.split()))}*" if dek else None
    paragraphs = (escaped(part) for part in story["text"].split("\n\n"))
    body = "\n\n".join(part for part in (headline, standfirst, *paragraphs) if part)
    return f"---\n{front}---\n\n{body}\n"


def _yaml(value: Any) -> str:
    """A value as JSON, which YAML reads as well."""
    written = json.dumps(value, ensure_ascii=False)
    return _NOT_IN_YAML.sub(lambda match: f"\\u{ord(match.group()):04x}", written)


def escaped(text: str) -> str:
    """The text with a backslash before every sign that Markdown or HTML would act upon; its lines stay lines."""
    lines = (line.strip() for line in without_controls(text).splitlines())
    signs = _SIGNS.sub(r"\\\g<0>", "\n".join(line for line in lines if line))
    return _LINE_SIGNS.sub(_escaped_start, signs).replace("\n", "\\\n")


def _escaped_start(match: re.Match[str]) -> str:
    return f"\\{match[1]}" if match[1] else f"{match[2]}\\{match[3]}"
