"""``scrapy extract --explain`` says of every block of a page why it was kept or removed."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from crawler.console.explaining import print_explanation
from extractors.reading import read
from tests.pages import Recipe, compose
from tests.pages.chrome import SETS
from tests.servers import PARAGRAPHS, scrapy, story

CASES = Path(__file__).with_name("cases") / "html"


def test_every_block_is_told_with_its_reason() -> None:
    page = CASES / "hentry-code-en" / "page.html"
    done = scrapy("extract", str(page), "--explain")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    reading = read(page.read_text("utf-8"))
    assert len(lines) == len(reading.decisions) + 2
    assert sum(line.startswith("kept ") for line in lines) == len(reading.article.paragraphs)
    assert any(line.startswith("removed wp-comments (readers' comments under the post) ") for line in lines)
    assert lines[-2].startswith("article: ")
    assert "\x1b" not in done.stdout


def test_an_explanation_and_a_format_exclude_each_other() -> None:
    done = scrapy("extract", "-", "--explain", "--format", "json", stdin=story("x"))
    assert done.returncode == 2
    assert "not allowed with" in done.stderr


def test_a_page_cannot_steer_the_terminal() -> None:
    hostile = story("Bridge").replace(PARAGRAPHS[0].format(place="Bridge"), "Red \x1b[31m alert\x07 and \u202egnirts.")
    out = io.StringIO()
    reading = read(hostile)
    print_explanation(reading.article, reading.decisions, out)
    assert not set(out.getvalue()) & set("\x1b\x07\u202e")


def test_on_a_terminal_lines_are_coloured_and_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.delenv("NO_COLOR", raising=False)
    reading = read(compose(Recipe("hentry", "two", "en", SETS["news"])).html)
    main, terminal = os.openpty()
    with os.fdopen(terminal, "w", encoding="utf-8") as out:
        print_explanation(reading.article, reading.decisions[-3:], out)
        shown = os.read(main, 65_536).decode()
    os.close(main)
    assert "\x1b[" in shown
    assert "…" in shown


def test_a_text_is_told_paragraph_by_paragraph() -> None:
    texts = [text.format(place="Ashford") for text in PARAGRAPHS]
    done = scrapy("extract", "-", "--explain", stdin="\n\n".join((*texts, "Share this:", "Leave a Reply")))
    assert done.returncode == 0, done.stderr
    assert [line for line in done.stdout.splitlines() if line.startswith("kept ")] == [
        f"kept    a text: {text}" for text in texts
    ]
    assert sum(line.startswith("removed ") for line in done.stdout.splitlines()) == 2
