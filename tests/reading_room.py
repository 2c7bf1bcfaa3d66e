"""An archive for the reading room's tests, in several scripts and with hostile stories, and the server on it."""

from __future__ import annotations

import re
import signal
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import Message
from pathlib import Path
from typing import Any, NamedTuple

from lxml import html

from crawler.packing import pack
from crawler.records.filings import Filing
from crawler.records.visits import VisitReport
from crawler.storage import Store
from extractors import Article, Outcome, RemovedBlock
from tests.filings import file_one, page
from tests.servers import ROOT

HOSTILE = '<script>document.title="owned"</script><img src=x onerror="document.title=\'owned\'">'
ELSEWHERE = "http://192.0.2.1"  # an address for documentation, where nothing answers
ARABIC = "أعلنت هيئة الميناء يوم الثلاثاء أن العبّارة ستعود إلى العمل يوم الاثنين المقبل بعد ثلاثة أسابيع."
HEBREW = "המעבורת תחזור לפעול ביום שני, אמרה רשות הנמל. NASA ראתה את הגל מן החלל."
KOREAN = "서울시장은 화요일 한강을 건너는 배가 다음 주 월요일부터 다시 운항한다고 밝혔다."
CHINESE = "港务局周二表示，连接岛屿与大陆的渡轮将于下周一恢复航行。三周以来无人渡海。"
ENGLISH = (
    "STANNET – The ferry that links the island with the mainland will sail again on Monday, the harbour office said.",
    "Nobody had crossed for three weeks. “We were down to the last bag of flour,” said the baker of the island.",
    "The dredger will stay until the channel is four metres deep. It works at night, when there is no traffic.",
    "The council will pay for it out of the fund for storms.",
)


def _told(headline: str, *paragraphs: str, language: str, days: int, **more: Any) -> Article:
    told: dict[str, Any] = {
        "headline": headline,
        "text": "\n\n".join(paragraphs),
        "language": language,
        "published_at": datetime.now(UTC) - timedelta(days=days, hours=1),
        "outcome": Outcome.ARTICLE,
        "evidence": "paragraphs",
        "sources": {"headline": "json-ld"},
    }
    return Article(**(told | more))


MENU = tuple(
    RemovedBlock("wp-navigation", "menu of the site", name, 0) for name in "Home World Sport Ferries Jobs".split()
)
FERRY = _told(
    "Ferry sails again on Monday",
    *ENGLISH,
    language="en",
    days=0,
    dek="Three weeks without a crossing come to an end",
    byline=("Mirel Tan", "Ines Calloway"),
    dateline="STANNET",
    categories=("Harbour", "Council"),
    tags=("ferry",),
    removed=(
        *MENU,
        RemovedBlock("related", "links to other stories", "Read also: What the dredger found", 1),
        RemovedBlock("wp-comment-form", "form for readers' comments", "Leave a Reply", 4),
        RemovedBlock("model", "not part of the story: model 0.03", "Subscribe to our newsletter"),
    ),
)
CHANGED = FERRY.text.replace("on Monday, the", "on Tuesday, the").replace(
    "\n\nThe council will pay", "\n\nThe state will pay"
)
STORIES = {
    "ferry": FERRY,
    "arabic": _told("العبّارة تعود يوم الاثنين", ARABIC, ARABIC, language="ar", days=1, byline=("ليلى حداد",)),
    "hebrew": _told("המעבורת חוזרת", HEBREW, HEBREW, language="he", days=2),
    "korean": _told("한강 배, 월요일 다시 운항", KOREAN, KOREAN, language="ko", days=3, byline=("김민서",)),
    "chinese": _told("渡轮下周一恢复航行", CHINESE, CHINESE, language="zh-Hans", days=4, categories=("港口",)),
    "hostile": _told(
        HOSTILE,
        HOSTILE + "\x02\x03\x1b[31m",
        "‮evil txet‬ and javascript:alert(1)",
        language='en"><script>',
        days=5,
        dek=HOSTILE,
        byline=(HOSTILE,),
        categories=(HOSTILE, "javascript:alert(1)"),
        image_url="javascript:alert(1)",
        removed=(RemovedBlock(HOSTILE, HOSTILE, f"{HOSTILE}<img src={ELSEWHERE}/pixel.gif>", 1),),
    ),
    "short": _told("Closed today", "Closed.", language="en", days=40, outcome=Outcome.PAYWALLED),
    "undated": _told(
        "When was this?",
        "Nobody knows.",
        language="en",
        days=0,
        published_at=None,
        tags=tuple(f"tag {number}" for number in range(40)),
    ),
}


def hostile_page(elsewhere: str) -> bytes:
    """A page that would run scripts, ask ``elsewhere`` for things, and take its reader there."""
    return f"""<!DOCTYPE html><html><head><meta charset="windows-1252"><title>raw</title>
<LINK rel="preconnect" href="{elsewhere}"><link rel=dns-prefetch href="{elsewhere}">
<link rel="stylesheet" href="{elsewhere}/style.css"><meta http-equiv="refresh" content="0; url={elsewhere}/away">
<style>h1 {{ color: rgb(1, 2, 3) }} body {{ background: url({elsewhere}/ground.png) }}</style>
<script>document.title = "owned"; parent.document.title = "owned"; fetch("{elsewhere}/script")</script>
<script src="{elsewhere}/script.js"></script></head>
<body onload="document.title = 'owned'; location = '{elsewhere}/onload'"><h1>Fähre</h1>
<img src="{elsewhere}/picture.png"><img src=x onerror="parent.document.title = 'owned'">
<iframe src="{elsewhere}/frame"></iframe><video src="{elsewhere}/film" autoplay></video>
<object data="{elsewhere}/object"></object><embed src="{elsewhere}/embed">
<svg onload="document.title = 'owned'"><image href="{elsewhere}/image" /></svg>
<form action="{elsewhere}/form"><input autofocus onfocus="this.form.submit()"></form>
<a href="{elsewhere}/link" id="away">away</a></body></html>""".encode()


def fill(path: Path, elsewhere: str = ELSEWHERE) -> None:
    """An archive of three sites: stories in five scripts, one changed, one reprinted, one that attacks its readers."""
    with Store.open(path) as store:
        crawl = store.begin_crawl("news", {})
        for site in ("a.example", "b.example", "c.example"):
            store.add_site(site, f"https://{site}/")
            store.begin_visit(crawl, site)
        for place, (name, article) in enumerate(STORIES.items()):
            body = hostile_page(elsewhere) if name == "hostile" else b""
            _file(store, crawl, f"{'abc'[place % 3]}.example", name, article, body)
        for number in range(60):
            log = _told(f"Harbour log {number}", f"Day {number} in the harbour.", language="en", days=1 + number % 29)
            _file(store, crawl, "a.example", f"log-{number}", log)
        _file(store, crawl, "a.example", "ferry", replace(FERRY, text=CHANGED))
        earlier = datetime.now(UTC) - timedelta(hours=52)
        _file(store, crawl, "c.example", "agency", replace(FERRY, headline="Boat is back", published_at=earlier))
        store.end_visit(crawl, "a.example", VisitReport("finished", True, "sitemap", {"new": 63}))
        store.end_visit(crawl, "b.example", VisitReport("HTTP 503 <b>busy</b>", False, None, {}))
        store.end_crawl(crawl, "finished", {})


@contextmanager
def serving(database: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """``scrapy serve`` on a free port of loopback: its address without the slash, and the process."""
    command = [sys.executable, "-m", "scrapy", "serve", "--port", "0", "-s", f"DATABASE={database}", *options]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+(?=/ )", line)
        assert found, line + process.communicate(timeout=30)[1]
        yield found.group(), process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)


def _file(store: Store, crawl: int, site: str, name: str, article: Article, body: bytes = b"") -> None:
    url = f"https://{site}/{name}/"
    packed = (pack(body),) if body else ()
    file_one(store, crawl, Filing(page(url, site=site, body=body), replace(article, canonical_url=url), packed))


class Answer(NamedTuple):
    """What the server answered."""

    status: int
    headers: Message
    body: str

    @property
    def page(self) -> html.HtmlElement:
        return html.fromstring(self.body)

    @property
    def text(self) -> str:
        return " ".join(self.page.text_content().split())


class Room:
    """A served archive."""

    def __init__(self, address: str, database: Path) -> None:
        self.address = address
        self.database = database

    def get(self, path: str, **headers: str) -> Answer:
        asked = urllib.request.Request(self.address + path, headers=headers)
        try:
            with urllib.request.urlopen(asked, timeout=60) as answer:
                return Answer(answer.status, answer.headers, answer.read().decode())
        except urllib.error.HTTPError as error:
            return Answer(error.code, error.headers, error.read().decode())

    def search(self, **asked: str) -> Answer:
        return self.get("/search?" + urllib.parse.urlencode(asked))

    def number(self, name: str) -> int:
        with sqlite3.connect(self.database) as connection:
            (number,) = connection.execute("SELECT id FROM articles WHERE url LIKE ?", (f"%/{name}/",)).fetchone()
        connection.close()
        return int(number)

    def story(self, name: str, tab: str = "") -> Answer:
        return self.get(f"/story/{self.number(name)}{tab}")


def headings(answer: Answer, level: str = "h3") -> list[str]:
    return [" ".join(each.text_content().split()) for each in answer.page.iter(level)]


@contextmanager
def filled_room(folder: Path) -> Iterator[Room]:
    """The archive of these tests, served; its name has what an address has to escape."""
    database = folder / "what's 50% new?.db"
    fill(database)
    with serving(database) as (address, _):
        yield Room(address, database)
