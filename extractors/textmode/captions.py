"""Knows the captions of pictures in the dump of a page: lines that end in whose the picture is."""

from __future__ import annotations

import re

from extractors.chrome.captions import CREDIT
from extractors.sentences import STOPS
from extractors.textmode.lines import Line

_LONGEST = 240  # characters
_OF = r"(?:of|de|da|do|van|von|för|for|and|und|et|y|e|og|och|on|via|&|/|-|–|\|)"
_NAME = r"[\"«»“”„]?[^\W\d_][\w.'’-]*[\"«»“”„,.]*"
_OWNERS = re.compile(rf"\s*(?:{_NAME}|{_OF})(?:\s*(?:{_NAME}|{_OF})){{0,7}}\s*[)）\]]?\s*")
_SMALL = re.compile(rf"\s*{_OF}\s*")


def is_caption(line: Line) -> bool:
    """Return whether a line ends in whose a picture is: "The ferry at the quay. Photo: Jane Doe / Post".

    The names are written large, where the script has large letters, so that "On the back of the photo: wait" is none.
    """
    if line.kind is not None or len(line.said) > _LONGEST:
        return False
    credit = next(iter([*CREDIT.finditer(line.said)][::-1]), None)
    if credit is None or line.said[: credit.start()][-1:].isalnum():
        return False
    owners = line.said[credit.end() :].strip()
    if owners.endswith(STOPS) or _OWNERS.fullmatch(owners) is None:
        return False
    names = [word for word in owners.split() if not _SMALL.fullmatch(word)]
    letters = [next(filter(str.isalpha, name), "") for name in names]
    return bool(letters) and all(not letter.islower() for letter in letters)
