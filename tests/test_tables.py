"""Tables in terminals of any width: no number or time is cut in pieces, and nothing is left out."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from crawler.console.tables import print_table
from tests.asking import ask
from tests.reading_room import fill

HEADINGS = ("site", "fetched", "unchanged", "last filed at", "address")
ROW = (
    "news.example",
    1234567,
    None,
    "2024-05-03T09:30:00Z",
    "https://news.example/2024/05/a-very-long-address-of-a-story/",
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, width: int, rows: Sequence[Sequence[object]]) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm")
    out = Terminal()
    print_table(HEADINGS, rows, out)
    return [re.sub(r"\x1b\[[\d;]*m", "", line).rstrip() for line in out.getvalue().splitlines()]


def test_lines_that_no_terminal_shows_end_with_their_last_value(capsys: pytest.CaptureFixture[str]) -> None:
    print_table(("site", "reason"), [("news.example", "connection refused"), ("courier.example", None)])
    assert capsys.readouterr().out.splitlines() == [
        "site             reason",
        "news.example     connection refused",
        "courier.example",
    ]


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("count", [1, 20])
def test_words_numbers_and_times_stay_whole(monkeypatch: pytest.MonkeyPatch, width: int, count: int) -> None:
    lines = shown(monkeypatch, width, [ROW] * count)
    assert max(map(len, lines)) <= width
    for whole in ("news.example", "1234567", "2024-05-03T09:30:00Z"):
        assert sum(whole in line.split() for line in lines) == count
    told, values = "".join(lines), "".join(str(value) for value in ROW if value is not None)
    assert all(told.count(letter) >= count * values.count(letter) for letter in set(values)), "nothing is cut off"


def test_a_row_that_does_not_fit_stands_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(monkeypatch, 44, [ROW, ROW])
    assert lines[:4] == [
        "site           news.example",
        "fetched        1234567",
        "unchanged",
        "last filed at  2024-05-03T09:30:00Z",
    ]
    assert lines.count("") == 1  # between the two


def test_many_rows_keep_to_their_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = shown(monkeypatch, 44, [(*ROW[:3], "2024-05", "ab")] * 20)
    assert [line.split() for line in lines[-20:]] == [["news.example", "1234567", "2024-05", "ab"]] * 20
    assert sorted("".join("".join(lines[:-20]).split())) == sorted("".join("".join(HEADINGS).split()))  # in pieces


def test_a_table_without_rows_shows_its_headings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, 80, [])[0].split() == " ".join(HEADINGS).split()


@pytest.mark.parametrize("columns", ["0", "-1", "\u00b2"])
def test_a_terminal_that_tells_no_width_is_printed_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    fill(database := tmp_path / "news.db")
    before = ask(capsys, database, "search", "harbour").out
    monkeypatch.setenv("COLUMNS", columns)
    assert ask(capsys, database, "search", "harbour").out == before
    assert before.strip()
