"""``scrapy import``: archives come together, nothing is lost, nothing is there twice, the order does not matter."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.archive import importing
from crawler.archive.importing import Fault, imported
from crawler.records.finds import Candidate
from crawler.storage import Reader, Recrawl, Store
from crawler.storage.search.selection import Selection
from crawler.storage.stories.merging import Merger
from crawler.storage.stories.reading import stories
from crawler.storage.stories.story import Story
from tests.asking import ask, refused
from tests.filings import SITE, assert_sound, file_one, rows, story
from tests.servers import scrapy

URL = f"https://{SITE}/2024/story-1/"


def filed(database: Path) -> list[Story]:
    """All stories, without the numbers that they have in one database only, by address."""
    with Reader.open(database) as reader:
        return sorted((one | {"id": 0} for one in stories(reader, Selection())), key=lambda one: str(one["url"]))


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "archive.db"
    with Store.open(path) as store:
        crawl = store.begin_crawl("site", {})
        file_one(store, crawl, story(1, text="First form."))
        file_one(store, crawl, story(1, text="Second form.", modified_at=datetime(2024, 5, 4, tzinfo=UTC)))
        file_one(store, crawl, story(2, headline="서울시장", published_at=None, sources={}))
    return path


@pytest.mark.parametrize("form", ["database", "lines"])
def test_what_was_exported_comes_back_whole(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    source = archive
    if form == "lines":
        source = tmp_path / "all.jsonl"
        ask(capsys, archive, "export", "--output", str(source))
    other = tmp_path / "other.db"
    assert ask(capsys, other, "import", str(source)).out == f"{source}: 2 new, 0 revised, 0 updated, 0 unchanged\n"
    assert filed(other) == filed(archive)
    assert ask(capsys, other, "import", str(source)).out == f"{source}: 0 new, 0 revised, 0 updated, 2 unchanged\n"
    assert filed(other) == filed(archive)
    assert_sound(other)
    assert json.loads(ask(capsys, other, "search", "시장", "--format", "json").out)[0]["headline"] == "서울시장"


def test_a_crawl_after_an_import_asks_for_nothing_twice(archive: Path, tmp_path: Path) -> None:
    with Store.open(tmp_path / "other.db") as store:
        with Reader.open(archive) as reader:
            Merger(store).merge(imported(one) for one in stories(reader, Selection()))
        crawl = store.begin_crawl("site", {})
        found = [Candidate(URL, "sitemap", None, datetime(2024, 5, 4, tzinfo=UTC)), Candidate(f"{URL}b/", "sitemap")]
        assert store.add_candidates(SITE, found, recrawl=Recrawl.CHANGED) == 1
        assert [entry.url for entry in store.lease(crawl, SITE, 9)] == [f"{URL}b/"]
        assert file_one(store, crawl, story(2, headline="서울시장", published_at=None, sources={})) == "unchanged"


def form(hour: int, text: str, **changes: Any) -> dict[str, Any]:
    filed_at = f"2024-05-06T{hour:02}:00:00Z"
    return {"url": URL, "text": text, "headline": "H", "first_filed_at": filed_at, "last_filed_at": filed_at} | changes


def earlier(hour: int, text: str) -> dict[str, Any]:
    moments = {"filed_at": f"2024-05-06T{hour:02}:00:00Z", "replaced_at": f"2024-05-06T{hour + 1:02}:00:00Z"}
    return {"headline": "H", "modified_at": None, "text": text} | moments


@pytest.fixture
def merge(tmp_path: Path) -> Callable[..., Story]:
    """The story that comes of merging these forms in this order into a new database, and that again."""

    def merged(*forms: dict[str, Any]) -> Story:
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.db"
        for _ in range(2):
            with Store.open(path) as store:
                Merger(store).merge(imported(one) for one in forms)
        (one,) = filed(path)
        return one

    return merged


def test_the_later_form_is_the_storys_and_the_other_a_revision(merge: Callable[..., Story]) -> None:
    old, new = form(9, "Old."), form(10, "New.", authors=["Ana"])
    for one in (merge(old, new), merge(new, old)):
        assert (one["text"], one["byline"], one["authors"]) == ("New.", "Ana", ["Ana"])
        assert [(each["text"], each["filed_at"], each["replaced_at"]) for each in one["revisions"]] == [
            ("Old.", "2024-05-06T09:00:00Z", "2024-05-06T10:00:00Z")
        ]
        assert one["first_filed_at"] == "2024-05-06T09:00:00Z"


def test_other_facts_about_the_same_text_make_no_revision(merge: Callable[..., Story]) -> None:
    one = merge(form(9, "Same."), form(10, "Same.", dek="A standfirst", removed=[{"rule": "r", "text": "Share"}]))
    assert (one["dek"], one["revisions"], len(one["removed"])) == ("A standfirst", [], 1)


def test_a_story_that_is_gone_elsewhere_is_gone_here_unless_it_was_seen_later(merge: Callable[..., Story]) -> None:
    gone, back = form(9, "Same.", gone_at="2024-05-06T12:00:00Z"), form(13, "Same.")
    assert merge(form(9, "Same."), gone)["gone_at"] == "2024-05-06T12:00:00Z"
    assert merge(gone, back)["gone_at"] is merge(back, gone)["gone_at"] is None


HISTORIES = st.lists(
    st.tuples(
        st.integers(0, 5),
        st.sampled_from("ABC"),
        st.lists(st.tuples(st.integers(0, 5), st.sampled_from("ABC")), max_size=2),
        st.fixed_dictionaries(
            {},
            optional={
                "dek": st.sampled_from("DE"),
                "authors": st.sampled_from((["Ana"], ["Li"])),
                "fetched_url": st.sampled_from((f"{URL}?a", f"{URL}?b")),
                "gone_at": st.sampled_from([f"2024-05-06T{hour:02}:30:00Z" for hour in (10, 12, 16)]),
            },
        ),
    ),
    min_size=1,
    max_size=4,
)


@given(HISTORIES, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_merging_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, histories: Any, shuffler: Any
) -> None:
    forms = [
        form(10 + hour, text, revisions=[earlier(when, was) for when, was in past]) | more
        for hour, text, past, more in histories
    ]
    turned = list(forms)
    shuffler.shuffle(turned)
    told = []
    for order in (forms, turned):
        path = tmp_path_factory.mktemp("order") / "news.db"
        with Store.open(path) as store:
            for one in order:
                Merger(store).merge([imported(one)])
        (one,) = filed(path)
        told.append((one | {"revisions": []}, {each["text"] for each in one["revisions"]} - {one["text"]}))
    assert told[0] == told[1]
    everything = {text for _, text, *_ in histories} | {text for _, _, past, _ in histories for _, text in past}
    assert told[0][1] | {told[0][0]["text"]} == everything


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "not JSON"),
        ("[]", "a JSON object is expected"),
        ('{"text": "x"}', "a story needs its 'url'"),
        ('{"url": "ftp://x/"}', "'url' is no web address"),
        ('{"url": 3}', "'url' is no text"),
        ('{"url": "https://x.example/", "text": "\\ud800"}', "'text' holds half of a character"),
        ('{"url": "https://x.example/", "text": ["x"]}', "'text' is no text"),
        ('{"url": "https://x.example/", "published_at": "May"}', "'published_at' is no time"),
        ('{"url": "https://x.example/", "outcome": "listing"}', "'outcome' is 'listing'"),
        ('{"url": "https://x.example/", "authors": {"a": 1}}', "'authors' is no list of names"),
        ('{"url": "https://x.example/", "authors": [1]}', "'authors' is no text"),
        ('{"url": "https://x.example/", "removed": ["x"]}', "'removed' is no list of objects"),
        ('{"url": "https://x.example/", "sources": "x"}', "'sources' is no list of objects"),
        ("[" * 100_000, "its lists and objects stand in each other too deeply"),
        ('{"url": "https://x.example/", "words": ' + "9" * 5000 + "}", "a number in it has thousands of digits"),
    ],
)
def test_lines_that_are_no_stories_are_told_and_the_others_are_in(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, fault: str
) -> None:
    source = tmp_path / "some.jsonl"
    source.write_text(f'{line}\n\n{{"url": "https://x.example/a/", "text": "In."}}\n')
    answer = ask(capsys, tmp_path / "news.db", "import", str(source))
    assert answer.code == 1
    assert answer.out == f"{source}: 1 new, 0 revised, 0 updated, 0 unchanged\n"
    assert answer.err.startswith(f"scrapy import: {source}:1: {fault}")
    assert answer.err.count("\n") == 1
    assert [(one["site"], one["text"]) for one in filed(tmp_path / "news.db")] == [("x.example", "In.")]


@given(
    st.recursive(
        st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=2), max_leaves=3
    ),
    st.data(),
)
@settings(max_examples=150, deadline=None)
def test_whatever_a_field_holds_it_is_filed_or_told(value: Any, data: st.DataObject) -> None:
    names = ("url", "site", "text", "headline", "authors", "removed", "revisions", "sources", "published_at", "gone_at")
    with_url = {"url": URL, "text": "x", data.draw(st.sampled_from(names)): value}
    try:
        imported(with_url)
    except Fault as fault:
        assert "\n" not in str(fault)


def test_files_that_are_no_archives(archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stranger = tmp_path / "stranger.db"
    with Store.open(stranger) as store:
        store.db["_sqlite_migrations"].drop()
    assert refused(
        ask(capsys, archive, "import", str(tmp_path / "none.jsonl")), "No such file or directory; JSON Lines"
    )
    assert refused(ask(capsys, archive, "import", str(tmp_path)), "Is a directory")
    packed = tmp_path / "pages.warc.gz"
    packed.write_bytes(gzip.compress(b"WARC/1.0"))
    assert refused(ask(capsys, archive, "import", str(packed)), "a binary file; JSON Lines or a copydesk database")
    assert refused(ask(capsys, archive, "import", str(archive)), "the database itself")
    strange = ask(capsys, archive, "import", str(stranger))
    assert refused(strange, "a database of another program; name another file\n", code=1)


def test_a_file_without_a_story_is_told_as_such(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "stories.csv"
    sheet.write_text("id,url,headline\n" + "1,https://news.example/,Bridge closes\n" * 20)
    answer = ask(capsys, archive, "import", str(sheet))
    assert answer.code == 1
    told = answer.err.splitlines()
    assert len(told) == 12
    assert told[-2:] == [
        f"scrapy import: {sheet}: 11 more cannot be taken in",
        f"scrapy import: {sheet}: no story in it; scrapy export --format jsonl writes what is expected",
    ]
    nothing = ask(capsys, archive, "import", "/dev/null")
    assert (nothing.code, nothing.err.count("\n")) == (1, 1)
    assert nothing.err.startswith("scrapy import: /dev/null: no story in it; ")


def test_a_line_without_end_is_given_up(
    archive: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "LONGEST_LINE", 1024)
    line = tmp_path / "long.jsonl"
    line.write_text('{"url": "https://x.example/a/", "text": "In."}\n' + "x" * 5_000 + "\n[]\n")
    assert "long.jsonl:2: longer than 64 MiB\n" in ask(capsys, archive, "import", str(line)).err
    endless = ask(capsys, archive, "import", "/dev/zero")
    assert "/dev/zero:1: longer than 1 GiB: nothing more is read of it\n" in endless.err
    assert (endless.code, endless.err.count("\n")) == (1, 2)
    line.write_bytes(b"\n" * 1025 + b'{"url": "https://x.example/b/"}\n')
    empty = ask(capsys, archive, "import", str(line))
    assert (empty.code, ":1025: 64 MiB of empty lines: nothing more is read of it\n" in empty.err) == (1, True)


def test_several_machines_results_come_together(archive: Path, tmp_path: Path) -> None:
    second = tmp_path / "second.db"
    with Store.open(second) as store:
        file_one(store, store.begin_crawl("site", {}), story(3))
        store.add_site("news.example", f"https://{SITE}/")
    done = scrapy("import", str(archive), str(second), DATABASE=str(tmp_path / "all.db"))
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        f"{archive}: 2 new, 0 revised, 0 updated, 0 unchanged",
        f"{second}: 1 new, 0 revised, 0 updated, 0 unchanged",
    ]
    assert filed(tmp_path / "all.db") == sorted(filed(archive) + filed(second), key=lambda one: str(one["url"]))
    piped = scrapy("import", "-", stdin='{"url": "https://x.example/a/", "text": "In."}', DATABASE=str(second))
    assert piped.stdout == "-: 1 new, 0 revised, 0 updated, 0 unchanged\n"
    with Store.open(second) as store:
        assert rows(store, "SELECT state, source FROM urls WHERE site = 'x.example'") == [
            {"state": "done", "source": "import"}
        ]
