"""Where the classifier is in doubt, the page's layout decides: what signs a story, what surrounds it, what ends it."""

from __future__ import annotations

import pytest

from extractors.article import RemovedBlock
from extractors.decision import Decision
from extractors.page.blocks import Block
from extractors.page.parsing import parse
from extractors.page.survey import Survey
from extractors.prepare import prepare
from extractors.story.body import story_text
from extractors.story.lead import with_lead
from extractors.story.shape import with_siblings, without_rest
from extractors.story.wholes import with_notes
from tests.pages.language import language

STORY = [text for text in language("en").story["sentences"] if len(text.split()) > 12]
LONG, OTHER = " ".join(STORY[:4]), STORY[5]
DEK = "The neighbours painted its walls and carried the books by hand"
BYLINE = "By Jane Doe, 3 March 2014"
FORUM = "forum"


def _judged(body: str, verdicts: dict[str, float]) -> tuple[list[Decision], Survey]:
    """The page's blocks, each kept from a verdict of .5 on, but for readers' comments."""
    prepared = prepare(parse(f"<html><body><div><h1>The bridge</h1>{body}</div></body></html>"))
    out = []
    for block in prepared.everything:
        verdict = verdicts.get(block.text, 0.0)
        rule = "discussion" if block.text == FORUM else "" if verdict >= 0.5 else "model"
        out.append(Decision(block, verdict, RemovedBlock(rule, "", block.text) if rule else None))
    return out, prepared.survey


def _field(block: Block) -> str | None:
    return {BYLINE: "byline", "The bridge": "headline"}.get(block.text)


@pytest.mark.parametrize(("dek", "lead"), [(0.2, OTHER), (0.4, DEK)])
def test_the_lead_stands_below_the_line_of_author_and_date_if_it_is_as_likely_there(dek: float, lead: str) -> None:
    decisions, survey = _judged(
        f"<header><p>{DEK}</p><div>{BYLINE}</div></header><p>{OTHER}</p>", {DEK: dek, OTHER: 0.3}
    )
    assert lead in story_text(with_lead(decisions, survey, _field))
    assert (story_text(with_lead(decisions, survey, _field)) == OTHER) == (lead == OTHER)


@pytest.mark.parametrize(("text", "stays"), [(LONG, True), (OTHER, False)])
def test_a_long_paragraph_in_a_wrapper_like_those_of_the_story_needs_less(text: str, stays: bool) -> None:
    decisions, survey = _judged(f"<div>{text}</div><div><p>{STORY[6]}</p></div>", {text: 0.25, STORY[6]: 1.0})
    assert (text in story_text(with_siblings(decisions, survey))) == stays


def test_words_that_the_storys_box_itself_holds_need_less_as_chrome_has_boxes_of_its_own() -> None:
    decisions, survey = _judged(f"{OTHER}<p>{STORY[6]}</p>", {OTHER: 0.25, STORY[6]: 1.0})
    assert OTHER in story_text(with_siblings(decisions, survey))


@pytest.mark.parametrize(("around", "stays"), [("", False), (" class='d-none d-print-block'", True)])
def test_what_is_not_shown_is_set_as_none_of_a_story_that_is(around: str, stays: bool) -> None:
    hidden = f"<div class='d-none d-print-block'><p>{LONG}</p></div>"
    decisions, survey = _judged(f"<div{around}><p>{STORY[6]}</p></div>{hidden}", {LONG: 0.3, STORY[6]: 1.0})
    assert (LONG in story_text(with_siblings(decisions, survey))) == stays


@pytest.mark.parametrize(("below", "stays"), [("Next post", False), (STORY[7], True)])
def test_labels_below_the_readers_comments_stay_beside_prose_only(below: str, stays: bool) -> None:
    decisions, survey = _judged(
        f"<p>{OTHER}</p><section>{FORUM}</section><ul><li>j</li><li>{below}</li></ul>",
        {OTHER: 1.0, "j": 0.9, below: 0.9},
    )
    found = story_text(without_rest(decisions, survey)).split("\n\n")
    assert found == ([OTHER, "j", below] if stays else [OTHER])


@pytest.mark.parametrize(("address", "is_story"), [("/author/jane/", False), ("/pictures/bridge.jpg", True)])
def test_a_portrait_that_leads_to_its_authors_stories_is_no_picture_of_the_story(address: str, is_story: bool) -> None:
    _, survey = _judged(f"<div><a href='{address}'><img src='/a.jpg' alt=''></a></div><p>{OTHER}</p>", {})
    assert survey.has_media_above(1) == is_story


@pytest.mark.parametrize(("back", "stays"), [("<a href='#mark-1'>1</a>", True), ("", False)])
def test_a_footnote_that_leads_back_to_its_mark_stays_whatever_the_verdict(back: str, stays: bool) -> None:
    note = f"<div class='footnote'>{back}<div class='footnote-content'><p>{STORY[7]}</p></div></div>"
    decisions, survey = _judged(f"<p>{OTHER}</p>{note}", {OTHER: 1.0, STORY[7]: 0.01})
    assert (STORY[7] in story_text(with_notes(decisions, survey))) == stays


@pytest.mark.parametrize(
    ("names", "is_printed_only"),
    [
        ("d-none d-print-block", True),
        ("mt-4 d-none p-2 d-print-flex", True),
        ("visible-print-block", True),
        ("cite show-for-print", True),
        ("d-none d-md-block d-print-none", False),
        ("d-none d-lg-block d-print-block", False),
        ("d-print-block", False),
        ("entry-content print-only", False),  # a plugin to print posts calls their own boxes so
    ],
)
def test_what_is_only_printed_with_the_page_is_not_seen_on_it(names: str, is_printed_only: bool) -> None:
    prepared = prepare(parse(f"<h1>The bridge</h1><p>{LONG}</p><div class='{names}'>Cite this as the bridge.</div>"))
    assert prepared.everything[-1].box.hidden == is_printed_only
