"""Saved queries: asked after a crawl, each story told once, and a hook that fails loses nothing."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.queries import QueriesError, SavedQuery, read_queries
from crawler.queries.answering import Answers, ask_all
from crawler.queries.printing import print_answers
from crawler.queries.reading import parse_queries
from crawler.storage import Store
from tests.archive import rows
from tests.asking import ask
from tests.filings import SITE, file_one, story
from tests.servers import Route, scrapy, serving, sitemap
from tests.servers import story as page

GOOD = """\
[[query]]
name = "salt"
search = '"salt road" OR ferr*'
where = "words > 3 AND byline LIKE '%Gómez%'"
hook = ["cat"]

[[query]]
name = "everything"
where = "1"
"""
TAKE = """\
import os, pathlib, sys
folder = pathlib.Path(sys.argv[1])
if (folder / "closed").exists():
    sys.exit("the desk is closed")
with open(folder / os.environ["COPYDESK_QUERY"], "a") as out:
    out.write(sys.stdin.read())
"""


def faults(text: str | bytes) -> list[str]:
    with pytest.raises(QueriesError) as caught:
        parse_queries(text if isinstance(text, bytes) else text.encode(), "queries.toml")
    return str(caught.value).splitlines()


def crawl(database: Path, *filings: Any, queries: Sequence[SavedQuery], ends: bool = True) -> list[Answers]:
    """What the queries answer after a crawl that filed these pages; a crawl that does not end was killed."""
    with Store.open(database) as store:
        number = store.begin_crawl("site", {})
        for filing in filings:
            file_one(store, number, filing)
        if ends:
            store.end_crawl(number, "finished", {})
    return list(ask_all(database, queries, number)) if ends else []


def found(answers: list[Answers]) -> list[tuple[str, list[str]]]:
    return [(each.query, [match["headline"] for match in each.matches]) for each in answers]


def test_every_key_is_read() -> None:
    salt, everything = parse_queries(GOOD.encode(), "queries.toml")
    assert (salt.name, salt.hook) == ("salt", ("cat",))
    assert salt.fts
    assert everything == SavedQuery("everything", where="1")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[[query]]\nsearch = 'a'\n", "queries.toml, line 1: a query without a name"),
        ("[[query]]\nname = 'a'\n", "queries.toml, line 1: a query that asks nothing"),
        ("\n[[query]]\nname = 'a'\nsaerch = 'b'\nwhere = '1'", "line 4: unknown key 'saerch'; did you mean 'search'?"),
        ("[[query]]\nname = 'a'\nsearch = '(b'\n", "line 3: search: "),
        ("[[query]]\nname = 'a'\nsearch = '!'\n", "line 3: search: nothing to search for"),
        ("[[query]]\nname = 'a'\nwhere = 'wrods > 3'\n", "line 3: where: no such column: wrods"),
        ("[[query]]\nname = 'a'\nwhere = '1; DELETE FROM articles'\n", "line 3: where: "),
        ("[[query]]\nname = 'a'\nwhere = '1'\nhook = 'cat'\n", "line 4: hook: a command and its arguments"),
        ("[[query]]\nname = 'a'\nwhere = '1'\nhook = ['no-such-program']\n", "no program 'no-such-program'"),
        ("[[query]]\nname = 'a'\nwhere='1'\n[[query]]\nname = 'a'\nwhere='1'", "line 5: the name 'a' is taken, by"),
        ("[[query]]\nname = 3\nwhere = '1'\n", "line 2: name: text in quotes"),
        ("[query]\nname = 'a'\n", "each query begins with [[query]]"),
        ("[[site]]\nurl = 'a'\n", "unknown key 'site'"),
        ("[[query]\n", "line 1: "),
        (b"\xff", "not UTF-8"),
    ],
)
def test_a_fault_is_told_with_its_line(text: str | bytes, line: str) -> None:
    (told,) = faults(text)
    assert line in told


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(QueriesError, match=r"none\.toml: No such file"):
        read_queries(tmp_path / "none.toml")


@settings(deadline=None, max_examples=50)
@given(st.text())
def test_no_expression_or_condition_breaks_the_reading(text: str) -> None:
    written = json.dumps(text, ensure_ascii=True)
    for key in ("search", "where"):
        try:
            parse_queries(f'[[query]]\nname = "a"\n{key} = {written}\n'.encode(), "queries.toml")
        except QueriesError as error:
            assert "queries.toml" in str(error)


def test_only_what_is_new_is_told_and_only_once(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    salt, gomez = SavedQuery("salt", fts="salt"), SavedQuery("gomez", where="byline LIKE '%Gómez%'")
    first = crawl(database, story(1, text="Salt and silt."), story(2), queries=[salt, gomez])
    assert found(first) == [("salt", ["Story 1"]), ("gomez", ["Story 1", "Story 2"])]
    assert found(crawl(database, story(1, text="Salt and silt."), queries=[salt, gomez])) == []
    changed = crawl(database, story(2, text="Now of salt, too."), queries=[salt, gomez])
    assert found(changed) == [("salt", ["Story 2"])]
    assert len(rows(database, "SELECT * FROM matches WHERE told_at IS NOT NULL")) == 4


def test_a_crawl_without_new_matches_prints_nothing_of_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    queries = [SavedQuery("gomez", where="byline LIKE '%Gómez%'")]
    print_answers(crawl(tmp_path / "news.db", story(1), queries=queries))
    assert "Story 1" in capsys.readouterr().out
    print_answers(crawl(tmp_path / "news.db", story(1), queries=queries))
    assert capsys.readouterr().out == ""


def test_a_query_that_is_new_is_asked_of_this_crawl_only(tmp_path: Path) -> None:
    database = tmp_path / "news.db"
    crawl(database, story(1), queries=[])
    with Store.open(database) as store:
        store.db.execute("UPDATE articles SET last_filed_at = '2024-01-01T00:00:00Z'")
    assert found(crawl(database, story(2), queries=[SavedQuery("all", where="1")])) == [("all", ["Story 2"])]


def test_what_a_killed_crawl_filed_is_told_after_the_next(tmp_path: Path) -> None:
    database, query = tmp_path / "news.db", SavedQuery("all", where="1")
    crawl(database, story(1), queries=[query], ends=False)
    assert found(crawl(database, story(2), queries=[query])) == [("all", ["Story 1", "Story 2"])]
    crawl(database, story(3), queries=[query], ends=False)
    assert found(crawl(database, queries=[query])) == [("all", ["Story 3"])]


def test_a_query_that_cannot_be_answered_costs_only_itself(tmp_path: Path) -> None:
    wrong = SavedQuery("wrong", where="abs(-9223372036854775807 - 1) > 0")
    answers = crawl(tmp_path / "news.db", story(1), queries=[wrong, SavedQuery("all", where="1")])
    assert found(answers) == [("wrong", []), ("all", ["Story 1"])]
    assert answers[0].complaint == "could not be answered: integer overflow"
    assert rows(tmp_path / "news.db", "SELECT complaint FROM saved_queries WHERE name = 'wrong'")[0][0]


def test_a_hook_gets_each_match_until_it_has_taken_it(tmp_path: Path) -> None:
    database, script = tmp_path / "news.db", tmp_path / "take.py"
    script.write_text(TAKE)
    query = SavedQuery("all", where="1", hook=(sys.executable, str(script), str(tmp_path)))
    (tmp_path / "closed").touch()
    (answers,) = crawl(database, story(1, headline="$(touch pwned); `id`"), queries=[query])
    assert [match["url"] for match in answers.matches] == [f"https://{SITE}/2024/story-1/"]
    assert answers.complaint == f"its hook {sys.executable} failed with exit code 1: the desk is closed"
    assert rows(database, "SELECT told_at FROM matches")[0]["told_at"] is None
    (tmp_path / "closed").unlink()
    assert found(crawl(database, story(2), queries=[query])) == [("all", ["Story 2"])]
    taken = [json.loads(line) for line in (tmp_path / "all").read_text().splitlines()]
    assert [match["headline"] for match in taken] == ["$(touch pwned); `id`", "Story 2"]
    crawl(database, queries=[query])
    assert len((tmp_path / "all").read_text().splitlines()) == 2
    assert not rows(database, "SELECT * FROM matches WHERE told_at IS NULL")


@pytest.mark.parametrize("hook", [("sleep", "60"), ("./none",), ("false",)])
def test_a_hook_that_hangs_or_fails_is_told(tmp_path: Path, hook: tuple[str, ...], monkeypatch: Any) -> None:
    monkeypatch.setattr("crawler.queries.hooks.SECONDS", 0.3)
    (answers,) = crawl(tmp_path / "news.db", story(1), queries=[SavedQuery("all", where="1", hook=hook)])
    assert answers.complaint
    assert answers.complaint.startswith(f"its hook {hook[0]} ")
    assert len(answers.matches) == 1


def test_a_crawl_lists_what_is_new_below_its_summary(tmp_path: Path) -> None:
    queries, database = tmp_path / "queries.toml", tmp_path / "news.db"
    queries.write_text("[[query]]\nname = 'bridges'\nsearch = 'bridge NOT tunnel'\nhook = ['false']\n")
    routes: dict[str, Route] = {
        "/a/": page("Bridge closes in \x1b[31mAshford"),
        "/b/": page("Tunnel opens, bridge closes"),
    }
    with serving(routes) as site:
        routes["/sitemap.xml"] = sitemap(*(f"{site.url}{path}" for path in list(routes)))
        done = scrapy("crawl", "site", "-a", f"url={site.url}", DATABASE=str(database), QUERIES=str(queries))
    assert done.returncode == 0, done.stderr
    listed = done.stdout[done.stdout.index("saved query") :].splitlines()
    assert len(listed) == 2
    assert listed[1].startswith("bridges")
    assert f"{site.url}/a/" in listed[1]
    assert "\x1b" not in listed[1]
    assert done.stderr == "scrapy crawl: saved query 'bridges': its hook false failed with exit code 1\n"


def test_a_crawl_with_a_faulty_file_fetches_nothing(tmp_path: Path) -> None:
    queries = tmp_path / "queries.toml"
    queries.write_text("[[query]]\nname = 'a'\nwhere = 'wrods > 3'\n")
    for path, line in ((queries, "line 3: where: no such column: wrods"), (tmp_path / "none.toml", "No such file")):
        done = scrapy("crawl", "site", "-a", "url=127.0.0.1:9", DATABASE=str(tmp_path / "db"), QUERIES=str(path))
        assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
        assert line in done.stderr
    assert not (tmp_path / "db").exists()


def test_scrapy_queries_says_how_they_are_doing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, database = tmp_path / "queries.toml", tmp_path / "news.db"
    path.write_text("[[query]]\nname = 'all'\nwhere = '1'\nhook = ['false']\n[[query]]\nname = 'new'\nwhere = '0'\n")
    assert ask(capsys, database, "queries", "-s", f"QUERIES={path}").out.count("\n") == 3
    crawl(database, story(1), story(2), queries=read_queries(path)[:1])
    _, first, second = ask(capsys, database, "queries", "-s", f"QUERIES={path}").out.splitlines()
    assert first.split()[2:] == ["2", "2", *"its hook false failed with exit code 1".split()]
    assert second.split() == ["new", "0", "0"]
    path.write_text("[[query]]\n")
    answer = ask(capsys, database, "queries", "-s", f"QUERIES={path}")
    assert (answer.code, answer.err.count("\n")) == (2, 1)
