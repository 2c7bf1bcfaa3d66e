"""A database that any earlier version wrote is brought up to date with all that it holds: real files of each schema."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crawler.storage import Store
from crawler.storage.schema import MIGRATIONS
from tests.archive import rows
from tests.asking import ask
from tests.filings import SITE, assert_sound, file_one, story
from tests.olddatabases import SAID, TOLD, last_migration, paths, unpacked

NEVER_LAST = {"001_archive", "002_ledger", "004_upkeep", "021_beginnings"}
"""Migrations that came with the next one, so that no version ever left a database with them as the last."""


def shape(path: Path) -> dict[str, list[str]]:
    """The columns of each table and view, and the names of indexes and triggers."""
    with closing(sqlite3.connect(path)) as connection:
        kinds = connection.execute("SELECT name, type FROM sqlite_master ORDER BY name").fetchall()
        return {
            f"{kind} {name}": sorted(row[1] for row in connection.execute(f"PRAGMA table_info('{name}')"))
            for name, kind in kinds
        }


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    path = tmp_path_factory.mktemp("fresh") / "news.db"
    Store.open(path).close()
    return shape(path)


def test_there_is_a_database_of_every_schema(tmp_path: Path) -> None:
    with Store.open(tmp_path / "news.db") as store:
        known = {migration.name for migration in MIGRATIONS.applied(store.db)}
    assert known - NEVER_LAST == {last_migration(path) for path in paths()}, "run: python -m tests.olddatabases"


@pytest.mark.parametrize("packed", paths(), ids=lambda path: path.name.removesuffix(".db.zst"))
def test_an_old_database_keeps_what_it_holds_and_can_do_what_a_new_one_can(
    packed: Path, fresh: dict[str, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = unpacked(packed, tmp_path)
    before = path.read_bytes()
    imported = ask(capsys, tmp_path / "other.db", "import", str(path))
    assert (imported.code, "3 new" in imported.out, path.read_bytes() == before) == (0, True, True), imported
    had = {row["name"] for row in rows(path, "SELECT name FROM sqlite_master")}
    Store.open(path).close()
    assert shape(path) == fresh
    for database in (path, tmp_path / "other.db"):
        texts = [row["text"] for row in rows(database, "SELECT text FROM articles ORDER BY url")]
        assert texts == [TOLD[3][2], TOLD[1][2], TOLD[2][2]]
        assert [tuple(row) for row in rows(database, "SELECT old_text, text, reread FROM story_changes")] == [
            (TOLD[0][2], TOLD[3][2], 0)
        ]
        assert rows(database, "SELECT count(*) FROM removed_readable")[0][0] == 6
        assert rows(database, "SELECT count(*) FROM rulings")[0][0] == ("rulings" in had)
        assert rows(database, "SELECT count(*) FROM comments")[0][0] == len(SAID) * ("comments" in had)
        assert rows(database, "SELECT count(*) FROM pages")[0][0] == 3 * ("pages" in had)
        assert rows(database, "SELECT state FROM urls ORDER BY url")[0][0] == "done"
        for words, headline in (
            ("시장", "서울시장 사임"),
            ("장", "서울시장 사임"),
            ("brid*", "Bridge closes"),
            ('"two winters"', "Ferry returns"),
        ):
            assert headline in ask(capsys, database, "search", words).out
        assert ask(capsys, database, "db", "check").code == 0
        read = ask(capsys, database, "reextract", "--dry-run")
        assert ("revised           3" if "pages" in had else "no kept page") in read.out, read
    with Store.open(path) as store:
        assert file_one(store, store.begin_crawl("site", {}), story(4)) == "new"
        assert store.documents(SITE) == []
        assert store.resting_hosts() == []
    assert_sound(path)
