"""What the elements of a page are to its readers: run on in a line, unseen, a player, a row of data."""

from __future__ import annotations

import re

from lxml.etree import XPath
from lxml.html import HtmlElement

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})

INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd mark math meter nobr output picture "
    "progress q rb rp rt ruby s samp small source span strike strong sub sup time track tt u var wbr".split()
)
"""Elements whose text runs on in the paragraph around them."""

SILENT = frozenset(
    "script style noscript template head iframe object embed svg canvas audio video map datalist textarea input "
    "select title meta link base param".split()
)
"""Elements whose text no reader sees as part of the page."""

PLAYERS = frozenset({"video", "audio", "iframe", "object", "embed"})
"""The silent elements that show something beside the text, as a picture does."""

WHOLE = frozenset({"html", "body", "main", "article"})
"""Elements that hold a page or a story as a whole, whatever a theme calls them."""

PARTED_LINES = re.compile(r"\n[^\S\n]*\n\s*")
"""What parts paragraphs that were typed."""
_EMPTY_LINE = re.compile(r"\S[^\S\n]*\n[^\S\n]*\n\s*(?=\S)")
_EMPTY_LINES = 2  # in one piece of text
_SLANTED = frozenset({"em", "i", "small"})
_BACK_ARROWS = frozenset("↩ ↵ ⏎ ↑ ↥ ⇑ ⮌ ⤴ ^ ⤶ ⬆ # ¶ 🔗 ⚓".split())
_ICONS = ("\ue000", "\uf8ff")  # the first and the last of those that a font of icons draws as it likes
_AROUND_ARROWS = "\ufe0e\ufe0f \n"
_TRIVIAL_CELL = 300
_ON_ITS_OWN = re.compile(r"\bdisplay\s*:\s*(?:block|flex|grid|list-item|table|flow-root)\b(?!-)", re.IGNORECASE)
_PRINTED_ONLY = re.compile(
    r"(?:^|\s)(?:visible-print(?:-block)?|show-for-print|d-none(?:\s(?!d-)\S+)*\sd-print-(?!none)\S+)(?:\s|$)"
)
"""Classes of Bootstrap and Foundation by which a box is printed with the page and never shown on it."""
_HEARD = re.compile(r"(?:^|\s)(?:u-)?(?:sr-only|(?:is-)?visually-?hidden|screen-?reader-?(?:text|only)?)(?:$|\s)")
"""Classes of what is read out to readers who see no page."""
_BRACKETED = re.compile(r"\s*[(（\[].*[)）\]]\s*$", re.DOTALL)
_FRONT = re.compile(r"(?:(?:https?:)?//([^/?#]+))?/?(?:index\.\w+)?", re.IGNORECASE)
_WORDS = XPath("string()", smart_strings=False)


def label_of(element: HtmlElement) -> str:
    """All text in an element, as it stands in the markup."""
    return str(_WORDS(element)) if len(element) else element.text or ""


def is_in_italics(element: HtmlElement) -> bool:
    """Whether all that an element says stands in one element of italics or small print."""
    while not (element.text or "").strip() and len(element) == 1 and not (element[0].tail or "").strip():
        element = element[0]
        if element.tag in _SLANTED:
            return True
    return False


def leads_home(heading: HtmlElement, host: str = "") -> bool:
    """Whether all words of a heading are one link to the front of a site, as the site's name over each page is.

    ``host`` is the site's, where it is known: the front of any other is none.
    """
    link = next(heading.iter("a"), None)
    return link is not None and is_home_link(link, host) and label_of(link).split() == label_of(heading).split()


def is_home_link(link: HtmlElement, host: str = "") -> bool:
    """Whether a link leads to the front of a site: that at ``host``, where it is known, and no other."""
    address = link.get("href") or ""
    front = _FRONT.fullmatch(address) if address else None
    elsewhere = host and front and front[1] and front[1].lower() != host
    return bool(address) and (front is not None or link.get("rel") == "home") and not elsewhere


def is_back_link(link: HtmlElement) -> bool:
    """Whether a link is but a mark: the arrow at a footnote's end, the sign by which a heading links to itself."""
    if not (link.get("href") or "").startswith("#"):
        return False
    begun = (link.text or "").strip(_AROUND_ARROWS)
    if len(begun) > 1:
        return False
    mark = label_of(link).strip(_AROUND_ARROWS)
    return mark in _BACK_ARROWS or (len(mark) == 1 and _ICONS[0] <= mark <= _ICONS[1])


def is_unsaid(element: HtmlElement) -> bool:
    """Whether an element is the link by which MediaWiki lets a section be edited, or what a link says to who hears it.

    "(opens in a new tab)", in the words of any language, stands in brackets at the end of the link.
    """
    names = element.get("class") if element.tag == "span" else None
    if names is None:
        return False
    if names == "mw-editsection":
        return True
    return _HEARD.search(names) is not None and _BRACKETED.match(label_of(element)) is not None and _is_in_link(element)


def _is_in_link(element: HtmlElement) -> bool:
    return next(element.iterancestors("a"), None) is not None


def is_edit_form(form: HtmlElement) -> bool:
    """Whether a form is the button below a section by which DokuWiki lets it be edited."""
    return "btn_secedit" in (form.get("class") or "").split()


def runs_on(element: HtmlElement) -> bool:
    """Whether an element of a site's own making stands within a line of text, where browsers let it run on."""
    before, around = element.getprevious(), element.getparent()
    lead = before.tail if before is not None else around is not None and around.text
    beside = (lead or "") + (element.tail or "")
    return bool(beside.strip()) and all(inner.tag in INLINE for inner in element.iterdescendants())


def is_set_apart(element: HtmlElement) -> bool:
    """Whether an element that would run on is styled to stand on lines of its own, and is no drop cap."""
    style = element.get("style")
    return style is not None and _ON_ITS_OWN.search(style) is not None and "float" not in style


def stands_as_typed(element: HtmlElement) -> bool:
    """Whether an element's own text stands in it as it was typed, in paragraphs that nothing but empty lines part.

    It stands amid boxes, as a post among the lines of its board; what stands alone in one the page lets flow.
    """
    own = (element.text, *(child.tail for child in element))
    typed = (text for text in own if text is not None and "\n\n" in text)
    if not any(len(_EMPTY_LINE.findall(text)) >= _EMPTY_LINES for text in typed):
        return False
    return any(child.tag == "div" for child in element)


def is_shown_template(element: HtmlElement) -> bool:
    """Whether a template is one that browsers show where it stands, as the inside of the element around it."""
    return element.get("shadowrootmode") is not None


def is_hidden(attributes: dict[str, str]) -> bool:
    """Whether an element with these attributes is not shown, as far as they say."""
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    names = attributes.get("class")
    if names is not None and "print" in names and _PRINTED_ONLY.search(names) is not None:
        return True
    style = attributes.get("style")
    return style is not None and "display:none" in style.replace(" ", "").lower()


def is_data_row(row: HtmlElement) -> bool:
    """Whether a table row holds data, read across, rather than the columns of a layout."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if len(cells) < 2:
        return False
    for cell in cells:
        if any(isinstance(child.tag, str) and child.tag not in INLINE and child.tag != "br" for child in cell):
            return False
        if cell.find("br") is not None and sum(1 for _ in cell.iter("br")) > 2:
            return False
        if len(label_of(cell)) > _TRIVIAL_CELL:
            return False
    return True
