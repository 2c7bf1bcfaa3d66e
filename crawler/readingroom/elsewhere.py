"""Where else a story ran, as a line of time: the earliest first, each with how long after it came."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from crawler.console.counting import counted
from crawler.storage.stories.story import Reprint, Story, since


class Appearance(NamedTuple):
    """A story in one place; ``own`` marks the one that is looked at, ``after`` is the time since the earliest.

    The shares, 0 to 1, are of its text in the one looked at and the other way round; None where not compared.
    """

    story: Story | Reprint
    own: bool
    at: str
    after: str
    share: float | None
    own_share: float | None


def appearances(story: Story) -> list[Appearance]:
    """The story and its reprints in order of time; it alone where there are none."""
    told: list[Story | Reprint] = [story, *(other for other in story["reprints"] if other["one_story"])]
    told.sort(key=since)
    first = datetime.fromisoformat(since(told[0]))
    return [_appearance(each, each is story, first) for each in told]


def sharing(story: Story) -> list[Appearance]:
    """The stories that have only a piece of text in common with it."""
    told = [other for other in story["reprints"] if not other["one_story"]]
    return [_appearance(each, False, datetime.fromisoformat(since(each))) for each in told]


def _appearance(story: Story | Reprint, own: bool, first: datetime) -> Appearance:
    at = since(story)
    after = _span(datetime.fromisoformat(at) - first)
    shares = (story["other_share"], story["share"]) if "share" in story else (None, None)
    return Appearance(story, own, at, after, *shares)


def _span(time: timedelta) -> str:
    """A span of time in its largest unit; empty for none."""
    for seconds, unit in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if (count := int(time.total_seconds()) // seconds) > 0:
            return f"{counted(count, unit)} later"
    return ""
