"""What somebody decides about a block is obeyed by its story at once, and by its site from then on."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest

from crawler.records.filings import Filing
from crawler.records.pages import FetchedPage
from crawler.storage import Store
from crawler.storage.sites.rulings import check_ruling
from crawler.workers.reading import read_and_pack
from extractors.reading import read
from extractors.site.rules import SiteRules, words_key
from tests.archive import rows
from tests.asking import Answer, ask, refused
from tests.filings import SITE, assert_sound
from tests.servers import PARAGRAPHS, story

NOTE = "This story was made with the help of the Harbour Fund, which has no say in what we write about it."
NOTE_BOX = f"<div class='sharedaddy funder-note'><p>{NOTE}</p></div>"
OTHER_NOTE = "The reporter of this story once worked for the ferry that it speaks of, as a boy in the summer of 1989."
HELP = "Readers like you pay for what you read here, and we would like to hear what you think of it, 24 hours a day."
PLACES = ("Ashford", "Belmont", "Corby")


def fetched(place: str, body: str, hour: int = 12) -> FetchedPage:
    url = f"https://{SITE}/{place.lower()}/"
    asked = datetime(2024, 5, 3, hour, tzinfo=UTC)
    return FetchedPage(url, url, SITE, 200, (), body.encode(), "utf-8", asked)


def page(place: str, note: str = NOTE) -> str:
    texts = [text.format(place=place) for text in PARAGRAPHS]
    return story(f"Bridge closes in {place}", *texts, HELP, tail=NOTE_BOX.replace(NOTE, note))


class Archive(NamedTuple):
    """A database with three stories of a site that prints a note, and an appeal, under each."""

    path: Path
    capsys: pytest.CaptureFixture[str]

    def ask(self, *arguments: str) -> Answer:
        return ask(self.capsys, self.path, *arguments)

    def file(self, fetched: FetchedPage) -> None:
        with Store.open(self.path) as store:
            crawl = store.begin_crawl("site", {})
            read = read_and_pack(fetched, self.path)
            store.file(crawl, [Filing(fetched, read.article, read.packed, stamp=read.stamp)])
            store.end_crawl(crawl, "finished", {})

    def text(self, number: int) -> str:
        return str(rows(self.path, "SELECT text FROM articles WHERE id = ?", number)[0]["text"])

    def block(self, number: int, text: str) -> str:
        sql = "SELECT id FROM removed_blocks WHERE article_id = ? AND text = ?"
        return str(rows(self.path, sql, number, text)[0]["id"])


@pytest.fixture
def archive(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Archive:
    monkeypatch.chdir(tmp_path)  # where no sites.toml is
    made = Archive(tmp_path / "news.db", capsys)
    for place in PLACES:
        made.file(fetched(place, page(place, OTHER_NOTE if place == "Corby" else NOTE)))
    assert NOTE not in made.text(1) and HELP in made.text(1)
    return made


def test_a_removed_block_is_shown_with_its_number(archive: Archive) -> None:
    shown = archive.ask("show", "1", "--removed").out
    assert re.search(rf"^{archive.block(1, NOTE)} \[[\w-]+: .+\]\n{re.escape(NOTE)}", shown, re.MULTILINE), shown


def test_a_block_is_put_back_and_its_site_remembers(archive: Archive) -> None:
    done = archive.ask("restore", archive.block(1, NOTE))
    assert done.code == 0 and NOTE in done.out and f"Remembered for {SITE}" in done.out, done
    assert archive.text(1).endswith(NOTE)
    assert NOTE not in archive.text(2)
    assert not rows(archive.path, "SELECT 1 FROM silent_edits")
    again = archive.ask("reextract", "--yes", "--stale", "--site", SITE)
    assert "revised           1" in again.out, again
    assert archive.text(2).endswith(NOTE)
    assert OTHER_NOTE not in archive.text(3)
    archive.file(fetched("Belmont", page("Belmont") + "<!-- another visit -->", hour=13))
    assert archive.text(2).endswith(NOTE)
    archive.file(fetched("Dunmore", page("Dunmore")))
    assert archive.text(4).endswith(NOTE)
    assert_sound(archive.path)


def test_a_paragraph_is_taken_out_and_its_site_remembers(archive: Archive) -> None:
    done = archive.ask("strip", f"https://{SITE}/ashford/", "hear what you think of it")
    assert done.code == 0, done
    assert HELP not in archive.text(1)
    ((reason,),) = rows(archive.path, "SELECT reason FROM removed_blocks WHERE article_id = 1 AND text = ?", HELP)
    assert reason == "site rule: taken out by hand"
    archive.file(fetched("Belmont", page("Belmont").replace("24 hours", "12 hours"), hour=13))
    assert "Readers like you" not in archive.text(2)


def test_the_later_ruling_holds(archive: Archive) -> None:
    archive.ask("strip", "1", "5")
    assert HELP not in archive.text(1)
    archive.ask("restore", archive.block(1, HELP))
    assert HELP in archive.text(1)
    ((verdict,),) = rows(archive.path, "SELECT verdict FROM rulings")
    assert verdict == "restored"


def test_a_place_is_ruled_on_as_a_whole(archive: Archive) -> None:
    done = archive.ask("restore", "--place", archive.block(1, NOTE))
    assert "whatever stands in div.sharedaddy.funder-note" in done.out, done
    archive.ask("reextract", "--yes")
    assert [archive.text(number).endswith(note) for number, note in ((1, NOTE), (2, NOTE), (3, OTHER_NOTE))] == [
        True
    ] * 3


def test_the_story_itself_is_no_place_to_be_taken_out(archive: Archive) -> None:
    before = archive.text(1)
    assert refused(archive.ask("strip", "--place", "1", "hear what you think"), "has no name of its own; leave it out")
    assert archive.text(1) == before
    assert not rows(archive.path, "SELECT 1 FROM rulings")


def test_what_is_not_there_is_told_and_nothing_is_remembered(archive: Archive) -> None:
    assert refused(archive.ask("restore", "9999"), "no removed block number 9999", code=1)
    assert refused(archive.ask("strip", "1", "zeppelin"), "no paragraph has 'zeppelin' in it")
    assert refused(archive.ask("strip", "1", "the"), "paragraphs have 'the' in them; give words that only one has")
    assert refused(archive.ask("strip", "1", "999"), "there is no paragraph 999: the story has ")
    assert refused(archive.ask("strip", "77", "the"), "no story number 77", code=1)
    assert not rows(archive.path, "SELECT 1 FROM rulings")


def test_without_a_kept_page_the_next_fetch_obeys(archive: Archive) -> None:
    with Store.open(archive.path) as store:
        store.db.conn.execute("DELETE FROM fetches")
    done = archive.ask("restore", archive.block(1, NOTE))
    assert "to be put back when the story is next fetched" in done.out, done
    assert NOTE not in archive.text(1)
    archive.file(fetched("Ashford", page("Ashford"), hour=13))
    assert archive.text(1).endswith(NOTE)


def test_words_go_before_places_and_what_is_kept_before_what_is_dropped() -> None:
    html = page("Ashford")
    by_words = SiteRules(drop=("div.funder-note",), restored=(words_key(NOTE),))
    assert read(html, rules=by_words).article.text.endswith(NOTE)
    by_place = SiteRules(drop=("div.funder-note",), keep=("div.funder-note",))
    assert read(html, rules=by_place).article.text.endswith(NOTE)
    taken = SiteRules(keep=("div.funder-note",), stripped=(words_key(NOTE),))
    assert NOTE not in read(html, rules=taken).article.text


@pytest.mark.parametrize("text", ["***", "—", "♥ ♥"])
def test_blocks_without_words_are_known_by_their_marks(text: str) -> None:
    assert words_key(text) == text
    assert words_key("Posted 3 May, 12:05") == words_key("posted 4 May, 9:55")


@pytest.mark.parametrize(
    ("kind", "what", "verdict", "fault"),
    [
        ("colour", "red", "stripped", "nobody rules that 'colour' be 'stripped'"),
        ("words", "read also", "fold", "nobody rules that 'words' be 'fold'"),
        ("place", "div..note", "stripped", "'div..note' is no CSS selector"),
    ],
)
def test_a_ruling_that_cannot_be_obeyed_is_refused(kind: str, what: str, verdict: str, fault: str) -> None:
    with pytest.raises(ValueError, match=re.escape(fault)):
        check_ruling(kind, what, verdict)
