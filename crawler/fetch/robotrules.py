"""The rules of a robots.txt, looked up rather than gone through: some have tens of thousands, and each page asks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import ClassVar

from protego._ruleset import _Rule, _RuleSet
from protego._utils import _quote_path
from scrapy.robotstxt import ProtegoRobotParser
from scrapy.utils.python import to_unicode

_GRAM = 3
"""Letters by which patterns with asterisks are found."""


class IndexedRobotParser(ProtegoRobotParser):
    """Scrapy's parser, which is Protego, with an index over its rules; the answers are Protego's.

    They are Protego's own rules in its own order, so it is pinned, and a test compares the answers.
    """

    few: ClassVar[int] = 100  # rules that are gone through in less time than it takes to look them up

    def __init__(self, robotstxt_body: bytes, spider: object) -> None:
        super().__init__(robotstxt_body, spider)  # type: ignore[arg-type]
        self._indexes: dict[int, RuleIndex] = {}

    def allowed(self, url: str | bytes, user_agent: str | bytes) -> bool:
        """Whether the rules for ``user_agent`` let it ask for ``url``."""
        url, user_agent = to_unicode(url), to_unicode(user_agent)
        group: _RuleSet | None = self.rp._get_matching_rule_set(user_agent)
        if group is None or len(group._rules) <= self.few or "/robots.txt" in url:
            return super().allowed(url, user_agent)
        index = self._indexes.get(id(group))
        if index is None:
            index = self._indexes[id(group)] = RuleIndex(group._rules)
        return index.allows(_quote_path(url))


class RuleIndex:
    """Rules, the one that counts first, by what an address must begin with or hold for them to match."""

    def __init__(self, rules: Sequence[_Rule]) -> None:
        first: dict[str, _Rule] = {}
        for rule in rules:
            first.setdefault(rule.value._pattern, rule)
        self._rules = list(first.values())
        self._beginnings: dict[str, list[int]] = defaultdict(list)
        self._grams: dict[str, list[int]] = defaultdict(list)
        spread = [(number, pattern) for number, pattern in enumerate(first) if "*" in pattern]
        often = Counter(gram for _, pattern in spread for gram in set(_grams_of(pattern)))
        for number, pattern in spread:
            self._grams[min(_grams_of(pattern), key=often.__getitem__)].append(number)
        for number, pattern in enumerate(first):
            if "*" not in pattern:
                self._beginnings[pattern.removesuffix("$")].append(number)
        self._lengths = sorted(set(map(len, self._beginnings)))

    def allows(self, path: str) -> bool:
        """What the first rule says that matches a ``path``, which is quoted as the rules are; True where none does."""
        for number in sorted(self._candidates(path)):
            rule = self._rules[number]
            if rule.value.match(path):
                return rule.field == "allow"
        return True

    def _candidates(self, path: str) -> Iterator[int]:
        """The numbers of the rules that may match."""
        for length in self._lengths:
            if length > len(path):
                break
            yield from self._beginnings.get(path[:length], ())
        if self._grams:
            for gram in {path[start : start + size] for size in range(_GRAM + 1) for start in range(len(path))}:
                yield from self._grams.get(gram, ())


def _grams_of(pattern: str) -> list[str]:
    """The pieces of a pattern that are in each address that matches: the runs of three letters, or what is shorter."""
    parts = pattern.removesuffix("$").split("*")
    grams = [part[start : start + _GRAM] for part in parts for start in range(len(part) - _GRAM + 1)]
    return grams or [max(parts, key=len)]
