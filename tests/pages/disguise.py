"""Makes a page's markup say less: hashed or absent classes, everything a div, deeper nesting."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from markupsafe import Markup

NAMES = re.compile(r"""\s(class|id|aria-label|role|data-[a-z-]+|itemprop|itemscope|itemtype|rel)=("[^"]*"|'[^']*')""")
SEMANTIC = re.compile(r"<(/?)(article|section|aside|header|footer|nav|main|time)\b")


@dataclass(frozen=True, slots=True)
class Disguise:
    """How a page hides what its parts are.

    ``names``: classes and ids ``kept``, ``hashed`` to meaningless words or ``dropped``; ``flat`` turns
    semantic elements into divs; ``depth`` wraps the story in that many further divs.
    """

    names: Literal["kept", "hashed", "dropped"] = "kept"
    flat: bool = False
    depth: int = 0

    @property
    def name(self) -> str:
        """A short name for reports."""
        return f"{self.names}{'-flat' if self.flat else ''}{f'-{self.depth}' if self.depth else ''}"

    def nested(self, body: Markup) -> Markup:
        """The story in ``depth`` more divs."""
        opening = Markup("").join(Markup('<div class="layer-{}">').format(level) for level in range(self.depth))
        return opening + body + Markup("</div>") * self.depth

    def worn_by(self, html: str, rng: random.Random) -> str:
        """The page with its names hashed or dropped and its semantic elements made divs, as asked."""
        head, body_tag, body = html.partition("<body")
        if self.names != "kept":
            salt = rng.randrange(1_000_000)
            body = NAMES.sub(lambda found: self._renamed(found, salt), body)
        if self.flat:
            body = SEMANTIC.sub(lambda found: f"<{found[1]}{'span' if found[2] == 'time' else 'div'}", body)
        return head + body_tag + body

    def _renamed(self, found: re.Match[str], salt: int) -> str:
        if self.names == "dropped" or found[1] not in {"class", "id"}:
            return ""
        words = found[2].strip("\"'").split()
        hashed = (blake2b(f"{salt}{word}".encode(), digest_size=3).hexdigest() for word in words)
        return f' {found[1]}="{" ".join("x" + word for word in hashed)}"'


PLAIN = Disguise()
HASHED = Disguise(names="hashed")
BARE = Disguise(names="dropped", flat=True)
