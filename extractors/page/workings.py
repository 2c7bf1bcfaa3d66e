"""What works on a page, and in which boxes: a link to ``?replytocom=``, a text area, a field for a mail address.

What a link or a field does shows whatever a theme calls it, and in any language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from lxml.html import HtmlElement

from extractors.page.blocks import Box, box_of
from extractors.page.elements import label_of
from extractors.phrases import chrome_kind

_REPLY_ADDRESS = re.compile(r"[?&]replytocom=|/reply(?:/|$)|#(?:comment-?)?reply", re.IGNORECASE)
_SERVICE = re.compile(
    r"(?:https?:)?//(?:www\.)?(?:disqus\.com|commento\.io|hyvor\.com|giscus\.app|utteranc\.es)/?(?:[?#]|$)"
)
_HERE = re.compile(r"#|javascript:|\?|$", re.IGNORECASE)
_LONGEST_LABEL = 30
_MAIL_NAMES = re.compile(r"e-?mail|mce-EMAIL", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Workings:
    """The boxes in which something works: reply links, links to comment services, forms of each kind, choices."""

    replies: tuple[Box, ...]
    services: tuple[Box, ...]
    comment_forms: tuple[Box, ...]
    mail_forms: tuple[Box, ...]
    line_forms: tuple[Box, ...]
    login_forms: tuple[Box, ...]
    choices: tuple[Box, ...]


def workings_of(
    fields: Iterable[HtmlElement], links: Iterable[HtmlElement], by_element: dict[HtmlElement, Box]
) -> Workings:
    """What the fields and links of a page do, by the boxes that they stand in."""
    asking: dict[str, list[Box]] = {"text": [], "mail": [], "line": [], "password": []}
    choices: list[Box] = []
    for field in fields:
        asks = _asks_for(field)
        if asks is not None:
            asking[asks].append(_form_of(field, by_element))
        elif field.get("type") == "radio":
            choices.append(box_of(field, by_element))
    replies: list[Box] = []
    services: list[Box] = []
    for element in links:
        address = element.get("href") or ""
        if _is_reply(element, address):
            replies.append(box_of(element, by_element))
        if _SERVICE.match(address) and element.tag == "a":
            services.append(box_of(element, by_element))
    text, mail, line, password = asking.values()
    return Workings(
        replies=tuple(dict.fromkeys(replies)),
        services=tuple(dict.fromkeys(services)),
        comment_forms=tuple(dict.fromkeys(text)),
        mail_forms=tuple(box for box in dict.fromkeys(mail) if box not in text and box not in password),
        line_forms=tuple(dict.fromkeys(line)),
        login_forms=tuple(dict.fromkeys(password)),
        choices=tuple(choices),
    )


def _asks_for(field: HtmlElement) -> Literal["text", "mail", "line", "password"] | None:
    """What a field that shows itself asks a reader for, as far as it says something about its form."""
    if "display:none" in (field.get("style") or "").replace(" ", ""):
        return None
    if field.tag == "textarea":  # what holds a text already is for copying it, as of code
        return None if (field.text or "").strip() else "text"
    kind = (field.get("type") or "text").lower()
    if kind == "password":
        return "password"
    if kind == "email" or (kind == "text" and _MAIL_NAMES.search(f"{field.get('name')} {field.get('placeholder')}")):
        return "mail"
    return "line" if kind == "text" and next(field.iterancestors("form"), None) is not None else None


def _form_of(field: HtmlElement, by_element: dict[HtmlElement, Box]) -> Box:
    """The form that a field belongs to; where scripts do without one, the innermost box around it."""
    form = next(field.iterancestors("form"), None)
    return by_element[form] if form is not None and form in by_element else box_of(field, by_element)


def _is_reply(element: HtmlElement, address: str) -> bool:
    """Whether a link or button answers a reader's comment, by its address or its label."""
    if "reply" in address.lower() and _REPLY_ADDRESS.search(address):
        return True
    if not _HERE.match(address):
        return False
    label = label_of(element).strip()
    return 0 < len(label) <= _LONGEST_LABEL and chrome_kind(label) == "comment-reply"
