"""The pages of a story that its site split over several become one: in order, nothing twice."""

from __future__ import annotations

from dataclasses import replace

from crawler.workers.joining import join_parts
from extractors import Article, Outcome, RemovedBlock


def part(*paragraphs: str, outcome: Outcome = Outcome.ARTICLE) -> Article:
    return Article(headline="Bridge", text="\n\n".join(paragraphs), outcome=outcome, evidence="text")


def test_parts_are_joined_in_order_without_repeats() -> None:
    joined = join_parts([part("Lede.", "One."), part("Lede.", "Two."), part("Three.", "One.")])
    assert joined.paragraphs == ("Lede.", "One.", "Two.", "Three.", "One.")
    assert [(block.text, block.paragraph) for block in joined.removed] == [("Lede.", 2)]


def test_what_was_removed_from_a_later_part_keeps_its_place_in_the_story() -> None:
    shared, menu = RemovedBlock("share", "share bar", "Share", 2), RemovedBlock("menu", "menu", "Home", 0)
    second = replace(part("Lede.", "Two."), removed=(menu, shared))
    joined = join_parts([part("Lede.", "One."), second])
    assert joined.paragraphs == ("Lede.", "One.", "Two.")
    assert [(block.text, block.paragraph) for block in joined.removed] == [("Lede.", 2), ("Home", 2), ("Share", 3)]


def test_a_server_that_gives_the_first_page_again_adds_nothing() -> None:
    joined = join_parts([part("Lede.", "One."), part("Lede.", "One.")])
    assert joined.paragraphs == ("Lede.", "One.")


def test_a_story_that_opens_with_a_picture_is_an_article() -> None:
    joined = join_parts([part(outcome=Outcome.MEDIA), part("Text at last.")])
    assert joined.outcome is Outcome.ARTICLE
    assert joined.text == "Text at last."
