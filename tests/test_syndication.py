"""Stories that ran in several places find each other as they are filed; what only looks alike does not."""

from __future__ import annotations

import json
import random
import re
import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.records.endings import Settlement
from crawler.records.filings import Filing
from crawler.records.pages import FetchedPage
from crawler.storage import Store
from crawler.storage.reprints import noted
from crawler.storage.reprints.shingles import shingled
from crawler.storage.search.pairs import UNPARTED
from extractors import Article, Outcome, clean_text, extract
from tests.asking import ask
from tests.filings import assert_sound, rows
from tests.pages import dispatch
from tests.reprints import Printed, printed
from tests.reprints.scoring import clusters, score

FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text(encoding="utf-8"))["reprints"]
ORIGINALS = {each.origin: each for each in printed() if each.kind == "original"}
BLOG, GERMAN, CHINESE = (ORIGINALS[name] for name in ("blog 412", "language de", "language zh"))
NOON = datetime(2024, 9, 1, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "news.db") as opened:
        opened.begin_crawl("site", {})
        yield opened


def put(store: Store, site: str, text: str, path: str = "story", **changes: Any) -> str:
    """File a text at an address of the site; returns the address."""
    url = f"https://{site}.example/{path}/"
    article = Article(**{"headline": f"In {site}", "text": text, "outcome": Outcome.ARTICLE, **changes})
    asked_at = changes.get("modified_at") or NOON
    store.file(1, [Filing(FetchedPage(url, url, f"{site}.example", 200, (), b"", "utf-8", asked_at), article)])
    return url


def together(store: Store, *urls: str) -> bool:
    """Whether all of the stories are in one cluster."""
    of = {row["url"]: row["cluster_id"] for row in rows(store, "SELECT url, cluster_id FROM syndication")}
    return all(url in of for url in urls) and len({of[url] for url in urls}) == 1


def shares(store: Store, url: str, other: str) -> tuple[float, float]:
    """What of the one's text is in the other, and the other way round."""
    asked = "SELECT share, other_share FROM reprints_readable WHERE url = ? AND other_url = ?"
    ((share, other_share),) = (row.values() for row in rows(store, asked, url, other))
    return share, other_share


@pytest.mark.parametrize("at_hand", [0, 40, noted.AT_HAND])
def test_reprints_are_found_wherever_their_fingerprints_are_and_whatever_failed(
    store: Store, monkeypatch: pytest.MonkeyPatch, at_hand: int
) -> None:
    monkeypatch.setattr(noted, "AT_HAND", at_hand)
    monkeypatch.setattr(noted, "LATELY", min(at_hand, noted.LATELY))
    first = put(store, "one", BLOG.text)
    with pytest.raises(KeyboardInterrupt), store.filing() as connection:
        connection.execute("UPDATE articles SET text = ?", (GERMAN.text,))
        store.syndication.catch_up()
        raise KeyboardInterrupt
    assert together(store, first, put(store, "two", BLOG.text))
    with Store.open(store.path) as another:  # as an import does while a crawl goes on
        third = put(another, "three", GERMAN.text)
    assert together(store, third, put(store, "four", GERMAN.text))
    assert together(store, third, put(store, "five", GERMAN.text))


def test_the_set_of_reprints_is_told_as_well_as_ever(tmp_path: Path) -> None:
    told = printed()
    found = score(told, clusters(tmp_path / "news.db", told))
    assert found.precision >= FLOORS["precision"], found.wrong
    assert found.recall >= FLOORS["recall"], found.kinds


def test_whatever_comes_first_the_clusters_are_the_same(tmp_path: Path) -> None:
    told = [each for each in printed() if each.language in ("en", "zh") and each.kind not in ("set anew", "column")]

    def found(seed: int) -> set[frozenset[tuple[str, str]]]:
        order = random.Random(seed).sample(told, len(told))
        groups = dict[int, set[tuple[str, str]]]()
        for place, cluster in clusters(tmp_path / f"{seed}.db", order).items():
            groups.setdefault(cluster, set()).add((order[place].origin, order[place].kind))
        return {frozenset(group) for group in groups.values()}

    first, second = found(1), found(2)
    assert len(first ^ second) <= 2


def test_a_crude_dump_and_the_page_of_another_site_are_one_story(store: Store) -> None:
    page = extract(dispatch.dispatch_page().html, "https://wires.example/dispatch/")
    one = put(store, "wires", page.text, published_at=page.published_at)
    other = put(store, "dumps", clean_text(dispatch.DUMP).text)
    assert together(store, one, other)
    assert min(shares(store, one, other)) > 0.95


@pytest.mark.parametrize("story", [BLOG, GERMAN, CHINESE], ids=lambda story: story.origin)
def test_shares_say_how_much_of_each_text_is_in_the_other(store: Store, story: Printed) -> None:
    cut = "\n\n".join(story.paragraphs[: len(story.paragraphs) // 2])
    whole, part = put(store, "whole", story.text), put(store, "part", cut)
    share, other_share = shares(store, whole, part)
    assert abs(share - len(cut) / len(story.text)) < 0.08
    assert other_share == 1
    assert together(store, whole, part)


@pytest.mark.parametrize(("long", "short", "shared"), [(300, 80, 80), (1000, 300, 200), (1600, 1600, 800)])
def test_what_a_long_and_a_short_text_have_in_common_is_found_whichever_comes_first(
    store: Store, long: int, short: int, shared: int
) -> None:
    chance = random.Random(long)

    def words(many: int) -> list[str]:
        return ["".join(chance.choices("abdeilmnorstu", k=6)) for _ in range(many)]

    for number in range(20):
        common = words(shared)
        texts = [" ".join([*common, *words(many - shared)]) for many in chance.sample((long, short), 2)]
        one, other = (put(store, f"{place}-{number}", text) for place, text in enumerate(texts))
        assert max(shares(store, one, other)) > 0.45


@pytest.mark.parametrize("order", [1, -1])
def test_a_paper_that_writes_numbers_out_tells_the_same_story_whichever_comes_first(store: Store, order: int) -> None:
    words = " ".join(BLOG.text.split()[:120])
    spelt = f"Of ten boats eleven came home, said the pilot of number twelve. {words} In 1871 it cost 620 crowns."
    figures = spelt.replace(" ten ", " 10 ").replace(" eleven ", " 11 ").replace(" twelve", " 12")
    one, other = (put(store, f"paper-{place}", text) for place, text in enumerate((spelt, figures)[::order]))
    assert together(store, one, other)


def test_the_earliest_is_the_one_that_was_published_first(store: Store) -> None:
    late = put(store, "late", BLOG.text, published_at=datetime(2024, 5, 3, tzinfo=UTC))
    undated = put(store, "undated", BLOG.text)
    early = put(store, "early", BLOG.text, published_at=datetime(2024, 5, 2, tzinfo=UTC))
    told = {row["url"]: row for row in rows(store, "SELECT * FROM syndication")}
    assert set(told) == {late, undated, early}
    assert {(row["earliest_url"], row["earliest_at"], row["stories"]) for row in told.values()} == {
        (early, "2024-05-02T00:00:00Z", 3)
    }
    assert all(row["share"] == 1 for row in told.values())
    put(store, "late", BLOG.text, published_at=datetime(2024, 5, 1, tzinfo=UTC))  # the site corrects its date
    assert {row["earliest_url"] for row in rows(store, "SELECT earliest_url FROM syndication")} == {late}


def test_a_story_whose_text_changes_is_compared_anew(store: Store) -> None:
    first, second = put(store, "first", BLOG.text), put(store, "second", BLOG.text)
    third = put(store, "third", GERMAN.text)
    put(store, "second", GERMAN.text)
    assert not together(store, first, second)
    assert together(store, second, third)
    assert len(rows(store, "SELECT 1 FROM syndication")) == 2
    put(store, "second", BLOG.text)
    assert together(store, first, second)
    assert not together(store, second, third)


def test_a_story_that_is_gone_keeps_its_place(store: Store) -> None:
    first, second = put(store, "first", BLOG.text), put(store, "second", BLOG.text)
    store.settle(1, [Settlement(first, "gone", "404", outcome="gone", status=404)])
    assert rows(store, "SELECT url FROM deletions") == [{"url": first}]
    assert together(store, first, second)


def test_a_site_that_fills_the_same_form_again_does_not_reprint_itself(store: Store) -> None:
    form = (
        "High water at the harbour bar is at {0} hours, low water at {1}. Vessels that draw more than {2} decimetres "
    )
    form += "wait for the pilot at buoy {3}, as the harbour master has asked them to do since the channel moved."
    days = [put(store, "tides", form.format(*range(day, day + 4)), f"day-{day}") for day in range(10, 60, 10)]
    assert not rows(store, "SELECT * FROM syndication")
    taken = put(store, "coast", form.format(*range(50, 54)))
    assert not any(together(store, day, taken) for day in days[:4])


def test_standing_text_is_no_reprint_however_short_what_it_stands_beside(store: Store) -> None:
    line = "The council meets again on Monday in the old hall"
    notes = [f"{line}, and item {number} is the {number}th of the summer." for number in range(1, 6)]
    told = [put(store, "valley", f"{note}\n\n{GERMAN.text}", f"note-{number}") for number, note in enumerate(notes)]
    late = put(store, "hill", f"{line}.\n\n{GERMAN.text}", "note")
    assert not any(together(store, late, other) for other in told)


def test_a_story_that_a_site_prints_again_under_another_headline_is_one_with_it(store: Store) -> None:
    again = put(store, "paper", BLOG.text, "story-2", headline="The ferry is back")
    assert together(store, put(store, "paper", BLOG.text), again)


@pytest.mark.parametrize("digest_comes", [0, 1, 2, 3])
def test_a_digest_makes_no_one_story_of_those_that_it_holds(store: Store, digest_comes: int) -> None:
    told = [BLOG.text, ORIGINALS["blog 418"].text, GERMAN.text]
    held = [(f"paper-{number}", text) for number, text in enumerate(told)]
    held.insert(digest_comes, ("digest", "\n\n".join(told)))
    urls = [put(store, site, text) for site, text in held]
    copies = [put(store, f"copy-{number}", text) for number, text in enumerate(told)]
    del urls[digest_comes]
    assert [together(store, one, copy) for one, copy in zip(urls, copies, strict=True)] == [True] * 3
    assert not any(
        together(store, one, other) for one in urls for other in copies if urls.index(one) != copies.index(other)
    )


@pytest.mark.parametrize("text", ["", "Closed today.", "서울", "word " * 5000, "一" * 3000, "\n\n".join(["..."] * 40)])
def test_texts_of_any_kind_are_filed(store: Store, text: str) -> None:
    for site in ("one", "other"):
        put(store, site, text)
    assert rows(store, "SELECT count(*) AS stories FROM articles") == [{"stories": 2}]
    assert not rows(store, "SELECT * FROM uncompared")


def test_shingles_do_not_depend_on_case_quotes_or_paragraphs() -> None:
    one, other = (
        shingled("“It’s late,” Ana said.\n\nTraffic was light."),
        shingled('"IT\'S LATE," ana said. Traffic was light'),
    )
    assert list(one.hashes) == list(other.hashes)
    assert list(shingled("서울 시장이 오늘 만났다").hashes) == list(shingled("서울시장이 오늘만났다").hashes)


@given(st.text(st.sampled_from("abÄß 12٣๑๒ก่ข한글中、。_-\n\u00ad\u200bﬁ½²Ⅳ\U00020000é\u0301'“”\x00"), max_size=200))
def test_words_are_told_apart_as_their_scripts_do(text: str) -> None:
    plain = re.sub("[\u00ad\u200b]", "", unicodedata.normalize("NFKC", text)).casefold()
    found = shingled(text)
    assert found.size == len(re.findall(rf"[{UNPARTED}]|[^\W_{UNPARTED}]+", plain))
    assert found.numbers == set(re.findall(r"\d+", plain))


def test_stories_that_another_program_changed_are_compared_with_the_next(store: Store) -> None:
    first, second = put(store, "first", BLOG.text), put(store, "second", GERMAN.text)
    store.db.execute("UPDATE articles SET text = ? WHERE url = ?", (BLOG.text, second))
    put(store, "third", CHINESE.text)
    assert together(store, first, second)


def test_an_import_finds_what_ran_in_both_archives(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, others in (("one", GERMAN), ("other", CHINESE)):
        with Store.open(tmp_path / f"{name}.db") as store:
            store.begin_crawl("site", {})
            put(store, name, BLOG.text, published_at=BLOG.published_at)
            put(store, name, others.text, "more")
    archive = tmp_path / "one.db"
    for _ in range(2):
        assert ask(capsys, archive, "import", str(tmp_path / "other.db")).code == 0
        with Store.open(archive) as store:
            assert together(store, "https://one.example/story/", "https://other.example/story/")
            assert len(rows(store, "SELECT 1 FROM syndication")) == 2
    assert_sound(archive)


def test_show_says_where_else_a_story_ran(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Store.open(tmp_path / "news.db") as store:
        store.begin_crawl("site", {})
        late = put(store, "late", BLOG.text, published_at=datetime(2024, 5, 3, tzinfo=UTC))
        early = put(
            store, "early", BLOG.paragraphs[0] + "\n\n" + BLOG.text, published_at=datetime(2024, 5, 2, tzinfo=UTC)
        )
        alone = put(store, "alone", GERMAN.text)
    told = ask(capsys, tmp_path / "news.db", "show", late).out
    assert "It ran in 1 other place; the earliest is the one of 2024-05-02" in told
    assert early in told
    (other,) = json.loads(ask(capsys, tmp_path / "news.db", "show", late, "--format", "json").out)["reprints"]
    assert (other["url"], other["share"], other["one_story"]) == (early, 1, 1)
    assert "It ran" not in ask(capsys, tmp_path / "news.db", "show", alone).out
