"""The soak in small: two crawls of papers full of faults, whose workers are harmed, leave books that add up.

``make soak`` does that for an hour, and looks at memory and open files as well.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.soaking import run
from tests.soaking.books import audit
from tests.soaking.reading import LOOK_EVERY, read_so_far, reading
from tests.soaking.samples import Point, Sample


def test_books_add_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "HARM_EVERY", 3.0)
    soaked = run.soak(tmp_path, 5.0, papers=2, first=12)
    for name, papers, harmed in (("site.db", [soaked.large], soaked.harmed), ("news.db", soaked.papers, 0)):
        books = audit(tmp_path / name, papers, harmed)
        assert books.wrong == []
        assert books.ended["good"]["done"] > 0
    assert [each.code for each in soaked.rounds] == [0]
    assert run.leftovers(soaked) == []


def looks(pages: int, leak: float) -> tuple[list[Sample], list[Point]]:
    """A crawl and a worker whose caches fill up, that hold much for a moment, and keep ``leak`` MB of 1,000 pages."""
    held = [
        (page, 100 + 40 * min(page / 1_500, 1) + leak * page / 1000 + 30 * (page % 400 == 0))
        for page in range(20, pages + 1, 20)
    ]
    return [Sample(page, page, 2 * mb, mb, 50, page / 10, 1.0, page / 10) for page, mb in held], held


def test_a_leak_is_told_from_caches_that_fill_up() -> None:
    assert run.growths(*looks(8_000, leak=0), listed=3_000) == []
    leaking = run.growths(*looks(8_000, leak=2), listed=3_000)
    assert leaking == [
        f"the memory of {name} grew by 2.00 MB for 1,000 pages" for name in ("the long crawl", "a worker")
    ]
    assert all("too few pages" in line for line in run.growths(*looks(2_500, leak=0), listed=500))


def test_a_worker_that_reads_page_after_page_tells_what_it_takes(tmp_path: Path) -> None:
    with reading(tmp_path / "none.db", tmp_path / "told.txt"):
        while not (told := read_so_far(tmp_path / "told.txt")):
            time.sleep(0.2)
    assert told[0][0] == LOOK_EVERY
    assert 20 < told[0][1] < 300
