"""A ruling about one block of a story: entered, obeyed by the story at once, and by its site from then on."""

from __future__ import annotations

import argparse
import shlex
import sys
from abc import abstractmethod
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from crawler.archive.command import ArchiveCommand
from crawler.console.terminal import harmless
from crawler.errors import AskedWrongly
from crawler.records.pages import FetchedPage
from crawler.sites.known import add_sites_option, known_rules
from crawler.storage import Reader, StorageError, Store
from crawler.storage.glance import Glance
from crawler.storage.pages.rawpages import latest_fetch
from crawler.storage.sites.rulings import Kind, Ruling, Verdict, enter, enter_run, with_rulings
from crawler.storage.stories.filing import ArticleFile
from crawler.workers.joining import read_page, readings
from crawler.workers.stamps import stamp
from extractors import Article
from extractors.decision import Decision
from extractors.site.places import Place, places
from extractors.site.rules import words_key


@dataclass(frozen=True, slots=True)
class Found:
    """A block of a story, as people name it."""

    article_id: int
    url: str
    site: str
    text: str


class RulingCommand(ArchiveCommand):
    """A command that rules on one block. Exit code 0: the story has obeyed; 1: it could not; 2: asked wrongly."""

    verdict: Verdict
    name: str
    done: str
    """What was done to a story's block, for people."""

    @abstractmethod
    def found(self, reader: Reader, opts: argparse.Namespace) -> Found:
        """The block that is meant; raises ``AskedWrongly`` or ``StorageError`` where there is none."""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Add how far the ruling goes."""
        super().add_options(parser)
        meaning = "rule on all that stands in the same place on the site's pages, not only on the same words"
        parser.add_argument("--place", action="store_true", help=meaning)
        add_sites_option(parser)

    def answer(self, opts: argparse.Namespace) -> None:
        """Remember the ruling, read the story again, and say what came of it."""
        rules = known_rules(opts.sites)
        with self.reader() as reader:
            found = self.found(reader, opts)
        with Store.open(self.database) as store, store.filing() as connection:
            given = with_rulings(connection, found.site, rules.get(found.site))
            fetch_id = latest_fetch(connection, found.article_id)
            with closing(Glance(self.database)) as known:
                page = None if fetch_id is None else known.kept_page(fetch_id, given)
            kind: Kind = "place" if opts.place else "words"
            what = self._place(page, found) if opts.place else words_key(found.text)
            ruling = Ruling(found.site, kind, what, self.verdict, found.url, found.text)
            enter(connection, ruling)
            if page is not None:
                now = with_rulings(connection, found.site, rules.get(found.site))
                self._obey(store, replace(page, rules=now), found)
        self._tell(ruling, page)

    def _obey(self, store: Store, page: FetchedPage, found: Found) -> None:
        """Read the story by the rules of now; raises ``StorageError`` where that is of no effect."""
        article = read_page(page)
        if not self._has_obeyed(article, found):
            why = (
                f"the page counts as {article.outcome}" if not article.text else "the page has no such block of its own"
            )
            raise StorageError(f"{found.url}: {why}; nothing was changed")
        files = ArticleFile(store.db.conn)
        known = files.known.numbered(found.article_id)
        assert known is not None, "the story was found a moment ago"
        if files.reread(enter_run(store.db.conn, self.name), known, article, stamp(page.rules)) == "skipped":
            raise StorageError(f"{found.url}: nothing would be left of the story; nothing was changed")

    def _has_obeyed(self, article: Article, found: Found) -> bool:
        said = {words_key(paragraph) for paragraph in article.paragraphs}
        is_there = [words_key(paragraph) in said for paragraph in found.text.split("\n\n")]
        return all(is_there) if self.verdict == "restored" else not any(is_there)

    def _place(self, page: FetchedPage | None, found: Found) -> str:
        """The selector of the block's place; raises ``AskedWrongly`` where none means that place alone."""
        if page is None:
            raise AskedWrongly(f"--place: no page of {found.url} is kept; leave it out to rule on the words alone")
        for reading in readings(page):
            for place in places(reading.decisions, words_key(found.text)):
                if self._is_apart(place, reading.decisions):
                    return place.selector
                break
        raise AskedWrongly("--place: where it stands has no name of its own; leave it out to rule on the words alone")

    def _is_apart(self, place: Place, decisions: Sequence[Decision]) -> bool:
        """Whether the place holds neither the story itself nor most of what is beside it."""
        of_story = sum(decision.removed is None for decision in decisions)
        if self.verdict == "stripped":
            return 2 * place.of_story <= of_story
        return 2 * place.beside_it <= max(len(decisions) - of_story, 2)

    def _tell(self, ruling: Ruling, page: FetchedPage | None) -> None:
        when = self.done if page else f"no page of it is kept; to be {self.done} when the story is next fetched"
        what = f"whatever stands in {ruling.what}" if ruling.kind == "place" else "these words, wherever they stand"
        again = f"scrapy reextract --stale --site {shlex.quote(ruling.site)}"
        lines = (
            f"{ruling.url}: {when}:",
            ruling.example,
            f"Remembered for {ruling.site}: {what}.",
            f"Its other stories obey when they are next read: {again}",
        )
        sys.stdout.write(harmless("\n".join(lines)) + "\n")
