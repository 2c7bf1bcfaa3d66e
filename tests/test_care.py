"""``scrapy db``: a damaged database is told, a backup is whole though a crawl writes, deleted room comes back."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.storage import Store
from crawler.storage.schema import MIGRATIONS
from tests.asking import ask, refused
from tests.disks import small_disk
from tests.filings import archive_dump, assert_sound, story
from tests.servers import scrapy
from tests.test_storage_faults import FILES_FOR_EVER, run


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "news.db"
    with Store.open(path) as store:
        crawl = store.begin_crawl("site", {})
        store.file(crawl, [story(number, text=f"Words of {number}. " * 300) for number in range(40)])
    return path


def damage(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    for statement in statements:
        connection.execute(statement)
    connection.close()


def test_a_sound_database(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = archive_dump(database)
    answer = ask(capsys, database, "db", "check")
    assert answer == (0, f"{database}: sound (file, references and search index)\n", "")
    assert archive_dump(database) == before


def test_a_search_index_out_of_step_is_told_and_written_anew(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damage(database, "DROP TRIGGER articles_fts_revising", "UPDATE articles SET text = 'Another.' WHERE id = 1")
    told = ask(capsys, database, "db", "check")
    assert (told.code, told.out) == (1, f"{database}: the search index does not say what the stories say\n")
    assert "scrapy db vacuum writes the search index anew" in told.err
    assert refused(ask(capsys, database, "db", "backup"), "no copy was kept, for it is not sound", code=1)
    assert ask(capsys, database, "db", "vacuum").code == 0
    assert ask(capsys, database, "db", "check").code == 0
    assert_sound(database)


def test_references_that_lead_nowhere_are_told(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damage(database, "PRAGMA foreign_keys = OFF", "DELETE FROM article_authors", "DELETE FROM sites")
    told = ask(capsys, database, "db", "check")
    assert told.code == 1
    assert "40 rows of articles refer to rows of sites that are not there" in told.out


@pytest.mark.parametrize("seed", range(3))
def test_a_damaged_file_is_told_in_few_lines(database: Path, capsys: pytest.CaptureFixture[str], seed: int) -> None:
    whole, chance = bytearray(database.read_bytes()), random.Random(seed)
    for at in range(4096 * 10, len(whole), 4096 * 3):
        whole[at : at + 200] = chance.randbytes(200)
    database.write_bytes(whole)
    told = ask(capsys, database, "db", "check")
    assert told.code == 1
    assert 1 <= len((told.out + told.err).splitlines()) <= 30
    assert ask(capsys, database, "db", "backup").code == 1
    assert [path.name for path in database.parent.iterdir() if "backup" in path.name or ".part" in path.name] == []


def test_damage_to_the_schema_that_is_no_text_is_told_as_damage(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = "UPDATE sqlite_master SET sql = CAST(x'435245415445e7e8' AS TEXT) WHERE name = 'articles'"
    damage(database, "PRAGMA writable_schema = ON", broken)
    for command in (["db", "check"], ["stats"], ["export"]):
        assert refused(ask(capsys, database, *command), "damaged; rescue what is left", code=1)


def test_a_backup_is_made_while_a_crawl_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, copy = tmp_path / "news.db", tmp_path / "copies" / "one.db"
    with run(FILES_FOR_EVER, path, 0) as crawler:
        assert crawler.stdout
        for _ in range(20):
            filed = crawler.stdout.readline()
        answer = ask(capsys, path, "db", "backup", str(copy))
        checked = ask(capsys, path, "db", "check")
        vacuum = ask(capsys, path, "db", "vacuum")
        still = [crawler.stdout.readline() for _ in range(3)]
        crawler.kill()
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.endswith("MiB, sound\n")
    assert all(line.strip().isdigit() for line in still)
    assert checked.code == 0
    assert "the search index is checked when no crawl is running" in checked.out
    assert refused(vacuum, "another crawl is filing into it; wait until it has ended", code=1)
    assert [child.name for child in copy.parent.iterdir()] == ["one.db"]
    assert_sound(copy)
    held = len(archive_dump(copy)["articles"])
    assert held % 5 == 0
    assert held >= int(filed) + 5


def test_a_backup_never_takes_the_place_of_a_file(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for taken in (database, database.parent):
        assert refused(ask(capsys, database, "db", "backup", str(taken)), "is there already; name a new file", code=1)
    blocked = ask(capsys, database, "db", "backup", str(database / "in" / "a.db"))
    assert refused(blocked, "no folder for it (Not a directory); name another file", code=1)
    first = ask(capsys, database, "db", "backup")
    assert first.out.startswith(str(database.parent / "news-2"))


def test_a_backup_of_an_older_database_is_that_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old = Database(tmp_path / "old.db")
    MIGRATIONS.apply(old, stop_before="003_search")
    old.conn.commit()
    old.close()
    assert ask(capsys, tmp_path / "old.db", "db", "backup", str(tmp_path / "copy.db")).code == 0
    copied = Database(tmp_path / "copy.db")
    assert [each.name for each in MIGRATIONS.applied(copied)] == ["001_archive", "002_ledger"]
    copied.close()


def test_room_comes_back(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = database.stat().st_size
    damage(
        database, "PRAGMA foreign_keys = ON", "UPDATE urls SET article_id = NULL", "DELETE FROM articles WHERE id > 5"
    )
    kept = archive_dump(database)
    answer = ask(capsys, database, "db", "vacuum")
    assert answer.code == 0
    assert database.stat().st_size < 0.75 * before
    assert archive_dump(database) == kept
    assert_sound(database)


@pytest.mark.parametrize("action", ["check", "backup", "vacuum"])
def test_no_database_is_told_and_none_is_made(tmp_path: Path, capsys: pytest.CaptureFixture[str], action: str) -> None:
    path = tmp_path / "news.db"
    assert refused(ask(capsys, path, "db", action), "no database there; run a crawl first", code=1)
    assert list(tmp_path.iterdir()) == []
    path.touch()
    assert refused(ask(capsys, path, "db", action), "an empty file, and no database yet; run a crawl first", code=1)
    assert (list(tmp_path.iterdir()), path.stat().st_size) == ([path], 0)


def test_a_database_that_was_killed_as_it_was_made_can_be_copied(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    damage(tmp_path / "news.db", "PRAGMA journal_mode = WAL")
    assert ask(capsys, tmp_path / "news.db", "db", "backup", str(tmp_path / "copy.db")).code == 0


def test_what_a_full_disk_holds_can_be_read_and_copied_elsewhere(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    held = archive_dump(database)
    with small_disk(tmp_path / "disk") as disk:
        full = disk.folder / "news.db"
        full.write_bytes(database.read_bytes())
        disk.fill(leave=0)
        assert ask(capsys, full, "stats").code == 0
        assert refused(ask(capsys, full, "db", "backup", str(disk.folder / "copy.db")), " MiB are free; make", code=1)
        assert refused(ask(capsys, full, "db", "vacuum"), "news.db.lock: ", code=1)
        texts = ask(capsys, full, "export", "--format", "text", "--output", str(disk.folder / "texts"))
        assert refused(texts, "No space left on device; ", code=1)
        assert not (disk.folder / "texts").exists()
        assert ask(capsys, full, "db", "backup", str(tmp_path / "copy.db")).code == 0
    assert archive_dump(tmp_path / "copy.db") == held


def test_memory_that_runs_out_is_told_in_one_line(
    database: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("crawler.commands.db.faults", none)
    assert refused(ask(capsys, database, "db", "check"), "no memory is left; raise the limit on it", code=1)


def test_the_command_itself(database: Path) -> None:
    done = scrapy("db", "check", DATABASE=str(database))
    wrong = scrapy("db", "repair", DATABASE=str(database))
    assert (done.returncode, done.stderr) == (0, "")
    assert wrong.returncode == 2
    assert "choose from 'check', 'backup', 'vacuum'" in wrong.stderr
    assert wrong.stderr.count("\n") == 1


def test_counts_that_went_wrong_are_told_and_put_right(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    damage(database, "UPDATE story_counts SET words = words + 1", "DELETE FROM author_counts")
    told = ask(capsys, database, "db", "check")
    assert told.code == 1
    for table in ("author_counts", "story_counts"):
        assert f"{table} does not count what is there; scrapy db vacuum counts anew" in told.out
    assert ask(capsys, database, "db", "vacuum").code == 0
    assert ask(capsys, database, "db", "check").code == 0
