"""What a page says of its story outside the visible text: evidence for the classifier, never text itself."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import unescape

from extractors.page.parsing import Page
from extractors.page.printed import squash

_LONGEST_BODY = 100_000
_LONGEST_DESCRIPTION = 5_000
"""Characters that are compared with each block: far more than any story declares."""
_SHORTEST_BODY = 200
_BODY = re.compile(r'"articleBody"\s*:\s*("(?:[^"\\]++|\\.)*+")')


@dataclass(frozen=True, slots=True)
class Said:
    """The title as printed in the head; the JSON-LD body and the description, squashed; empty where not said."""

    title: str = ""
    body: str = ""
    description: str = ""


def read_said(page: Page) -> Said:
    """What the page's head and JSON-LD say of the story."""
    names: dict[str, str] = {}
    titles: list[str] = []
    for element in page.tree.iter("meta", "title"):
        if element.tag == "title":
            titles.append(element.text or "")
            continue
        name = element.get("property") or element.get("name")
        if name in ("og:title", "og:description", "description"):
            names.setdefault(name, element.get("content") or "")
    title = names.get("og:title") or next(filter(None, titles), "")
    description = names.get("og:description") or names.get("description") or ""
    body = squash(_declared_body(page.html)[:_LONGEST_BODY])
    return Said(title=title, body=body, description=squash(description[:_LONGEST_DESCRIPTION]))


def _declared_body(html: str) -> str:
    if "articleBody" not in html:
        return ""
    bodies = []
    for match in _BODY.finditer(html):
        try:
            body = json.loads(match[1], strict=False)
        except ValueError:
            continue
        if len(body) >= _SHORTEST_BODY:
            bodies.append(body)
    return unescape(max(bodies, key=len)) if bodies else ""
