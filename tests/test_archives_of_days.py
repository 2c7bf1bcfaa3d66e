"""Lists of days and months that are over, as a calendar on each page leads to, are left alone like any that rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from crawler.discovery.links import MAX_BARREN
from tests.discovering import discover
from tests.servers import Answer, Received, Route, serving


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


def test_an_archive_that_goes_back_day_by_day_is_read_to_its_first_story_and_a_calendar_is_left() -> None:
    today = datetime(2026, 5, 3, tzinfo=UTC)
    days = [f"{today - timedelta(days=ago):%Y-%m-%d}" for ago in range(40)]

    def archive(request: Received) -> Answer:
        day = datetime.fromisoformat(request.path.partition("=")[2])
        told = f"<a href='/news/what-happened-on-{day:%Y-%m-%d}'>x</a>" if f"{day:%Y-%m-%d}" in days[::3] else ""
        before, after = (f"<a href='/news?date={day + timedelta(days=by):%Y-%m-%d}'>x</a>" for by in (-1, 1))
        return Answer(f"<html><body>{told}{before}{after}</body></html>".encode())

    class Archive(dict[str, Route]):
        def get(self, path: str, default: object = None) -> Route:
            return archive if path.startswith("/news?") else super().get(path, Answer(status=404))

    front = f"<a href='/news?date={days[0]}'>x</a><a href='/events?date=2026-05-09'>x</a><a href='/news?sort=1'>x</a>"
    with serving(Archive({"/": f"<html><body>{front}</body></html>"})) as site:
        found = {each.url for each in discover(site.url)[0]}
        assert {f"{site.url}/news/what-happened-on-{day}" for day in days[::3]} <= found
        assert not {path for path in site.paths() if "events" in path or "sort" in path}
        assert len([path for path in site.paths() if "date" in path]) < len(days) + 3 * MAX_BARREN
