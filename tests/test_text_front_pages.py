"""Dumps of front pages: whole posts one below the other come back whole, and nothing else is taken for such."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from extractors import Outcome, clean_text
from tests.test_page_dumps import COMMENTS, MENU, STORY

Post = tuple[str, str, str, str]
"""A headline, a line about author or date, and two paragraphs."""

ENGLISH: tuple[Post, ...] = (
    ("Ferry workers vote to strike over summer rota", "By Ida Moss", STORY[0], STORY[1]),
    ("A goat on the pier refuses to leave", "May 2, 2012", STORY[2], STORY[3]),
    (
        *("The last lighthouse keeper turned off the lamp himself", "April 28, 2012 by Tom Wren"),
        "On the evening of the last of April the keeper of the north light climbed its steps once more.",
        "He turned it off by hand at dawn, wrote the hour into the log, and took the log home with him in a bag.",
    ),
)
GERMAN: tuple[Post, ...] = (
    (
        *("Die Fähre fährt wieder", "3. Mai 2012"),
        "Die Fähre zwischen Insel und Festland wird am Montag wieder fahren, teilte das Hafenamt am Dienstag mit.",
        "Niemand hatte in dieser Zeit übersetzen können, und das Mehl wurde knapp, sagte der Bäcker der Insel.",
    ),
    (
        *("Eine Ziege auf dem Pier", "2. Mai 2012"),
        "Eine Ziege, die mit dem Morgenboot kam, steht seit drei Tagen auf dem Pier, und niemand vermisst sie.",
        "Auf der Insel besitzt niemand eine Ziege, und auf dem Festland hat auch keiner eine verloren gemeldet.",
    ),
)
KOREAN: tuple[Post, ...] = (
    (
        *("섬으로 가는 배가 다시 다닌다 월요일부터", "2012년 5월 3일"),
        "섬과 뭍을 잇는 배가 월요일부터 다시 다닌다고 항만청이 화요일에 밝혔다. 배는 삼 주 동안 수리를 받았다.",
        "주민들은 배가 다시 다니는 것을 반기면서도 요금이 오르지 않을까 걱정하고 있다고 항만청에 말했다고 한다.",
    ),
    (
        *("부두에 선 염소 한 마리가 떠나지 않는다", "2012년 5월 2일"),
        "아침 배를 타고 온 염소 한 마리가 사흘째 부두에 서 있으며 항만청은 염소에게 번호를 주어 장부에 올렸다.",
        "우체국장은 아침마다 팔다 남은 빵을 염소에게 준다. 항만청이 직접 와서 염소에게 말하라고 그는 대답했다.",
    ),
)
BARS = {
    "en": ("Share this:", "Twitter", "Facebook", "Like this:", "Like Loading...", "Leave a comment"),
    "de": ("Teilen mit:", "Twitter", "Facebook", "Gefällt mir:", "Veröffentlicht in Allgemein", "2 Kommentare"),
    "ko": ("공유하기:", "페이스북", "이것이 좋아요:", "댓글 남기기"),
}
FOOTER = (
    *("Posts navigation", "Older posts", "Recent Posts", "A goat on the pier refuses to leave", "Archives", "May 2012"),
    *("Subscribe", "Join 120 other followers", "Blog at WordPress.com.", "%d bloggers like this:"),
)


def page(posts: Sequence[Post], *bar: str) -> list[str]:
    return [*MENU, *(line for post in posts for line in (*post, *bar)), *FOOTER]


def whole(posts: Sequence[Post]) -> tuple[str, ...]:
    return tuple(line for headline, _, *story in posts for line in (headline, *story))


@pytest.mark.parametrize("gap", ["\n\n", "\n"], ids=["blank lines", "none"])
@pytest.mark.parametrize(
    ("language", "posts"), [("en", ENGLISH), ("de", GERMAN), ("ko", KOREAN)], ids=["en", "de", "ko"]
)
def test_whole_posts_come_back_whole(language: str, posts: Sequence[Post], gap: str) -> None:
    text = gap.join(page(posts, *BARS[language]))
    article = clean_text(text)
    assert (article.outcome, article.paragraphs) == (Outcome.LISTING, whole(posts))
    assert f"{len(posts)} whole posts" in article.evidence
    assert (article.headline, article.byline, article.published_at) == (None, (), None)
    removed = " ".join(block.text for block in article.removed)
    assert sorted(f"{article.text} {removed}".split()) == sorted(text.split())
    assert clean_text(article.text).text == article.text


def test_posts_under_their_dates_and_over_their_authors() -> None:
    posts = [(day, headline, *story, "Posted by Ida Moss in News | 3 Comments") for headline, day, *story in ENGLISH]
    article = clean_text("\n\n".join([*MENU, *(line for post in posts for line in post), *FOOTER]))
    assert (article.outcome, article.paragraphs) == (Outcome.LISTING, whole(ENGLISH))


def _comments() -> list[str]:
    said = [line for headline, _, *told in ENGLISH[1:] for line in (headline, "May 4, 2012 at 4:05 pm", *told, "Reply")]
    return [*MENU, *ENGLISH[0], "Share this:", "Twitter", "2 Comments", *said, "Leave a Reply", *COMMENTS[-1:], *FOOTER]


def _diary() -> list[str]:
    return [line for post in ENGLISH for line in post]


def _teasers() -> list[str]:
    teasers = [line for headline, day, told, _ in ENGLISH for line in (headline, day, f"{told[:120]}…", "Read more")]
    return [*MENU, *teasers, *FOOTER]


@pytest.mark.parametrize("made", [_comments, _diary, _teasers])
def test_nothing_else_is_taken_for_whole_posts(made: Callable[[], list[str]]) -> None:
    assert "whole posts" not in clean_text("\n\n".join(made())).evidence


def test_a_diary_comes_back_word_for_word() -> None:
    text = "\n\n".join(_diary())
    assert clean_text(text).text == text
