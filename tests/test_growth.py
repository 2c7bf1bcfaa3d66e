"""What people ask of a story or a page grows with it, and not with its square: steps are counted, not seconds."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from itertools import pairwise
from types import FrameType
from typing import Any

import pytest

from crawler.archive import aligning
from crawler.archive.changes import Passage, compared
from crawler.archive.expressions import Needle
from crawler.archive.snippets import passage
from extractors.page.parsing import parse
from extractors.page.segmenting import segment
from extractors.reading import read
from extractors.site.places import places
from extractors.site.rules import Choices, SiteRules, apply_rules, tells_lines_apart, words_key

PAGE = "<html><body><h1>Storm closes the harbour</h1><div class=entry>{}</div></body></html>"


def _text(number: int) -> str:
    return f"The harbour was closed on day {number} of the storm, and the ferries stayed in."


def _lines(count: int) -> str:
    return PAGE.format("<br>".join(f"<b class=q>{_text(number)}</b>" for number in range(count)))


def _nested(count: int) -> str:
    inner = "".join(f"<p>{_text(number)}</p>" for number in range(4))
    return PAGE.format("<div class=a>" * count + inner + "</div>" * count)


def _search(count: int) -> Callable[[], object]:
    text = "the ferry " * count
    return lambda: passage(text, [Needle("the")], str.upper)


def _words_searched(count: int) -> Callable[[], object]:
    text = " ".join(f"Ferry {number}." for number in range(100))
    needles = [Needle(f"w{number}", begins=number % 2 == 0) for number in range(20 * count)]
    return lambda: [passage(text, needles, str.upper) for _ in range(8)]


def _rules(count: int) -> Callable[[], object]:
    tree = parse(_lines(count)).tree
    blocks, _ = segment(tree)
    return lambda: apply_rules(Choices(SiteRules(drop=("b.q",)), tree), blocks)


def _menus(count: int) -> Callable[[], object]:
    menu = (
        "<ul class=m>"
        + "".join(f"<li><a href=/{name}>{name}</a></li>" for name in ("Home", "Sport", "Weather"))
        + "</ul>"
    )
    tree = parse(PAGE.format("".join(f"{menu}<p>{_text(number)}</p>" for number in range(count)))).tree
    menus = [block for block in segment(tree)[0] if block.items]
    choices = Choices(SiteRules(drop=(".m", "a.none"), restored=("home",)), tree)
    assert len(menus) == count
    return lambda: [tells_lines_apart(choices, menu) for menu in menus]


def _places(count: int) -> Callable[[], object]:
    decisions = read(_nested(count)).decisions
    return lambda: list(places(decisions, words_key(_text(1))))


def _changes(count: int) -> Callable[[], object]:
    old = [f"Sentence {number // 2}." for number in range(20 * count)]
    new = [f"Another {number}." if number % 4 < 2 else sentence for number, sentence in enumerate(old)]
    return lambda: list(compared(old, new))


@pytest.mark.parametrize("work", [_search, _words_searched, _rules, _menus, _places, _changes])
def test_four_times_as_much_takes_some_four_times_the_steps(
    work: Callable[[int], Callable[[], object]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aligning, "MANY", 50)
    few, many = _steps(work(24)), _steps(work(96))
    assert many < 6 * few


def test_of_long_texts_as_of_short_ones_nothing_is_lost_and_what_is_equal_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(7)
    for _ in range(300):
        old = [draw.choice("abcdefgh") for _ in range(draw.randrange(14))]
        new = [each for each in old if draw.random() < 0.8] + old[: draw.randrange(3)]
        for many in (2000, 3):
            monkeypatch.setattr(aligning, "MANY", many)
            found = list(compared(old, new))
            assert _sentences(found, "added") == old
            assert _sentences(found, "removed") == new
            kinds = [each.kind for each in found]
            assert all(one != other for one, other in pairwise(kinds))


def test_a_long_text_with_a_sentence_moved_and_one_gone_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aligning, "MANY", 3)
    old = ["One.", "No.", "Two.", "No.", "Three.", "No.", "Four."]
    assert [(each.kind, each.sentences) for each in compared(old, [*old[:4], *old[5:]])] == [
        ("kept", ("One.", "No.", "Two.", "No.")),
        ("removed", ("Three.",)),
        ("kept", ("No.", "Four.")),
    ]


def _sentences(found: list[Passage], but: str) -> list[str]:
    return [sentence for each in found if each.kind != but for sentence in each.sentences]


def _steps(work: Callable[[], object]) -> int:
    """How many instructions of Python run as the work is done."""
    steps = 0

    def count(frame: FrameType, event: str, _: object) -> Any:
        nonlocal steps
        frame.f_trace_opcodes = True
        steps += event == "opcode"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        work()
    finally:
        sys.settrace(before)
    return steps
