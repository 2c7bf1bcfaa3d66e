"""Counts that triggers keep are what counting everything anew would give, whatever happens to stories and addresses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.records.filings import Filing
from crawler.storage import Store
from crawler.storage.figures.counts import RECOUNT
from crawler.storage.figures.credit_counts import CREDIT_RECOUNT, MANY
from crawler.storage.shards.cutting import COUNTED
from extractors import Outcome, RemovedBlock
from tests.filings import announce, file_one, rows, story

FIRST = datetime(2024, 5, 3, tzinfo=UTC)
NAMES = st.lists(st.sampled_from(["Ana", "Li", "Uwe"]), max_size=3).map(tuple)
BLOCK = st.builds(
    RemovedBlock, rule=st.sampled_from(["menu", "model"]), reason=st.just("menu"), text=st.sampled_from(["Home", "Go"])
)
TOLD = st.fixed_dictionaries(
    {
        "text": st.sampled_from(["One.", "One and two.", "Three words more."]),
        "published_at": st.none() | st.integers(0, 99).map(lambda days: FIRST + timedelta(days=days)),
        "language": st.sampled_from([None, "en", "ko"]),
        "outcome": st.sampled_from([Outcome.ARTICLE, Outcome.MEDIA, Outcome.PAYWALLED]),
        "byline": NAMES,
        "tags": NAMES,
        "removed": st.lists(BLOCK, max_size=4).map(tuple),
    }
)
FILED = st.builds(lambda number, told: story(number, **told), st.integers(1, 5), TOLD)
BY_HAND = st.sampled_from(
    [
        "DELETE FROM articles WHERE id = 2",
        "DELETE FROM article_tags WHERE article_id = 3",
        "DELETE FROM revisions WHERE id % 2",
        "DELETE FROM urls WHERE id % 3 = 0",
        "UPDATE articles SET gone_at = '2024-06-01T00:00:00Z' WHERE id = 1",
        "UPDATE articles SET published_at = NULL, words = 7 WHERE id > 1",
        "UPDATE removed_blocks SET rule = 'menu', text = 'changed' WHERE position = 1",
        "UPDATE urls SET state = 'failed', reason = 'HTTP 500' WHERE id = 2",
    ]
)


@pytest.fixture(scope="module", params=["few", "many"])
def store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A database; ``many`` looks for the dates next to a story's as if each name had many stories."""
    with Store.open(tmp_path_factory.mktemp("counts") / "news.db") as store:
        if request.param == "many":
            for (name,) in store.db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
                sql = store.db.conn.execute("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
                if f"articles <= {MANY}" in sql:
                    store.db.conn.execute(f"DROP TRIGGER {name}")
                    store.db.conn.execute(sql.replace(f"articles <= {MANY}", "articles <= 0"))
        yield store


def counted(store: Store) -> dict[str, list[dict[str, object]]]:
    """The tables of counts, but for moments: what is gone may have been the latest."""
    told = {table: rows(store, f"SELECT * FROM {table} ORDER BY 1, 2, 3, 4") for table in COUNTED}
    return {
        table: [{name: row[name] for name in row if name not in ("last_filed_at", "last_fetched_at")} for row in found]
        for table, found in told.items()
    }


@given(steps=st.lists(FILED | BY_HAND, max_size=12))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_happens_the_counts_are_those_of_all_rows(store: Store, steps: list[Filing | str]) -> None:
    crawl = store.begin_crawl("site", {})
    announce(store, "https://news.example/2024/story-1/", "https://news.example/never-fetched/")
    for step in steps:
        if isinstance(step, str):
            store.db.conn.execute(step)
        else:
            file_one(store, crawl, step)
    store.end_crawl(crawl, "finished", {})
    kept = counted(store)
    for statement in (*RECOUNT, *CREDIT_RECOUNT):
        store.db.conn.execute(statement)
    assert kept == counted(store)
