"""What is kept at hand takes no more memory than it may, however much comes."""

from __future__ import annotations

from crawler.fetch.athand import AROUND, AtHand


def test_what_was_asked_for_longest_ago_goes_first() -> None:
    shelf: AtHand[str, str] = AtHand(3 * (AROUND + 500))
    for name in ("ashford", "bray", "cork"):
        shelf.keep(name, name.upper(), 500)
    assert shelf.get("ashford") == "ASHFORD"
    shelf.keep("derry", "DERRY", 500)
    assert [shelf.get(name) for name in ("ashford", "bray", "cork", "derry")] == ["ASHFORD", None, "CORK", "DERRY"]
    assert shelf.take("cork") == "CORK"
    assert shelf.get("cork") is shelf.take("cork") is None


def test_a_size_that_is_known_later_counts_from_then_on() -> None:
    shelf: AtHand[int, int] = AtHand(3 * AROUND)
    for number in range(3):
        shelf.keep(number, number + 10)
    shelf.weigh(2, AROUND)
    assert [shelf.get(number) for number in range(3)] == [None, 11, 12]
    shelf.weigh(0, 1)
    assert shelf.get(0) is None


def test_what_is_larger_than_all_may_be_is_not_kept() -> None:
    shelf: AtHand[int, int] = AtHand(3 * AROUND)
    shelf.keep(1, 1)
    shelf.keep(2, 2, 9 * AROUND)
    assert (shelf.get(1), shelf.get(2)) == (None, None)
    shelf.keep(3, 3)
    assert shelf.get(3) == 3


def test_ten_thousand_hosts_leave_what_there_is_room_for() -> None:
    shelf: AtHand[int, bytes] = AtHand(100 * (AROUND + 64))
    for number in range(10_000):
        shelf.keep(number, bytes(64), 64)
    assert sum(shelf.get(number) is not None for number in range(10_000)) == 100
