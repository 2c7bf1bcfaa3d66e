"""The ledger is the frontier: what is due, who has it, and that nothing is lost or handed out twice."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from crawler.records.endings import Settlement, State
from crawler.records.finds import Candidate
from crawler.records.pages import LedgerEntry
from crawler.storage import Recrawl, StorageError, Store
from tests.filings import SITE, announce, assert_sound, file_one, rows, story

BASE = f"https://{SITE}/2024"
NOW = datetime.now(UTC)
LATER, EARLIER = NOW + timedelta(days=1), NOW - timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "news.db") as opened:
        yield opened


def next_crawl(store: Store, ended: int | None = None) -> int:
    if ended is not None:
        store.end_crawl(ended, "finished", {})
    return store.begin_crawl("site", {})


def leased(store: Store, crawl: int, limit: int = 100) -> list[str]:
    return [entry.url for entry in store.lease(crawl, SITE, limit)]


def test_an_address_is_entered_once_with_where_it_was_found_first(store: Store) -> None:
    found = Candidate(f"{BASE}/a/", "sitemap", f"https://{SITE}/sitemap.xml", EARLIER)
    again = Candidate(f"{BASE}/a/?utm_source=feed#top", "feed", f"https://{SITE}/feed/")
    assert store.add_candidates(SITE, [found, again], recrawl=Recrawl.CHANGED) == 1
    assert store.add_candidates(SITE, [again], recrawl=Recrawl.ALWAYS) == 0
    (entry,) = rows(store, "SELECT url, source, found_in, state FROM urls")
    assert entry == {"url": found.url, "source": "sitemap", "found_in": found.found_in, "state": "pending"}


def test_what_is_no_web_address_is_entered_as_skipped(store: Store) -> None:
    bad = ["javascript:void(0)", "https://[bad/", "https://h/\ud800", f"{BASE}/{'a' * 5000}"]
    assert announce(store, *bad) == 4
    crawl = next_crawl(store)
    assert leased(store, crawl) == []
    assert all(row["reason"] for row in rows(store, "SELECT reason FROM urls WHERE outcome = 'bad_address'"))


def test_the_untried_come_first_newest_before_the_rest_then_retries(store: Store) -> None:
    crawl = next_crawl(store)
    announce(store, f"{BASE}/retry/")
    assert leased(store, crawl) == [f"{BASE}/retry/"]
    store.settle(crawl, [Settlement(f"{BASE}/retry/", "pending", "503", status=503, not_before=EARLIER)])
    announce(store, f"{BASE}/undated/")
    announce(store, f"{BASE}/old/", lastmod=EARLIER)
    announce(store, f"{BASE}/new/", lastmod=NOW)
    assert leased(store, crawl) == [f"{BASE}/{name}/" for name in ("new", "old", "undated", "retry")]


def test_an_address_is_handed_out_once(store: Store) -> None:
    crawl = next_crawl(store)
    announce(store, *(f"{BASE}/{number}/" for number in range(10)))
    batches = [leased(store, crawl, 4) for _ in range(4)]
    assert [len(batch) for batch in batches] == [4, 4, 2, 0]
    assert len({url for batch in batches for url in batch}) == 10


def test_the_addresses_asked_for_are_leased_in_their_order(store: Store) -> None:
    crawl = next_crawl(store)
    announce(store, f"{BASE}/a/", f"{BASE}/b/", f"{BASE}/c/")
    asked = [f"{BASE}/c/#x", f"{BASE}/a/", f"{BASE}/unknown/", "no address", f"{BASE}/c/"]
    assert store.lease_these(crawl, asked) == [
        LedgerEntry(f"{BASE}/c/", SITE, 0),
        LedgerEntry(f"{BASE}/a/", SITE, 0),
    ]
    assert leased(store, crawl) == [f"{BASE}/b/"]


def test_a_retry_waits_for_its_time_and_knows_its_attempts(store: Store) -> None:
    crawl = next_crawl(store)
    announce(store, f"{BASE}/a/")
    leased(store, crawl)
    store.settle(crawl, [Settlement(f"{BASE}/a/", "pending", "busy", status=503, not_before=LATER)])
    assert leased(store, crawl) == []
    assert store.pending(SITE) == 1
    store.settle(crawl, [Settlement(f"{BASE}/a/", "pending", "busy", status=503)])
    assert [entry.attempts for entry in store.lease(crawl, SITE, 1)] == [2]


def test_a_retry_asks_for_changes_only(store: Store) -> None:
    crawl = next_crawl(store)
    item = story(1)
    announce(store, item.page.url)
    leased(store, crawl)
    file_one(store, crawl, item)
    crawl = next_crawl(store, crawl)
    announce(store, item.page.url, recrawl=Recrawl.ALWAYS)
    for _ in range(2):
        (entry,) = store.lease(crawl, SITE, 1)
        assert (entry.etag, entry.last_modified) == ('"v1"', "Fri, 03 May 2024 10:00:00 GMT")
        store.settle(crawl, [Settlement(item.page.url, "pending", "connection reset")])


@pytest.mark.parametrize(
    ("recrawl", "lastmod", "due"),
    [
        (Recrawl.NEVER, LATER, False),
        (Recrawl.CHANGED, None, False),
        (Recrawl.CHANGED, datetime(2024, 5, 2, 11, tzinfo=UTC), False),  # fetched on the day after at 12
        (Recrawl.CHANGED, datetime(2024, 5, 3, 11, tzinfo=UTC), True),  # by a clock that may be slow
        (Recrawl.CHANGED, datetime(2024, 5, 3, 13, tzinfo=UTC), True),
        (Recrawl.ALWAYS, None, True),
    ],
)
def test_a_filed_address_is_due_again_by_policy(
    store: Store, recrawl: Recrawl, lastmod: datetime | None, due: bool
) -> None:
    crawl = next_crawl(store)
    item = story(1)
    announce(store, item.page.url)
    leased(store, crawl)
    file_one(store, crawl, item)
    assert announce(store, item.page.url, recrawl=recrawl, lastmod=lastmod) == 0
    assert leased(store, crawl) == []  # never twice in one crawl
    crawl = next_crawl(store, crawl)
    announce(store, item.page.url, recrawl=recrawl, lastmod=lastmod)
    assert leased(store, crawl) == ([item.page.url] if due else [])


def test_a_clock_that_runs_ahead_does_not_make_a_page_due_every_time(store: Store) -> None:
    crawl = next_crawl(store)
    item = story(1)
    announce(store, item.page.url, lastmod=LATER)
    leased(store, crawl)
    file_one(store, crawl, item)
    crawl = next_crawl(store, crawl)
    announce(store, item.page.url, lastmod=LATER)
    assert leased(store, crawl) == []


def test_a_failed_address_gets_another_chance_in_a_later_crawl(store: Store) -> None:
    crawl = next_crawl(store)
    announce(store, f"{BASE}/a/", f"{BASE}/b/")
    leased(store, crawl)
    waits = Settlement(f"{BASE}/b/", "failed", "timed out", not_before=LATER)
    store.settle(crawl, [Settlement(f"{BASE}/a/", "failed", "timed out"), waits])
    announce(store, f"{BASE}/a/", f"{BASE}/b/")
    assert leased(store, crawl) == []
    crawl = next_crawl(store, crawl)
    announce(store, f"{BASE}/a/", f"{BASE}/b/")
    assert [(entry.url, entry.attempts) for entry in store.lease(crawl, SITE, 9)] == [(f"{BASE}/a/", 0)]


def test_what_a_crawl_leaves_leased_is_pending_again(store: Store) -> None:
    crawl = next_crawl(store)
    announce(store, f"{BASE}/a/")
    assert len(leased(store, crawl)) == 1
    crawl = next_crawl(store, crawl)
    assert len(leased(store, crawl)) == 1


def test_settling_an_address_that_nobody_announced_enters_it(store: Store) -> None:
    crawl = next_crawl(store)
    store.settle(crawl, [Settlement(f"{BASE}/a/", "failed", "timed out")])
    assert rows(store, "SELECT site, state, fetched_at FROM urls") == [
        {"site": SITE, "state": "failed", "fetched_at": None}
    ]


def test_two_crawls_do_not_share_a_database(store: Store) -> None:
    crawl = next_crawl(store)
    with Store.open(store.path) as other:
        with pytest.raises(StorageError, match=r"news\.db: another crawl is filing into it; wait"):
            other.begin_crawl("site", {})
        store.end_crawl(crawl, "finished", {})
        assert other.begin_crawl("site", {}) == crawl + 1


def test_a_database_behind_a_link_is_the_same_database(store: Store, tmp_path: Path) -> None:
    next_crawl(store)
    link = tmp_path / "elsewhere.db"
    link.symlink_to(store.path)
    with Store.open(link) as other, pytest.raises(StorageError, match=r"elsewhere\.db: another crawl is filing"):
        other.begin_crawl("site", {})


def test_a_crawls_row_says_how_it_went(store: Store) -> None:
    crawl = store.begin_crawl("site", {"url": f"https://{SITE}/"})
    store.end_crawl(crawl, "finished", {"file/new": 3})
    (row,) = rows(store, "SELECT spider, arguments, reason, counters FROM crawls")
    arguments = f'{{"url": "https://{SITE}/"}}'
    assert row == {
        "spider": "site",
        "arguments": arguments,
        "reason": "finished",
        "counters": '{"file/new": 3}',
    }


NUMBERS = st.sets(st.integers(min_value=0, max_value=5), min_size=1)
VERSIONS = st.integers(min_value=0, max_value=2)


class AnyOrderOfEvents(RuleBasedStateMachine):
    """Finding, leasing, filing, failing and dying in any order; ``states`` says what the ledger must hold."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.path = Path(self.folder.name) / "news.db"
        self.states: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.taken: list[str] = []  # in this crawl, settled or not, and in those before it that were cut off
        self.open()

    def open(self) -> None:
        self.store = Store.open(self.path)
        self.crawl = self.store.begin_crawl("site", {})
        self.states = {url: "pending" if state == "leased" else state for url, state in self.states.items()}

    def teardown(self) -> None:
        self.store.close()
        assert_sound(self.path)
        self.folder.cleanup()

    @rule(numbers=NUMBERS, recrawl=st.sampled_from([Recrawl.NEVER, Recrawl.CHANGED, Recrawl.ALWAYS]))
    def find(self, numbers: set[int], recrawl: Recrawl) -> None:
        urls = [story(number).page.url for number in sorted(numbers)]
        assert announce(self.store, *urls, recrawl=recrawl) == len(set(urls) - set(self.states))
        for url in urls:
            state = self.states.get(url, "pending")
            again = recrawl is Recrawl.ALWAYS or (recrawl is Recrawl.CHANGED and state == "failed")
            settled = state not in ("pending", "leased")
            self.states[url] = "pending" if settled and again and url not in self.taken else state

    @rule(limit=st.integers(min_value=1, max_value=4))
    def lease(self, limit: int) -> None:
        pending = {url for url, state in self.states.items() if state == "pending"}
        entries = self.store.lease(self.crawl, SITE, limit)
        urls = {entry.url for entry in entries}
        assert len(urls) == len(entries) == min(limit, len(pending))
        assert urls <= pending
        self.states |= dict.fromkeys(urls, "leased")
        self.taken.extend(urls)

    @rule(numbers=NUMBERS, version=VERSIONS)
    def file(self, numbers: set[int], version: int) -> None:
        made = [story(number, text=f"Form {version}.\n\nOf {number}, ungefähr.") for number in sorted(numbers)]
        items = [item for item in made if self.states.get(item.page.url) == "leased"]
        for item, change in zip(items, self.store.file(self.crawl, items), strict=True):
            url, text = item.page.url, item.article.text
            held = self.texts.get(url)
            assert change == ("new" if held is None else "unchanged" if held == text else "revised")
            self.states[url], self.texts[url] = "done", text

    @rule(numbers=NUMBERS, state=st.sampled_from(["failed", "skipped", "gone"]))
    def settle(self, numbers: set[int], state: State) -> None:
        urls = [url for number in numbers if self.states.get(url := story(number).page.url) == "leased"]
        urls = [url for url in urls if url not in self.texts]
        self.store.settle(self.crawl, [Settlement(url, state, "as the test says") for url in urls])
        self.states |= dict.fromkeys(urls, state)

    @rule(cleanly=st.booleans())
    def end_and_begin(self, cleanly: bool) -> None:
        if cleanly:
            self.store.end_crawl(self.crawl, "finished", {})
            self.taken = []
        self.store.close()
        self.open()

    @invariant()
    def the_ledger_holds_what_happened(self) -> None:
        assert {row["url"]: row["state"] for row in rows(self.store, "SELECT url, state FROM urls")} == self.states
        assert {row["url"]: row["text"] for row in rows(self.store, "SELECT url, text FROM articles")} == self.texts

    @invariant()
    def every_filed_story_is_found(self) -> None:
        found = "SELECT count(*) AS n FROM articles_fts WHERE articles_fts MATCH 'ungefahr'"
        assert rows(self.store, found) == [{"n": len(self.texts)}]


TestAnyOrderOfEvents = AnyOrderOfEvents.TestCase
TestAnyOrderOfEvents.settings = settings(
    max_examples=25, stateful_step_count=20, deadline=None, derandomize=True, database=None
)
