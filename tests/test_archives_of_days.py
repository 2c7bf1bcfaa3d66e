"""Lists of days and months that are over, as a calendar on each page leads to, are left alone like any that rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tests.discovering import discover
from tests.servers import Route, serving


def test_lists_of_days_that_are_over_are_not_read_at_each_visit_that_finds_something_new() -> None:
    now = datetime.now(UTC)
    days = [f"{now - timedelta(days=ago):/%Y/%m/%d/}" for ago in range(12)]
    calendar = "".join(f"<a href='{day}'>x</a>" for day in [*days, "/2024/05/", "/sport/"])
    routes: dict[str, Route] = {day: f"<a href='{day}a-story-of-the-day/'>x</a>" for day in [*days, "/2024/05/"]}
    routes |= {
        "/": f"<a href='{days[0]}one-more-story/'>x</a>{calendar}",
        "/sport/": "<a href='/2024/05/07/one/'>x</a>",
    }
    with serving(routes) as site:
        found, discovery = discover(site.url)
        assert {f"{site.url}{day}a-story-of-the-day/" for day in days} <= {each.url for each in found}
        heard = {each.url for each in found}
        known = discovery.library.newly_finished()
        site.requests.clear()
        routes["/"] = f"<a href='{days[0]}news-of-the-hour/'>x</a>{calendar}"
        discover(site.url, known, heard=heard)
        assert set(site.paths()) >= {*days[:2], "/sport/"}
        assert not {*days[3:], "/2024/05/"} & set(site.paths())
        # Their rest over, they are read once more: a story may have been put in late.
        rested = [replace(each, not_before=now) if each.not_before else each for each in known]
        site.requests.clear()
        discover(site.url, rested, heard=heard)
        assert {*days, "/2024/05/"} <= set(site.paths())
