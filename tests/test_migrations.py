"""A database is made and brought up to date by named migrations; a stranger's is left alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlite_utils import Database

from crawler.storage import Reader, StorageError, Store
from crawler.storage.describe import described_tables, schema_markdown
from crawler.storage.schema import MIGRATIONS
from crawler.storage.views import VIEWS
from tests.filings import file_one, story

DOCUMENT = Path(__file__).parent.parent / "docs" / "schema.md"


def schema(path: Path) -> list[tuple[str, str]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    finally:
        connection.close()


def test_a_new_database_is_made_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "news.db"
    with Store.open(path) as store:
        assert store.db.journal_mode == "wal"
    assert [child.name for child in path.parent.iterdir()] == ["news.db"]  # the log is folded in


def test_opening_again_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    Store.open(path).close()
    before, data = schema(path), path.read_bytes()
    Store.open(path).close()
    assert (schema(path), path.read_bytes()) == (before, data)


def test_an_older_database_keeps_its_rows_and_gets_the_rest(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    old = Database(path)
    MIGRATIONS.apply(old, stop_before="003_search")
    old.conn.execute("INSERT INTO sites(name, first_seen_at) VALUES ('news.example', '2024-05-03T09:30:00Z')")
    old.conn.commit()
    old.close()
    with Store.open(path) as store:
        assert [row["name"] for row in store.db["sites"].rows] == ["news.example"]
        assert file_one(store, store.begin_crawl("site", {}), story(1)) == "new"
    fresh = tmp_path / "fresh.db"
    Store.open(fresh).close()
    assert schema(path) == schema(fresh)


def test_a_changed_view_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with Store.open(path) as store:
        store.db.create_view("removed_by_rule", "SELECT 1 AS old", replace=True)
    with Store.open(path) as store:
        assert "rule" in store.db["removed_by_rule"].columns_dict


def test_a_users_own_tables_are_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "news.db"
    with Store.open(path) as store:
        store.db.table("notes").insert({"url": "https://news.example/", "note": "read"})
    with Store.open(path) as store:
        assert store.db["notes"].count == 1


@pytest.mark.parametrize("opens", [Store.open, Reader.open])
def test_a_database_of_a_newer_version_is_refused(tmp_path: Path, opens: Callable[[Path], object]) -> None:
    path = tmp_path / "news.db"
    with Store.open(path) as store:
        store.db.table("_sqlite_migrations").insert(
            {"migration_set": "copydesk", "name": "999_future", "applied_at": ""}
        )
    with pytest.raises(StorageError, match=r"news\.db: made by a newer copydesk \(it knows 999_future\); update"):
        opens(path)


@pytest.mark.parametrize("opens", [Store.open, Reader.open])
def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path, opens: Callable[[Path], object]) -> None:
    path = tmp_path / "history.db"
    other = Database(path)
    other.table("moz_places").insert({"url": "https://news.example/"})
    other.close()
    before = path.read_bytes()
    with pytest.raises(StorageError, match=r"history\.db: a database of another program; name another"):
        opens(path)
    assert path.read_bytes() == before


def test_the_documentation_of_the_schema_is_current() -> None:
    assert schema_markdown() == DOCUMENT.read_text(encoding="utf-8"), (
        "run: python -m crawler.storage.describe > docs/schema.md"
    )


def test_every_table_and_view_is_documented(tmp_path: Path) -> None:
    with Store.open(tmp_path / "news.db") as store:
        named = [*described_tables(store.db), *store.db.view_names(), "articles_fts"]
    text = DOCUMENT.read_text(encoding="utf-8")
    assert [name for name in named if f"## {name}\n" not in text] == []
    assert set(VIEWS) <= set(named)


def test_a_column_without_a_comment_is_not_let_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(VIEWS, "bare", "SELECT -- A view\n  1 AS mute")
    with pytest.raises(LookupError, match=r"bare\.mute has no comment"):
        schema_markdown()
