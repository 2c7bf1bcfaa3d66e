"""Takes from a line what dumps set around its words: the marks of Markdown, the numbers of links, addresses."""

from __future__ import annotations

import re

_MARKED = re.compile(r"^\s*#|\[|\]\(|\*\*|[(<]https?://|\d\\\.|(?:^|\s)_\S")
_ADDRESS = r"\((?:[^()\s\\]|\\.|(?<=-)\s(?=\S))*(?:\s+\"[^\"]*\")?\)"
"""An address in Markdown, folded at its hyphens, with the title that it may have."""
_IMAGE = re.compile(rf"!\[[^\[\]]*\]{_ADDRESS}")
_BETWEEN = re.compile(r"(?<=[^\W\d_])\[\d{1,4}\](?=[^\W_])")  # "Posted on[6]July 22, 2020"
_MARKS = re.compile(
    r"^\s*#{1,6}\s+"
    r"|\[\d{1,4}\](?=\S)"
    rf"|\[([^\[\]]*)\]{_ADDRESS}"
    rf"|\]{_ADDRESS}$|\[(?=[^\[\]]*$)"  # of a link that is parted
    r"|^\s*\*\*\s|\*\*"
    r"|(?<!\S)_(?=[^\W_])|(?<=[^\s_])_(?!\w)"
    r"|(?<=\d)\\(?=\.)"
    r"|(?<=\S)\s?[(<]https?://[^\s()<>]+[)>]"
)


def unmarked(text: str) -> str:
    """Return a line without "[12]", "[…](…)", "![…](…)", "## ", "**", "_", "(https://…)".

    And without the bar between a number and its full stop.
    """
    return _MARKS.sub(r"\1", _BETWEEN.sub(" ", _IMAGE.sub("", text))) if _MARKED.search(text) else text
