"""The soak in small: two crawls of papers full of faults, whose workers are harmed, leave books that add up.

``make soak`` does that for an hour, and looks at memory and open files as well.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soaking import run
from tests.soaking.books import audit


def test_books_add_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "HARM_EVERY", 3.0)
    soaked = run.soak(tmp_path, 5.0, papers=2, first=12)
    for name, papers, harmed in (("site.db", [soaked.large], soaked.harmed), ("news.db", soaked.papers, 0)):
        books = audit(tmp_path / name, papers, harmed)
        assert books.wrong == []
        assert books.ended["good"]["done"] > 0
    assert [each.code for each in soaked.rounds] == [0]
    assert run.leftovers(soaked) == []
