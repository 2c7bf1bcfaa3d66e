"""``kill -9`` while an archive is made, brought up to date, tidied up, copied, given out or corrected: it stays sound.

``make test-kills`` tries many points; here are a few.
"""

from __future__ import annotations

import random
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.drafts import is_draft
from crawler.packing import pack
from crawler.records.filings import Filing
from crawler.storage import Store
from crawler.storage.care import backup, faults, vacuum
from crawler.storage.schema import MIGRATIONS
from crawler.workers.stamps import stamp
from extractors import extract
from tests.archive import rows
from tests.filings import assert_sound, story
from tests.olddatabases import paths, unpacked
from tests.test_killed_imports import OPEN, kill_after, seconds, told
from tests.test_rulings import NOTE, fetched, page
from tests.wanted import wanted

POINTS = max(wanted("KILLS", 6) // 6, 1)
SEED = wanted("KILLS_SEED", 20240503)
STORIES = 400

_VACUUM = """
import sys
from pathlib import Path
from crawler.storage.care import vacuum
print("begun", flush=True)
vacuum(Path(sys.argv[1]))
"""
_BACKUP = """
import sys
from pathlib import Path
from crawler.storage.care import backup
print("begun", flush=True)
backup(Path(sys.argv[1]), Path(sys.argv[2]))
"""
_RULING = """
import sys
from argparse import Namespace
from scrapy.utils.project import get_project_settings
from crawler.commands import restore, strip
ruling, database, asked = sys.argv[1:]
command = {"restore": restore, "strip": strip}[ruling].Command()
command.settings = get_project_settings()
command.settings.set("DATABASE", database)
opts = {"restore": {"block": asked.isdigit() and int(asked)}, "strip": {"story": "1", "words": asked}}[ruling]
print("begun", flush=True)
command.answer(Namespace(place=False, sites=None, **opts))
"""
_SCRAPY = """
import sys
from scrapy.cmdline import execute
from crawler.commands import export  # with all that it loads, so that what is killed is its work
print("begun", flush=True)
execute(["scrapy", *sys.argv[1:]])
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with room to give back."""
    path = tmp_path_factory.mktemp("care") / "news.db"
    with Store.open(path) as store:
        crawl = store.begin_crawl("site", {})
        store.file(crawl, [story(number, text=f"Words of {number}. " * 60) for number in range(STORIES)])
        store.end_crawl(crawl, "finished", {})
        store.db.execute("CREATE TABLE notes AS SELECT text || url AS note FROM articles")
        store.db.execute("DROP TABLE notes")
    return path


@pytest.mark.timeout(120 + 30 * POINTS)
def test_a_new_database_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    takes = seconds(OPEN, tmp_path / "unharmed.db")
    for point in range(POINTS):
        database = tmp_path / f"{point}.db"
        kill_after(chance.uniform(0, takes), OPEN, database)
        with Store.open(database) as store:
            assert store.begin_crawl("site", {})
            assert not MIGRATIONS.pending(store.db)
        assert_sound(database)


@pytest.mark.timeout(120 + 30 * POINTS)
def test_a_database_of_any_earlier_version_survives_a_kill_while_it_is_brought_up_to_date(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    for packed in chance.sample(paths(), min(POINTS, len(paths()))):
        folder = tmp_path / packed.stem
        folder.mkdir()
        database = unpacked(packed, folder)
        texts = sorted(row["text"] for row in rows(database, "SELECT text FROM articles"))
        kill_after(chance.uniform(0, 0.4), OPEN, database)
        with closing(Database(database)) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        Store.open(database).close()
        assert sorted(row["text"] for row in rows(database, "SELECT text FROM articles")) == texts
        assert_sound(database)


@pytest.mark.timeout(120 + 30 * POINTS)
def test_a_vacuum_that_is_killed_loses_nothing_and_can_be_done_again(archive: Path, tmp_path: Path) -> None:
    chance, whole = random.Random(SEED), told(archive)
    (tmp_path / "unharmed.db").write_bytes(archive.read_bytes())
    takes = seconds(_VACUUM, tmp_path / "unharmed.db")
    for point in range(POINTS):
        database = tmp_path / f"{point}.db"
        database.write_bytes(archive.read_bytes())
        kill_after(chance.uniform(0, takes), _VACUUM, database)
        assert_sound(database)
        assert told(database) == whole
        before, after = vacuum(database)
        assert after <= before
        assert (told(database), faults(database)) == (whole, [])


@pytest.mark.timeout(120 + 30 * POINTS)
def test_a_backup_that_is_killed_is_there_whole_or_not_at_all(archive: Path, tmp_path: Path) -> None:
    chance, whole = random.Random(SEED), told(archive)
    takes = seconds(_BACKUP, archive, tmp_path / "unharmed.db")
    for point in range(POINTS):
        target = tmp_path / f"{point}" / "copy.db"
        kill_after(chance.uniform(0, takes), _BACKUP, archive, target)
        assert_sound(archive)
        if target.exists():
            assert told(target) == whole
            target.unlink()
        backup(archive, target)
        assert told(target) == whole
        assert [each.name for each in target.parent.iterdir()] == ["copy.db"]


@pytest.mark.timeout(120 + 30 * POINTS)
@pytest.mark.parametrize(("form", "name"), [("jsonl", "out.jsonl"), ("text", "texts")])
def test_an_export_that_is_killed_is_there_whole_or_not_at_all(
    archive: Path, tmp_path: Path, form: str, name: str
) -> None:
    chance, unharmed = random.Random(SEED), tmp_path / name
    typed = ("export", "-s", f"DATABASE={archive}", "--format", form, "--output")
    takes = seconds(_SCRAPY, *typed, unharmed)
    for point in range(POINTS):
        target = tmp_path / f"{point}" / name
        kill_after(chance.uniform(0, takes), _SCRAPY, *typed, target)
        assert not target.exists() or _written(target) == _written(unharmed)
        if not target.is_dir():  # which would be refused
            assert seconds(_SCRAPY, *typed, target) >= 0
        assert _written(target) == _written(unharmed)
        assert [each.name for each in target.parent.iterdir() if not is_draft(each)] == [name]


def _written(place: Path) -> dict[str, bytes]:
    """What an export wrote: a file, or those in a folder, by their paths in it."""
    files = [place] if place.is_file() else [each for each in place.rglob("*") if each.is_file()]
    return {str(each.relative_to(place)): each.read_bytes() for each in files}


@pytest.mark.timeout(120 + 30 * POINTS)
def test_an_import_of_an_older_database_that_is_killed_can_be_done_again(tmp_path: Path) -> None:
    chance, old = random.Random(SEED), unpacked(paths()[0], tmp_path)
    for point in range(POINTS):
        database = tmp_path / f"{point}" / "news.db"
        typed = ["import", str(old), "-s", f"DATABASE={database}"]
        kill_after(chance.uniform(0, 1.0), _SCRAPY, *typed)
        assert seconds(_SCRAPY, *typed) >= 0
        assert [row[0] for row in told(database)] == [row[0] for row in told(old)]
        assert [each.name for each in database.parent.iterdir() if each.name.startswith(".")] == []
        assert_sound(database)


@pytest.mark.timeout(120 + 60 * POINTS)
def test_a_restore_and_a_strip_that_are_killed_are_done_whole_or_not_at_all(tmp_path: Path) -> None:
    chance, unharmed = random.Random(SEED), tmp_path / "unharmed.db"
    fetched_page = fetched("Ashford", page("Ashford"))
    with Store.open(unharmed) as store:
        crawl, article = store.begin_crawl("site", {}), extract(fetched_page.body, fetched_page.url)
        store.file(crawl, [Filing(fetched_page, article, (pack(fetched_page.body),), stamp=stamp(None))])
        store.end_crawl(crawl, "finished", {})
    made, before = unharmed.read_bytes(), ruled(unharmed)
    (block,) = rows(unharmed, "SELECT id FROM removed_blocks WHERE text = ?", NOTE)
    rulings = (("restore", str(block["id"])), ("strip", NOTE))
    takes, states = [], [before]
    for ruling, asked in rulings:
        takes.append(seconds(_RULING, ruling, unharmed, asked))
        states.append(ruled(unharmed))
    assert [NOTE in text for text, _ in states] == [False, True, False]
    for point in range(POINTS):
        database = tmp_path / f"{point}.db"
        database.write_bytes(made)
        for place, (ruling, asked) in enumerate(rulings):
            kill_after(chance.uniform(0, takes[place]), _RULING, ruling, database, asked)
            assert_sound(database)
            state = ruled(database)
            assert state in states[place : place + 2]
            if state == states[place]:
                assert seconds(_RULING, ruling, database, asked) >= 0
            assert ruled(database) == states[place + 1]
        assert_sound(database)


def ruled(database: Path) -> tuple[str, list[str]]:
    """The text of the one story, and what is decided about its blocks."""
    (text,) = [row["text"] for row in rows(database, "SELECT text FROM articles")]
    return text, [row["verdict"] for row in rows(database, "SELECT verdict FROM rulings ORDER BY verdict")]
