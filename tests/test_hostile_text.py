"""One story with hostile text in every field: no output lets it steer a terminal, forge a line, run or compute.

``SHOWN`` has every way of looking at an archive, ``EXPORTED`` every format; a new one needs a line here.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.archive.exporting import FORMATS
from crawler.books.summary import print_summary, summarize
from crawler.commands import __path__ as commands
from crawler.packing import pack
from crawler.queries import SavedQuery
from crawler.queries.answering import ask_all
from crawler.queries.printing import print_answers
from crawler.records.endings import Settlement
from crawler.storage import Store
from extractors import Comment, RemovedBlock, extract
from tests.asking import ask
from tests.filings import SITE, announce, file_one
from tests.filings import story as filing_of
from tests.servers import PARAGRAPHS
from tests.servers import story as page

FORGED = "FORGED"
"""Begins no line of any output: it stands behind every kind of line break in the story."""
STEERS = "\x1b]0;owned\x07\x1b[2J\x9b31m\x08\x7f\x00"
TURNS = "\u202egnorw\u202c\u2066\u200f\u061c"
BREAKS = "".join(f"{mark}{FORGED} 1 " for mark in ("\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"))
FORMULA = "=cmd|'/c calc'!A1"
MARKUP = "<script>document.title='owned'</script><img src=x onerror=alert(1)>[/bold][red]"
WILD = f"{FORMULA}{STEERS}{TURNS}{MARKUP}../../"
HOSTILE = f"{WILD}{BREAKS}\n---\nowned: yes\n"
URL = f"https://{SITE}/2024/{'%2e%2e/' * 3}a;b=%1b[2J%0a{FORGED}"
SHORT = f"owned\x9b2J\u202e[/b]\r\n{FORGED}\u2028{FORGED}"
"""For what is the first of its line: longer ones are folded there."""
_STEERING = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def told(prefix: str = "") -> dict[str, Any]:
    """Hostile text for every field of an article."""
    line, text = prefix + HOSTILE, prefix + WILD  # a text has lines of its own
    return {
        **dict.fromkeys(("headline", "dek", "dateline", "site_name", "image_url", "evidence"), line),
        **dict.fromkeys(("byline", "categories", "tags"), (line,)),
        "language": SHORT,
        "text": f"{text} harbour\n\n{WILD}",
        "removed": (RemovedBlock(line, line, text, 0),),
        "sources": {"headline": line},
    }


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A story in two forms, one of them with comments, an address that failed, and a site of no good name."""
    path = tmp_path_factory.mktemp("hostile") / "news.db"
    with Store.open(path) as store:
        crawl = store.begin_crawl("site", {"url": HOSTILE})
        announce(store, f"https://{SITE}/lost/{HOSTILE}", URL)
        store.lease(crawl, SITE, 5)
        store.settle(crawl, [Settlement(f"https://{SITE}/lost/{HOSTILE}", "failed", HOSTILE, outcome=HOSTILE)])
        for form in ("earlier ", ""):
            made = filing_of(1, **told(form))
            headers = (("X-Note", HOSTILE), ("ETag", HOSTILE))
            read = replace(made.page, url=URL, final_url=URL, headers=headers)
            comments = (Comment(HOSTILE, None, WILD),)
            file_one(store, crawl, replace(made, page=read, comments=comments, packed=(pack(form.encode()),)))
        store.end_crawl(crawl, "finished", {HOSTILE: 1})
    return path


Look = Callable[[pytest.CaptureFixture[str], Path], str]


def command(name: str, *arguments: str) -> Look:
    """What a command prints, on both outputs."""

    def look(capsys: pytest.CaptureFixture[str], database: Path) -> str:
        answer = ask(capsys, database, name, *arguments)
        assert answer.code == 0, answer
        return answer.out + answer.err

    return look


def saved_query(capsys: pytest.CaptureFixture[str], database: Path) -> str:
    """The new answers to a saved query, as they stand below a crawl's summary."""
    print_answers(list(ask_all(database, [SavedQuery("all", where="1")], 1)))
    return capsys.readouterr().out


def summary(capsys: pytest.CaptureFixture[str], database: Path) -> str:
    """The summary of a crawl whose counters have hostile names."""
    told = {f"{kind}/{SHORT}": 1 for kind in ("skipped", "failed", "later", "file", "fetch/copied", "backoff/until")}
    print_summary(summarize({**told, "discovery/source": SHORT}))
    return capsys.readouterr().out


SHOWN: dict[str, Look] = {
    "show": command("show", "1"),
    "show removed": command("show", "1", "--removed"),
    "show comments": command("show", "1", "--comments"),
    "show json": command("show", "1", "--format", "json"),
    "diff": command("diff", "1"),
    "diff json": command("diff", "1", "--format", "json"),
    **{f"search {form}": command("search", "harbour", "--format", form) for form in ("text", "table", "csv", "json")},
    **{
        f"query {form}": command("query", "SELECT * FROM articles, urls", "--format", form)
        for form in ("table", "csv", "json")
    },
    "stats": command("stats"),
    "stats json": command("stats", "--format", "json"),
    "coverage": command("coverage"),
    "coverage of one": command("coverage", SITE),
    "coverage json": command("coverage", SITE, "--format", "json"),
    "db check": command("db", "check"),
    "crawl's saved queries": saved_query,
    "crawl's summary": summary,
}
ELSEWHERE = {
    "cluster": "test_cluster_crawl.py",
    "discover": "test_discover_command.py",
    "extract": "test_extract_command.py",
    "fetch": "test_fetch_command.py",
    "import": "test_import.py",
    "queries": "test_saved_queries.py",
    "reextract": "test_reextract.py",
    "report": "test_report.py",
    "restore": "test_rulings.py",
    "serve": "test_reading_room_browser.py",
    "sites": "test_sites_command.py",
    "strip": "test_rulings.py",
}
"""Commands that do not look at an archive, or have their hostile stories in a test of their own."""


def test_every_command_is_looked_at() -> None:
    names = {path.stem for path in Path(next(iter(commands))).glob("[a-z]*.py")}
    looked = {name.split()[0].removesuffix("'s") for name in SHOWN}
    assert names == looked | ELSEWHERE.keys() | {"export"}
    assert all((Path(__file__).parent / name).exists() for name in ELSEWHERE.values())


@pytest.mark.parametrize("way", SHOWN)
def test_no_output_steers_a_terminal_or_has_lines_that_nobody_wrote(
    capsys: pytest.CaptureFixture[str], database: Path, way: str
) -> None:
    out = SHOWN[way](capsys, database)
    assert "owned" in out or way in ("query table", "coverage", "db check"), out  # folded, or numbers only
    if way.endswith("csv"):  # its lines are for programs, which know where a value ends, and its text is the story's
        out = out.translate(dict.fromkeys(map(ord, f"{TURNS}\u2028\u2029")))
    else:
        assert not [line for line in out.splitlines() if line.startswith(FORGED)], out
    assert not _STEERING.findall(out)
    if way.endswith("json"):
        json.loads(out)


def exported(capsys: pytest.CaptureFixture[str], database: Path, form: str) -> Path:
    path = database.parent / f"out-{form}"
    if not path.exists():
        answer = ask(capsys, database, "export", "--format", form, "--output", str(path))
        assert answer.code == 0, answer
    return path


def test_every_format_is_looked_at() -> None:
    assert {name.rpartition("_")[2] for name in globals() if name.startswith("test_export_to_")} == FORMATS.keys()


def test_export_to_jsonl(capsys: pytest.CaptureFixture[str], database: Path) -> None:
    text = exported(capsys, database, "jsonl").read_text(encoding="utf-8")
    assert len(text.splitlines()) == 1  # U+2028 and its like are escaped
    assert json.loads(text)["headline"] == HOSTILE


def test_export_to_csv(capsys: pytest.CaptureFixture[str], database: Path) -> None:
    heading, row = csv.reader(io.StringIO(exported(capsys, database, "csv").read_text(encoding="utf-8")))
    assert len(row) == len(heading)
    assert not [value for value in row if value.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_export_to_parquet(capsys: pytest.CaptureFixture[str], database: Path) -> None:
    from pyarrow import parquet

    (row,) = parquet.read_table(exported(capsys, database, "parquet")).to_pylist()
    assert (row["headline"], row["text"].split("\n\n")[1]) == (HOSTILE, WILD)


@pytest.mark.parametrize("form", ["markdown", "text"])
def test_no_file_is_written_outside_its_folder(capsys: pytest.CaptureFixture[str], database: Path, form: str) -> None:
    folder = exported(capsys, database, form)
    files = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]
    assert len(files) == (1 if form == "markdown" else 2)
    assert all(re.fullmatch(r"[\w.-]+", part) and len(part.encode()) < 200 for path in files for part in path.parts)
    assert not list(database.parent.glob("*owned*"))


def test_export_to_markdown(capsys: pytest.CaptureFixture[str], database: Path) -> None:
    (path,) = exported(capsys, database, "markdown").rglob("*.md")
    text = path.read_text(encoding="utf-8")
    front, body = text.removeprefix("---\n").split("\n---\n", 1)
    assert not [line for line in front.splitlines() if line.startswith(("owned", FORGED, "---"))]
    assert not re.search(r"(?<!\\)<script", text) and "\n---" not in body
    assert not _STEERING.findall(text.translate(dict.fromkeys(map(ord, TURNS))))


def test_export_to_text(capsys: pytest.CaptureFixture[str], database: Path) -> None:
    folder = exported(capsys, database, "text")
    (line,) = (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    assert (folder / json.loads(line)["file"]).resolve().is_relative_to(folder.resolve())


def test_export_to_warc(capsys: pytest.CaptureFixture[str], database: Path) -> None:
    with exported(capsys, database, "warc").open("rb") as file:
        records = [
            (record.rec_headers.get_header("WARC-Target-URI"), record.http_headers.headers)
            for record in ArchiveIterator(file)
            if record.rec_type == "response"
        ]
    assert records
    for url, headers in records:
        assert url == URL
        assert not [name for name, _ in headers if FORGED in name or name == "owned"]


def test_a_hook_gets_a_line_a_story_and_no_word_of_it_as_an_argument(tmp_path: Path, database: Path) -> None:
    take = "import sys; open(sys.argv[1], 'w').write(repr(sys.argv[2:]) + '\\n' + sys.stdin.read())"
    taken = tmp_path / "taken"
    hook = (sys.executable, "-c", take, str(taken))
    list(ask_all(database, [SavedQuery("hooked", where="1", hook=hook)], 1))
    arguments, line = taken.read_text(encoding="utf-8").splitlines()
    assert arguments == "[]"
    assert json.loads(line)["headline"] == HOSTILE


def test_a_page_brings_nothing_into_the_archive_that_steers_a_terminal() -> None:
    """Other programs show the archive too: ``sqlite3`` at a terminal prints what is in it."""
    steers = "\x1b]0;owned\x07\x1b[2J \x9b31m \x08&#27;[2J\x7f"
    listing = f"<pre>\n{PARAGRAPHS[0]} {steers}\n    indented\x0c\x1e{steers}</pre>"
    share = f"<div class=sharedaddy>Share {steers} this</div>"
    texts = [f"{steers} {text} \x1b {steers}<br>and more{steers}" for text in PARAGRAPHS]
    article = extract(page(f"Rain {steers} in Corby", *texts, tail=listing + share).encode(), url=URL)
    assert article.headline == "Rain ]0;owned[2J 31m [2J in Corby"
    told = [article.headline, article.text, *(block.text for block in article.removed)]
    assert not [words for words in told if _STEERING.search(words.replace("\n", ""))]
    assert (
        article.text.count("]0;owned[2J ›31m [2J The council of {place} voted") == 1
    )  # as HTML reads what Windows wrote
    assert any(block.text == "Share ]0;owned[2J ›31m [2J this" for block in article.removed)
