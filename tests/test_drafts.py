"""What a command was writing when it was ended from outside: the next one takes it away, and nobody else's."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.asking import ask
from tests.olddatabases import paths, unpacked
from tests.reading_room import fill
from tests.test_killed_imports import begun

_WRITES = """
import signal, sys, time
from pathlib import Path
from crawler.drafts import drafting
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # nohup, by which the tests may be run, has all below it ignore it
with drafting(Path(sys.argv[1])) as draft:
    (draft / "half.jsonl").write_text("half")
    print("begun", flush=True)
    time.sleep(60)
"""


def drafts(folder: Path) -> list[Path]:
    return list(folder.glob(".copydesk-*"))


@pytest.fixture
def database(tmp_path: Path) -> Path:
    (tmp_path / "archive").mkdir()
    fill(tmp_path / "archive" / "news.db")
    return tmp_path / "archive" / "news.db"


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_what_a_command_leaves_that_was_ended_goes_with_the_next(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], how: signal.Signals
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    with begun(_WRITES, folder) as running:
        (held,) = drafts(folder)
        assert ask(capsys, database, "export", "-o", str(folder / "stories.csv")).code == 0
        assert drafts(folder) == [held], "another command is at it"
        running.send_signal(how)
    assert [each.name for each in held.iterdir()] == ["half.jsonl"]
    assert ask(capsys, database, "export", "-o", str(folder / "stories.csv")).code == 0
    assert [each.name for each in folder.iterdir()] == ["stories.csv"]


def test_every_command_that_writes_a_draft_takes_away_what_an_earlier_one_left(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = unpacked(paths()[0], tmp_path)
    commands = (
        ["export", "--format", "markdown", "-o", "{out}"],  # into a folder that holds nothing else
        ["report", "--output", "{out}/report.html"],
        ["db", "backup", "{out}/copy.db"],
        ["import", str(old), "-s", "DATABASE={out}/news.db"],
    )
    for number, command in enumerate(commands):
        folder = tmp_path / "out" / str(number)
        (folder / ".copydesk-ab12cd34.part").mkdir(parents=True)
        answer = ask(capsys, database, *[part.format(out=folder) for part in command])
        assert answer.code == 0, answer
        assert drafts(folder) == []
        assert list(folder.iterdir())


def test_a_folder_with_more_than_a_draft_is_not_empty(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("notes.part", ".copydesk-notes"):
        folder = tmp_path / name
        (folder / name).mkdir(parents=True)
        answer = ask(capsys, database, "export", "--format", "text", "-o", str(folder))
        assert (answer.code, answer.err) == (2, f"scrapy export: --output: {folder} is not empty; name a new folder\n")
        assert [each.name for each in folder.iterdir()] == [name]
