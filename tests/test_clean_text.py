"""Text mode: the story's paragraphs come back word for word, furniture is taken out and listed, in doubt it stays."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import pytest

from extractors.article import Article, Outcome
from extractors.textmode.cleaning import clean_text

CASES = sorted((Path(__file__).parent / "cases" / "plaintext").iterdir())
SEEDS = sorted((Path(__file__).parents[2] / "shared" / "seed").glob("*.txt"))
PARAGRAPHS = (
    "The ferry that links the island with the mainland will sail again on Monday, the harbour office said.",
    "Nobody had crossed for three weeks.",
    "“We were down to the last bag of flour,” said the baker – and the postmistress – of the island.",
)
STORY = "\n\n".join(PARAGRAPHS)


def _known(pairs: list[tuple[str, object]]) -> dict[str, object]:
    return {name: value for name, value in pairs if value is not None}


def as_json(article: Article) -> str:
    """The article as the golden cases keep it."""
    values = {name: value for name, value in asdict(article, dict_factory=_known).items() if value}
    return json.dumps(values, ensure_ascii=False, indent=2, default=str) + "\n"


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden_case(case: Path, update_cases: bool) -> None:
    article = clean_text((case / "input.txt").read_bytes().decode())
    if update_cases:
        (case / "expected.json").write_text(as_json(article), encoding="utf-8")
    assert as_json(article) == (case / "expected.json").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_cleaning_the_cleaned_changes_nothing(case: Path) -> None:
    text = clean_text((case / "input.txt").read_bytes().decode()).text
    assert clean_text(text).text == text


def test_cases_in_every_language_keep_the_story_alone() -> None:
    forms = [case for case in CASES if case.name.startswith("form-")]
    assert len(forms) >= 12
    for case in forms:
        blocks = (case / "input.txt").read_text(encoding="utf-8").split("\n\n")
        article = clean_text("\n\n".join(blocks))
        assert article.headline == blocks[0].strip(), case.name
        assert article.paragraphs == tuple(block.strip() for block in blocks[1:3]), case.name


@pytest.mark.skipif(not SEEDS, reason="the seed is not in this checkout")
@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.stem)
def test_seed(seed: Path) -> None:
    source = seed.read_text(encoding="utf-8")
    article = clean_text(source)
    story = source[source.index("SEOUL – ") : source.index("Categories: ")]
    assert article.headline == ("NK News Exclusive: Defector plans to send message by returning to N. Korea")
    assert article.dek is not None
    assert article.dek.startswith("Son Jong-hun has spent 11 years in South Korea, but despairs")
    assert article.dateline == "SEOUL"
    assert article.paragraphs == tuple(block.strip() for block in story.split("\n\n") if block.strip())
    assert article.categories == (
        "Democratic People's Republic of Korea",
        "History",
        "International",
        "Republic of Korea",
        "Workers Struggle",
        "World History",
    )
    assert [block.rule for block in article.removed] == ["post-meta", "comment-form", "likes"]
    assert all(block.reason for block in article.removed)


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        "Home",
        "We won.",
        "Three weeks without flour\n\n" + STORY,
        STORY + "\n\nShare",
        STORY + "\n\nComments",
        STORY + "\n\nPhoto: Ida Moss",
        STORY + "\n\nRelated\n\nA goat on the pier",
        STORY + "\n\nRead more: A goat on the pier\n\nRead more: The hare on the dyke",
        STORY + "\n\nPlease leave a reply below.",
        "Leave a Reply\n\n" + STORY,
        "First line\nof a poem\n\nSecond stanza\nof a poem",
    ],
)
def test_clean_text_comes_back_word_for_word(text: str) -> None:
    article = clean_text(text)
    assert article.text == text
    assert not article.removed


def test_prose_after_a_quoted_form_keeps_the_form() -> None:
    quoted = f"{STORY}\n\nLeave a Reply\n\nYour email address will not be published.\n\n{STORY}"
    assert clean_text(quoted).text == quoted


def test_whole_form_between_paragraphs_is_taken_out() -> None:
    form = "\n\n".join(
        (
            "Leave a Reply",
            "Your email address will not be published. Required fields are marked *",
            "Save my name, email, and website in this browser for the next time I comment.",
            "Notify me of new comments via email.",
            "Post Comment",
        )
    )
    article = clean_text(f"{STORY}\n\n{form}\n\n{PARAGRAPHS[0]}")
    assert article.text == f"{STORY}\n\n{PARAGRAPHS[0]}"
    assert [block.text for block in article.removed] == [form]


def test_form_under_a_heading_of_the_sites_own() -> None:
    tail = "Any comments, islanders?\n\nYour email address will not be published.\n\nPost Comment"
    article = clean_text(f"{STORY}\n\n{tail}")
    assert article.text == STORY
    assert article.removed[0].text == tail


def test_last_line_of_a_story_over_a_form_stays() -> None:
    article = clean_text(f"{STORY}\n\nReporting by Ida Moss\n\nYour email address will not be published.")
    assert article.text == f"{STORY}\n\nReporting by Ida Moss"


def test_line_about_author_and_date_becomes_metadata() -> None:
    article = clean_text(
        f"Skip to content\n\nThe ferry is back\n\nPosted on May 3, 2012 by Ida Moss\n\n{STORY}\n\nTagged: ferry"
    )
    assert article.headline == "The ferry is back"
    assert article.byline == ("Ida Moss",)
    assert article.published_at is not None
    assert article.published_at.date().isoformat() == "2012-05-03"
    assert article.sources["byline"] == "byline"


@pytest.mark.parametrize("text", ["", " \n\n\t\r\n", "Leave a Reply\n\nYour email address will not be published."])
def test_nothing_to_read_is_empty(text: str) -> None:
    article = clean_text(text)
    assert (article.outcome, article.text) == (Outcome.EMPTY, "")
    assert article.evidence


@pytest.mark.parametrize(
    "text",
    [
        "x" * 3_000_000,
        "\n" * 300_000,
        "Reply\n" * 100_000,
        "a – " * 300_000,
        "\0" * 1000,
        "\ud800 half",
        "a\r\nb\rc\nd\u2028e",
    ],
    ids=["one line", "newlines", "phrases", "dashes", "NULs", "surrogate", "line ends"],
)
def test_hostile_text_is_cleaned_and_can_be_filed(text: str) -> None:
    clean_text(text).text.encode()


def test_line_ends_of_every_kind_separate_lines() -> None:
    assert clean_text("a\r\nb\rc\nd\r\n\r\ne").text == "a\nb\nc\nd\n\ne"


def test_a_text_without_end_is_read_so_far_and_keeps_the_rest_among_what_was_removed() -> None:
    endless = STORY + "\n\n" + "Ann Lee\n12 May 2024\nI say that this is so.\nReply\n\n" * 10_000
    article = clean_text(endless)
    (unread,) = (block for block in article.removed if block.rule == "size")
    assert article.paragraphs[: len(PARAGRAPHS)] == PARAGRAPHS
    assert endless.endswith(unread.text)
    assert unread.text
