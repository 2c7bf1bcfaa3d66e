"""Filing one page: find the story's row, decide what changed, write that and nothing else."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import timedelta
from typing import Literal, NamedTuple

from crawler.addresses import article_address, ledger_key, once_at, spellings
from crawler.drift import FIELD_FAULTS, faults_of_change
from crawler.records.filings import FILED, Change, Filing, Stamp
from crawler.storage.clock import AHEAD, from_now
from crawler.storage.rows import Row, article_row, now, stamp_row, utc_text, utc_text_or_none
from crawler.storage.search.gathering import GATHER
from crawler.storage.sites.conditions import Conditions
from crawler.storage.sites.readings import words_remembered
from crawler.storage.stories.departures import Departures
from crawler.storage.stories.known import Known, KnownStories, with_fields_of
from crawler.storage.stories.links import Links
from crawler.storage.stories.notices import only_its_site_changed
from crawler.storage.stories.revising import Earlier, Revisions
from crawler.storage.stories.successors import Successors
from extractors import Article, Outcome

ON_ITS_WAY = timedelta(hours=1)
"""How long a page may be on its way, from the request until it is filed."""

_WORDS_FROM = "SELECT words FROM articles WHERE id = (SELECT article_id FROM urls WHERE url = ?)"
_STAMP = "UPDATE articles SET extractor = ?, rules = ? WHERE id = ?"
_MOVE = "UPDATE articles SET url = ?, fetched_url = ?, gone_at = NULL WHERE id = ?"
_CAPTURED = "SELECT max(fetched_at) FROM urls WHERE article_id = ? AND fetched_at < ?"


class Filed(NamedTuple):
    """What filing did, to which row of ``articles``, and a remark for the ledger where the page was not taken as is."""

    change: Change
    article_id: int
    remark: str | None = None

    @property
    def as_told(self) -> bool:
        """Whether the story is on file as the page tells it."""
        return self.remark is None and self.change != "held"

    @property
    def is_of_another(self) -> bool:
        """Whether the page says nothing of how its site reads now: a double of another, or from another time."""
        return self.remark is not None and self.change != "withheld"


class ArticleFile:
    """The archive's articles with all that hangs on them, written inside the caller's ``Store.filing``."""

    def __init__(self, connection: sqlite3.Connection, known: KnownStories | None = None) -> None:
        self._connection = connection
        self.known = known or KnownStories(connection)
        self._conditions = Conditions(connection)
        self._revisions = Revisions(connection)
        self._links = Links(connection)
        self._departures = Departures(connection)
        self._successors = Successors(connection)

    def file(self, crawl_id: int, filing: Filing) -> Filed:
        """File a page that holds a story; returns what that did. Raises ``ValueError`` for what cannot be stored."""
        address = article_address(filing.page, filing.article)
        own = ledger_key(filing.page.final_url)
        known = self.known.at(address)
        if known is None:
            return self._file_unheard_of(crawl_id, filing, address, own)
        if known.fetched_url in (own, filing.page.url):
            left = self._successors.takes_back(crawl_id, filing.page.url, known)
            return self._refile(crawl_id, left._replace(gone_at=now()) if left else known, filing, address)
        if not known.tells(filing.article):
            return self._tell_apart(crawl_id, filing, own)
        is_its_own = address in spellings(own) and not known.reads_as(filing.article)  # by https, or under www
        if own == address or is_its_own:  # the address's own page speaks for the story from now on
            return self._refile(crawl_id, known, filing, address)
        return Filed("unchanged", known.id, f"another address of {address}")

    def words_from(self, url: str) -> int | None:
        """The number of words filed of the story that the ledger's address led to; None where it led to none."""
        row = self._connection.execute(_WORDS_FROM, (url,)).fetchone()
        return None if row is None else int(row[0])

    def _file_unheard_of(self, crawl_id: int, filing: Filing, address: str, own: str) -> Filed:
        """File a story at an address with none, unless it is known from the same page or at another."""
        if renamed := self.known.renamed(crawl_id, filing):
            return self._refile(crawl_id, renamed, filing, address)
        moved = self.known.told_at(filing.page.url) or self.known.at(own)
        if moved is None or not (_moved_here(moved, filing) or moved.tells(filing.article)):
            moved = self.known.elsewhere(filing)
        if moved is None and (twin := self.known.spelt_otherwise(address)):
            return self._refile(crawl_id, twin, filing, address)
        if moved is None:
            edited = self.known.retold(crawl_id, filing) or self._successors.left_lately(filing)
            return self._refile(crawl_id, edited, filing, address) if edited else self._add(crawl_id, filing, address)
        if moved.fetched_url in (own, filing.page.url) or self.known.has_left(crawl_id, moved, filing.page):
            return self._refile(crawl_id, moved, filing, address)
        if filing.page.origin == "page" and not self.known.is_met(crawl_id, moved):
            self._departures.look_for(moved.fetched_url)
        return Filed("unchanged", moved.id, f"another address of {moved.url}")

    def _tell_apart(self, crawl_id: int, filing: Filing, own: str) -> Filed:
        """File a story that claims another's address where it was read; whoever else claims that place leaves it."""
        there = self.known.at(own)
        if there and (there.fetched_url in (own, filing.page.url) or there.tells(filing.article)):
            return self._refile(crawl_id, there, filing, own)
        if there and not self._send_home(there):
            return self._refile(crawl_id, there, filing, own)
        mine = self.known.told_at(filing.page.url)
        if mine and mine.fetched_url == own:
            return self._refile(crawl_id, mine, filing, own)
        return self._add(crawl_id, filing, own)

    def _send_home(self, known: Known) -> bool:
        """File a story where it was read rather than at the address that it claims; False where another was read there.

        Whoever claims that place in turn is sent home first: there are sites whose stories each claim the one before.
        """
        away = [known]
        while (there := self.known.at(away[-1].fetched_url)) and there not in away:
            if there.url == there.fetched_url:
                return False
            away.append(there)
        numbers = [(each.id,) for each in away]
        self._connection.executemany("UPDATE articles SET url = '#' || id WHERE id = ?", numbers)
        self._connection.executemany("UPDATE articles SET url = fetched_url WHERE id = ?", numbers)
        return True

    def _add(self, crawl_id: int, filing: Filing, address: str) -> Filed:
        filed_at = now()
        row: Row = {
            "url": address,
            "site": filing.page.site,
            "fetched_url": ledger_key(filing.page.final_url),
            "first_filed_at": filed_at,
            "last_filed_at": filed_at,
            "filed_by": crawl_id,
            **article_row(filing.article),
            **stamp_row(filing.stamp),
        }
        self._connection.execute(GATHER)
        sql = f"INSERT INTO articles({', '.join(row)}) VALUES ({', '.join('?' * len(row))})"
        article_id = self._connection.execute(sql, tuple(row.values())).lastrowid
        assert article_id is not None
        self._links.write(article_id, filing.article)
        return Filed("new", article_id)

    def _refile(self, crawl_id: int, known: Known, filing: Filing, address: str) -> Filed:
        article, own, row = filing.article, ledger_key(filing.page.final_url), article_row(filing.article)
        # A page on its way as the story's other address was found gone is no earlier form: it tells that it is here.
        moves = known.gone_at is not None and known.fetched_url != own and filing.page.origin in ("page", "wordpress")
        asked_at = filing.page.requested_at + (ON_ITS_WAY if moves else timedelta())
        if utc_text(asked_at) < self._captured(known):
            return self._file_earlier(crawl_id, known, filing, row)
        if (
            article.outcome == Outcome.PAYWALLED
            and known.outcome == Outcome.ARTICLE
            and int(str(row["words"])) < known.words
        ):
            return Filed("skipped", known.id, "now behind a paywall; the fuller text filed before is kept")
        if doubted := self._doubted(known, filing, row):
            # However badly it reads here, it is here.
            if doubted.change == "withheld" and known.url != address and known.tells(article):
                self._connection.execute(_MOVE, (address, own, known.id))
            return doubted
        if known.url == address and self.known.is_succeeded_by(known, filing):
            self._departures.gives_way(filing.page.url, known.id, once_at(address, str(known.published_at)), now())
            return self._file_unheard_of(crawl_id, filing, address, own)
        self._conditions.forget_withheld(known.id)
        article = self._with_lost_fields(known, filing, row)
        filing, row = replace(filing, article=article), article_row(article)
        same = row["fingerprint"] == known.fingerprint and known.gone_at is None
        if same and (known.url, known.fetched_url) == (address, own):
            self.stamp(known, filing.stamp)
            return Filed("unchanged", known.id)
        row |= {"url": address, "fetched_url": own, "gone_at": None, **stamp_row(filing.stamp)}
        known, reread = self._as_read_now(crawl_id, known, filing)
        return Filed(self._replace(crawl_id, known, article, row, reread=reread), known.id)

    def _as_read_now(self, crawl_id: int, known: Known, filing: Filing) -> tuple[Known, bool | None]:
        """What is known of the story, and whether what comes now is only another reading of it; None: nobody can tell.

        Where the page kept before reads otherwise now and its site has changed it as well, each makes a revision.
        """
        before, stamp = filing.before, filing.stamp
        if before is None or before.article_id != known.id:
            return known, known.reread_by(stamp)
        if before.article is None or change_by(known, before.article) == "skipped":
            return known, None
        if known.reads_as(before.article):
            return known, False
        if (before.article.headline, before.article.text) == (filing.article.headline, filing.article.text):
            return known, True
        self._replace(crawl_id, known, before.article, article_row(before.article) | stamp_row(stamp), reread=True)
        return self.known.numbered(known.id) or known, False

    def reread(self, crawl_id: int, known: Known, article: Article, stamp: Stamp) -> Change:
        """File what the kept page of a story says by another reading; it is "skipped" that would take its text."""
        change = change_by(known, article)
        if change == "unchanged":
            self.stamp(known, stamp)
        elif change != "skipped":
            self._replace(crawl_id, known, article, article_row(article) | stamp_row(stamp), reread=True)
        return change

    def stamp(self, known: Known, stamp: Stamp | None) -> None:
        """Enter what has read the story's page now, with the same result."""
        if stamp and not stamp.is_of(known.extractor, known.rules):
            self._connection.execute(_STAMP, (stamp.extractor, stamp.rules, known.id))

    def _replace(
        self, crawl_id: int, known: Known, article: Article, row: Row, *, reread: bool | None
    ) -> Literal["revised", "updated"]:
        """Write the row and all that hangs on it in place of what is known, which is kept where its words differ."""
        filed_at = now()
        revised = not (known.reads_as(article) or only_its_site_changed(self._connection, known, article))
        if revised:
            self._revisions.keep(crawl_id, known.form, reread=reread, replaced_at=filed_at)
        row = row | {"last_filed_at": filed_at}
        columns = ", ".join(f"{name} = ?" for name in row)
        self._connection.execute(GATHER)
        self._connection.execute(f"UPDATE articles SET {columns} WHERE id = ?", (*row.values(), known.id))
        self._links.write(known.id, article)
        return "revised" if revised else "updated"

    def _doubted(self, known: Known, filing: Filing, row: Row) -> Filed | None:
        """What becomes of a form that looks worse than the one on file; None where it is to be filed all the same.

        Whether its author made it so or its site shows once all that was read of the site in this crawl is judged.
        """
        if filing.page.origin == "page" and _is_another_page(known, filing.article):
            reason = "a page without date stands there, of which neither headline nor words are the story's"
            self._conditions.withhold(known.id, utc_text(filing.page.requested_at), reason, row)
            return Filed("withheld", known.id, f"kept as it was: {reason}")
        faults = _faults(known, filing, row)
        condition = self._conditions.of(filing.page.site) if faults else None
        at_fault = condition is not None and bool(faults & condition.faults)
        if condition is not None and at_fault and not faults <= FIELD_FAULTS:
            words = f"{known.words} words before, {row['words']} now"
            reason = f"{words}; its site reads badly since {condition.since[:10]}"
            read_at = utc_text(filing.page.requested_at)
            self._conditions.withhold(known.id, read_at, f"{reason}: {condition.reason}", row)
            return Filed("withheld", known.id, f"kept as it was: {reason}")
        return Filed("held", known.id) if faults and not (at_fault or filing.weighed) else None

    def _with_lost_fields(self, known: Known, filing: Filing, row: Row) -> Article:
        """The article, with the fields on file that its site has lost on many pages: the text is its own."""
        lost = _faults(known, filing, row) & FIELD_FAULTS
        if lost:
            condition = self._conditions.of(filing.page.site)
            lost &= condition.faults if condition else frozenset()
        return with_fields_of(known, self._links.authors(known.id), filing.article, lost) if lost else filing.article

    def _captured(self, known: Known) -> str:
        """When the page was asked for, or found gone, that the story was last told from; empty where none was."""
        captured: str | None = self._connection.execute(_CAPTURED, (known.id, from_now(AHEAD))).fetchone()[0]
        return captured or ""

    def _file_earlier(self, crawl_id: int, known: Known, filing: Filing, row: Row) -> Filed:
        """Keep a form of the story that is older than the one on file, as archives bring them, as a revision."""
        if not known.reads_as(filing.article):
            modified, digest = utc_text_or_none(filing.article.modified_at), str(row["text_hash"])
            form = Earlier(known.id, filing.article.headline, modified, now(), digest, filing.article.text)
            if self._revisions.has(form):
                return Filed("unchanged", known.id, "an earlier form of the story, kept already")
            self._revisions.keep(crawl_id, form, reread=known.reread_by(filing.stamp))
        return Filed("unchanged", known.id, "an earlier form of the story than the one on file")


def _moved_here(known: Known, filing: Filing) -> bool:
    """Whether the story's own address leads to the page now, which tells of a story of the very same moment."""
    own = ledger_key(filing.page.final_url)
    return own != filing.page.url == known.fetched_url and known.is_of_the_moment_of(filing.article)


def _faults(known: Known, filing: Filing, row: Row) -> frozenset[str]:
    """What makes a form look worse than the one on file, where its page may have been read wrongly."""
    if filing.sketch is None or filing.page.origin == "warc":
        return frozenset()
    before = known._replace(words=known.words - words_remembered(filing.article))
    return faults_of_change(before._asdict(), row)


def _is_another_page(known: Known, article: Article) -> bool:
    """Whether what stands at a story's address is none: a notice or a wall, in words that no rule knows."""
    undated_now = known.published_at is not None and article.published_at is None
    return undated_now and known.words > 0 and known.headline != article.headline and not known.tells(article)


def change_by(known: Known, article: Article) -> Change:
    """What another reading of the page that a story was filed from changes; "skipped" where it finds no text in it."""
    if (known.text and not article.text) or article.outcome not in FILED:
        return "skipped"
    if not known.reads_as(article):
        return "revised"
    return "unchanged" if article_row(article)["fingerprint"] == known.fingerprint else "updated"
