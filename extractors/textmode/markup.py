"""Takes from a line what dumps set around its words: the marks of Markdown, the numbers of links, addresses, tags."""

from __future__ import annotations

import re

_MARKED = re.compile(r"^\s*#|\[|\]\(|\*\*|[(<]https?://|\\[!-/:-@\[-`{-~]|(?:^|\s)_\S")
_ADDRESS = r"\((?:[^()\s\\]|\\.|(?<=-)\s(?=\S))*(?:\s+\"[^\"]*\")?\)"
"""An address in Markdown, folded at its hyphens, with the title that it may have."""
_IMAGE = re.compile(rf"!\[[^\[\]]*\]{_ADDRESS}")
_BETWEEN = re.compile(r"(?<=[^\W\d_])\[\d{1,4}\](?=[^\W_])")  # "Posted on[6]July 22, 2020"
_TAGS = re.compile(r"\s*(?::{3,}.*|(?:</?[a-z][a-z0-9]*(?:\s[^<>]*)?>\s*)+)")
"""A whole line that opens or closes an element: "::: sidebar", "</div>"."""
_ATTRIBUTE = r"(?:[#.][^\s{}=\"]+|[\w:-]+=\"[^\"]*\")"
_ATTRIBUTES = rf"\{{{_ATTRIBUTE}(?:\s+{_ATTRIBUTE})*\}}"
_SPAN = re.compile(rf"\[([^\[\]]*)\](?:{_ADDRESS})?{_ATTRIBUTES}|(?<=\S)\s{_ATTRIBUTES}$")
_MOST_SPANS = 3  # in each other
_MARKS = re.compile(
    r"^\s*#{1,6}\s+"
    r"|\[\d{1,4}\](?=\S)"
    rf"|\[([^\[\]]*)\]{_ADDRESS}"
    rf"|\]{_ADDRESS}$|\[(?=[^\[\]]*$)"  # of a link that is parted
    r"|^\s*\*\*\s|\*\*"
    r"|(?<!\S)_(?=[^\W_])|(?<=[^\s_])_(?!\w)"
    r"|\\(?=[!-/:-@\[-`{-~])"
    r"|(?<=\S)\s?[(<]https?://[^\s()<>]+[)>]"
)


def is_tag(text: str) -> bool:
    """Return whether a line opens or closes an element of a page, and says nothing."""
    return text.lstrip()[:1] in ("<", ":") and _TAGS.fullmatch(text) is not None


def unmarked(text: str) -> str:
    """Return a line without "[12]", "[…](…)", "![…](…)", "## ", "**", "_", "(https://…)", "{#here .wide}".

    And without the bar before a mark that is meant. Of a line that is a tag nothing is left.
    """
    if is_tag(text):
        return ""
    for _ in range(_MOST_SPANS if text.endswith("}") or "]{" in text or "){" in text else 0):
        text = _SPAN.sub(r"\1", text)
    return _MARKS.sub(r"\1", _BETWEEN.sub(" ", _IMAGE.sub("", text))) if _MARKED.search(text) else text
