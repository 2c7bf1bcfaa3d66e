"""Rules of robots.txt in their thousands are looked up; the answers are those of the library that tries each."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from protego import Protego
from protego._urlpattern import _URLPattern

from crawler.fetch.robotrules import IndexedRobotParser

AGENT = "copydesk"
LETTERS = "/ab*$%?=&.é2F"
patterns = st.text(LETTERS, min_size=1, max_size=9)
rules = st.lists(st.tuples(st.sampled_from(["Allow", "Disallow"]), patterns), max_size=12)


class Indexed(IndexedRobotParser):
    """Looks up the fewest rules too."""

    few = 0


@given(rules, st.lists(st.text(LETTERS.replace("*", "#"), max_size=14), min_size=1, max_size=6))
@example([("Allow", "/*a"), ("Disallow", "/*b"), ("Disallow", "/*a")], ["ab"])
@example([("Disallow", "/*"), ("Allow", "/index.html")], ["", "index.html", "robots.txt"])
@example([("Disallow", "*"), ("Allow", "/a$"), ("Allow", "/a$b"), ("Disallow", "/a*b*$")], ["a", "a$b", "ab", "abb"])
def test_the_answers_are_the_librarys(given: list[tuple[str, str]], paths: list[str]) -> None:
    text = "User-agent: *\n" + "\n".join(f"{field}: {pattern}" for field, pattern in given)
    library, ours = Protego.parse(text), Indexed(text.encode(), None)
    for path in paths:
        url = f"https://news.example/{path}"
        assert ours.allowed(url, AGENT) == library.can_fetch(url, AGENT), path


@pytest.mark.parametrize(
    ("form", "forbidden"),
    [
        ("/old/{}", "/old/29999/"),
        ("/old/{}$", "/old/29999"),
        ("/*id={}&", "/post?id=29999&print=1"),
        ("*-{}.html", "/bridge-29999.html"),
        ("/{}*print$", "/29999/print"),
    ],
)
def test_of_many_rules_only_those_are_tried_that_may_match(
    form: str, forbidden: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = "\n".join(f"Disallow: {form.format(number)}" for number in range(10_000, 30_000))
    parser = IndexedRobotParser(f"User-agent: *\n{lines}".encode(), None)
    tried: list[_URLPattern] = []
    match = _URLPattern.match

    def noted(rule: _URLPattern, path: str) -> bool:
        tried.append(rule)
        return match(rule, path)

    monkeypatch.setattr(_URLPattern, "match", noted)
    for path in (forbidden, "/2024/05/bridge-closes-in-ashford/", "/old/4/print?id=4&page=2"):
        assert parser.allowed(f"https://news.example{path}", AGENT) == (path != forbidden)
    assert len(tried) < 1000
