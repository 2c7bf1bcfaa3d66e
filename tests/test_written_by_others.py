"""What other programs write into the database, as SQLite lets them, breaks no command: the other stories are told."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from crawler.storage import Store
from tests.asking import ask
from tests.filings import file_one, story

ODD = (
    "UPDATE articles SET headline = CAST('Bridge' AS BLOB), site = x'6e65ff' WHERE id = 1",
    "UPDATE articles SET sources = '{{{', published_at = 'never', byline = x'00ff' WHERE id = 2",
    "UPDATE articles SET sources = '[1]', modified_at = '2024-99', words = 'many' WHERE id = 3",
    "UPDATE articles SET url = 'javascript:alert(1)', language = 5, first_filed_at = 'soon' WHERE id = 4",
)


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    path = tmp_path / "odd.db"
    with Store.open(path) as store:
        crawl = store.begin_crawl("site", {})
        for number in range(6):
            file_one(store, crawl, story(number))
    with closing(sqlite3.connect(path)) as other, other:
        for statement in ODD:
            other.execute(statement)
    return path


@pytest.mark.parametrize(
    "typed",
    [
        *(["show", str(number), "--removed"] for number in range(1, 5)),
        ["search", "story"],
        ["search", "story", "--format", "json"],
        ["stats"],
        ["coverage"],
        ["report", "--output", "OUT.html"],
        *(["export", "--format", form, "--output", f"OUT.{form}"] for form in ("jsonl", "csv", "parquet", "markdown")),
    ],
    ids=" ".join,
)
def test_they_are_shown_as_far_as_they_go(
    odd: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], typed: list[str]
) -> None:
    answer = ask(capsys, odd, *(part.replace("OUT", str(tmp_path / "out")) for part in typed))
    assert answer.code == 0, answer.err


def test_those_that_are_no_stories_stay_out_of_an_import_and_the_others_come(
    odd: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = ask(capsys, tmp_path / "new.db", "import", str(odd))
    assert answer.code == 1
    assert [line.split(": ")[2] for line in answer.err.splitlines()] == ["story 2", "story 3", "story 4"]
    assert "3 new" in answer.out
