"""``scrapy export``: every format says what the archive says, and none of it is more than text."""

from __future__ import annotations

import csv
import hashlib
import importlib
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pyarrow import parquet

from crawler.archive.exporting.lines import CSV_COLUMNS
from crawler.archive.exporting.markdown import FRONT, document
from crawler.archive.exporting.names import safe, story_path
from crawler.storage import Reader, Store
from crawler.storage.search.selection import Selection
from crawler.storage.stories.reading import stories
from crawler.storage.stories.story import Story
from extractors import RemovedBlock
from tests.asking import ask, refused
from tests.filings import SITE, archive_dump, file_one, story
from tests.servers import scrapy

HOSTILE = '=HYPERLINK("x") <script>alert(1)</script> *bold* [a](b) \x1b[31mred\x9b'


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "news.db"
    with Store.open(path) as store:
        crawl = store.begin_crawl("site", {})
        file_one(store, crawl, story(1, text="First form."))
        file_one(store, crawl, story(1, text="Zweite Form, „ja“.\n\nEnde."))
        removed = (RemovedBlock("model", "model 0.01", "+1 like\u2028"),)
        file_one(store, crawl, story(2, headline=HOSTILE, text=f"# {HOSTILE}\n\n- 1. x\ny", removed=removed))
        file_one(store, crawl, story(3, headline="../../etc/passwd", text="서울시장", published_at=None, byline=()))
        file_one(store, crawl, story(4, headline=None, published_at=datetime(2023, 1, 31, 23, 59, 59, tzinfo=UTC)))
    return path


def test_a_day_ends_before_the_next_begins(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Store.open(tmp_path / "news.db") as store:
        crawl = store.begin_crawl("site", {})
        for number, moment in enumerate((datetime(2024, 5, 2, 23, 59, 59), datetime(2024, 5, 3)), 1):
            file_one(store, crawl, story(number, published_at=moment.replace(tzinfo=UTC)))
    told = ask(capsys, tmp_path / "news.db", "export", "--until", "2024-05-02").out
    assert [json.loads(line)["headline"] for line in told.splitlines()] == ["Story 1"]


def filed(database: Path) -> list[Story]:
    with Reader.open(database) as reader:
        return list(stories(reader, Selection()))


def test_json_lines_hold_everything(database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = ask(capsys, database, "export", "--output", str(tmp_path / "all.jsonl"))
    assert answer == (0, "", f"scrapy export: 4 stories written to {tmp_path / 'all.jsonl'}\n")
    lines = (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()  # U+2028 ends no line
    assert [json.loads(line) for line in lines] == filed(database)
    assert ask(capsys, database, "export").out.splitlines() == lines
    assert len(filed(database)[0]["revisions"]) == 1


def test_csv_has_a_row_a_story_and_no_formula(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(capsys, database, "export", "--format", "csv", "--output", str(tmp_path / "all.csv"))
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as written:
        rows = list(csv.DictReader(written))
    told = filed(database)
    assert list(rows[0]) == list(CSV_COLUMNS)
    for row, one in zip(rows, told, strict=True):
        assert row["url"] == one["url"]
        assert row["categories"] == "World; Transport"
        assert (row["removed"], row["revisions"]) == (str(len(one["removed"])), str(len(one["revisions"])))
        assert not [value for value in row.values() if value[:1] in "=+@\t\r" and value]
    assert rows[0]["text"] == told[0]["text"]
    assert rows[1]["headline"].startswith("'=HYPERLINK")
    assert "\x1b" not in rows[1]["headline"]


def test_parquet_has_types_and_gives_the_stories_back(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(capsys, database, "export", "--format", "parquet", "--output", str(tmp_path / "all.parquet"))
    rows = parquet.read_table(tmp_path / "all.parquet").to_pylist()
    assert rows[0]["published_at"] == datetime(2024, 5, 3, 9, 30, tzinfo=UTC)
    assert [_as_filed(row) for row in rows] == filed(database)


def test_parquet_in_parts_holds_every_story_once_where_its_part_is(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "parts"
    answer = ask(capsys, database, "export", "--format", "parquet", "--partition", "site,month", "-o", str(folder))
    assert answer.code == 0, answer.err
    told = filed(database)
    found = {path.relative_to(folder).parent.as_posix() for path in folder.rglob("*.parquet")}
    undated = "__HIVE_DEFAULT_PARTITION__"
    assert found == {
        f"site={s['site']}/month={(s['published_at'] or undated)[: 7 if s['published_at'] else None]}" for s in told
    }
    query = "SELECT id, site, month, headline FROM read_parquet(?, hive_partitioning = true) ORDER BY id"
    rows = duckdb.execute(query, [f"{folder}/*/*/*.parquet"]).fetchall()
    assert rows == [
        (story["id"], story["site"], (story["published_at"] or "")[:7] or None, story["headline"]) for story in told
    ]
    ask(capsys, database, "export", "--format", "parquet", "--partition", "month", "-o", str(tmp_path / "months"))
    months = duckdb.execute("SELECT count(*), count(site) FROM read_parquet(?)", [f"{tmp_path}/months/*/*.parquet"])
    assert months.fetchall() == [(len(told), len(told))]


def _as_filed(row: dict[str, Any]) -> Story:
    def plain(value: Any) -> Any:
        if isinstance(value, datetime):
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return {name: plain(each) for name, each in value.items()} if isinstance(value, dict) else value

    story = {name: plain(value) for name, value in row.items()}
    revisions = [plain(form) for form in row["revisions"]]
    return cast(Story, story | {"sources": dict(row["sources"]), "revisions": revisions})


def test_markdown_renders_as_the_text_it_came_from(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(capsys, database, "export", "--format", "markdown", "--output", str(tmp_path / "md"))
    names = sorted(path.relative_to(tmp_path / "md").as_posix() for path in (tmp_path / "md").rglob("*.md"))
    assert names == [
        f"{SITE}/2023/2023-01-31-4.md",
        f"{SITE}/2024/2024-05-03-hyperlink-x-script-alert-1-script-bold-a-b-31mred-2.md",
        f"{SITE}/2024/2024-05-03-story-1-1.md",
        f"{SITE}/undated/undated-etc-passwd-3.md",
    ]
    for one in filed(database):
        text = (tmp_path / "md" / story_path(one, ".md")).read_text(encoding="utf-8")
        assert "<script>" not in MarkdownIt("commonmark").render(text)
        _, front, body = text.split("---\n", 2)
        assert importlib.import_module("yaml").safe_load(front) == {
            name: value for name, value in one.items() if name in FRONT and value not in (None, "", [])
        }
        assert one["text"].split("\n\n")[-1].split("\n")[-1] in body.replace("\\", "")


def test_a_corpus_is_its_texts_and_a_manifest(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "corpus"
    ask(capsys, database, "export", "--format", "text", "--output", str(folder), "--where", "language = 'en'")
    told = [json.loads(line) for line in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {one["file"] for one in told} == {path.relative_to(folder).as_posix() for path in folder.rglob("*.txt")}
    for one, whole in zip(told, filed(database), strict=True):
        body = (folder / one["file"]).read_bytes()
        assert (hashlib.sha256(body).hexdigest(), len(body)) == (one["sha256"], one["bytes"])
        assert one["headline"] == whole["headline"]
        assert b"\x1b" not in body
    assert (folder / told[0]["file"]).read_text(encoding="utf-8") == filed(database)[0]["text"]


def test_a_dash_is_standard_output(
    database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert ask(capsys, database, "export", "-o", "-") == ask(capsys, database, "export")
    assert list(tmp_path.iterdir()) == []


def test_stories_are_chosen(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def numbers(*arguments: str) -> list[int]:
        return [json.loads(line)["id"] for line in ask(capsys, database, "export", *arguments).out.splitlines()]

    assert numbers("--since", "2024") == [1, 2]
    assert numbers("--until", "2023-01") == numbers("--until", "2023-01-31") == [4]
    assert numbers("--until", "2023-01-30") == []
    assert numbers("--where", "revisions > 0 -- the first") == [1]
    assert numbers("--where", "categories LIKE '%World%'", "--site", SITE, "--since", "2023-01-31T23:59:59Z") == [
        1,
        2,
        4,
    ]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--where", "wrods > 3"], "--where: no such column: wrods; a condition on the columns of articles_readable"),
        (["--where", "words > 3; DROP TABLE articles"], "--where: "),
        (["--where", "(words"], "--where: "),
        (["--where", "1) OR (1"], '--where: near ")": syntax error'),
        (["--where", "1 UNION SELECT 1"], '--where: near "UNION": syntax error'),
        (["--where", "words > 3 LIMIT 1"], '--where: near "LIMIT": syntax error'),
        (["--site", "nowhere"], "no site 'nowhere'"),
        (["--since", "yesterday"], "--since: 'yesterday' is no date"),
        (["--since", "2024-06", "--until", "2024-01"], "--until: 2024-01 is before --since 2024-06"),
        (["--output", "stories.docx"], "stories.docx has the ending of no format; say --format jsonl|csv|"),
        (["--since", "2024-02-31"], "--since: '2024-02-31' is no date"),
        (["--format", "markdown"], "--format markdown writes a folder; name it with --output PATH"),
        (["--format", "parquet"], "--format parquet writes a file; name it with --output PATH"),
        (["--partition", "site", "-o", "x.csv"], "--partition is for --format parquet, not csv"),
        (["--partition", "year", "-o", "x"], "'year': of site, month, one or more with commas are expected"),
        (["--format", "docx"], "invalid choice: 'docx'"),
        (["--format", "text", "--output", "{folder}"], "is not empty; name a new folder"),
        (["--output", "{folder}"], "is a folder; name a file"),
        (["--output", "{database}"], "is the database itself"),
    ],
)
def test_what_cannot_be_exported_is_told_in_one_line(
    database: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], line: str
) -> None:
    before = archive_dump(database)
    named = [part.format(folder=database.parent, database=database) for part in arguments]
    assert refused(ask(capsys, database, "export", *named), line)
    assert archive_dump(database) == before


def test_a_folder_is_made_though_no_story_is_chosen(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "spring stories" / "ünter"
    assert ask(capsys, database, "export", "--format", "markdown", "--until", "1900", "-o", str(folder)).code == 0
    assert list(folder.iterdir()) == []


def test_the_ending_of_a_file_tells_its_format(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ask(capsys, database, "export", "-o", str(tmp_path / "all.csv"))
    assert (tmp_path / "all.csv").read_text(encoding="utf-8").startswith("id,url,")
    ask(capsys, database, "export", "-o", str(tmp_path / "all.PARQUET"))
    assert parquet.read_table(tmp_path / "all.PARQUET").num_rows == 4


def test_links_stay_links_and_devices_devices(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "link").symlink_to("real.jsonl")
    (tmp_path / "null").symlink_to("/dev/null")
    for name in ("link", "null"):
        assert ask(capsys, database, "export", "-o", str(tmp_path / name)).code == 0
    assert (tmp_path / "link").is_symlink()
    assert len((tmp_path / "real.jsonl").read_text(encoding="utf-8").split("\n")) == 5
    assert Path("/dev/null").is_char_device()


def test_a_place_that_cannot_be_written_is_told_and_nothing_is_left(
    database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("kept")
    answer = ask(capsys, database, "export", "--output", str(tmp_path / "file" / "out.jsonl"))
    assert refused(answer, "name another place with --output PATH", code=1)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@given(st.text(), st.text(max_size=30))
@settings(max_examples=100, deadline=None)
def test_names_are_safe_whatever_a_page_says(headline: str, site: str) -> None:
    named = {"headline": headline, "site": site, "published_at": headline, "id": 7}
    path = story_path(cast(Story, named), ".md")
    parts = path.split("/")
    assert len(parts) == 3
    assert all(part and part[0] not in ".-" and len(part.encode()) < 200 for part in parts)
    assert not set(path) & set('\\:*?"<>|\0\n\r\t ')
    assert safe(headline) == safe(safe(headline))


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp", "Zs"]) | st.sampled_from(" \n"), max_size=80))
@settings(max_examples=200, deadline=None)
def test_markdown_shows_the_text_and_nothing_else(text: str) -> None:
    blank = dict.fromkeys([*FRONT, "dek", "headline"])
    body = document(cast(Story, blank | {"text": text})).removeprefix("---\n---\n\n")
    tokens = MarkdownIt("commonmark").parse(body)
    assert {token.type for token in tokens} <= {"paragraph_open", "inline", "paragraph_close"}
    leaves = [leaf for token in tokens for leaf in token.children or ()]
    assert {leaf.type for leaf in leaves} <= {"text", "text_special", "hardbreak", "softbreak"}
    assert "".join("".join(leaf.content for leaf in leaves).split()) == "".join(text.split())


def test_a_reader_that_has_read_enough_is_no_failure(database: Path) -> None:
    done = scrapy("export", "--format", "csv", DATABASE=str(database))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("id,url,site,")
    assert done.stderr == "scrapy export: 4 stories written\n"
