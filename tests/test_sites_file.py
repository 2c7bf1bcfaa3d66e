"""sites.toml: what may stand in it, and how its faults are told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.console.tomllines import Lines, Place
from crawler.records.visits import LastVisit
from crawler.sites import SiteEntry, SitesError, add_entry, read_sites
from crawler.sites.durations import read_duration, write_duration
from crawler.sites.reading import parse_sites
from extractors.site.rules import SiteRules

GOOD = """\
# The papers of the coast.

[[site]]
name = "courier"
url = "https://www.courier.example/"   # WordPress
every = "6h"
max_pages = 200
max_time = "15m"
delay = 2.5
drop = [".promo", "#signup"]
body = ".story-text"

[[site]]
url = "tribune.example"
"""


def faults(text: str | bytes) -> list[str]:
    content = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(SitesError) as caught:
        parse_sites(content, "sites.toml")
    return str(caught.value).splitlines()


def test_every_key_is_read() -> None:
    courier, tribune = parse_sites(GOOD.encode(), "sites.toml")
    assert courier == SiteEntry(
        name="courier",
        addresses=("https://www.courier.example/",),
        every=timedelta(hours=6),
        max_time=timedelta(minutes=15),
        max_pages=200,
        delay=2.5,
        rules=SiteRules(drop=(".promo", "#signup"), body=".story-text"),
    )
    assert tribune.name == "tribune.example"
    assert tribune.addresses == ("https://tribune.example/", "http://tribune.example/")
    assert (tribune.every, tribune.max_pages, tribune.rules) == (timedelta(days=1), None, None)


def test_the_sample_file_is_a_good_one() -> None:
    sample = Path(__file__).resolve().parent.parent / "sites.toml"
    assert parse_sites(sample.read_bytes(), "sites.toml") == []
    shown = "\n".join(line.removeprefix("# ") for line in sample.read_text().splitlines() if line.startswith("# "))
    (entry,) = parse_sites(("[[site]]" + shown.split("[[site]]")[1]).encode(), "sites.toml")
    assert entry.rules


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('evry = "6h"', "unknown key 'evry'; did you mean 'every'?"),
        ("zzz = 1", "unknown key 'zzz'; a site has name, url, every"),
        ('every = "daily"', "'daily' is no duration; write a number and s, m, h, d or w"),
        ("every = 6", 'every: 6 is not a duration in quotes, as "30m", "6h" or "1d"'),
        ('every = "10s"', "more often than once a minute"),
        ('max_time = "0m"', "no duration"),
        ("max_pages = 0", "0 is no number of pages"),
        ("max_pages = true", "true is no number of pages"),
        ('delay = "2"', "'2' is no delay; write seconds from 0 to 600"),
        ("delay = nan", "nan is no delay"),
        ('drop = ".promo"', "is no list; write selectors in brackets"),
        ('drop = [".promo", "p[["]', "'p[[' is no CSS selector"),
        ("body = 7", "7 is not a CSS selector in quotes"),
        ('body = "div:no-such"', "is no CSS selector"),
        (f'body = "{".a " * 2000}"', "is no CSS selector (maximum recursion depth exceeded"),
        ('name = ""', "a name has 1 to 100 characters"),
        ('name = "a\\nb"', "no line breaks"),
    ],
)
def test_a_fault_names_file_line_and_way_out(line: str, told: str) -> None:
    (fault,) = faults(f'# a comment\n\n[[site]]\nurl = "https://news.example"\n{line}\n')
    assert fault.startswith("sites.toml, line 5: ")
    assert told in fault


@pytest.mark.parametrize(
    "address", ["ftp://news.example", "https://", "https://no host.example", "", "https://news.example:99999"]
)
def test_a_bad_address_is_told(address: str) -> None:
    (fault,) = faults(f'[[site]]\nname = "news"\nurl = "{address}"\n')
    assert fault.startswith("sites.toml, line 3: url: ")
    assert 'write it as "https://news.example"' in fault


def test_all_faults_are_told_at_once_in_the_order_of_the_lines() -> None:
    told = faults(
        GOOD.replace("delay = 2.5", "delay = -1").replace('"15m"', '"soon"') + 'hour = 3\n\n[[site]]\nname="x"\n'
    )
    assert [fault.partition(":")[0] for fault in told] == [f"sites.toml, line {line}" for line in (8, 9, 15, 17)]
    assert "a site without an address" in told[-1]


def test_lines_are_right_around_a_table_that_is_none() -> None:
    told = faults(
        '[[site]]\nurl = "a.example"\n\n[[sites]]\nurl = "b.example"\n\n[[site]]\nurl = "https://a.example"\n'
        '\n[[site]]\nurl = "ftp://c.example"\nname = "c"\n'
    )
    assert [fault.partition(":")[0] for fault in told] == [f"sites.toml, line {line}" for line in (4, 8, 11)]


def test_what_stands_there_twice_is_told_with_both_lines() -> None:
    first = '[[site]]\nname = "a"\nurl = "https://a.example"\n'
    (host,) = faults(f'{first}[[site]]\nname = "b"\nurl = "http://www.a.example/news"\n')
    assert host.startswith("sites.toml, line 6: a.example is a site already, on line 3")
    (name,) = faults(f'{first}[[site]]\nurl = "https://b.example"\nname = "a"\n')
    assert name.startswith("sites.toml, line 6: the name 'a' is taken, by the site on line 2")
    (borrowed,) = faults(f'{first}[[site]]\nname = "a.example"\nurl = "https://b.example"\n')
    assert borrowed.startswith("sites.toml, line 5: the name 'a.example' is the host of the site on line 3")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[[site]]\nname = "a"\nname = "b"\n', "sites.toml, line 3: Cannot overwrite a value"),
        ('[[site]]\nname = "a\n', "sites.toml, line 2: Illegal character"),
        ('[[site]]\nurl = """a', "sites.toml, line 2: Unterminated string"),
        ("[site]\nurl = 'x'\n", "sites.toml, line 1: each site begins with [[site]]"),
        ("site = 3\n", "sites.toml, line 1: each site begins with [[site]]"),
        ("[[sites]]\nurl = 'https://a.example'\n", "sites.toml, line 1: unknown key 'sites'; did you mean 'site'?"),
        (b"[[site]]\nname = '\xff'\n", "sites.toml, line 2: not UTF-8 text"),
        ("site = " + "[" * 5000, "sites.toml: brackets inside each other by the thousand"),
        ("site = " + "9" * 5000, "sites.toml: a number of thousands of digits"),
        ("k" * 5000 + " = 3\n", f"sites.toml, line 1: unknown key '{'k' * 100}'; "),
    ],
)
def test_a_file_that_is_written_wrongly_is_told(text: str | bytes, told: str) -> None:
    (fault,) = faults(text)
    assert fault.startswith(told)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(SitesError, match=r"No such file or directory; scrapy sites add https://news.example"):
        read_sites(tmp_path / "sites.toml")


PIECES = (*'[[site]] [site] [site.x] [[site.x]] [other] site url . = 1 { } [ ] , # """ "a"'.split(" "), " ", "\n")


@given(
    st.binary(max_size=200)
    | st.lists(st.sampled_from(PIECES), max_size=20).map(lambda pieces: "".join(pieces).encode())
    | st.text(max_size=200).map(lambda text: b"[[site]]\n" + text.encode())
)
def test_nothing_but_sites_or_faults_comes_of_any_bytes(content: bytes) -> None:
    try:
        parse_sites(content, "sites.toml")
    except SitesError as error:
        assert all(line.startswith("sites.toml") for line in str(error).splitlines())


@given(st.integers(1, 10**7).map(lambda seconds: timedelta(seconds=seconds)))
def test_a_duration_is_read_as_it_is_written(span: timedelta) -> None:
    assert read_duration(write_duration(span)) == span


def test_a_site_is_due_once_its_time_has_come_or_nearly() -> None:
    last = datetime(2026, 5, 1, 12, tzinfo=UTC)
    hourly = SiteEntry("a", ("https://a.example/",), every=timedelta(hours=1))
    daily = SiteEntry("b", ("https://b.example/",))
    assert hourly.due_at(None) is None
    assert hourly.due_at(LastVisit(last)) == last + timedelta(minutes=54)  # a timer may tick a little early
    assert daily.due_at(LastVisit(last)) == last + timedelta(hours=23, minutes=50)


def test_a_visit_that_failed_is_made_up_for_soon_and_later_each_time() -> None:
    last = datetime(2026, 5, 1, 12, tzinfo=UTC)
    daily = SiteEntry("b", ("https://b.example/",))
    waits = [daily.due_at(LastVisit(last, failures)) for failures in (1, 2, 3, 4, 100)]
    assert waits[0] == last
    assert waits[1:3] == [last + timedelta(minutes=13.5), last + timedelta(minutes=40.5)]
    assert waits[-1] == daily.due_at(LastVisit(last))  # as often as it is visited at all, at least


@pytest.mark.parametrize(
    "before", ["", GOOD, GOOD.rstrip("\n"), GOOD.replace("\n", "\r\n"), "\ufeff" + GOOD, "# no sites yet\n"]
)
def test_an_entry_is_added_and_every_letter_kept(before: str, tmp_path: Path) -> None:
    file = tmp_path / "sites.toml"
    file.write_bytes(before.encode())
    known = read_sites(file)
    added = SiteEntry('a "quoted" name', ("https://new.example/",), every=timedelta(hours=6))
    add_entry(file, added)
    assert file.read_bytes().startswith(before.encode())
    assert read_sites(file) == [*known, added]
    assert ("\r\n" in before) == (b"\r\n" in file.read_bytes())
    assert b"\n\n\n" not in file.read_bytes()


def test_a_double_is_not_added_and_a_faulty_file_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "sites.toml"
    add_entry(file, SiteEntry("a", ("https://a.example/",)))
    before = file.read_bytes()
    with pytest.raises(SitesError, match=r"a\.example is a site already, on line 3"):
        add_entry(file, SiteEntry("b", ("https://www.a.example/",)))
    assert file.read_bytes() == before
    file.write_text("[[site]]\n")
    with pytest.raises(SitesError, match="without an address"):
        add_entry(file, SiteEntry("b", ("https://b.example/",)))
    assert file.read_text() == "[[site]]\n"


def test_a_linked_file_stays_a_link_and_keeps_its_rights(tmp_path: Path) -> None:
    real = tmp_path / "real.toml"
    real.write_text(GOOD)
    real.chmod(0o640)
    link = tmp_path / "sites.toml"
    link.symlink_to(real)
    add_entry(link, SiteEntry("new", ("https://new.example/",)))
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert len(read_sites(real)) == 3


def test_lines_are_looked_for_of_those_faults_only_that_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[Place] = []
    line_of = Lines.of

    def noted(lines: Lines, place: Place) -> int:
        looked.append(place)
        return line_of(lines, place)

    monkeypatch.setattr(Lines, "of", noted)
    told = faults("".join(f'[[site]]\nurl = "https://{n}.example"\nevry = "1d"\n' for n in range(500)))
    assert told[0] == "sites.toml, line 3: unknown key 'evry'; did you mean 'every'?"
    assert (told[-1], len(told), len(looked)) == ("sites.toml: and 480 more", 21, 20)
