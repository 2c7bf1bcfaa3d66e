"""What a command was writing when it was ended from outside: the next one takes it away, and nobody else's."""

from __future__ import annotations

import signal
import stat
from pathlib import Path

import pytest

from crawler.archive.exporting.placing import whole_folder
from crawler.console.commandline import INTERRUPTED
from crawler.errors import AskedWrongly
from tests.asking import ask
from tests.disks import small_disk
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

_COMMAND = """
import signal, sys, time
from pathlib import Path
from crawler.console.commandline import CheckedCommand
from crawler.drafts import drafting
signal.signal(signal.SIGHUP, signal.SIG_DFL)
class Command(CheckedCommand):
    def short_desc(self):
        return ""
    def work(self, args, opts):
        with drafting(Path(sys.argv[1])):
            print("begun", flush=True)
            time.sleep(60)
command = Command()
command.run([], None)
sys.exit(command.exitcode)
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


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGHUP])
def test_a_command_that_is_told_to_end_takes_its_draft_away(tmp_path: Path, how: signal.Signals) -> None:
    with begun(_COMMAND, tmp_path) as running:
        assert drafts(tmp_path)
        running.send_signal(how)
        assert running.wait(30) == INTERRUPTED
    assert not drafts(tmp_path)


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


def test_a_folder_is_put_in_its_place_at_one_stroke(tmp_path: Path) -> None:
    filled: list[int] = []

    def fill_it(folder: Path) -> int:
        (folder / "news.example").mkdir()
        (folder / "manifest.jsonl").write_text("{}")
        filled.append(folder.stat().st_ino)
        return 1

    new, empty = tmp_path / "new" / "texts", tmp_path / "empty"
    empty.mkdir(mode=0o750)
    for place in (new, empty):
        assert whole_folder(place, fill_it) == 1
        assert place.stat().st_ino == filled[-1]
        assert sorted(each.name for each in place.iterdir()) == ["manifest.jsonl", "news.example"]
        assert not drafts(place.parent)
    assert stat.S_IMODE(empty.stat().st_mode) == 0o750


def test_a_disk_is_filled_part_by_part_and_what_broke_off_stays_marked(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        assert whole_folder(disk.folder, lambda folder: (folder / "manifest.jsonl").write_text("{}")) == 2
        assert [each.name for each in disk.folder.iterdir()] == ["manifest.jsonl"]
        (disk.folder / ".copydesk-ab12cd34.part" / "news.example").mkdir(parents=True)  # as a kill there leaves it
        with pytest.raises(AskedWrongly, match="is not empty"):
            whole_folder(disk.folder, lambda _: 0)
        assert drafts(disk.folder)
