"""The pieces of chrome, as data: where each stands on a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tests.pages.language import Split

Slot = Literal["top", "lead", "inline", "inside", "after", "comments", "sidebar", "bottom"]
SLOTS: tuple[Slot, ...] = ("top", "lead", "inline", "inside", "after", "comments", "sidebar", "bottom")


@dataclass(frozen=True, slots=True)
class Part:
    """A template in ``parts/chrome`` and the slot it stands in; ``split`` holds some back from training."""

    name: str
    slot: Slot
    split: Split = "train"


_ALL = (
    Part("cookie_banner", "top"),
    Part("skip_and_search", "top"),
    Part("breaking_bar", "top", "test"),
    Part("breadcrumbs", "lead"),
    Part("share_icons", "lead"),
    Part("counters", "lead"),
    Part("print_bar", "lead", "test"),
    Part("read_also", "inline"),
    Part("inline_newsletter", "inline"),
    Part("inline_card", "inline", "test"),
    Part("advertisement", "inline"),
    Part("member_line", "inline"),
    Part("question_box", "inline", "test"),
    Part("app_box", "inside"),
    Part("wall_box", "inside", "test"),
    Part("sharedaddy", "inside"),
    Part("likes", "inside"),
    Part("jp_related", "inside"),
    Part("jp_subscribe", "inside"),
    Part("share_plain", "inside"),
    Part("follow_us", "inside"),
    Part("wordpress_com_ad", "inside"),
    Part("tip_box", "inside", "test"),
    Part("donation", "inside", "test"),
    Part("mailchimp", "after"),
    Part("tag_list", "after"),
    Part("author_box", "after"),
    Part("post_navigation", "after"),
    Part("cards", "after"),
    Part("link_list", "after", "test"),
    Part("thread", "comments"),
    Part("guest_comments", "comments"),
    Part("plain_comments", "comments"),
    Part("listed_comments", "comments", "test"),
    Part("app_comments", "comments", "test"),
    Part("core_form", "comments"),
    Part("highlander", "comments"),
    Part("custom_form", "comments", "test"),
    Part("disqus", "comments"),
    Part("flat_comments", "comments", "test"),
    Part("wp_widgets", "sidebar"),
    Part("login_form", "sidebar", "test"),
    Part("most_read", "sidebar"),
    Part("about_widget", "sidebar"),
    Part("bloggers_like", "bottom"),
    Part("actionbar", "bottom"),
    Part("follow_bubble", "bottom"),
    Part("eu_cookie_law", "bottom"),
    Part("site_footer", "bottom"),
)

PARTS: dict[str, Part] = {part.name: part for part in _ALL}

_WORDPRESS_COM = """
skip_and_search wordpress_com_ad sharedaddy likes jp_related post_navigation thread highlander wp_widgets
bloggers_like actionbar follow_bubble eu_cookie_law site_footer
"""
_CORE = "skip_and_search tag_list post_navigation thread core_form wp_widgets login_form site_footer"
_NEWS = """
cookie_banner breadcrumbs counters share_icons read_also inline_newsletter follow_us author_box cards most_read
site_footer
"""
_BUSY = """
cookie_banner breaking_bar breadcrumbs print_bar inline_card advertisement read_also donation tip_box share_plain
jp_subscribe mailchimp author_box link_list cards flat_comments custom_form disqus most_read about_widget
site_footer
"""

COMMENTS = tuple(part.name for part in _ALL if part.name.endswith("_comments") or part.name == "thread")
APPEALS = (
    *("inline_newsletter", "member_line", "question_box", "app_box", "wall_box", "jp_subscribe", "mailchimp"),
    *("donation", "tip_box", "follow_us"),
)

WORDPRESS_COM = tuple(_WORDPRESS_COM.split())

SETS: dict[str, tuple[str, ...]] = {
    "none": (),
    "wordpress_com": WORDPRESS_COM,
    "core": tuple(_CORE.split()),
    "news": tuple(_NEWS.split()),
    "busy": tuple(_BUSY.split()),
}
