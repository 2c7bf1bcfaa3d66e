"""What is fed, with what, and what must hold whatever it is fed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random

from crawler.addresses import ledger_key
from crawler.archive.importing import Fault, from_lines
from crawler.discovery.documents import unpacked
from crawler.discovery.feedreading import read_feed
from crawler.discovery.pagereading import read_front_page
from crawler.discovery.postreading import About, read_posts, story_collections
from crawler.discovery.remarkreading import read_remarks
from crawler.discovery.sitemaps import read_sitemap
from crawler.fetch.pagination import page_numbers
from crawler.fetch.robotrules import IndexedRobotParser
from crawler.fetch.sniffing import kind_of
from crawler.sites.reading import SitesError, parse_sites
from extractors import Article, clean_text
from extractors.phrases import chrome_kind
from extractors.reading import read
from extractors.textmode.lines import join_lines, read_lines
from tests.fuzzing import grammar
from tests.fuzzing.mutations import mutated

CASES = Path(__file__).resolve().parent.parent / "cases"
ADDRESS = "https://example.org/2024/05/a-story/"
_TELLING = 12  # letters of an interface phrase that is no word of an author's by chance
_LONGEST = 160  # characters of one; what is longer is a whole page run together, where its tags were taken out
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_AUTHORS = frozenset({"comment-author", "posted", "categories", "tags"})
"""Kinds of phrases around a name or a day that an author may write as well: "Anna said:"."""


@dataclass(frozen=True, slots=True)
class Target:
    """Something that reads strangers' documents: how one is made for it, and what is asserted of its answer."""

    name: str
    make: Callable[[Random], bytes]
    check: Callable[[bytes], None]

    def document(self, number: int) -> bytes:
        """The document of case ``number``, the same at every call."""
        return self.make(Random(f"{self.name}-{number}"))


@cache
def _pages() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(CASES.glob("html/*/page.html")))


@cache
def _texts() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(CASES.glob("plaintext/*/input.txt")))


def _broken(documents: Callable[[], Sequence[bytes]]) -> Callable[[Random], bytes]:
    """Makes documents: one of ``documents`` broken, at times with a piece of another in it."""
    return lambda rng: mutated(rng.choice(documents()), rng, rng.choice(documents()))


def _invented(grammar_of: Callable[[Random], bytes]) -> Callable[[Random], bytes]:
    """Makes documents by a grammar, half of them broken."""

    def make(rng: Random) -> bytes:
        document = grammar_of(rng)
        return mutated(document, rng) if rng.random() < 0.5 else document

    return make


def _check_broken_page(document: bytes) -> None:
    """However a page is broken, nothing that sites print around their stories gets into the text."""
    leaked = [paragraph for paragraph in _check_page(document).paragraphs if _is_chrome(paragraph)]
    assert not leaked, f"chrome in the text: {leaked}"


def _is_chrome(paragraph: str) -> bool:
    is_one = len(paragraph) < _LONGEST and sum(map(str.isalpha, paragraph)) >= _TELLING
    kind = chrome_kind(paragraph) if is_one else None
    return kind is not None and kind not in _AUTHORS


def _check_soup(document: bytes) -> None:
    _check_page(document)


def _check_page(document: bytes) -> Article:
    """The article: every block is kept or removed with a reason, in the page's order; the text holds nothing else."""
    reading = read(document, ADDRESS)
    article = reading.article
    kept = [decision.block.text for decision in reading.decisions if decision.removed is None]
    assert article.text == "\n\n".join(kept), "the text is not what was kept"
    assert all(block.rule and block.reason for block in article.removed), "something went without a reason"
    assert article.evidence, "an outcome without evidence"
    for words in (article.headline or "", article.text, *(block.text for block in article.removed)):
        assert not _STEERING.search(words), "a character that steers terminals"
    _can_be_filed(article)
    return article


def _check_text(document: bytes) -> None:
    """Cleaning what was cleaned changes nothing, and the paragraphs keep their order."""
    text = document.decode("utf-8", "replace")
    article = clean_text(text)
    _can_be_filed(article)
    assert clean_text(article.text).text == article.text, "a second cleaning changes the text"
    printed = join_lines(read_lines(text)).splitlines()  # as it is read: with marks where it holds what cannot be filed
    below, lines = iter(printed), {line for line in printed if any(map(str.isalnum, line))}
    for line in filter(lines.__contains__, article.text.splitlines()):
        assert line in below, f"out of order: {line}"


def _can_be_filed(article: Article) -> None:
    """The words are such that a database and a terminal take them."""
    for words in (article.headline, article.dek, article.text, *(block.text for block in article.removed)):
        assert words is None or "\0" not in words, "a NUL"
        (words or "").encode()  # no half of a surrogate pair


def _check_links(document: bytes) -> None:
    """Whatever a page leads to, it is an address that the ledger takes."""
    kind_of(document)
    front = read_front_page(document, ADDRESS, "text/html", [document[:2000].decode("latin-1")])
    assert all(ledger_key(url) == url for url in front.links), "no address as the ledger spells it"
    assert all(2 <= number <= 999 for number in page_numbers(document, "text/html", ADDRESS, ADDRESS))


def _check_posts(document: bytes) -> None:
    asked_at = datetime(2024, 5, 3, tzinfo=UTC)
    posts = read_posts(document, ADDRESS, About(), asked_at, {1: read_remarks(document)})
    assert posts is None or len(posts.candidates) <= posts.count
    assert story_collections(document, ADDRESS) is None or posts is None


def _check_feed(document: bytes) -> None:
    read_feed(document, ADDRESS)


def _check_sitemap(document: bytes) -> None:
    read_sitemap(document, ADDRESS)
    assert len(unpacked(document, limit=1_000)) <= 1_000, "more unpacked than allowed"


class _Indexed(IndexedRobotParser):
    few = 0  # looked up, however few there are


def _check_robots(document: bytes) -> None:
    rules = _Indexed(document, None)
    told = [sitemap.partition("://")[2].partition("/")[2] for sitemap in rules.rp.sitemaps]
    for address in (ADDRESS, *(f"https://example.org/{path}" for path in told[:3])):
        assert rules.allowed(address, "copydesk") == rules.rp.can_fetch(address, "copydesk"), "not what Protego says"


def _check_sites(document: bytes) -> None:
    try:
        parse_sites(document, "sites.toml")
    except SitesError as error:
        assert all(line.startswith("sites.toml") for line in str(error).splitlines()), f"no file named: {error}"


def _check_stories(document: bytes) -> None:
    for found in from_lines(io.BytesIO(document), "stories.jsonl"):
        assert not isinstance(found, Fault) or "\n" not in str(found), "a fault of more than a line"


TARGETS = (
    Target("page", _broken(_pages), _check_broken_page),
    Target("soup", _invented(grammar.page), _check_soup),
    Target("text", _broken(_texts), _check_text),
    Target("lines", _invented(grammar.text), _check_text),
    Target("links", _broken(_pages), _check_links),
    Target("posts", _invented(grammar.posts), _check_posts),
    Target("feed", _invented(grammar.xml), _check_feed),
    Target("sitemap", _invented(grammar.xml), _check_sitemap),
    Target("robots", _invented(grammar.robots), _check_robots),
    Target("sites", _invented(grammar.sites), _check_sites),
    Target("stories", _invented(grammar.stories), _check_stories),
)
