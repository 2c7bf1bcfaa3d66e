"""Trafilatura is believed where it speaks of the story that the classifier is in doubt about, and nowhere else."""

from __future__ import annotations

import time

import numpy as np
import pytest

from extractors.page.parsing import parse
from extractors.prepare import Prepared, prepare
from extractors.story.below import below_story
from extractors.story.second_opinion import weighed
from tests.pages.language import language

STORY = language("en").story["sentences"]
PARAGRAPHS = [f"{STORY[number]} {STORY[number + 1]} {STORY[number + 2]}" for number in range(len(STORY) - 2)]


def _page(times: int = 1) -> Prepared:
    """A story in paragraphs, and links to as many words in the footer, or more, which no extractor takes for one."""
    links = "".join(f"<li><a href='/{number}'>{text[::-1]}</a></li>" for number, text in enumerate(PARAGRAPHS * times))
    story = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    html = (
        f"<title>The bridge</title><body><h1>The bridge</h1><article>{story}</article><footer><ul>{links}</ul></footer>"
    )
    return prepare(parse(html, None))


def _moved(prepared: Prepared, tag: str) -> bool:
    """Whether the verdicts move where the classifier leans towards the blocks with one tag and no others."""
    verdicts = np.array([0.6 if block.box.tag == tag else 0.3 for block in prepared.blocks], dtype=np.float32)
    return not np.array_equal(weighed(prepared.blocks, verdicts, prepared.boxes), verdicts)


def test_an_opinion_on_the_same_story_counts() -> None:
    prepared = _page()
    verdicts = np.full(len(prepared.blocks), 0.55, dtype=np.float32)
    found = weighed(prepared.blocks, verdicts, prepared.boxes)
    assert all(verdict > 0.8 for block, verdict in zip(prepared.blocks, found, strict=True) if block.box.tag == "p")
    assert all(verdict < 0.2 for block, verdict in zip(prepared.blocks, found, strict=True) if block.box.tag == "li")


def test_an_opinion_on_something_else_does_not() -> None:
    prepared = _page()
    assert _moved(prepared, "p")
    assert not _moved(prepared, "li")


def test_what_the_classifier_is_sure_of_tells_what_the_story_is() -> None:
    prepared = _page(times=4)
    leaning = {"p": 0.95, "li": 0.6}
    verdicts = np.array([leaning.get(block.box.tag, 0.1) for block in prepared.blocks], dtype=np.float32)
    found = weighed(prepared.blocks, verdicts, prepared.boxes)
    kept = {block.box.tag for block, verdict in zip(prepared.blocks, found, strict=True) if verdict >= 0.5}
    assert kept == {"p"}


@pytest.mark.parametrize(("verdict", "is_believed"), [(0.6, True), (0.95, False)], ids=["unsure", "sure"])
def test_a_much_longer_text_is_believed_where_the_classifier_is_sure_of_none(verdict: float, is_believed: bool) -> None:
    prepared = _page()
    leaning = dict.fromkeys(PARAGRAPHS[: len(PARAGRAPHS) // 3], verdict)
    verdicts = np.array([leaning.get(block.text, 0.3) for block in prepared.blocks], dtype=np.float32)
    assert np.array_equal(weighed(prepared.blocks, verdicts, prepared.boxes), verdicts) != is_believed


@pytest.mark.parametrize(
    "tables",
    ["<table><tbody>" * 900, f"<table><tr>{'<td colspan=99 rowspan=99>' * 1_000}</table>"],
    ids=["in each other, without words", "spans"],
)
def test_tables_on_which_trafilatura_takes_its_time_take_none(tables: str) -> None:
    page = f"<body><article>{''.join(f'<p>{text}</p>' for text in PARAGRAPHS)}<h3>The bridge{tables}</h3></article>"
    prepared = prepare(parse(page, None))
    began = time.process_time()
    weighed(prepared.blocks, np.full(len(prepared.blocks), 0.55, dtype=np.float32), prepared.boxes)
    assert time.process_time() - began < 1.0


def _two_boxes(around: str, below: str) -> Prepared:
    """A story in a box, and below it a box with two paragraphs more."""
    story = "".join(f"<p>{text}</p>" for text in PARAGRAPHS[:5])
    more = "".join(f"<p>{text}</p>" for text in PARAGRAPHS[5:7])
    return prepare(
        parse(
            f"<title>The bridge</title><body><article><h1>The bridge</h1><{around}>{story}</{around.split()[0]}>"
            f"<{below}>{more}</{below.split()[0]}></article>",
            None,
        )
    )


def _sure(prepared: Prepared) -> tuple[list[float], list[float]]:
    """The verdicts on the paragraphs of the story and on those below it, where the classifier is sure of all."""
    found = weighed(prepared.blocks, np.full(len(prepared.blocks), 0.95, dtype=np.float32), prepared.boxes).tolist()
    paragraphs = [verdict for block, verdict in zip(prepared.blocks, found, strict=True) if block.box.tag == "p"]
    return paragraphs[:5], paragraphs[5:]


def test_what_stands_below_the_story_needs_both_opinions() -> None:
    story, below = _sure(_two_boxes("div class='story'", "footer class='voices'"))
    assert story == [pytest.approx(0.95)] * 5
    assert max(below) < 0.5


def test_what_trafilatura_keeps_below_the_story_stays() -> None:
    story, below = _sure(_two_boxes("div class='story'", "section class='epilogue'"))
    assert story + below == [pytest.approx(0.95)] * 7


@pytest.mark.parametrize("kind", ["footer class='part part-{}'", "footer class='text text-{}a'"])
def test_parts_that_look_alike_are_one_story(kind: str) -> None:
    prepared = _two_boxes(kind.format(1), kind.format(2))
    verdicts = np.full(len(prepared.blocks), 0.95, dtype=np.float32)
    assert not below_story(prepared.blocks, verdicts, prepared.boxes).any()


def test_a_few_words_below_the_story_are_not_looked_at() -> None:
    story = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    prepared = prepare(parse(f"<body><div>{story}</div><footer><p>Nobody was hurt.</p></footer>", None))
    verdicts = np.full(len(prepared.blocks), 0.95, dtype=np.float32)
    assert not below_story(prepared.blocks, verdicts, prepared.boxes).any()


def _with_notes(items: int, verdict: float, kept: bool) -> tuple[list[float], list[float]]:
    """The verdicts on a story's paragraphs and on the items of the list below it, on which the classifier leans so."""
    notes = "".join(f"<li>{sentence[::-1]}</li>" for sentence in STORY[:items])
    around = "ol class='notes'" if kept else "ul class='comments-list'"
    story = "".join(f"<p>{text}</p>" for text in PARAGRAPHS[:6])
    page = (
        f"<title>The bridge</title><body><article><h1>The bridge</h1>{story}<{around}>{notes}</{around[:2]}></article>"
    )
    prepared = prepare(parse(page, None))
    verdicts = np.array([0.99 if block.box.tag == "p" else verdict for block in prepared.blocks], dtype=np.float32)
    found = weighed(prepared.blocks, verdicts, prepared.boxes).tolist()
    tagged = [(block.box.tag, verdict) for block, verdict in zip(prepared.blocks, found, strict=True)]
    return [verdict for tag, verdict in tagged if tag == "p"], [verdict for tag, verdict in tagged if tag == "li"]


def test_a_list_in_doubt_that_closes_the_story_stays_if_trafilatura_keeps_it() -> None:
    story, notes = _with_notes(3, 0.3, kept=True)
    assert story == pytest.approx([0.99] * len(story))
    assert min(notes) > 0.8


@pytest.mark.parametrize(
    ("items", "verdict", "kept"), [(3, 0.3, False), (3, 0.1, True), (2, 0.3, True)], ids=["dropped", "sure", "two"]
)
def test_other_lists_below_the_story_are_left_to_the_classifier(items: int, verdict: float, kept: bool) -> None:
    story, notes = _with_notes(items, verdict, kept)
    assert story == pytest.approx([0.99] * len(story))
    assert notes == [pytest.approx(verdict)] * items


@pytest.mark.parametrize(("verdict", "stays"), [(0.75, True), (0.6, False)], ids=["rather-sure", "unsure"])
@pytest.mark.parametrize(("place", "amid"), [(2, True), (5, False)], ids=["amid", "at-the-end"])
def test_what_the_classifier_is_rather_sure_of_stays_amid_the_story(
    verdict: float, stays: bool, place: int, amid: bool
) -> None:
    aside = "<figure class='wp-block-pullquote'><blockquote><p>I shall climb down again.</p></blockquote></figure>"
    story = [f"<p>{text}</p>" for text in PARAGRAPHS[:5]]
    story.insert(place, aside)
    menu = "".join(f"<li>{text[::-1]}</li>" for text in PARAGRAPHS)
    page = f"<title>The bridge</title><body><article><h1>The bridge</h1>{''.join(story)}</article><ul>{menu}</ul>"
    prepared = prepare(parse(page, None))
    leaning = np.array([0.4 if block.box.tag == "li" else verdict for block in prepared.blocks], dtype=np.float32)
    found = weighed(prepared.blocks, leaning, prepared.boxes)
    quote = next(number for number, block in enumerate(prepared.blocks) if block.text.startswith("I shall"))
    assert not np.array_equal(found, leaning)
    assert (found[quote] >= 0.5) == (stays and amid)
